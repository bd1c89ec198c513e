"""Laney's u′: rates standardised by chance, and their spread from one to the next."""

import numpy as np
import pytest

from analysis.model.laney import u_prime


def test_the_spread_follows_laneys_arithmetic():
    # by hand: mean 60 / 400; sigma of a rate of n is the root of 0.15 / n
    found = u_prime([10, 20, 30], [100, 100, 200])
    z = (np.array([0.10, 0.20, 0.15]) - 0.15) / np.sqrt(0.15 / np.array([100, 100, 200]))

    assert found.mean == pytest.approx(0.15)
    np.testing.assert_allclose(found.standardised, z)
    assert found.sigma_z == pytest.approx(np.abs(np.diff(z)).mean() / 1.128)


def test_where_only_chance_varies_the_spread_is_chances_and_more_where_periods_do():
    rng = np.random.default_rng(7)
    size = rng.integers(500, 2000, 400)

    assert u_prime(rng.poisson(0.3 * size), size).sigma_z == pytest.approx(1, abs=0.1)
    assert u_prime(rng.poisson(size * rng.normal(0.3, 0.03, 400)), size).sigma_z > 1.5


def test_no_moving_range_crosses_a_gap():
    gap = u_prime([10, np.nan, 30, 30], [100, 100, 100, 100])

    assert np.isnan(gap.standardised[1])
    assert gap.sigma_z == 0


def test_without_events_or_points_there_is_no_spread():
    assert u_prime([0, 0, 0], [5, 5, 5]).sigma_z == 0
    assert np.isnan(u_prime([np.nan], [5]).mean)
