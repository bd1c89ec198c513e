"""Rates of small areas read with what all areas show.

Lip cancer in 56 counties of Scotland, 1975 to 1980, observed and expected, with the gamma distribution that fits them
(shape 1.88, rate 1.32): Clayton and Kaldor (1987), Biometrics 43, 671-681, table 1 and section 4.
"""

import numpy as np
import pytest

from analysis.model.shrinkage import shrink_rates

OBSERVED = [
    9,
    39,
    11,
    9,
    15,
    8,
    26,
    7,
    6,
    20,
    13,
    5,
    3,
    8,
    17,
    9,
    2,
    7,
    9,
    7,
    16,
    31,
    11,
    7,
    19,
    15,
    7,
    10,
    16,
    11,
    5,
    3,
    7,
    8,
    11,
    9,
    11,
    8,
    6,
    4,
    10,
    8,
    2,
    6,
    19,
    3,
    2,
    3,
    28,
    6,
    1,
    1,
    1,
    1,
    0,
    0,
]
EXPECTED = [
    1.4,
    8.7,
    3.0,
    2.5,
    4.3,
    2.4,
    8.1,
    2.3,
    2.0,
    6.6,
    4.4,
    1.8,
    1.1,
    3.3,
    7.8,
    4.6,
    1.1,
    4.2,
    5.5,
    4.4,
    10.5,
    22.7,
    8.8,
    5.6,
    15.5,
    12.5,
    6.0,
    9.0,
    14.4,
    10.2,
    4.8,
    2.9,
    7.0,
    8.5,
    12.3,
    10.1,
    12.7,
    9.4,
    7.2,
    5.3,
    18.8,
    15.8,
    4.3,
    14.6,
    50.7,
    8.2,
    5.6,
    9.3,
    88.7,
    19.6,
    3.4,
    3.6,
    5.7,
    7.0,
    4.2,
    1.8,
]


def test_the_lip_cancer_of_scotland_has_the_published_gamma_distribution():
    shrunk = shrink_rates(np.array(OBSERVED), np.array(EXPECTED))

    assert (round(shrunk.shape, 2), round(shrunk.rate, 2)) == (1.88, 1.32)
    assert shrunk.areas == 56


def test_counties_of_small_numbers_are_drawn_in_by_most():
    values = shrink_rates(np.array(OBSERVED), np.array(EXPECTED)).rates

    assert values[0] == pytest.approx((9 + 1.88) / (1.4 + 1.32), abs=0.01)  # 6.4 times as many as expected
    assert values[1] == pytest.approx((39 + 1.88) / (8.7 + 1.32), abs=0.01)  # 4.5 times
    assert values[48] == pytest.approx(28 / 88.7, abs=0.02)
    assert values[55] > 0  # none among 1.8 expected


def test_areas_that_differ_by_chance_alone_all_have_the_common_rate():
    shrunk = shrink_rates(np.array([10.0, 10, 11, 9, 10, 10]), np.full(6, 1000.0))

    assert shrunk.rates == pytest.approx(np.full(6, 0.01), rel=0.01)


def test_an_area_without_figures_has_none_and_teaches_nothing():
    shrunk = shrink_rates(np.array([*OBSERVED, np.nan]), np.array([*EXPECTED, 5.0]))

    assert np.isnan(shrunk.rates[-1])
    assert shrunk.areas == 56


def test_fewer_than_five_areas_give_the_reason():
    assert "4 have figures" in shrink_rates(np.array([1.0, 2, 3, 4]), np.ones(4)).why
