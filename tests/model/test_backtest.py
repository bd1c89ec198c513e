"""Forecasts from earlier months, beside repeating last year."""

import numpy as np
import pytest

from analysis.model.backtest import back_test


def test_errors_are_scaled_by_the_past_changes_on_the_year_before():
    # 36 months: one origin at 24; the year before it changed by 10 in every month, the year after by 20
    counts = np.concatenate([np.full(12, 100.0), np.full(12, 110.0), np.full(12, 130.0)])

    result = back_test(counts, 12, lambda origin: np.full(12, 125.0))

    assert (result.mase, result.mase_seasonal_naive, result.origins) == (0.5, 2.0, 1)


def test_twelve_month_ends_are_forecast_from_and_none_without_a_whole_horizon_after_it():
    asked = []
    counts = np.arange(60.0)

    result = back_test(counts, 12, lambda origin: asked.append(origin) or counts[origin : origin + 12])

    assert asked == list(range(37, 49))
    assert result.mase == 0


def test_a_month_missing_now_or_last_year_is_not_scored():
    counts = np.concatenate([[90.0], np.full(12, 100.0), np.full(12, 110.0), np.full(12, 130.0)])
    counts[[21, 26]] = np.nan
    guess = np.full(12, 125.0)
    guess[[26 - 25, 21 + 12 - 25]] = 9_999

    result = back_test(counts, 12, lambda origin: guess)

    assert (result.mase, result.mase_seasonal_naive, result.origins) == (0.5, 2.0, 1)


@pytest.mark.parametrize("counts", [np.arange(35.0), np.full(60, 7.0)])
def test_too_few_months_or_all_alike_give_a_reason(counts):
    result = back_test(counts, 12, lambda origin: np.zeros(12))

    assert np.isnan(result.mase)
    assert "36" in result.reason
