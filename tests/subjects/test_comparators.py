"""A rate beside those of neighbours and England, on the figures of the repository.

Expected: Department for Education, Characteristics of children in need 2024, table C1 (referrals 3,471, 731.4 per
10,000, re-referrals 32.1% in 2013-14), and the annual report 2013-14 (822 in 2012/13 among earlier years as printed).
"""

import pandas as pd
import pytest

from analysis.refusals import ParametersRefused
from analysis.subjects import comparators


@pytest.fixture
def page(open_real):
    return open_real("referrals")


@pytest.fixture
def rates(page):
    return comparators.read_rates(page, "referral_rate")


def test_the_latest_rate_is_worked_out_from_count_and_population(rates):
    assert rates.latest["numerator"] == 3471
    assert rates.latest["value"] == pytest.approx(731.4, abs=0.05)
    assert rates.period.label == "2013-14"


def test_years_before_the_counts_are_as_printed_and_have_no_limits(rates):
    first = rates.own.iloc[0]

    assert (first["period"], first["value"]) == ("2006-07", 385)
    assert pd.isna(first["lower"])


def test_nothing_later_than_the_quarter_is_read(rates):
    assert rates.years["end"].max() == pd.Timestamp("2014-03-31")


def test_all_ten_neighbours_have_a_figure_in_the_latest_year(rates):
    assert rates.latest["neighbours_known"] == 10


def test_a_share_is_of_its_own_whole(page):
    shares = comparators.read_rates(page, "rereferral_share")

    assert shares.latest["value"] == pytest.approx(1114 / 3471)


def test_a_figure_on_a_day_is_that_of_each_march(open_real):
    rates = comparators.read_rates(open_real("looked_after"), "looked_after_rate")

    assert {(end.month, end.day) for end in rates.years["end"]} == {(3, 31)}
    assert rates.latest["numerator"] == 500


def test_an_indicator_whose_parts_are_not_named_is_refused(page):
    with pytest.raises(ParametersRefused, match="missing_children: name its numerator and denominator"):
        comparators.read_rates(page, "missing_children")


def test_a_comparator_of_an_earlier_year_is_told_with_its_age(page, rates):
    compared = comparators.compare_latest(page, rates, "printed", "the neighbours as printed")

    assert "1 year earlier" in compared.age


def test_sentences_state_no_good_direction_for_a_rate_that_has_none(page, rates):
    told = " ".join(comparators.describe_latest(page, rates))

    assert "3,471 referrals" in told
    assert "731 per 10,000" in told
    assert "better" not in told
    assert "worse" not in told


def test_an_area_without_figures_has_a_sentence_and_no_crash(open_real):
    page = open_real("referrals", quarter="2005-06 Q4")
    rates = comparators.read_rates(page, "referral_rate")

    assert comparators.describe_latest(page, rates) == ["There is no figure of referrals for Southampton."]
    assert rates.period is None


def test_the_caption_says_how_many_neighbours_stand_above_and_which_set_they_are(page, rates):
    caption = comparators.caption_latest(page, rates)

    above = rates.areas[(rates.areas["end"] == rates.latest["end"]) & (rates.areas["value"] > rates.latest["value"])]
    assert f"{len(above)} of its 10 statistical neighbours" in caption
    assert "2021" in caption


def test_the_area_and_its_limits_are_withheld_where_the_count_is_small(page, rates):
    small = rates.years.assign(numerator=rates.years["numerator"].where(rates.years["period"] != "2013-14", 3))
    shown = comparators.protect_years(
        page, comparators.YearlyRates(rates.indicator, rates.areas, small, rates.neighbours)
    )

    last = shown.table.iloc[-1]
    assert last[["numerator", "value", "lower", "upper"]].isna().all()
    assert last["england"] > 0
