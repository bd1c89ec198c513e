"""The chance of meeting a target, from the count's predictive distribution."""

import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.model.target import chance_of_target


def series(numerator, denominator=20_000):
    years = [f"{year}-{(year + 1) % 100:02d}" for year in range(2010, 2010 + len(numerator))]
    return pd.DataFrame({"period": years, "numerator": numerator, "denominator": denominator})


def test_with_one_period_the_count_is_negative_binomial_around_its_level():
    # 13 custodial sentences, target below 1.00 per 1,000 of 20,000 aged 10 to 17: at most 19 the next year
    result = chance_of_target(series([13]), 1.0, "<", per=1_000)

    assert result.chance == pytest.approx(stats.nbinom.cdf(19, 13.5, 0.5))
    assert result.expected == pytest.approx(13.5)
    assert result.lower == stats.nbinom.ppf(0.025, 13.5, 0.5)
    assert result.upper == stats.nbinom.ppf(0.975, 13.5, 0.5)
    assert "rough guide" in result.caveat


def test_a_larger_population_next_period_raises_the_count_and_not_the_rate():
    result = chance_of_target(series([13]), 1.0, "<", per=1_000, next_denominator=40_000)

    assert result.chance == pytest.approx(stats.nbinom.cdf(39, 13.5, 1 / 3))


@pytest.mark.parametrize(
    ("comparison", "chance"),
    [
        ("<", stats.nbinom.cdf(19, 13.5, 0.5)),
        ("<=", stats.nbinom.cdf(20, 13.5, 0.5)),
        (">", stats.nbinom.sf(20, 13.5, 0.5)),
        (">=", stats.nbinom.sf(19, 13.5, 0.5)),
    ],
)
def test_a_target_on_a_whole_count_is_met_or_not_as_its_comparison_says(comparison, chance):
    assert chance_of_target(series([13]), 1.0, comparison, per=1_000).chance == pytest.approx(chance)


def test_a_share_is_beta_binomial_around_its_level():
    result = chance_of_target(series([30], 100), 0.25, "<", kind="proportion")

    assert result.chance == pytest.approx(stats.betabinom.cdf(24, 100, 30.5, 70.5), rel=0.01)


def test_a_trend_is_carried_on_to_the_next_period():
    falling = chance_of_target(series([400, 360, 324, 292, 263, 236]), 236 * 0.95, "<=", per=20_000)
    steady = chance_of_target(series([236, 237, 235, 236, 237, 236]), 236 * 0.95, "<=", per=20_000)

    assert falling.expected == pytest.approx(236 * 0.9, rel=0.01)
    assert falling.chance > 0.6
    assert steady.chance < 0.4


def test_the_level_basis_does_not_carry_the_trend_on():
    result = chance_of_target(series([400, 360, 324, 292, 263, 236]), 200, "<", per=20_000, basis="level")

    assert result.expected == pytest.approx(236.5)
    assert "last period's level" in result.method


def test_counts_that_scatter_make_a_target_less_sure():
    even = chance_of_target(series([200, 201, 199, 200, 201, 200]), 230, "<", per=20_000)
    uneven = chance_of_target(series([200, 240, 160, 210, 150, 240]), 230, "<", per=20_000)

    assert uneven.chance < even.chance
    assert uneven.dispersion > 3
    assert uneven.upper - uneven.lower > even.upper - even.lower


@pytest.mark.parametrize("kind", ["rate", "proportion"])
def test_chances_are_borne_out_as_often_as_they_say(kind):
    rng = np.random.default_rng(77)
    chances, met = [], []
    for _ in range(80):
        share = 0.2 * np.exp(rng.normal(0, 0.1) * (np.arange(9) - 8)) * rng.gamma(50, 1 / 50, 9)
        share = np.minimum(share, 1)
        counts = rng.binomial(200, share) if kind == "proportion" else rng.poisson(200 * share)
        target = 0.2 * np.exp(rng.normal(0, 0.3))
        chances.append(chance_of_target(series(counts[:-1], 200), target, "<", kind=kind).chance)
        met.append(counts[-1] < target * 200)

    chances, met = np.array(chances), np.array(met)
    assert met.mean() == pytest.approx(chances.mean(), abs=0.1)
    assert met[chances > 0.7].mean() == pytest.approx(chances[chances > 0.7].mean(), abs=0.12)
    assert met[chances < 0.3].mean() == pytest.approx(chances[chances < 0.3].mean(), abs=0.12)


def test_predictive_limits_of_80_per_cent_hold_four_next_counts_in_five():
    rng = np.random.default_rng(78)
    held = []
    for _ in range(80):
        mean = 120 * 0.95 ** np.arange(9)
        counts = rng.negative_binomial(60, 60 / (60 + mean))
        result = chance_of_target(series(counts[:-1]), 1.0, "<", per=1_000, confidence=0.8)
        held.append(result.lower <= counts[-1] <= result.upper)

    assert 0.68 < np.mean(held) < 0.93


@pytest.mark.parametrize("counts", [[], [np.nan, np.nan]])
def test_without_figures_there_is_no_chance_but_the_reason(counts):
    result = chance_of_target(series(counts), 1.0, "<", per=1_000)

    assert math.isnan(result.chance)
    assert result.reason == "No period has figures."


def test_a_trend_that_cannot_be_fitted_is_not_carried_on():
    result = chance_of_target(series([13, 20]), 1.0, "<", per=1_000, basis="trend")

    assert result.reason == "A trend needs 4 points; there are 2."


def test_zeros_still_have_a_chance():
    result = chance_of_target(series([0, 0, 0, 0, 0]), 1.0, "<", per=1_000)

    assert 0.99 < result.chance <= 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"comparison": "under"},
        {"kind": "stock"},
        {"basis": "guess"},
        {"per": 0},
        {"target": float("nan")},
        {"next_denominator": 0},
    ],
)
def test_an_impossible_question_is_refused(wrong):
    question = {"target": 1.0, "comparison": "<", "per": 1_000} | wrong

    with pytest.raises(ValueError, match=r"must be|needs counts"):
        chance_of_target(series([13, 20]), **question)
