"""Negative binomial regression on the month of the year."""

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

    np.testing.assert_allclose(found.effects, SEASON, atol=1e-6)


def test_counts_with_excess_variance_are_tested_by_f_and_others_by_chi_square():
    excess = fit(drawn(np.random.default_rng(5), 36, 400.0, extra=0.05))
    even = fit(np.exp(np.log(400) + SEASON[np.arange(36) % 12]))

    assert excess.degrees == (11, 36 - 11 - 4)  # eleven months, a level and three slopes
    assert excess.p_value == pytest.approx(stats.f.sf(excess.statistic, 11, 21))
    assert even.degrees == (11, np.inf)
    assert even.p_value == pytest.approx(stats.chi2.sf(11 * even.statistic, 11))


def test_with_equal_counts_at_a_known_level_the_limits_are_those_of_the_poisson_information():
    # the effect of a month seen in n years at mean m has variance 11/12 ÷ (n × m), but for the trend's share
    found = fit(np.full(120, 100.0))

    assert (found.upper[5] - found.lower[5]) / 2 == pytest.approx(1.96 * np.sqrt(11 / 12 / (10 * 100)), rel=0.03)


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


def test_a_known_doubling_is_not_scatter():
    counts = drawn(np.random.default_rng(13), 60, 100)
    counts[33:] *= 2

    assert fit(counts, steps=(33,)).dispersion < 1.5 < fit(counts).dispersion


def test_gaps_are_left_out_and_move_nothing_else():
    counts = np.exp(np.log(5_000) + SEASON[np.arange(60) % 12])
    counts[[5, 30, 31]] = np.nan

    np.testing.assert_allclose(fit(counts).effects, SEASON, atol=1e-6)
