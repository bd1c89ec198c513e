"""Funnel limits of ratios against published tables and the exact test."""

import numpy as np
import pytest
from scipy import stats

from analysis.model.comparison import ratio_funnel


@pytest.mark.parametrize(
    ("observed", "expected_above", "expected_below", "confidence"),
    [
        # OHID, PHStatsMethods, testdata_funnel_ratio_outputs: the expected numbers whose limit is so many
        (1, 5.571644585, 0.025317898, 0.95),
        (9, 17.08479966, 4.11537405, 0.95),
        (100, 121.6268111, 81.36400699, 0.95),
        (5, 16.45474478, 0.739371928, 0.998),
        (100, 134.9243187, 71.92139974, 0.998),
    ],
)
def test_ratio_limits_are_those_published(observed, expected_above, expected_below, confidence):
    lower, upper = ratio_funnel(np.array([expected_above, expected_below]), confidence)

    # the publication uses exact limits below the observed number and, from 10, Byar's above it
    assert lower[0] * expected_above == pytest.approx(observed, rel=1e-5)
    assert upper[1] * expected_below == pytest.approx(observed, rel=1e-4)


@pytest.mark.parametrize("confidence", [0.95, 0.998])
def test_a_ratio_is_outside_exactly_where_the_poisson_test_says_so(confidence):
    tail = (1 - confidence) / 2
    for expected in [*np.linspace(0.05, 40, 60), 123.4, 900, 5000]:
        lower, upper = ratio_funnel(np.array([expected]), confidence)
        counts = np.arange(int(expected + 9 * np.sqrt(expected) + 20))
        outside = (counts / expected < lower) | (counts / expected > upper)
        by_test = (stats.poisson.cdf(counts, expected) < tail) | (stats.poisson.sf(counts - 1, expected) < tail)

        assert (outside == by_test).all()


def test_where_none_is_expected_there_are_no_limits():
    lower, upper = ratio_funnel(np.array([np.nan, 0, 50]))

    assert np.isnan(lower).tolist() == np.isnan(upper).tolist() == [True, True, False]
