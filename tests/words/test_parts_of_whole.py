"""Shares of a whole in sentences: how many of how many, the year before, and where most fall away."""

import numpy as np
import pandas as pd
import pytest

from analysis.words.parts_of_whole import say_largest_fall, say_part
from analysis.words.statement import Status

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
