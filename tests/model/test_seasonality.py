"""Seasonal indices of a series as an analyst has it, and when there are none."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis.model.seasonality import fit_month_effects, fit_seasonality
from analysis.model.timeline import count_working_days

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


def monthly(counts, first="2013-04"):
    return pd.Series(np.asarray(counts, dtype=float), index=pd.period_range(first, periods=len(counts), freq="M"))


def referrals(months=72, level=20.0):
    """Counts that follow working days and a season exactly."""
    index = pd.period_range("2013-04", periods=months, freq="M")
    return pd.Series(level * count_working_days(index) * np.exp(SEASON[index.month - 1]), index=index)


def test_the_index_is_a_daily_rate_relative_to_the_typical_month():
    result = fit_seasonality(referrals())

    assert result.exposure == "working days"
    np.testing.assert_allclose(result.table["index"].astype(float), np.exp(SEASON), rtol=0.005)
    assert list(result.table["name"][[0, 11]]) == ["January", "December"]
    assert (result.reason, result.months, result.confidence) == (None, 72, 0.95)
    assert "per working day" in result.method


def test_the_exposure_can_be_given():
    days = np.tile([31.0, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], 5)
    by_day = fit_seasonality(monthly(days, "2013-01"), exposure="days")

    np.testing.assert_allclose(by_day.table["index"].astype(float), 1, atol=0.01)


def test_a_season_is_called_only_where_days_and_working_days_both_show_it():
    # events come on every day alike; by chance working days fit these months better, and have a season of their own
    index = pd.period_range("2013-04", periods=36, freq="M")
    counts = pd.Series(np.random.default_rng(13).poisson(3.0 * index.days_in_month), index=index)
    both, by_days, by_working_days = (fit_seasonality(counts, exposure=each) for each in (None, "days", "working days"))

    assert (both.exposure, by_working_days.p_value < 0.05) == ("working days", True)
    assert both.p_value == by_days.p_value > 0.05
    assert both.power == min(by_days.power, by_working_days.power)


def test_wider_confidence_gives_wider_limits():
    narrow, wide = (fit_seasonality(referrals(), confidence=level).table for level in (0.8, 0.99))

    assert (wide["lower"] < narrow["lower"]).all()
    assert (wide["upper"] > narrow["upper"]).all()


def test_under_24_months_there_is_a_reason():
    result = fit_seasonality(monthly([91, 128, 121, 114, 102, 110, 116, 85, np.nan, 95, 93, 124]))

    assert result.table.empty
    assert result.reason == "24 months are needed to see a season; 11 are known."


def test_24_months_are_enough_and_23_are_not():
    counts = referrals(24).round()
    gap = counts.copy()
    gap.iloc[7] = np.nan

    assert fit_seasonality(counts).reason is None
    assert fit_seasonality(gap).reason.endswith("23 are known.")


def test_a_month_of_the_year_seen_once_is_named():
    counts = referrals(36)
    counts[(counts.index.month == 8) & (counts.index.year > 2013)] = np.nan

    assert fit_seasonality(counts).reason == "Each month of the year must be observed at least twice; August was not."


@pytest.mark.parametrize(
    ("counts", "words"),
    [([0] * 48, "any month"), ([0 if month % 12 == 4 else 20 for month in range(48)], "any August")],
)
def test_months_without_events_give_a_reason(counts, words):
    assert words in fit_seasonality(monthly(counts)).reason


def test_equal_counts_show_no_season():
    assert fit_seasonality(monthly([50] * 48)).p_value > 0.5  # February has fewer days


def test_few_events_are_told_as_a_test_without_power():
    rng = np.random.default_rng(4)
    few, many = (fit_seasonality(monthly(rng.poisson(mean, 36))) for mean in (5, 300))

    assert few.powerless
    assert few.power < 0.2
    assert not many.powerless
    assert fit_seasonality(monthly([50] * 12)).powerless


def test_a_known_break_sharpens_the_indices():
    counts = referrals().round()
    counts.iloc[40:] = counts.iloc[40:] * 2
    aware, unaware = fit_seasonality(counts, breaks=["2016-08-01"]), fit_seasonality(counts)

    assert aware.dispersion < unaware.dispersion
    np.testing.assert_allclose(aware.table["index"].astype(float), np.exp(SEASON), rtol=0.02)


counts = st.lists(st.one_of(st.just(np.nan), st.just(0), st.integers(0, 3), st.integers(0, 10_000)), max_size=90)


@settings(max_examples=25, deadline=None)
@given(counts)
def test_any_series_of_counts_has_indices_in_order_or_a_reason(numbers):
    result = fit_seasonality(monthly(numbers))

    if result.reason is None:
        table = result.table[["lower", "index", "upper"]].to_numpy(dtype=float)
        assert (np.isfinite(table) & (np.diff(table, axis=1, prepend=0) >= 0)).all()
        assert 0 <= result.p_value <= 1
    else:
        assert result.table.empty
