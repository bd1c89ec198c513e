"""Confidence limits of one count or one proportion, and the checks that every method shares.

scipy.special is used in place of scipy.stats because it loads in half the time and gives the same quantiles.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd
from scipy.special import gammainccinv, gammaincinv, ndtri

Numbers: TypeAlias = float | np.ndarray | pd.Series  # what a formula takes, and gives alike
EXACT_BELOW = 10  # OHID's Fingertips guidance: exact Poisson limits below 10, Byar's approximation from 10


@dataclass(frozen=True)
class Estimate:
    """A figure with its limits, or the `reason` why there is none (arrays hold one reason for each).

    `none` is the value that stands for no change: 1 for a ratio, 0 for a difference.
    """

    value: Numbers
    lower: Numbers
    upper: Numbers
    method: str
    confidence: float
    reason: str | np.ndarray | pd.Series | None = None
    none: float = 1.0

    @property
    def clear(self) -> bool:
        """Whether the limits of one change leave out that there was none: it is more than chance explains."""
        return self.reason is None and bool(self.lower > self.none or self.upper < self.none)


def count_limits(count: Numbers | None, confidence: float = 0.95) -> tuple[Numbers, Numbers]:
    """The lower and upper confidence limits of a count of events, taken as Poisson.

    Below 10 the limits are exact, from the chi-square distribution (Garwood 1936); from 10 they are Byar's
    (Breslow and Day 1987), as in OHID's Fingertips guidance. The lower limit of 0 is 0. Takes a number, an
    array or a Series and returns a pair alike; NaN gives NaN. Raises ValueError for a negative or infinite
    count.
    """
    x = check_counts(count, "count")
    exact_lower, exact_upper = _exact_limits(x, check_confidence(confidence))
    byar_lower, byar_upper = _byar_limits(x, confidence)
    lower = np.where(x < EXACT_BELOW, exact_lower, byar_lower)
    upper = np.where(x < EXACT_BELOW, exact_upper, byar_upper)
    return shape_like(lower, count), shape_like(upper, count)


def proportion_limits(numerator: Numbers, denominator: Numbers, confidence: float = 0.95) -> tuple[Numbers, Numbers]:
    """The Wilson score limits of a proportion, between 0 and 1 (Wilson 1927; Newcombe 1998).

    Takes numbers, arrays or Series and returns a pair alike. A denominator of zero, or a gap, gives NaN.
    Raises ValueError for a negative figure or a numerator above its denominator.
    """
    x, n = check_proportion(numerator, denominator)
    z = -ndtri((1 - check_confidence(confidence)) / 2)
    n = np.where(n == 0, np.nan, n)
    middle, spread = 2 * x + z**2, z * np.sqrt(z**2 + 4 * x * (1 - x / n))
    lower = np.where(x == 0, 0.0 * n, (middle - spread) / (2 * (n + z**2)))
    upper = np.where(x == n, 1.0, (middle + spread) / (2 * (n + z**2)))
    return shape_like(lower, numerator, denominator), shape_like(upper, numerator, denominator)


def check_confidence(confidence: float) -> float:
    """Return the confidence level, or raise ValueError where it is not a share between 0 and 1."""
    if not np.isscalar(confidence) or isinstance(confidence, str) or not 0 < confidence < 1:
        raise ValueError(f"confidence must lie between 0 and 1, such as 0.95 for 95%; received {confidence!r}")
    return float(confidence)


def need_columns(table: pd.DataFrame, *columns: str) -> None:
    """Raise ValueError, with the columns there are, where a table lacks one that a method reads."""
    absent = [column for column in columns if column not in table]
    if absent:
        raise ValueError(f"the table needs the column {' and '.join(absent)}; it has {', '.join(map(str, table))}")


def check_counts(figures: Numbers | None, name: str) -> np.ndarray:
    """The figures as floats with NaN for gaps. Raises ValueError for a negative or an infinite one."""
    numbers = to_floats(figures, name)
    if (numbers < 0).any():
        raise ValueError(f"{name} must not be negative; correct it at its source")
    if np.isinf(numbers).any():
        raise ValueError(f"{name} must be finite; write NaN for a figure that is missing")
    return numbers


def check_proportion(numerator: Numbers, denominator: Numbers) -> tuple[np.ndarray, np.ndarray]:
    """Numerator and denominator as floats. Raises ValueError where a numerator exceeds its denominator."""
    same_index(numerator, denominator)
    x, n = np.broadcast_arrays(check_counts(numerator, "numerator"), check_counts(denominator, "denominator"))
    if (x > n).any():
        raise ValueError(
            f"a proportion's numerator must not exceed its denominator; it does in {(x > n).sum()}. "
            "Correct them at their source, or use add_rate or count_limits if this is a rate"
        )
    return x, n


def to_floats(figures: Numbers | None, name: str) -> np.ndarray:
    """Numbers, a Series or nullable figures as an array of floats, with NaN for whatever is missing."""
    if isinstance(figures, (pd.Series, pd.Index)):
        figures = pd.Series(figures).to_numpy(dtype=float, na_value=np.nan)
    if figures is None or figures is pd.NA:
        return np.array(np.nan)
    try:
        return np.asarray(figures, dtype=float)
    except (TypeError, ValueError) as problem:
        raise ValueError(f"{name} must be numeric, with NaN for what is missing") from problem


def same_index(*given: Numbers | None) -> pd.Index | None:
    """The index that all Series among the figures share, if any. Raises ValueError where they differ."""
    indices = [figures.index for figures in given if isinstance(figures, pd.Series)]
    if any(not indices[0].equals(index) for index in indices[1:]):
        raise ValueError("Series given together must have the same index; align them first")
    return indices[0] if indices else None


def shape_like(result: np.ndarray, *given: Numbers | None) -> Numbers:
    """The result as what was given: a Series where one was given, a float for numbers, else an array."""
    index = same_index(*given)
    if index is not None:
        return pd.Series(result, index=index, dtype=result.dtype)  # object, so that None stays None
    result = np.asarray(result)
    return result.item() if result.ndim == 0 else result


def _exact_limits(x: np.ndarray, confidence: float) -> tuple[np.ndarray, np.ndarray]:
    tail = (1 - confidence) / 2
    positive = np.where(x < 1e-9, 1, x)
    lower = np.where(x < 1e-9, 0.0, gammaincinv(positive, tail))  # half the chi-square quantile at 2x
    return lower, gammainccinv(x + 1, tail)


def _byar_limits(x: np.ndarray, confidence: float) -> tuple[np.ndarray, np.ndarray]:
    z = -ndtri((1 - confidence) / 2)
    positive = np.where(x < 1e-9, 1, x)  # a smaller figure overflows, and is none
    lower = x * (1 - 1 / (9 * positive) - z / (3 * np.sqrt(positive))) ** 3
    upper = (x + 1) * (1 - 1 / (9 * (x + 1)) + z / (3 * np.sqrt(x + 1))) ** 3
    return lower, upper
