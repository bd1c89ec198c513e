"""How a forecast would have done at earlier months, beside repeating last year."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

ORIGINS = 12
LEAST_MONTHS = 24
YEAR = 12
METHOD = "forecasts from twelve earlier month ends, error over the in-sample error of the seasonal naïve forecast"


@dataclass(frozen=True)
class Backtest:
    """Mean absolute scaled error of the method and of the seasonal naïve forecast on the same origins and months.

    Below 1 is better than repeating last year did within the past series (Hyndman and Koehler 2006, International
    Journal of Forecasting 22: 679-688). `origins` is how many earlier months were forecast from.
    """

    mase: float
    mase_seasonal_naive: float
    origins: int
    method: str
    reason: str | None


def back_test(counts: np.ndarray, horizon: int, predict: Callable[[int], np.ndarray | None]) -> Backtest:
    """Score `predict(origin)`, the expected counts from row `origin` on, at the ends of earlier months.

    Origins are the last 12 that leave at least 24 observed months before them and a whole horizon, at most a year,
    after them. Each error is divided by the mean absolute change on the same month a year before, up to its origin.
    """
    ahead = min(horizon, YEAR)
    origins = range(max(LEAST_MONTHS, len(counts) - ahead - ORIGINS + 1), len(counts) - ahead + 1)
    scores = [_score(counts, origin, ahead, predict) for origin in origins]
    scored = np.array([score for score in scores if score is not None])
    if len(scored) == 0:
        reason = (
            f"{np.isfinite(counts).sum()} months are too few, or too alike, for a back-test; "
            f"{LEAST_MONTHS + ahead} that differ from year to year are needed."
        )
        return Backtest(np.nan, np.nan, 0, METHOD, reason)
    mase, mase_naive = scored.mean(axis=0)
    return Backtest(float(mase), float(mase_naive), len(scored), METHOD, None)


def _score(
    counts: np.ndarray, origin: int, ahead: int, predict: Callable[[int], np.ndarray | None]
) -> tuple[float, float] | None:
    """Scaled errors of both forecasts at one origin, or None where either cannot be made or nothing was observed."""
    past, actual = counts[:origin], counts[origin : origin + ahead]
    naive = past[-YEAR:][:ahead]
    changes = np.abs(past[YEAR:] - past[:-YEAR])
    both = ~np.isnan(actual) & ~np.isnan(naive)
    if np.isfinite(past).sum() < LEAST_MONTHS or not both.any() or not np.nansum(changes) > 0:
        return None
    expected = predict(origin)
    if expected is None:
        return None
    scale = np.nanmean(changes)
    error, naive_error = (float(np.abs(guess - actual)[both].mean() / scale) for guess in (expected, naive))
    return error, naive_error
