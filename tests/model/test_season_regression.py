"""Regression on the month of the year, under a level that wanders."""

import numpy as np
import pytest
from scipy import stats

from analysis.model.season_regression import fit_month_effects

SEASON = 0.2 * np.cos(np.arange(12) * np.pi / 6)


def drawn(rng, months, mean, season=SEASON, extra=0.0, drift=0.0):
    expected = mean * np.exp(season[np.arange(months) % 12] + np.cumsum(rng.normal(scale=drift, size=months)))
    return rng.poisson(expected * (rng.gamma(1 / extra, extra, months) if extra else 1)).astype(float)


def fit(counts, steps=(), confidence=0.95):
    return fit_month_effects(counts, np.arange(len(counts)) % 12, np.full(len(counts), 30.0), steps, confidence)


def test_counts_that_follow_a_pattern_exactly_give_it_back():
    found = fit(np.exp(np.log(5_000) + 0.005 * np.arange(60) + SEASON[np.arange(60) % 12]))

    np.testing.assert_allclose(found.effects, SEASON, atol=1e-4)


def test_the_test_is_an_f_test_on_the_months_left_after_the_months_of_the_year_a_level_and_a_line():
    found = fit(drawn(np.random.default_rng(5), 36, 400.0, extra=0.05))

    assert found.degrees == (11, 36 - 11 - 2)


def test_with_equal_counts_the_limits_are_those_of_independent_months():
    # an effect of a month seen in ten years has 11/12 of a tenth of a month's variance, here chance's at a mean of 100
    counts = drawn(np.random.default_rng(3), 120, 100.0, season=0 * SEASON)
    found = fit(counts)

    half = stats.t.ppf(0.975, 107) * np.sqrt(11 / 12 / 10 * found.dispersion / 100)
    assert (found.upper[5] - found.lower[5]) / 2 == pytest.approx(half, rel=0.05)


def wandering(rng, months, mean, kept, spread):
    level = np.zeros(months)
    level[0] = rng.normal(scale=spread)
    for month in range(1, months):
        level[month] = kept * level[month - 1] + rng.normal(scale=spread * np.sqrt(1 - kept**2))
    return rng.poisson(mean * np.exp(level)).astype(float)


@pytest.mark.parametrize(("kept", "spread"), [(0.8, 0.06), (0.95, 0.05)])
@pytest.mark.parametrize("months", [24, 36, 60])
def test_a_level_that_wanders_is_not_called_a_season(kept, spread, months):
    rng = np.random.default_rng(months)
    p_values = [fit(wandering(rng, months, 300, kept, spread)).p_value for _ in range(100)]

    assert np.mean(np.array(p_values) < 0.05) <= 0.1


@pytest.mark.parametrize(
    ("mean", "months", "least", "most"), [(5, 36, 0.05, 0.2), (50, 36, 0.4, 0.75), (300, 36, 0.9, 1)]
)
def test_the_power_said_is_the_power_had(mean, months, least, most):
    rng = np.random.default_rng(8)
    season = 0.15 * np.cos(np.arange(12) * np.pi / 6)
    found = [fit(drawn(rng, months, mean, season=season)) for _ in range(60)]

    assert least <= np.mean([one.power for one in found]) <= most
    assert np.mean([one.p_value < 0.05 for one in found]) == pytest.approx(
        np.mean([one.power for one in found]), abs=0.15
    )


def test_too_few_months_for_the_effects_give_none():
    assert fit(np.full(13, 20.0)) is None


@pytest.mark.parametrize(("mean", "extra", "drift"), [(200, 0.0, 0.0), (200, 0.01, 0.0), (100, 0.005, 0.03)])
def test_limits_cover_the_true_index_about_as_often_as_they_say(mean, extra, drift):
    rng = np.random.default_rng(11)
    found = [fit(drawn(rng, 60, mean, extra=extra, drift=drift)) for _ in range(60)]

    covered = np.mean([(one.lower <= SEASON) & (one.upper >= SEASON) for one in found])
    assert 0.91 < covered < 0.99


def test_a_season_is_found_and_its_absence_is_not_called_one():
    rng = np.random.default_rng(12)
    with_season = [fit(drawn(rng, 48, 200)).p_value for _ in range(20)]
    without = [fit(drawn(rng, 48, 200, season=0 * SEASON, extra=0.01)).p_value for _ in range(60)]

    assert max(with_season) < 0.001
    assert np.mean(np.array(without) < 0.05) < 0.15


def test_a_known_doubling_leaves_the_test_its_power():
    counts = drawn(np.random.default_rng(13), 60, 100)
    counts[33:] *= 2

    assert fit(counts, steps=(33,)).power > fit(counts).power + 0.2


def test_gaps_are_left_out_and_move_nothing_else():
    counts = np.exp(np.log(5_000) + SEASON[np.arange(60) % 12])
    counts[[5, 30, 31]] = np.nan

    np.testing.assert_allclose(fit(counts).effects, SEASON, atol=1e-4)
