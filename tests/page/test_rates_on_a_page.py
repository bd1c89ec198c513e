"""Rates, months and quoted figures as a page reads, learns and shows them, on the figures of the repository.

Department for Education, table C1 (3,471 referrals in 2013-14) and D1; annual report 2013-14 (3,495 contacts).
"""

from dataclasses import replace

import pandas as pd
import pytest

from analysis.measures.rate_readings import read_rate
from analysis.model.yearly_rates import work_out_rates
from analysis.page.learned_change import learn_yearly_change
from analysis.page.quoted_table import protect_quoted, show_quoted
from analysis.page.rate_tables import protect_latest, protect_months, protect_years, sum_of_neighbours


@pytest.fixture
def page(open_real):
    return open_real("referrals")


@pytest.fixture
def rates(page):
    return work_out_rates(read_rate(page, "referral_rate"))


def test_nothing_published_about_a_year_after_the_quarter_is_read(page, open_real):
    assert read_rate(page, "first_time_entrant_rate", official=True).published.empty

    of_then = read_rate(
        open_real("referrals", quarter="2018-19 Q4"), "first_time_entrant_rate", official=True
    ).published
    assert "2018-12-31" in set(of_then["end"].astype(str))
    assert of_then["end"].max() <= pd.Timestamp("2019-03-31")


def test_official_figures_are_not_mixed_with_quoted_ones(open_real):
    page = open_real("referrals", quarter="2018-19 Q4")
    read = read_rate(page, "reoffending_share", breakdown="10 to 14", official=True).published

    assert set(read["precedence"]) == {1}


def test_what_is_ordinary_comes_from_the_kept_country_where_few_areas_were_received(page, rates):
    ordinary, panel = learn_yearly_change(page, rates)

    assert ordinary is not None
    assert ordinary.areas > 100
    assert panel is None


def test_the_area_and_its_limits_are_withheld_where_the_count_is_small(page, rates):
    small = rates.years.assign(numerator=rates.years["numerator"].where(rates.years["period"] != "2013-14", 3))
    last = protect_years(page, replace(rates, years=small)).table.iloc[-1]

    assert last[["numerator", "value", "lower", "upper"]].isna().all()
    assert last["england"] > 0


def test_the_neighbours_average_that_the_report_quotes_is_a_column_of_its_own_table(page, rates):
    years = protect_years(page, rates)

    assert years.columns["quoted"].title == "Neighbours’ average quoted in the report"
    assert "quoted" not in protect_latest(page, rates).table["area"].to_list()


def test_months_and_the_sum_of_the_neighbours(page):
    months = page.read("referrals", kind="month", last=60)
    together = sum_of_neighbours(page, "referrals")

    assert protect_months(page, months).table["referrals"].notna().all()
    assert together is not None
    assert together["numerator"].min() > months["numerator"].max()


def quoted(page, *indicators):
    shown = protect_quoted(page, *indicators)
    return {row.what: row for row in shown.table.itertuples()}


def test_a_quoted_rate_stands_beside_the_one_that_heads_its_page_where_that_is_worked_out(open_real):
    rate = quoted(open_real("looked_after"), "looked_after_rate")["Rate of looked-after children, 31 March 2014"]

    assert (rate.stated, rate.used, rate.agrees) == ("105", "105", "agrees when rounded")  # the data set says 104
    assert rate.source.startswith("Looked-after children at 31 March")


def test_a_quoted_figure_stands_beside_the_published_one(page):
    rows = quoted(page, "referral_rate", "rereferral_share")

    row = rows["Referrals, 2013-14"]
    assert (row.stated, row.used, row.agrees) == ("3,495", "3,471", "differs")
    assert row.where.endswith("E97")
    assert rows["Re-referrals, share of referrals, 2012-13"].agrees == "agrees when rounded"


def test_two_dates_of_one_event_differ(page):
    assert {row.agrees for row in quoted(page, "mash_launch").values()} == {"stated with different dates"}


def test_an_area_of_which_nothing_was_quoted_has_no_table(open_real):
    page = open_real("referrals", area="E06000044")
    show_quoted(page, "referral_rate")

    assert [part.kind for part in page.outputs.parts] == ["opening"]


def test_a_small_quoted_count_is_suppressed(open_real, monkeypatch):
    page = open_real("missing")
    read = page.read

    def small(*names, **more):
        found = read(*names, **more)
        return found.assign(numerator=found["numerator"].clip(upper=4), value=found["value"].clip(upper=4))

    monkeypatch.setattr(page, "read", small)
    row = quoted(page, "missing_children")["Children missing, 2013-14"]

    assert (row.stated, row.used, row.agrees) == ("[c] suppressed", "[c] suppressed", "not shown")
