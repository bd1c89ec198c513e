"""The newest figure in a sentence, in each state that it can be in."""

import numpy as np
import pandas as pd
import pytest

from analysis.words.levels import say_level, say_published_since
from analysis.words.statement import Status

# Department for Education, Characteristics of children in need 2024, tables C1 and D1: Southampton, 2013-14
PLANS = {"value": 49.73, "numerator": 236.0, "denominator": 47458.0, "lower": 43.6, "upper": 56.5}


def row(start: str = "2014-03-31", end: str = "2014-03-31", **figures: object) -> pd.Series:
    known = {"value": np.nan, "numerator": np.nan, "denominator": np.nan, "lower": np.nan, "upper": np.nan}
    return pd.Series({"start": pd.Timestamp(start), "end": pd.Timestamp(end), "period": "", **known, **figures})


@pytest.fixture
def plans(subject_of):
    return subject_of("child_protection_plan_rate", counted="children with a child protection plan")


def test_a_rate_is_told_with_its_count_what_it_is_per_and_its_limits(plans):
    assert say_level(plans, row(**PLANS)).sentence == (
        "On 31 March 2014 there were 236 children with a child protection plan: 49.7 per 10,000 children "
        "(95% limits 43.6 to 56.5)."
    )


def test_a_published_rate_without_its_count_has_no_limits(plans):
    assert say_level(plans, row(value=49.0)).sentence == (
        "On 31 March 2014 the rate of children with a child protection plan was 49 per 10,000 children."
    )


def test_a_share_is_told_as_so_many_of_so_many(subject_of):
    about = subject_of("rereferral_share", counted="re-referrals", whole="referrals")
    figures = {"value": 1114 / 3471, "numerator": 1114.0, "denominator": 3471.0}

    assert say_level(about, row("2013-04-01", **figures)).sentence == (
        "In the year to March 2014 there were 1,114 re-referrals out of 3,471 referrals: 32%."
    )


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("withheld", "is suppressed, so that no small number can be worked out"),
        ("suppressed_at_source", "was suppressed at source"),
        ("not_supplied", "was not supplied"),
        ("not_available", "is not available"),
        ("", "is not known"),
    ],
)
def test_each_way_in_which_a_figure_is_missing_is_told_apart(plans, status, told):
    statement = say_level(plans, row(value_status=status))

    assert told in statement.sentence
    assert statement.status is Status.CANNOT_SAY


def test_a_figure_published_after_the_quarter_says_how_much_later(subject_of):
    about = subject_of("first_time_entrant_rate", quarter_end=pd.Timestamp("2014-03-31").date())

    assert say_published_since(about, pd.Timestamp("2024-12-31")).startswith("Published 10 years after this quarter")
    assert say_published_since(about, pd.Timestamp("2014-03-31")) == ""
