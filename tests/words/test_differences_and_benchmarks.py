"""A change held against chance alone, and a figure against a benchmark: one rule, and no verdict beyond chance."""

import re

import numpy as np
import pytest

from analysis.model.differences import clustered_difference, difference_of_proportions, ratio_of_rates
from analysis.model.limits import Estimate
from analysis.words.chance import BEYOND, say_beside_chance, say_range_of_change
from analysis.words.comparisons import say_benchmark

CHANGE = re.compile(r"\b(rose|fell)\b")
IN_TIME, REFERRALS, RATE = "assessments_in_45_days_share", "referrals", "referral_rate"


@pytest.mark.parametrize(
    ("none", "value", "lower", "upper", "clear"),
    [
        (0, 0.1, 0.02, 0.18, True),
        (0, -0.1, -0.18, -0.02, True),
        (0, -0.03, -0.08, 0.02, False),
        (0, 0.05, 0.0, 0.1, False),
        (1, 1.15, 1.02, 1.3, True),
        (1, 0.82, 0.7, 0.95, True),
        (1, 1.0, 0.9, 1.1, False),
        (1, 1.1, 1.0, 1.2, False),
    ],
)
def test_what_chance_explains_is_no_clear_change_and_of_the_rest_it_is_not_known_whether_it_is_unusual(
    subject_of, none, value, lower, upper, clear
):
    change = Estimate(value, lower, upper, "m", 0.95, none=none)
    said = say_beside_chance(subject_of(IN_TIME), "Assessments", change, (0.3, "2012-13"), (0.4, "2013-14"))
    way = "higher" if value > none else "lower"

    assert (said.status, said.unusual) == ((way, None) if clear else ("no clear change", False))
    assert said.sentence.endswith(BEYOND) == said.beyond_chance == bool(said.question) == clear
    assert not said.headline.endswith(BEYOND)  # its status says so: "by more than chance"
    assert not CHANGE.search(said.sentence)


def test_assessments_in_45_days_changed_by_more_than_chance_and_rereferrals_did_not(subject_of):
    """87% to 77% of hundreds of assessments is a fall; 30% to 33% of 230 referrals is not (annual report, item 8)."""
    fall = say_beside_chance(
        subject_of(IN_TIME),
        "Assessments in 45 days",
        difference_of_proportions(385, 500, 435, 500),
        (0.87, "2012-13"),
        (0.77, "2013-14"),
    )
    none = say_beside_chance(
        subject_of("rereferral_share"),
        "Re-referrals",
        difference_of_proportions(76, 231, 79, 264),
        (0.30, "2013-14 Q3"),
        (0.33, "2013-14 Q4"),
    )

    told = "Assessments in 45 days went from 87% in 2012-13 to 77% in 2013-14, a fall of 10 percentage points"
    assert fall.sentence == f"{told} (95% limits: a fall of 5 to 15). {BEYOND}"
    assert "no clear change: it could be anything from a fall of 5 to a rise of 11 percentage points" in none.sentence


def test_a_share_of_clustered_cases_is_told_in_points_too(subject_of):
    taken = clustered_difference(114, 176, 107, 127, 2)
    said = say_beside_chance(subject_of(IN_TIME), "Take-up", taken, (0.84, "2013-14 Q3"), (0.65, "2013-14 Q4"))

    assert "a fall of 19 percentage points (95% limits: a fall of 5 to 32)" in said.sentence


@pytest.mark.parametrize(
    ("lower", "upper", "words"),
    [
        (0.95, 1.03, "a fall of 5% to a rise of 3%"),
        (0.32, 0.82, "a fall of 18% to 68%"),
        (1.05, 1.40, "a rise of 5% to 40%"),
        (0.5, np.inf, "a fall of 50% to no limit"),
        (1.2, np.inf, "a rise of 20% to no limit"),
    ],
)
def test_the_limits_of_a_ratio_are_told_on_their_own_sides_of_no_change(lower, upper, words):
    assert say_range_of_change(Estimate(1.0, lower, upper, "m", 0.95)) == words


def test_a_result_with_a_reason_claims_nothing(subject_of):
    nothing = Estimate(np.nan, np.nan, np.nan, "m", 0.95, "One of the figures compared is missing.")
    said = say_beside_chance(subject_of(IN_TIME), "Assessments", nothing, (1, "a"), (2, "b"))

    assert not CHANGE.search(said.sentence)
    assert said.sentence.endswith("We cannot say whether that is a change. One of the figures compared is missing.")
    assert said.status == "cannot say"


def test_a_ratio_without_an_upper_limit_is_said_without_one(subject_of):
    said = say_beside_chance(
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
