"""Sentences by their meaning."""

import re

import numpy as np
import pandas as pd
import pytest

from analysis.model.comparison import Comparison
from analysis.model.limits import Estimate
from analysis.model.rates import difference_of_proportions, ratio_of_rates
from analysis.words.changes import describe_difference, describe_ratio
from analysis.words.comparisons import describe_comparison

CHANGE = re.compile(r"\b(rose|fell)\b")
POLICE = [91, 128, 121, 114, 102, 110, 116, 85, np.nan, 95, 93, 124]


def monthly(figures, start="2013-04-01"):
    return pd.DataFrame({"start": pd.date_range(start, periods=len(figures), freq="MS"), "numerator": figures})


def yearly(values):
    return pd.DataFrame({"start": pd.to_datetime([f"{2006 + n}-04-01" for n in range(len(values))]), "value": values})


@pytest.mark.parametrize(
    ("lower", "upper", "verb"),
    [(0.02, 0.18, "rose"), (-0.18, -0.02, "fell"), (-0.08, 0.02, None), (0.0, 0.1, None), (-0.1, 0.0, None)],
)
def test_a_difference_rose_or_fell_only_where_its_limits_leave_out_no_change(lower, upper, verb):
    words = describe_difference(
        "Assessments in time",
        Estimate((lower + upper) / 2, lower, upper, "m", 0.95),
        (0.3, "2012-13"),
        (0.4, "2013-14"),
    )

    found = CHANGE.search(words)
    assert (found and found[0]) == verb
    assert ("no clear change" in words) == (verb is None)


@pytest.mark.parametrize(
    ("lower", "upper", "verb"), [(1.02, 1.3, "rose"), (0.7, 0.95, "fell"), (0.9, 1.1, None), (1.0, 1.2, None)]
)
def test_a_ratio_rose_or_fell_only_where_its_limits_leave_out_one(lower, upper, verb):
    words = describe_ratio("Referrals", Estimate(1.1, lower, upper, "m", 0.95), (100, "2012-13"), (110, "2013-14"))

    found = CHANGE.search(words)
    assert (found and found[0]) == verb


def test_assessments_in_45_days_fell_and_rereferrals_did_not():
    """87% to 77% of hundreds of assessments is a fall; 30% to 33% of 230 referrals is not (annual report, item 8)."""
    fall = describe_difference(
        "Assessments in 45 days", difference_of_proportions(385, 500, 435, 500), (0.87, "2012-13"), (0.77, "2013-14")
    )
    none = describe_difference(
        "Re-referrals", difference_of_proportions(76, 231, 79, 264), (0.30, "2013-14 Q3"), (0.33, "2013-14 Q4")
    )

    assert "fell from 87% in 2012-13 to 77% in 2013-14, by 10 percentage points" in fall
    assert "no clear change" in none
    assert "a fall of 5 to a rise of 11 percentage points" in none


def test_a_result_with_a_reason_claims_nothing():
    words = describe_difference(
        "Custody", Estimate(np.nan, np.nan, np.nan, "m", 0.95, "A figure is missing."), (1, "a"), (2, "b")
    )

    assert not CHANGE.search(words)
    assert words.endswith("cannot be said. A figure is missing.")


def test_a_ratio_without_an_upper_limit_is_told_without_one():
    words = describe_ratio("Custody", ratio_of_rates(2, 100, 0, 100), (0, "2012-13"), (2, "2013-14"))

    assert "inf" not in words
    assert "no limit" in words


@pytest.mark.parametrize(
    ("figure", "verdict", "words"),
    [
        (734, "higher", "The rate, 734 per 10,000, stood above that of England, 521."),
        (434, "lower", "The rate, 434 per 10,000, stood below that of England, 521."),
        (434, "better", "stood below that of England, 521, and lower is better."),
        (734, "better", "stood above that of England, 521, and higher is better."),
        (434, "worse", "stood below that of England, 521, and higher is better."),
        (734, "worse", "stood above that of England, 521, and lower is better."),
        (734, "similar", "cannot be told apart from that of England, 521."),
        (734, "not compared", "The rate cannot be compared with England."),
    ],
)
def test_a_comparison_says_which_side_and_which_is_better_only_where_one_is(figure, verdict, words):
    assert words in describe_comparison("The rate", figure, verdict, 521, "England", "rate", per=10_000)


def test_an_older_comparator_is_told_with_its_age():
    compared = Comparison("higher", 521, "England is for 2012-13, 1 year earlier than 2013-14.", "m", 0.95)

    assert describe_comparison("The rate", 734, compared, 521, "England", "rate").endswith(
        "1 year earlier than 2013-14."
    )
