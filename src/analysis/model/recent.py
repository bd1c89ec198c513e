"""Fingertips' recent trend: whether the last five points show a direction that no single one makes."""

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaincinv

from analysis.model.comparison import check_polarity
from analysis.model.limits import check_proportion, to_floats

POINTS = 5
TREND_CONFIDENCE = 0.998
CRITICAL = 2 * gammaincinv(0.5, TREND_CONFIDENCE)  # the chi-square quantile at one degree of freedom, 9.5495
WIDTH_IN_STANDARD_ERRORS = 3.92  # of 95% limits, as Fingertips rounds it
WEIGHTED = "recent trend of five points, weighted slope (OHID Fingertips)"
COCHRAN_ARMITAGE = "recent trend of five points, Cochran-Armitage test (OHID Fingertips)"
MEANINGS = {
    ("increasing", "high"): "getting better",
    ("increasing", "low"): "getting worse",
    ("decreasing", "high"): "getting worse",
    ("decreasing", "low"): "getting better",
}


@dataclass(frozen=True)
class RecentTrend:
    """The direction of the last five points: increasing, decreasing or no change; `meaning` by polarity."""

    direction: str | None
    significant: bool
    chi_square: float
    slope: float
    meaning: str | None
    method: str
    confidence: float = TREND_CONFIDENCE
    reason: str | None = None


def recent_trend(values, lower, upper, polarity: str | None = None) -> RecentTrend:
    """The recent trend of yearly values with 95% limits, oldest first.

    The last five points that have a value and limits, weighted by the inverse of their variance, must have a
    slope whose chi-square exceeds 9.5495 (99.8% confidence) and which keeps its sign when any one point is
    left out. Points count as evenly spaced, as in Fingertips. Fewer than five points, or limits of no width,
    give a reason.
    """
    check_polarity(polarity)
    y, low, high = (
        np.atleast_1d(to_floats(figures, name))
        for figures, name in ((values, "values"), (lower, "lower"), (upper, "upper"))
    )
    if not y.shape == low.shape == high.shape:
        raise ValueError("values, lower and upper must have the same length")
    if (low > high).any():
        raise ValueError("a lower limit exceeds its upper limit; give the lower one first")
    known = ~(np.isnan(y) | np.isnan(low) | np.isnan(high))
    y, error = y[known][-POINTS:], ((high - low) / WIDTH_IN_STANDARD_ERRORS)[known][-POINTS:]
    if len(y) < POINTS:
        return _none(WEIGHTED, f"A recent trend needs {POINTS} points with limits; there are {len(y)}.")
    if not (error > 0).all():
        return _none(WEIGHTED, "A point's limits have no width, so the points cannot be weighted.")
    weight, time = 1 / error**2, np.arange(1.0, POINTS + 1)
    slope, information = _weighted_slope(time, y, weight)
    return _judge(slope, slope**2 * information, _left_out(time, y, weight), polarity, WEIGHTED)


def recent_trend_of_proportion(numerator, denominator, polarity: str | None = None) -> RecentTrend:
    """The recent trend of a proportion from its counts, by Fingertips' earlier rule.

    A Cochran-Armitage test of the last five points, with the sign of the slope of the log odds unchanged when
    any one is left out. A count of zero or of the whole denominator gives a reason, as its log odds are
    infinite.
    """
    check_polarity(polarity)
    x, n = map(np.atleast_1d, check_proportion(numerator, denominator))
    known = ~np.isnan(x) & (n > 0)
    x, n = x[known][-POINTS:], n[known][-POINTS:]
    if len(x) < POINTS:
        return _none(COCHRAN_ARMITAGE, f"A recent trend needs {POINTS} points with counts; there are {len(x)}.")
    if ((x == 0) | (x == n)).any():
        return _none(
            COCHRAN_ARMITAGE,
            "A count is none or all of its denominator, so its log odds cannot be worked out.",
        )
    time, events, total = np.arange(1.0, POINTS + 1), x.sum(), n.sum()
    departure = total * (x * time).sum() - events * (n * time).sum()
    spread = events * (total - events) * (total * (n * time**2).sum() - (n * time).sum() ** 2)
    log_odds, flat = np.log(x / (n - x)), np.ones(POINTS)
    slope, _ = _weighted_slope(time, log_odds, flat)
    return _judge(slope, total * departure**2 / spread, _left_out(time, log_odds, flat), polarity, COCHRAN_ARMITAGE)


def _weighted_slope(time: np.ndarray, y: np.ndarray, weight: np.ndarray) -> tuple[float, float]:
    """The weighted least-squares slope, and the inverse of its variance."""
    middle = (weight * time).sum() / weight.sum()
    information = (weight * (time - middle) ** 2).sum()
    return float((weight * (time - middle) * y).sum() / information), float(information)


def _left_out(time: np.ndarray, y: np.ndarray, weight: np.ndarray) -> list[float]:
    """The slope with each point left out in turn."""
    return [_weighted_slope(*(np.delete(figures, each) for figures in (time, y, weight)))[0] for each in range(len(y))]


def _judge(slope: float, chi_square: float, left_out: list[float], polarity, method: str) -> RecentTrend:
    steady = all(np.sign(each) == np.sign(slope) for each in left_out)
    significant = bool(chi_square > CRITICAL and steady)
    direction = ("increasing" if slope > 0 else "decreasing") if significant else "no change"
    meaning = MEANINGS.get((direction, None if polarity == "none" else polarity))
    return RecentTrend(direction, significant, float(chi_square), slope, meaning, method)


def _none(method: str, reason: str) -> RecentTrend:
    return RecentTrend(None, False, np.nan, np.nan, None, method, reason=reason)
