"""How the years went, from figures that are in the table; what a known change did."""

import pandas as pd
import pytest

from analysis.model.interrupted import fit_interrupted
from analysis.model.level_shift import find_level_shifts
from analysis.model.slope import fit_slope
from analysis.words.statement import Status
from analysis.words.trends import say_course, say_known_change

# Southampton's referral rate as printed and published, 2006-07 to 2013-14 (annual report 2013-14; DfE table C1)
REFERRALS = [385, 393, 717, 596, 751, 784, 815, 731]


def years(values: list[float], first: int = 2006) -> pd.DataFrame:
    starts = pd.to_datetime([f"{first + place}-04-01" for place in range(len(values))])
    ends = pd.to_datetime([f"{first + place + 1}-03-31" for place in range(len(values))])
    labels = [f"{first + place}-{(first + place + 1) % 100:02}" for place in range(len(values))]
    return pd.DataFrame({"period": labels, "start": starts, "end": ends, "value": [float(each) for each in values]})


@pytest.fixture
def rate(subject_of):
    return subject_of("referral_rate")


def test_a_course_with_a_shift_has_no_slope_and_asks_what_changed_while_that_is_news(rate):
    own = years(REFERRALS)
    statement = say_course(rate, own, find_level_shifts(own, "value"), fit_slope(own, "value"))

    assert "a year (" not in statement.sentence
    assert "lowest in the year to March 2007 (385) and highest in the year to March 2013 (815)" in statement.sentence
    assert not statement.question  # a level of six years is no news
    assert (statement.status, statement.unusual) == (None, None)
    early = say_course(rate, own.iloc[:5], find_level_shifts(own, "value"), fit_slope(own, "value"))
    assert early.question.startswith("What changed in the referral rate from 2008-09 on")


# DfE, children in need, table D1: plans for each 10,000 children in Rutland on 31 March, 2013 to 2024
PLANS = [44.5, 42.9, 34.1, 33.6, 24.9, 23.3, 27.0, 25.8, 9.92, 7.51, 28.6, 32.6]


def test_a_level_that_is_news_is_told_with_the_figures_of_the_one_before_it(subject_of):
    own = years(PLANS, 2012)
    statement = say_course(
        subject_of("child_protection_plan_rate"), own, find_level_shifts(own, "value"), fit_slope(own, "value")
    )

    assert (
        "risen to another level from 2022-23 on: 28.6 to 32.6 since, 7.51 to 9.92 in the years just before. From "
        in statement.sentence
    )
    assert statement.status is Status.HIGHER


def test_one_line_that_describes_the_years_has_its_slope(rate):
    own = years([300 * 1.1**place * (1.02 if place % 3 else 0.97) for place in range(12)])
    statement = say_course(rate, own, find_level_shifts(own, "value"), fit_slope(own, "value"))

    assert statement.sentence.startswith("The referral rate rose by about 10% a year")
    assert "That is no forecast: over the next 4 years it may go −" in statement.sentence
    assert statement.status is Status.HIGHER


@pytest.mark.parametrize(("last", "since"), [(0.85, "falling"), (1.06, "more slowly")])
def test_years_that_turn_are_told_with_the_year_and_the_way_they_went(rate, last, since):
    noise = [1.01, 0.99, 1.0] * 4
    own = years([300 * 1.15 ** min(place, 6) * last ** max(place - 6, 0) * noise[place] for place in range(12)])
    statement = say_course(rate, own, find_level_shifts(own, "value"), fit_slope(own, "value"))

    assert statement.sentence.endswith(f"It seems to have turned with 2012-13: rising before, {since} since.")
    assert (statement.status, statement.unusual) == (None, None)


def test_years_without_a_figure_are_counted_where_the_highest_and_lowest_are_told(rate):
    own = years(REFERRALS).drop(index=[2, 4])
    statement = say_course(rate, own, find_level_shifts(own, "value"), fit_slope(own, "value"))

    assert "From 2006-07 to 2013-14 (2 years have no figure), the referral rate was lowest" in statement.sentence


def test_one_year_is_no_course(rate):
    own = years([385])
    statement = say_course(rate, own, find_level_shifts(own, "value"), fit_slope(own, "value"))

    assert statement.sentence == "There is one figure of the referral rate: too few to see a trend."
    assert statement.status is Status.CANNOT_SAY


def months(counts: list[float]) -> pd.DataFrame:
    return pd.DataFrame({"start": pd.date_range("2011-03-01", periods=len(counts), freq="MS"), "numerator": counts})


def test_a_known_change_with_too_few_months_after_it_says_so(subject_of):
    effect = fit_interrupted(months([300.0] * 37), "2014-03-01")
    statement = say_known_change(subject_of("referrals"), "Hub opened", effect)

    assert statement.status is Status.CANNOT_SAY
    assert "we cannot say yet" in statement.sentence


def test_a_known_change_that_doubles_the_months_is_told_with_what_it_cannot_show(subject_of):
    before, after = [300.0 + place % 7 for place in range(36)], [600.0 + place % 7 for place in range(12)]
    statement = say_known_change(
        subject_of("referrals"), "Hub opened", fit_interrupted(months(before + after), "2014-03-01")
    )

    assert statement.sentence.startswith("Hub opened: referrals then rose by ")
    assert "Other things that changed in those months would look the same." in statement.sentence


def test_years_that_are_all_alike_have_neither_a_lowest_nor_a_highest(subject_of):
    own = years([0.0] * 4)
    statement = say_course(
        subject_of("rereferral_share"), own, find_level_shifts(own, "value"), fit_slope(own, "value")
    )

    assert statement.sentence == "From 2006-07 to 2009-10, the share of re-referrals was 0% each time."
