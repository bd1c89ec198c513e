"""Seasonal indices of a series as an analyst has it, and when there are none."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.model.calendar_days import count_working_days
from analysis.model.seasonality import fit_seasonality

SEASON = 0.2 * np.cos(np.arange(12) * np.pi / 6)


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
