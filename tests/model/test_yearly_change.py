"""The yearly change of rates, shares and stocks.

DfE, Characteristics of children in need 2013 to 2024 (referrals, re-referrals; ONS mid-year population),
Southampton.
"""

import math

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

from analysis.model.yearly_change import fit_trend

YEARS = [f"{year}-{(year + 1) % 100:02d}" for year in range(2012, 2024)]
REFERRALS = [3822, 3471, 6407, 4116, 3044, 2613, 2598, 4840, 4092, 3640, 3747, 3094]
REREFERRALS = [1168, 1114, 2723, 790, 810, 530, 441, 1109, 1144, 658, 853, 768]
CHILDREN = [46877, 47458, 47833, 48257, 48847, 49138, 49331, 49588, 49737, 49388, 49871, 50373]


def series(numerator, denominator, years=YEARS):
    return pd.DataFrame({"period": years[: len(numerator)], "numerator": numerator, "denominator": denominator})


def test_a_rate_that_grows_by_a_tenth_a_year_is_found_exactly():
    denominator = np.full(6, 1e6)

    trend = fit_trend(series(1000 * 1.1 ** np.arange(6), denominator))

    assert trend.ratio == pytest.approx(1.1)
    assert trend.direction == "rising"
    assert trend.lower < 1.1 < trend.upper


def test_a_rates_slope_and_error_are_statsmodels_quasi_poisson():
    trend = fit_trend(series(REFERRALS, CHILDREN))
    design = sm.add_constant(np.arange(12.0))
    peer = sm.GLM(REFERRALS, design, family=sm.families.Poisson(), exposure=CHILDREN).fit(scale="X2", use_t=True)

    assert trend.log_slope == pytest.approx(peer.params[1])
    assert np.log([trend.lower, trend.upper]) == pytest.approx(peer.conf_int()[1])
    assert trend.dispersion == pytest.approx(peer.scale)


def test_a_shares_slope_is_statsmodels_and_its_error_has_pearsons_dispersion():
    # statsmodels' own scale="X2" leaves the denominators out of a binomial's dispersion: worked by hand
    trend = fit_trend(series(REREFERRALS, REFERRALS), "proportion")
    x, n = np.array(REREFERRALS), np.array(REFERRALS)
    peer = sm.GLM(np.column_stack([x, n - x]), sm.add_constant(np.arange(12.0)), family=sm.families.Binomial()).fit()
    share = peer.fittedvalues
    dispersion = ((x - n * share) ** 2 / (n * share * (1 - share))).sum() / 10
    half = stats.t.ppf(0.975, 10) * peer.bse[1] * np.sqrt(dispersion)

    assert trend.dispersion == pytest.approx(dispersion)
    assert np.log([trend.ratio, trend.lower, trend.upper]) == pytest.approx(
        [peer.params[1], peer.params[1] - half, peer.params[1] + half]
    )


def test_dispersion_is_never_taken_below_one():
    smooth = series([1000, 1101, 1209, 1332, 1463, 1611], [1e6] * 6)
    peer = sm.GLM(
        smooth["numerator"],
        sm.add_constant(np.arange(6.0)),
        family=sm.families.Poisson(),
        exposure=smooth["denominator"],
    ).fit(use_t=True)

    trend = fit_trend(smooth)

    assert trend.dispersion < 0.01
    assert trend.standard_error == pytest.approx(peer.bse.iloc[1])


def test_a_gap_keeps_its_place_in_time_and_is_not_filled():
    complete = series(1000 * 1.1 ** np.arange(8), np.full(8, 1e6))
    gap = complete.assign(numerator=complete["numerator"].mask([False, False, True, True] + 4 * [False]))

    trend = fit_trend(gap)

    assert trend.ratio == pytest.approx(1.1)
    assert trend.used == 6


def test_years_are_read_from_start_in_any_order():
    starts = pd.to_datetime([f"{year}-04-01" for year in range(2012, 2018)])
    table = pd.DataFrame({"start": starts, "numerator": 1000 * 0.9 ** np.arange(6), "denominator": 1e6})

    assert fit_trend(table.sample(frac=1, random_state=1)).ratio == pytest.approx(0.9)


def test_months_are_twelfths_of_a_year_and_2006_07_among_months_is_july():
    months = [f"2006-{month:02d}" for month in range(3, 11)]
    table = series(1000 * 1.1 ** (np.arange(8) / 12), np.full(8, 1e6), months)

    assert fit_trend(table).ratio == pytest.approx(1.1)


@pytest.mark.parametrize(
    ("numerator", "denominator", "kind", "reason"),
    [
        ([10, 20, 30], [100] * 3, "rate", "A trend needs 4 points; there are 3."),
        ([10, 20, np.nan, 30, 4], [100, 100, 100, 0, 100], "rate", "A trend needs 4 points; there are 3."),
        ([0, 0, 0, 0, 0], [100] * 5, "rate", "No period has any events."),
        ([100] * 5, [100] * 5, "proportion", "The share is the whole in every period."),
        ([0, 0, 0, 0, 50], [100] * 5, "rate", "too uneven to settle a slope"),
        ([0, 0, 0, 100, 100], [100] * 5, "proportion", "too uneven to settle a slope"),
        ([], [], "rate", "A trend needs 4 points; there are 0."),
    ],
)
def test_figures_that_settle_no_slope_give_the_reason(numerator, denominator, kind, reason):
    trend = fit_trend(series(numerator, denominator), kind)

    assert reason in trend.reason
    assert math.isnan(trend.ratio)
    assert trend.direction is None


def test_equal_values_show_no_clear_change():
    trend = fit_trend(series([50] * 6, [1000] * 6))

    assert trend.direction == "no clear change"
    assert trend.ratio == pytest.approx(1)


def test_published_values_without_counts_have_a_trend_too():
    table = pd.DataFrame({"period": YEARS[:6], "value": 500 * 1.02 ** np.arange(6)})

    assert fit_trend(table, "value").ratio == pytest.approx(1.02)
    assert "zero" in fit_trend(table.assign(value=0.0), "value").reason


def test_an_unknown_kind_is_refused_with_the_nearest():
    with pytest.raises(ValueError, match="Did you mean 'proportion'"):
        fit_trend(series(REFERRALS, CHILDREN), "proportions")


def test_a_period_that_stands_twice_is_refused():
    table = series(REFERRALS, CHILDREN)

    with pytest.raises(ValueError, match="stands twice"):
        fit_trend(pd.concat([table, table]))


def test_a_series_without_periods_is_refused():
    with pytest.raises(ValueError, match="start"):
        fit_trend(pd.DataFrame({"numerator": [1], "denominator": [2]}))


def test_limits_hold_the_true_change_about_95_times_in_100_when_rates_scatter():
    rng = np.random.default_rng(95)
    held = []
    for _ in range(150):
        mean = 300 * 0.97 ** np.arange(10)
        trend = fit_trend(series(rng.negative_binomial(100, 100 / (100 + mean)), np.full(10, 50_000)))
        held.append(trend.lower <= 0.97 <= trend.upper)

    assert 0.91 < np.mean(held) < 0.985
