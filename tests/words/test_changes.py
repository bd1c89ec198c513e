"""A change in three parts: the figures always, its size among authorities, a verdict only where it is unusual."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.definitions.learned_changes import OrdinaryChange
from analysis.model.decomposition import decompose_stock
from analysis.model.differences import compare_per_day
from analysis.model.judged_change import judge_change
from analysis.periods import parse_period
from analysis.words.chance import say_per_day, share_step
from analysis.words.changes import say_change, say_parts
from analysis.words.statement import Status

# What English authorities' referrals taught up to March 2014 (DfE, Children in need 2024, table C1)
ORDINARY = OrdinaryChange(
    kind="rate",
    every="year",
    first=date(2014, 3, 31),
    last=date(2014, 3, 31),
    areas=150,
    changes=150,
    spread=0.1637,
    dispersion=2.57,
    degrees=4.159,
)


def year(end: int, referrals: float, children: float = 47_458) -> pd.Series:
    days = {"start": pd.Timestamp(f"{end - 1}-04-01"), "end": pd.Timestamp(f"{end}-03-31"), "period": ""}
    return pd.Series({**days, "numerator": referrals, "denominator": children, "value": referrals / children * 10_000})


def change(before: pd.Series, after: pd.Series, ordinary: OrdinaryChange | None = ORDINARY):
    return judge_change(before, after, ordinary)


@pytest.fixture
def rate(subject_of):
    return subject_of("referral_rate")


def test_an_ordinary_change_gives_its_figures_and_what_is_ordinary_and_no_verdict(rate):
    before, after = year(2013, 3822, 46_877), year(2014, 3471)
    statement = say_change(rate, change(before, after), before, after)

    assert statement.status is Status.NO_CLEAR_CHANGE
    assert statement.sentence.startswith(
        "The referral rate was 815 in the year to March 2013 and 731 in the year to March 2014, a fall of 10%. "
        "95% of authorities of this size change by −37% to +58% in a year"
    )
    assert "fell" not in statement.sentence


def test_an_unusual_change_is_given_a_direction_and_raises_a_question(rate):
    before, after = year(2014, 3471), year(2015, 6407)
    statement = say_change(rate, change(before, after), before, after)

    assert statement.status is Status.HIGHER
    assert statement.unusual
    assert "The referral rate rose from 731 in the year to March 2014 to 1,350" in statement.sentence
    assert statement.question.startswith("What lies behind the rise in the referral rate")


@pytest.mark.parametrize(
    ("began", "why"),
    [
        (date(2013, 4, 1), "Southampton began on 1 April 2013."),
        (date(2012, 4, 1), "the figure for the year before was not supplied."),
        (None, "the figure for the year before was not supplied."),
    ],
)
def test_an_area_that_has_just_begun_has_no_year_before_and_says_so(subject_of, began, why):
    before, after = year(2013, float("nan")), year(2014, 3471)
    before["value_status"] = "not_supplied"
    statement = say_change(subject_of("referral_rate", began=began), change(before, after), before, after)

    assert statement.sentence == f"Whether the referral rate changed cannot be said: {why}"


def test_where_a_low_figure_is_good_an_unusual_rise_is_worse(subject_of):
    about = subject_of("first_time_entrant_rate")
    before, after = year(2014, 100), year(2015, 300)

    assert say_change(about, change(before, after), before, after).status is Status.WORSE


def test_without_an_ordinary_change_there_is_no_verdict_and_the_reason(rate):
    before, after = year(2013, 3822), year(2014, 3471)
    statement = say_change(rate, change(before, after, None), before, after)

    assert statement.status is Status.CANNOT_SAY
    assert "too few areas’ figures were received" in statement.sentence


@pytest.mark.parametrize(("status", "told"), [("withheld", "is suppressed"), ("not_supplied", "was not supplied")])
def test_a_missing_figure_is_told_by_its_reason(rate, status, told):
    after = year(2014, np.nan)
    after["value_status"] = status

    assert told in say_change(rate, change(year(2013, 3822), after), year(2013, 3822), after).sentence


def test_a_figure_without_a_year_before_has_nothing_to_be_held_against(rate):
    before, after = year(2013, np.nan), year(2014, 3471)

    hidden = before.copy()
    hidden["value_status"] = "suppressed_at_source"

    assert "the figure for the year before is not known" in str(say_change(rate, change(before, after), before, after))
    assert "was suppressed at source" in str(say_change(rate, change(hidden, after), hidden, after))


def test_how_many_other_authorities_changed_more_is_told_where_they_are_known(rate):
    before, after = year(2013, 3822), year(2014, 3471)
    judged = replace(change(before, after), changed_more=0.3, compared=149)

    assert "30% of the other 149 changed more" in say_change(rate, judged, before, after).sentence


# Annual report 2013-14, police table: October and November 2013, January to March 2014
EPISODES = pd.DataFrame(
    {
        "start": pd.to_datetime(["2013-10-01", "2013-11-01", "2014-01-01", "2014-02-01", "2014-03-01"]),
        "numerator": [204.0, 140, 157, 156, 221],
    }
)


def test_quarters_are_compared_per_day_and_without_the_month_that_has_no_figure(subject_of):
    quarters = parse_period("2013-14 Q4"), parse_period("2013-14 Q3")
    compared = compare_per_day(EPISODES, pd.Period("2014Q1"), pd.Period("2013Q4"), dispersion=2.4)
    statement = say_per_day(subject_of("missing_episodes"), compared, *quarters)

    assert statement.status is Status.NO_CLEAR_CHANGE
    assert "5.93 a day in January to March 2014 and 5.64 in October to December 2013" in statement.sentence
    assert "(without December 2013)" in statement.sentence


def test_a_quarter_without_figures_cannot_be_compared(subject_of):
    quarters = parse_period("2013-14 Q4"), parse_period("2012-13 Q4")
    compared = compare_per_day(EPISODES, pd.Period("2014Q1"))

    assert say_per_day(subject_of("missing_episodes"), compared, *quarters).status is Status.CANNOT_SAY


def test_what_made_the_change_of_a_stock_is_told_factor_by_factor(subject_of):
    plans = replace(subject_of("child_protection_plan_rate"), counted="children with a child protection plan")
    day = {
        f"{end}-03-31": {"start": pd.Timestamp(f"{end}-03-31"), "end": pd.Timestamp(f"{end}-03-31"), "period": ""}
        for end in (2013, 2014)
    }
    # Department for Education, table D1; ONS, mid-2012 and mid-2013
    before = pd.Series({**day["2013-03-31"], "numerator": 232.0, "denominator": 46_850.0})
    after = pd.Series({**day["2014-03-31"], "numerator": 236.0, "denominator": 47_458.0})
    hidden = after.drop("numerator").reindex(after.index)
    starts = pd.DataFrame({"end": [before["end"], after["end"]], "numerator": [357.0, 373.0]})

    assert say_parts(plans, decompose_stock(before, after, starts), before, after).sentence.startswith(
        "Of the change in children with a child protection plan from 232 on 31 March 2013 to 236 (+4), more children "
        "living here added 3, a higher rate of starts added 7 and a shorter time each took away 6."
    )
    assert "a higher rate added" in str(say_parts(plans, decompose_stock(before, after), before, after))
    assert say_parts(plans, decompose_stock(before, hidden), before, hidden) == ""
    same = after.replace({236.0: 235.0, 47_458.0: 46_850.0})  # as many children live here: that made nothing
    assert str(say_parts(plans, decompose_stock(before, same), before, same)).endswith(
        "to 235 (+3), a higher rate added 3."
    )


@pytest.mark.parametrize(
    ("before", "after", "points"),
    [(3482 / 17661, 4032 / 18007, 2), (107 / 127, 114 / 176, -19), (0.846, 0.852, 0.6), (0.2, 0.2, 0)],
)
def test_the_points_of_a_change_are_those_between_the_figures_as_they_are_written(before, after, points):
    assert share_step(before, after) * 100 == pytest.approx(points)


def test_no_month_is_said_to_be_left_out_where_each_has_a_figure(subject_of):
    quarters = parse_period("2013-14 Q4"), parse_period("2013-14 Q3")
    december = pd.DataFrame({"start": pd.to_datetime(["2013-12-01"]), "numerator": [150.0]})
    compared = compare_per_day(pd.concat([EPISODES, december]), pd.Period("2014Q1"), pd.Period("2013Q4"))

    assert "(without" not in say_per_day(subject_of("missing_episodes"), compared, *quarters).sentence


def test_an_ordinary_rise_of_more_than_tenfold_is_given_no_percentage_of_its_own(rate):
    before, after = year(2013, 0, 320), year(2014, 0, 320)
    told = say_change(rate, change(before, after), before, after).sentence

    assert "change by −100% to more than +1,000% in a year" in told
