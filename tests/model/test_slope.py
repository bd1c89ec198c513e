"""How steep a series is a year, where one line describes it."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from analysis.definitions.learned_changes import OrdinaryChange
from analysis.model.slope import fit_line, fit_slope
from analysis.model.timeline import select_points
from tests.nightly import sample

# DfE, Characteristics of children in need 2013 to 2024 (referrals, re-referrals; ONS mid-year population), Southampton
REFERRALS = [3822, 3471, 6407, 4116, 3044, 2613, 2598, 4840, 4092, 3640, 3747, 3094]
REREFERRALS = [1168, 1114, 2723, 790, 810, 530, 441, 1109, 1144, 658, 853, 768]
CHILDREN = [46877, 47458, 47833, 48257, 48847, 49138, 49331, 49588, 49737, 49388, 49871, 50373]


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


@pytest.mark.parametrize("size", sample([8, 12], tried=[8]))
def test_flat_doubled_and_flat_is_called_a_slope_at_most_once_in_twenty(size):
    rng = np.random.default_rng(4)
    level = 1500 * np.interp(np.arange(size), [0, size // 2 - 2, size // 2, size], [1, 1, 2, 2])

    assert called(lambda: rng.poisson(level)) <= 0.05


@pytest.mark.parametrize("size", sample([8, 12], tried=[8]))
def test_levels_that_wander_are_given_a_direction_at_most_once_in_ten(size):
    rng = np.random.default_rng(5)

    assert called(lambda: rng.poisson(3500 * np.exp(0.1 * rng.normal(size=size).cumsum()))) <= 0.10


def test_a_known_shift_divides_the_series_and_the_slope_is_of_the_years_after_it():
    counts = np.concatenate([np.full(4, 1000), 2000 * 1.08 ** np.arange(8)])

    slope = fit_slope(yearly(np.random.default_rng(6).poisson(counts)), known=["2016-17"])

    assert slope.first == "2016-17"
    assert slope.ratio == pytest.approx(1.08, abs=0.01)


def test_a_gap_of_a_year_keeps_its_place():
    table = yearly(np.round(3500 * 1.08 ** np.arange(10)))

    assert fit_slope(table.drop(index=4)).ratio == pytest.approx(1.08, abs=0.001)


def test_five_points_give_the_reason():
    assert "A slope needs 6 points" in fit_slope(yearly([100] * 5)).why


def line_of(numerator, denominator, kind="rate"):
    return fit_line(select_points(yearly(numerator, denominator), kind), kind)


def test_a_rates_line_is_statsmodels_quasi_poisson():
    line = line_of(REFERRALS, CHILDREN)
    peer = sm.GLM(REFERRALS, sm.add_constant(np.arange(12.0)), family=sm.families.Poisson(), exposure=CHILDREN)
    fit = peer.fit(scale="X2")

    assert line == pytest.approx((fit.params[1], fit.bse[1], fit.scale))


def test_a_shares_line_is_statsmodels_and_its_error_has_pearsons_dispersion():
    # statsmodels' own scale="X2" leaves the denominators out of a binomial's dispersion: worked by hand
    line = line_of(REREFERRALS, REFERRALS, "proportion")
    x, n = np.array(REREFERRALS), np.array(REFERRALS)
    peer = sm.GLM(np.column_stack([x, n - x]), sm.add_constant(np.arange(12.0)), family=sm.families.Binomial()).fit()
    share = peer.fittedvalues
    dispersion = ((x - n * share) ** 2 / (n * share * (1 - share))).sum() / 10

    assert line == pytest.approx((peer.params[1], peer.bse[1] * np.sqrt(dispersion), dispersion))


def test_dispersion_below_one_leaves_the_error_as_chance_makes_it():
    counts = [1000, 1101, 1209, 1332, 1463, 1611]
    peer = sm.GLM(counts, sm.add_constant(np.arange(6.0)), family=sm.families.Poisson(), exposure=[1e6] * 6).fit()
    line = line_of(counts, 1e6)

    assert line.dispersion < 0.01
    assert line.error == pytest.approx(peer.bse[1])


@pytest.mark.parametrize(
    ("numerator", "denominator", "kind"),
    [([100] * 6, 100, "proportion"), ([0] * 5 + [50], 100, "rate"), ([0] * 4 + [100] * 2, 100, "proportion")],
)
def test_figures_that_settle_no_line_have_none(numerator, denominator, kind):
    assert line_of(numerator, denominator, kind) is None


def test_no_events_and_no_line_give_the_reason():
    assert fit_slope(yearly([0] * 8)).why == "No period has any events."
    assert "too uneven to settle a slope" in fit_slope(yearly([0, 0, 0, 0, 0, 50], 100)).why


def test_a_gap_and_years_in_any_order_keep_their_place():
    table = yearly(1000 * 1.1 ** np.arange(8), 1e6)
    table.loc[[2, 3], "numerator"] = np.nan
    points = select_points(table.sample(frac=1, random_state=1), "rate")

    assert np.exp(fit_line(points, "rate").slope) == pytest.approx(1.1)
    assert len(points) == 6


def test_a_period_that_stands_twice_is_refused():
    with pytest.raises(ValueError, match="stands twice"):
        fit_slope(pd.concat([yearly(REFERRALS)] * 2))


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
