"""Shares of parts and places taken, in sentences."""

import numpy as np
import pandas as pd
import pytest

from analysis.measures.shares_of_parts import count_taken, spread_parts, year_before
from analysis.model.decomposition import decompose_product
from analysis.model.differences import difference_of_proportions
from analysis.words.statement import Status
from analysis.words.take_up import (
    caption_places,
    say_largest_fall,
    say_order,
    say_part,
    say_parts,
    say_places_taken,
    say_take_up,
    say_too_few,
    say_without_bases,
)

ACTIONS, PLACES, TAKEN = "review_actions_completed_share", "training_places", "training_places_taken_share"
# Southampton LSCB, Annual Report 2013-14, headline data set, items 10 and 12
QUARTERS = [("2013-03-31", 206, 0.65), ("2013-12-31", 127, 0.84), ("2014-03-31", 176, 0.65)]
REVIEWS = [
    ("2013-12-31", "review 1", 0.65, "D4"),
    ("2013-12-31", "review 2", 0.73, "E4"),
    ("2014-03-31", "review 2", 0.73, "F4"),
    ("2014-03-31", "review 1", 0.77, "G4"),
]


def shares(rows: list[tuple], denominator: float | None = None) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["end", "breakdown", "value", "cell"])
    days = pd.to_datetime(table["end"])
    return table.assign(start=days, end=days, denominator=float("nan") if denominator is None else denominator)


@pytest.fixture
def parts() -> pd.DataFrame:
    return spread_parts(shares(REVIEWS))


@pytest.fixture
def places() -> pd.DataFrame:
    """The places of three quarters, with those taken."""
    table = pd.DataFrame(QUARTERS, columns=["end", PLACES, TAKEN])
    labels = ["2012-13 Q4", "2013-14 Q3", "2013-14 Q4"]
    ends = pd.to_datetime(table["end"])
    return count_taken(table.assign(period=labels, end=ends, start=ends - pd.DateOffset(months=3)), PLACES, TAKEN)


def difference(after: pd.Series, before: pd.Series):
    return difference_of_proportions(after["filled"], after["places"], before["filled"], before["places"])


def test_parts_are_named_by_number_and_read_by_their_own_names(parts, subject_of):
    assert list(parts["first"]) == [0.65, 0.77]
    assert "the second review stayed at 73%" in say_parts(subject_of(ACTIONS), parts, "review").sentence
    assert "read by their own names" in say_order(subject_of(ACTIONS), parts, "review").sentence


def test_parts_that_keep_their_order_are_not_remarked_on(subject_of):
    kept = [REVIEWS[0], REVIEWS[1], (*REVIEWS[2][:3], "G4"), (*REVIEWS[3][:3], "F4")]

    assert say_order(subject_of(ACTIONS), spread_parts(shares(kept)), "review") is None


def test_a_share_that_was_not_supplied_by_part_is_said_to_be_missing(subject_of):
    said = say_parts(subject_of(ACTIONS), spread_parts(shares([])), "review")

    assert said.status == "cannot say"
    assert "was supplied by review for Southampton" in said.sentence


def test_shares_without_their_numbers_are_said_to_be_until_the_numbers_are_supplied(parts, subject_of):
    assert "came without the number of actions" in say_without_bases(subject_of(ACTIONS), parts).sentence
    assert say_without_bases(subject_of(ACTIONS), spread_parts(shares(REVIEWS, denominator=26))) is None


def test_the_fall_of_a_share_is_never_told_without_the_places_that_were_offered_and_filled(places, subject_of):
    before, after, year = places.iloc[-2], places.iloc[-1], year_before(places)
    made = decompose_product(
        *({"offered": one["places"], "filled": one["filled"] / one["places"]} for one in (before, after))
    )
    said = say_places_taken(
        subject_of(TAKEN), places, made, difference(after, before), None if year is None else difference(after, year)
    )

    assert said[0].sentence.startswith(
        "Places offered rose 39% (127 to 176) and places filled rose 7% (107 to 114). Take-up went from 84% in "
        "2013-14 Q3 to 65% in 2013-14 Q4, a fall of 19 percentage points"
    )
    assert said[0].beyond_chance
    assert said[1].sentence.startswith(
        "Against the same quarter a year before: take-up went from 65% in 2012-13 Q4 to 65%"
    )
    assert said[1].status == "no clear change"


def test_take_up_is_said_with_its_limits(places, subject_of):
    before, after = places.iloc[-2], places.iloc[-1]
    said = say_take_up(subject_of(TAKEN), difference(after, before), before, after)

    assert said.sentence.startswith(
        "Take-up went from 84% in 2013-14 Q3 to 65% in 2013-14 Q4, a fall of 19 percentage points"
    )
    assert said.beyond_chance


def test_without_that_quarter_there_is_no_year_before(places):
    assert year_before(places[1:].reset_index(drop=True)) is None


def test_places_filled_and_empty_make_the_places(places, subject_of):
    assert list(places["filled"] + places["empty"]) == [206, 127, 176]
    assert caption_places(subject_of(PLACES), places).endswith(
        "107 of 127 filled in 2013-14 Q3 and 114 of 176 filled in 2013-14 Q4"
    )


def test_one_quarter_is_said_to_be_too_few_for_a_change(subject_of):
    assert "we cannot say whether they changed" in say_too_few(subject_of(PLACES)).sentence


ROW = pd.Series(
    {
        "part": "Children referred",
        "numerator": 260,
        "denominator": 400,
        "value": 0.65,
        "lower": 0.602,
        "upper": 0.695,
        "why": "",
        "before": 0.6,
        "period_before": "2022-23",
    }
)
WHOLE = "children with a first contact"


@pytest.fixture
def subject(subject_of):
    return subject_of("journey_referral", period="2023-24")


def test_a_share_has_its_counts_its_limits_and_the_year_before(subject):
    assert say_part(subject, ROW, WHOLE, 0.95).sentence == (
        "Children referred within a year of the first contact in 2023-24: 260 of 400 children with a first contact, "
        "which is 65% (95% limits 60% to 70%). In 2022-23 it was 60%."
    )


def test_without_a_year_before_nothing_is_said_of_it(subject):
    alone = pd.concat([ROW.drop(["before"]), pd.Series({"before": np.nan})])

    assert say_part(subject, alone, WHOLE, 0.95).sentence.endswith("(95% limits 60% to 70%).")


def test_a_share_that_may_not_be_shown_says_why(subject):
    said = say_part(subject, pd.Series({"value": np.nan, "why": "withheld", "before": 0.2}), WHOLE, 0.95)

    assert said.status is Status.CANNOT_SAY
    assert "is suppressed" in said.sentence


def test_most_fall_away_at_the_largest_step(subject):
    rows = pd.DataFrame(
        {"part": ["Children referred", "Children assessed", "Children on a plan"], "value": [0.9, 0.7, 0.2]}
    )

    said = say_largest_fall(subject, rows, WHOLE)

    assert said.sentence == "Most fall away between two steps: children assessed (70%) and children on a plan (20%)."
    assert said.question == "What becomes of the children who are not among the children on a plan?"


def test_the_first_step_is_measured_against_the_whole(subject):
    rows = pd.DataFrame({"part": ["Children referred", "Children assessed"], "value": [0.4, 0.3]})

    assert f"{WHOLE} (100%) and children referred (40%)" in say_largest_fall(subject, rows, WHOLE).sentence


def test_a_step_that_is_not_known_makes_no_fall(subject):
    rows = pd.DataFrame({"part": ["Children referred", "Children looked after"], "value": [0.9, np.nan]})

    assert say_largest_fall(subject, rows, WHOLE) is None
