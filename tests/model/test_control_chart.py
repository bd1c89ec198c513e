"""Control charts against the published cases of NHSRplotthedots and nhspy-plotthedots, and by hand."""

import numpy as np
import pandas as pd
import pytest

from analysis.model.control_chart import find_shifts, find_trends, find_two_of_three, xmr

# R: set.seed(123); rnorm(20), to eight places
RANDOM = [
    -0.56047565,
    -0.23017749,
    1.55870831,
    0.07050839,
    0.12928774,
    1.71506499,
    0.46091621,
    -1.26506123,
    -0.68685285,
    -0.44566197,
    1.2240818,
    0.35981383,
    0.40077145,
    0.11068272,
    -0.55584113,
    1.78691314,
    0.49785048,
    -1.96661716,
    0.7013559,
    -0.47279141,
]
SPIKED = [*RANDOM[:14], 10, *RANDOM[15:]]
STEADY = [10, 12, 11, 13, 10, 12, 11, 13, 10, 12, 11, 13, 10, 12]


@pytest.mark.parametrize(
    ("values", "mean", "lower", "upper", "tolerance"),
    [
        # nhspy-plotthedots, test_limits_calculations.py and test_pandas_spc_x_calc.py
        ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 5.5, 2.84, 8.16, 1e-9),
        ([1, 2, 3], 2.0, -0.66, 4.66, 1e-9),
        ([3, 1, 4, 1, 5, 9, 2], 3.5714285714285716, -6.625238095238096, 13.768095238095238, 1e-9),
        ([16, 9, 4, 2, 1], 6.4, -3.575, 16.375, 1e-9),
        ([1, 6, 1, 8, 0, 3], 3.1666666666666665, -11.729333333333333, 18.062666666666665, 1e-9),
        # NHSRplotthedots, snapshots of ptd_spc_standard and the vignette on deviations from Excel
        (RANDOM, 0.1416238, -3.01138, 3.294627, 5e-6),
        (SPIKED, 0.6694159, -2.383666, 3.722497, 5e-6),
        (RANDOM[10:], 0.209, -3.28, 3.7, 5e-3),
        ([1, 2, 1, 2, 10] + 6 * [1, 2] + [1], 1.94, -0.72, 4.6, 6e-3),
    ],
)
def test_xmr_limits_are_those_published(values, mean, lower, upper, tolerance):
    last = xmr(values).table.iloc[-1]

    assert last[["mean", "lower", "upper"]].tolist() == pytest.approx([mean, lower, upper], abs=tolerance)


def test_a_chart_of_counts_has_no_limit_below_none():
    counts = [2, 0, 3, 1, 0, 4, 2, 1, 0, 3, 2, 1, 5]
    plain, floored = xmr(counts), xmr(counts, least=0)

    assert (plain.table["lower"] < 0).all()
    assert (floored.table[["lower", "near_lower"]] == 0).all(axis=None)
    assert not floored.table["special"].any()
    pd.testing.assert_series_equal(plain.table["upper"], floored.table["upper"])


def test_near_limits_are_two_thirds_of_the_way():
    # nhspy-plotthedots, test_limits_calculations.py
    table = xmr([1, 2, 3, 4, 5, 4, 3, 2, 1, 2]).table

    assert table[["near_lower", "near_upper"]].iloc[0].tolist() == pytest.approx([0.9266666667, 4.4733333333])


def test_screening_never_leaves_only_moving_ranges_of_zero():
    table = xmr([1, 1, 1, 1, 2]).table

    assert table["upper"].iloc[0] - table["mean"].iloc[0] == pytest.approx(2.66 * 0.25)


def test_no_moving_range_crosses_a_gap():
    # Southampton LSCB annual report 2013-14: children reported missing; December was not supplied
    police = pd.Series(
        [91, 128, 121, 114, 102, 110, 116, 85, np.nan, 95, 93, 124],
        index=pd.period_range("2013-04", periods=12, freq="M"),
    )

    chart = xmr(police)

    assert chart.table["moving_range"].isna().tolist() == [True] + 7 * [False] + [True, True, False, False]
    assert chart.table["mean"].iloc[0] == pytest.approx(police.mean())
    assert chart.table["upper"].iloc[0] == pytest.approx(
        police.mean() + 2.66 * np.mean([37, 7, 7, 12, 8, 6, 31, 2, 31])
    )


@pytest.mark.parametrize(
    ("side", "members"),
    [
        # NHSRplotthedots, test-ptd_calculate_point_type.R
        ([1] * 6, [0] * 6),
        ([1] * 6 + [-1], [0] * 7),
        ([1] * 7 + [-1], [1] * 7 + [0]),
        ([1] * 8 + [-1], [1] * 8 + [0]),
        ([-1] * 8 + [1], [1] * 8 + [0]),
        ([1] * 10 + [-1] * 10, [1] * 20),
        ([0] * 7, [0] * 7),
    ],
)
def test_seven_points_on_one_side_are_a_shift(side, members):
    assert find_shifts(side).astype(int).tolist() == members


@pytest.mark.parametrize(
    ("values", "members"),
    [
        # NHSRplotthedots, test-ptd_calculate_point_type.R
        ([1, 2, 3, 4, 5, 6], [0] * 6),
        ([1, 2, 3, 3, 4, 5, 6], [0] * 7),
        ([1, 2, 3, 4, 5, 6, 7], [1] * 7),
        ([2, 1, 2, 3, 4, 5, 6, 7, 3], [0] + [1] * 7 + [0]),
        ([7, 6, 5, 4, 3, 2, 1], [1] * 7),
        ([1, 2, 3, 2, 1, 2, 3, 4, 5, 6, 7, 4, 3, 2, 1, 2], [0] * 4 + [1] * 7 + [0] * 5),
    ],
)
def test_seven_points_without_a_break_are_a_trend(values, members):
    assert find_trends(values).astype(int).tolist() == members


def test_a_gap_ends_a_run():
    assert not find_trends([1, 2, 3, 4, np.nan, 5, 6, 7]).any()
    assert not find_shifts([1, 1, 1, 1, np.nan, 1, 1, 1]).any()


@pytest.mark.parametrize(
    ("near", "side", "points"),
    [
        # NHSRplotthedots, test-ptd_calculate_point_type.R
        ([1, 0, 1], [1, 1, 1], [1, 0, 1]),
        ([0, 0, 1, 0, 1, 0, 0], [1] * 7, [0, 0, 1, 0, 1, 0, 0]),
        ([0, 0, 1, 1, 0, 0, 0], [1] * 7, [0, 0, 1, 1, 0, 0, 0]),
        ([1, 0, 1], [1, -1, 1], [0, 0, 0]),
        ([0, 0, 1, 1, 0, 0, 0], [-1, 1, -1, 1, -1, 1, -1], [0] * 7),
        ([1, 0, 0, 1], [1] * 4, [0] * 4),
        ([1, 0, 0, 1, 1], [1] * 5, [0, 0, 0, 1, 1]),
    ],
)
def test_two_of_three_near_a_limit_must_lie_on_one_side(near, side, points):
    assert find_two_of_three(near, side).astype(int).tolist() == points


def test_points_near_opposite_limits_are_common_cause():
    # NHSRplotthedots, test-ptd_calculate_point_type.R
    rules = xmr([1, -1] * 7 + [5.5, -5.5]).table["rule"]

    assert rules.isna().all()


def test_a_point_outside_its_limits_is_special():
    chart = xmr([*STEADY, 30])

    assert chart.table["rule"].iloc[-1] == "outside limits"
    assert chart.table["special"].tolist() == [False] * 14 + [True]


def test_outside_the_limits_goes_before_a_trend_and_a_trend_before_a_shift():
    rising = [14.8, 15.1, 15.6, 16.1, 16.6, 17.1, 17.6]
    rules = xmr([10, 16] * 20 + [15, 15.5, 15, *rising, 60]).table["rule"].tolist()

    assert rules == [None] * 39 + ["shift"] * 4 + ["trend"] * 7 + ["outside limits"]


@pytest.mark.parametrize(("points", "trial"), [(12, True), (13, False)])
def test_limits_are_on_trial_under_13_points(points, trial):
    chart = xmr(STEADY[:points])

    assert chart.trial is trial
    assert (chart.caveat is not None) is trial


@pytest.mark.parametrize("values", [[], [5], [5, 6], [np.nan] * 9, [1, np.nan, 2, np.nan, 3]])
def test_too_few_points_have_no_limits_but_the_reason(values):
    chart = xmr(values)

    assert chart.reason.startswith("Limits need 3 points")
    assert chart.table["upper"].isna().all()
    assert not chart.table["special"].any()


def test_equal_values_lie_on_their_limits_and_say_so():
    chart = xmr([4] * 15)

    assert (chart.table[["lower", "upper"]] == 4).all(axis=None)
    assert not chart.table["special"].any()
    assert "all alike" in chart.caveat


def test_xmr_calls_few_points_special_where_nothing_changes():
    rng = np.random.default_rng(13)

    outside = [(xmr(rng.normal(100, 10, 24)).table["rule"] == "outside limits").mean() for _ in range(150)]

    assert np.mean(outside) < 0.02
