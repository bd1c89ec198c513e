"""What is read of the observations, spread into a table, and told in sentences."""

import numpy as np
import pandas as pd
import pytest

from analysis.measures.readings import say_months_known, spread
from analysis.page.provenance import render_readings
from analysis.periods import parse_period
from analysis.words.missing_data import describe_missing, describe_readings

QUARTER = parse_period("2013-14 Q4", ["quarter"])


def test_the_months_up_to_the_quarters_end_are_read(page):
    months = page.read("missing_children", kind="month")

    assert list(months["period"]) == [f"2013-{number:02d}" for number in range(4, 13)] + [
        "2014-01",
        "2014-02",
        "2014-03",
    ]


def test_nothing_later_than_the_quarter_is_read(page):
    page.quarter = parse_period("2013-14 Q2", ["quarter"])

    assert page.read("missing_children")["period"].max() == "2013-09"


def test_the_last_three_months_are_the_last_three(page):
    assert list(page.read("missing_children", last=3)["period"]) == ["2014-01", "2014-02", "2014-03"]


def test_another_areas_figures_are_read_only_when_it_is_named(page):
    assert set(page.read("referral_rate")["area"]) == {"E06000045"}
    assert set(page.read("referral_rate", areas=["E92000001"])["area"]) == {"E92000001"}


def test_an_unknown_indicator_is_refused_with_the_nearest(page):
    with pytest.raises(Exception, match="missing_children"):
        page.read("missing_childen")


def test_indicators_keep_the_order_in_which_they_are_asked_for(page):
    assert list(page.read("missing_episodes", "missing_children")["indicator"].unique()) == [
        "missing_episodes",
        "missing_children",
    ]


def test_the_spread_has_a_row_for_each_period_and_why_a_figure_is_missing(page):
    table = page.spread(page.read("missing_children", "missing_episodes"))

    assert list(table["period"])[:2] == ["April 2013", "May 2013"]
    assert list(table.columns)[2:] == [
        "period",
        "missing_children",
        "missing_children_status",
        "missing_episodes",
        "missing_episodes_status",
    ]
    assert len(table) == 12
    assert pd.isna(table["missing_children"].iloc[8])
    assert table["missing_children_status"].iloc[8] == "not_supplied"


def test_a_spread_by_area_has_a_column_for_each_area(page):
    table = page.spread(page.read("referral_rate", areas=["E06000045", "E92000001"]), by="area")

    assert table["E06000045"].iloc[-1] == 734
    assert pd.isna(table["E92000001"].iloc[-1])


def test_two_figures_in_one_cell_are_refused(page):
    readings = page.read("referral_rate", areas=["E06000045", "E92000001"])

    with pytest.raises(ValueError, match="two figures fall in one cell"):
        spread(readings, page.definitions.indicators)


def test_sentences_say_what_was_read_from_whom_and_when_it_came(page):
    readings = page.read("missing_children", "missing_episodes")

    assert describe_readings(readings, page.definitions.indicators, {"police": "Police data"}) == [
        "Children missing and missing episodes: April 2013 to March 2014, from Police data, received 23 November 2026."
    ]
    assert describe_missing(readings, page.definitions.indicators, {}) == [
        "Not supplied: any of these figures for December 2013."
    ]


def test_many_sources_are_folded_away_and_what_is_missing_is_not():
    html = render_readings(["One.", "Two.", "Three.", "Four."], ["Not supplied: <b>."])

    folded, open_part = html.split("</details>")
    assert "What was read, from 4 sources" in folded
    assert "Not supplied: &lt;b&gt;." in open_part
    assert "<details>" not in render_readings(["One."], [])


def test_a_gap_of_one_indicator_or_area_names_it(page):
    rates = page.read("referral_rate", areas=["E06000045", "E92000001"])
    both = pd.concat([page.read("missing_children", last=4), page.read("missing_episodes", last=3)])

    assert describe_missing(rates, page.definitions.indicators, {"E92000001": "England"}) == [
        "Not supplied: referrals for 2013-14 (England)."
    ]
    assert describe_missing(both, page.definitions.indicators, {}) == [
        "Not supplied: children missing for December 2013."
    ]


def test_a_share_that_is_missing_is_named_as_inside_a_sentence(open_real):
    real = open_real("referrals")
    shares = real.read("rereferral_share", "referrals", areas=["E06000045"], kind="year", last=2)
    lost = shares["indicator"] == "rereferral_share"
    gone = shares.assign(status=np.where(lost, "not_supplied", ""))
    gone.loc[lost, ["numerator", "denominator", "value"]] = np.nan

    (said,) = describe_missing(gone, real.definitions.indicators, {})
    assert said == "Not supplied: share of re-referrals for 2012-13 and 2013-14."


def test_nothing_read_is_told(page):
    empty = page.read("missing_children", areas=["E92000001"])

    assert describe_readings(empty, page.definitions.indicators, {}) == [
        "Nothing has been supplied for this area and period."
    ]


def test_a_total_that_lacks_a_month_says_how_many_it_has(page):
    rows = page.read("missing_episodes")
    months = rows[rows["kind"] == "month"]

    assert say_months_known(months, months["start"].min(), months["end"].max()) == ", 11 of 12 months"
    assert say_months_known(months.dropna(subset="numerator"), months["start"].min(), months["end"].max()) == ""
    assert say_months_known(months.iloc[:0], months["start"].min(), months["end"].max()) == ""


def test_a_month_that_its_publisher_suppressed_is_in_the_publishers_total(page):
    rows = page.read("missing_episodes")
    months = rows[rows["kind"] == "month"].assign(status="suppressed_at_source", numerator=None, value=None)

    assert say_months_known(months, months["start"].min(), months["end"].max()) == ""
