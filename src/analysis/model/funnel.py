"""The funnel of a ratio: how far areas of each size may lie from a benchmark by chance alone (Spiegelhalter 2005a)."""

from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy.special import gammainc, gammaincc, gdtrib

from analysis.model.limits import check_confidence, check_counts, same_index, to_floats

POISSON = "exact Poisson limits of the benchmark"


def ratio_funnel(expected: pd.Series | list[float] | np.ndarray, confidence: float = 0.95) -> pd.DataFrame:
    """The limits of observed over expected events around 1, for each expected number.

    The limits are those observed numbers whose exact Poisson limit is the expected number, taken between
    whole numbers too, so that a ratio lies outside exactly where its own exact interval leaves out 1.
    Columns expected, benchmark, lower, upper, method, confidence, reason.
    """
    given = np.atleast_1d(to_floats(expected, "expected"))
    check_counts(expected, "expected")
    events = np.where(given == 0, np.nan, given)  # no limits can be drawn around none
    lower, upper = _observed_at_limits(events, (1 - check_confidence(confidence)) / 2)
    reason = np.full(given.shape, None, dtype=object)
    reason[given == 0] = "The expected is zero."
    reason[np.isnan(given)] = "The expected is missing."
    index = same_index(expected)
    figures = {
        "expected": given,
        "benchmark": 1.0,
        "lower": lower / events,
        "upper": upper / events,
        "method": POISSON,
        "confidence": confidence,
        "reason": pd.Series(reason, index=index, dtype=object),
    }
    return pd.DataFrame(figures, index=index)


def _observed_at_limits(e: np.ndarray, tail: float) -> tuple[np.ndarray, np.ndarray]:
    """The observed numbers, not necessarily whole, at which the exact Poisson test of e just turns."""
    few = np.exp(-e) >= tail  # even no event at all is within chance
    lower = np.where(few, 0.0, gdtrib(1.0, 1 - tail, np.where(few, 100.0, e)) - 1)
    upper = gdtrib(1.0, tail, e)
    for _ in range(2):  # gdtrib stops at about eight figures; Newton's steps on a numerical slope finish it
        lower = np.where(few, 0.0, _polish(lower, lambda x: gammaincc(x + 1, e) - tail))
        upper = _polish(upper, lambda x: gammainc(x, e) - tail)
    return lower, upper


def _polish(x: np.ndarray, distance: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    step = 1e-5 * np.maximum(x, 1e-3)
    slope = (distance(x + step) - distance(x - step)) / (2 * step)
    return np.asarray(x - distance(x) / slope)
