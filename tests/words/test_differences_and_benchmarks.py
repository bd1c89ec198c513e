"""Changes and comparisons by their limits: nothing rose or fell where chance explains it."""

import re

import numpy as np
import pytest

from analysis.model.differences import difference_of_proportions, ratio_of_rates
from analysis.model.limits import Estimate
from analysis.words.changes import say_difference, say_ratio
from analysis.words.comparisons import say_benchmark

CHANGE = re.compile(r"\b(rose|fell)\b")
IN_TIME, REFERRALS, RATE = "assessments_in_45_days_share", "referrals", "referral_rate"


@pytest.mark.parametrize(
    ("lower", "upper", "verb"),
    [(0.02, 0.18, "rose"), (-0.18, -0.02, "fell"), (-0.08, 0.02, None), (0.0, 0.1, None), (-0.1, 0.0, None)],
)
def test_a_difference_rose_or_fell_only_where_its_limits_leave_out_no_change(subject_of, lower, upper, verb):
    change = Estimate((lower + upper) / 2, lower, upper, "m", 0.95)
    said = say_difference(subject_of(IN_TIME), "Assessments", change, (0.3, "2012-13"), (0.4, "2013-14"))

    found = CHANGE.search(said.sentence)
    assert (found and found[0]) == verb
    assert (said.status == "no clear change") == (verb is None)
    assert bool(said.question) == (verb is not None)


@pytest.mark.parametrize(
    ("lower", "upper", "verb"), [(1.02, 1.3, "rose"), (0.7, 0.95, "fell"), (0.9, 1.1, None), (1.0, 1.2, None)]
)
def test_a_ratio_rose_or_fell_only_where_its_limits_leave_out_one(subject_of, lower, upper, verb):
    ratio = Estimate(1.1, lower, upper, "m", 0.95)
    said = say_ratio(subject_of(REFERRALS), "Referrals", ratio, (100, "2012-13"), (110, "2013-14"))

    found = CHANGE.search(said.sentence)
    assert (found and found[0]) == verb
    assert said.unusual == (verb is not None)


def test_assessments_in_45_days_fell_and_rereferrals_did_not(subject_of):
    """87% to 77% of hundreds of assessments is a fall; 30% to 33% of 230 referrals is not (annual report, item 8)."""
    fall = say_difference(
        subject_of(IN_TIME),
        "Assessments in 45 days",
        difference_of_proportions(385, 500, 435, 500),
        (0.87, "2012-13"),
        (0.77, "2013-14"),
    )
    none = say_difference(
        subject_of("rereferral_share"),
        "Re-referrals",
        difference_of_proportions(76, 231, 79, 264),
        (0.30, "2013-14 Q3"),
        (0.33, "2013-14 Q4"),
    )

    assert "fell from 87% in 2012-13 to 77% in 2013-14, by 10 percentage points" in fall.sentence
    assert fall.status == "worse"
    assert "no clear change" in none.sentence
    assert "a fall of 5 to a rise of 11 percentage points" in none.sentence


def test_a_result_with_a_reason_claims_nothing(subject_of):
    nothing = Estimate(np.nan, np.nan, np.nan, "m", 0.95, "A figure is missing.")
    said = say_difference(subject_of(IN_TIME), "Assessments", nothing, (1, "a"), (2, "b"))

    assert not CHANGE.search(said.sentence)
    assert said.sentence.endswith("We cannot say whether that is a change. A figure is missing.")
    assert said.status == "cannot say"


def test_a_ratio_without_an_upper_limit_is_said_without_one(subject_of):
    said = say_ratio(
        subject_of("custodial_sentences"), "Custody", ratio_of_rates(2, 100, 0, 100), (0, "2012-13"), (2, "2013-14")
    )

    assert "inf" not in said.sentence
    assert "no limit" in said.sentence


@pytest.mark.parametrize(
    ("figure", "verdict", "words"),
    [
        (734, "higher", "The rate was 734 per 10,000, higher than England (521)."),
        (434, "lower", "The rate was 434 per 10,000, lower than England (521)."),
        (434, "better", "lower than England (521); lower is better."),
        (734, "better", "higher than England (521); higher is better."),
        (434, "worse", "lower than England (521); higher is better."),
        (734, "worse", "higher than England (521); lower is better."),
        (734, "similar", "similar to England (521)."),
    ],
)
def test_a_comparison_says_which_side_and_which_is_better_only_where_one_is(subject_of, figure, verdict, words):
    said = say_benchmark(subject_of(RATE), "The rate", figure, verdict, 521, "England")

    assert words in said.sentence
    assert said.status == verdict
