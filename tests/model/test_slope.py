"""How steep a series is a year, where one line describes it."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.definitions.learned_changes import OrdinaryChange
from analysis.model.slope import fit_slope


def yearly(counts, denominator=50_000.0):
    starts = pd.date_range("2012-04-01", periods=len(counts), freq="YS-APR")
    labels = [f"{start.year}-{(start.year + 1) % 100:02d}" for start in starts]
    return pd.DataFrame({"start": starts, "period": labels, "numerator": counts, "denominator": denominator})


def called(draw, times=60):
    return np.mean([fit_slope(yearly(draw())).direction in ("rose", "fell") for _ in range(times)])


def test_a_steady_rise_is_told_with_its_size():
    slope = fit_slope(yearly(np.random.default_rng(1).poisson(3500 * 1.08 ** np.arange(10))))

    assert slope.direction == "rose"
    assert slope.lower < 1.08 < slope.upper
    assert (slope.first, slope.last, slope.used) == ("2012-13", "2021-22", 10)


def test_a_doubling_in_one_step_is_no_slope_and_the_reason_names_the_year():
    slope = fit_slope(yearly(np.random.default_rng(2).poisson(np.repeat([1000, 2000], 5))))

    assert slope.direction is None
    assert np.isnan(slope.ratio)
    assert slope.why == "The level shifted in 2017-18, so that one slope would run through the shift."


def test_a_peak_is_no_slope_and_the_reason_names_the_year():
    level = 3000 * np.exp(-0.12 * np.abs(np.arange(11) - 5))

    assert "The line bends at 2017-18" in fit_slope(yearly(np.random.default_rng(3).poisson(level))).why


@pytest.mark.parametrize("size", [8, 12])
def test_flat_doubled_and_flat_is_called_a_slope_at_most_once_in_twenty(size):
    rng = np.random.default_rng(4)
    level = 1500 * np.interp(np.arange(size), [0, size // 2 - 2, size // 2, size], [1, 1, 2, 2])

    assert called(lambda: rng.poisson(level)) <= 0.05


@pytest.mark.parametrize("size", [8, 12])
def test_levels_that_wander_are_given_a_direction_at_most_once_in_ten(size):
    rng = np.random.default_rng(5)

    assert called(lambda: rng.poisson(3500 * np.exp(0.1 * rng.normal(size=size).cumsum()))) <= 0.10


def test_a_known_shift_divides_the_series_and_the_slope_is_of_the_years_after_it():
    counts = np.concatenate([np.full(4, 1000), 2000 * 1.08 ** np.arange(8)])

    slope = fit_slope(yearly(np.random.default_rng(6).poisson(counts)), known=["2016-17"])

    assert slope.first == "2016-17"
    assert slope.ratio == pytest.approx(1.08, abs=0.01)


def test_the_limits_ahead_are_wider_and_nearer_to_no_change():
    slope = fit_slope(yearly(np.random.default_rng(1).poisson(3500 * 1.08 ** np.arange(10))))

    assert slope.ahead_lower < slope.lower < slope.upper < slope.ahead_upper
    assert np.sqrt(slope.ahead_lower * slope.ahead_upper) < slope.ratio


def test_the_limits_ahead_know_how_much_authorities_ordinarily_change():
    table = yearly(np.random.default_rng(1).poisson(3500 * 1.08 ** np.arange(10)))
    calm, wild = (
        OrdinaryChange(
            kind="rate",
            every="year",
            first=date(2015, 3, 31),
            last=date(2017, 3, 31),
            areas=150,
            changes=450,
            spread=spread,
            dispersion=2.0,
            degrees=5.0,
        )
        for spread in (0.05, 0.3)
    )

    assert fit_slope(table, ordinary=calm).ahead_upper < fit_slope(table, ordinary=wild).ahead_upper


def test_a_gap_of_a_year_keeps_its_place():
    table = yearly(np.round(3500 * 1.08 ** np.arange(10)))

    assert fit_slope(table.drop(index=4)).ratio == pytest.approx(1.08, abs=0.001)


def test_five_points_give_the_reason():
    assert "A slope needs 6 points" in fit_slope(yearly([100] * 5)).why
