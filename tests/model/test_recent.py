"""Fingertips' recent trend against the test cases of its own code.

Figures: OHID, fingertips-open (TrendMarkerCalculatorTest.cs) and DHSC, FingertipsNext (IndicatorTestData.cs).
"""

import numpy as np
import pandas as pd
import pytest

from analysis.model.recent import CRITICAL
from analysis.model.trend import recent_trend, recent_trend_of_proportion

RISING = (
    [24.67, 24.6, 28, 30.2, 30.6],
    [23.16, 23.15, 26.44, 28.63, 28.98],
    [26.25, 26.19, 29.64, 31.9, 32.25],
)
FLAT = (
    [20.5506, 19.5952, 19.0349, 21.3966, 18.4372],
    [18.1803, 17.3444, 16.8421, 19.0918, 16.2925],
    [23.1427, 22.0602, 21.4394, 23.8975, 20.7941],
)
VACCINATED = (
    [92.6254, 92.3221, 90.8708, 90.017, 90.1013],
    [92.4168, 92.1072, 90.6358, 89.7694, 89.8578],
    [92.8288, 92.5315, 91.1004, 90.2594, 90.3396],
)
EYES = (
    [2.935, 1.93028, 2.7567, 2.8701, 3.0121],
    [2.7841, 1.8085, 2.6113, 2.7225, 2.8616],
    [3.0919, 2.058, 2.9082, 3.0237, 3.1683],
)


def test_the_critical_value_is_that_of_99_8_per_cent():
    assert pytest.approx(9.54953570608324, rel=1e-12) == CRITICAL


@pytest.mark.parametrize(
    ("case", "polarity", "chi_square", "direction", "meaning"),
    [
        (RISING, None, 46.7653, "increasing", None),
        (FLAT, "low", 0.4642430851373943, "no change", None),
        (VACCINATED, "high", 418.53656853121885, "decreasing", "getting worse"),
        (VACCINATED, "low", 418.53656853121885, "decreasing", "getting better"),
        (EYES, "low", 33.48578067368993, "increasing", "getting worse"),
        (EYES, "high", 33.48578067368993, "increasing", "getting better"),
    ],
)
def test_recent_trends_are_those_of_fingertips(case, polarity, chi_square, direction, meaning):
    trend = recent_trend(*case, polarity)

    assert trend.chi_square == pytest.approx(chi_square, rel=1e-6)
    assert (trend.direction, trend.meaning, trend.reason) == (direction, meaning, None)


def test_only_the_last_five_points_that_have_limits_count():
    earlier = [90.0, 91.0, np.nan]
    values = pd.Series(earlier + RISING[0])

    trend = recent_trend(values, [1.0, 1.0, 1.0, *RISING[1]], [99.0, 99.0, 99.0, *RISING[2]])

    assert trend.chi_square == pytest.approx(46.7653, rel=1e-5)


def test_one_point_alone_makes_no_trend():
    # chi-square far above 9.55, but the slope turns when the last point is left out
    trend = recent_trend([10, 9.9, 9.8, 9.7, 20], [9.5, 9.4, 9.3, 9.2, 19.5], [10.5, 10.4, 10.3, 10.2, 20.5])

    assert trend.chi_square > 100
    assert trend.direction == "no change"


def test_fewer_than_five_points_give_the_reason():
    assert recent_trend([1, 2, 3, 4], [0, 1, 2, 3], [2, 3, 4, 5]).reason == (
        "A recent trend needs 5 points with limits; there are 4."
    )
    assert recent_trend([], [], []).direction is None


def test_limits_without_width_give_the_reason():
    assert "no width" in recent_trend([1, 2, 3, 4, 5], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0]).reason


def test_a_proportions_trend_by_its_counts_is_that_of_fingertips():
    trend = recent_trend_of_proportion([994, 1023, 1199, 1332, 1367], [40299, 41527, 42811, 44064, 44701])

    assert trend.chi_square == pytest.approx(47.90, abs=5e-3)
    assert trend.direction == "increasing"


@pytest.mark.parametrize("count", [5, 0])
def test_a_count_of_none_or_all_gives_no_trend_by_counts(count):
    trend = recent_trend_of_proportion([count, 3, 1, 1, 2], [5, 5, 5, 4, 4])

    assert (trend.direction, trend.significant) == (None, False)
    assert "none or all" in trend.reason
