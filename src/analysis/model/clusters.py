"""Differences of figures whose cases come in clusters: families, victims, investigations, courses, admissions.

Cases of one cluster are not separate chances. With a dispersion (design effect; Kish 1965, Survey Sampling, chapter 5)
of 2, a hundred cases tell as much as fifty. Where the clusters are not in the data the dispersion is a range, and a
difference is told only if it holds over all of it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from analysis.model.differences import difference_of_proportions
from analysis.model.limits import check_confidence, count_limits
from analysis.model.repeats import repeat_dispersion

SHARE_METHOD = "difference of shares, Newcombe's limits on the cases divided by their dispersion"
COUNT_METHOD = "ratio of counts, limits of each count stretched by the root of its dispersion (MOVER)"
MOST = 100.0
Limits = tuple[float, float, float, str | None]  # value, lower, upper, reason


@dataclass(frozen=True)
class ClusteredChange:
    """A difference (or ratio) with its limits at the greatest dispersion of a range, and whether it survives it.

    `unusual` says that the limits at every dispersion of the range leave out no change. `breaks_at` is the dispersion
    from which they would not, NaN where it is never unusual, infinite beyond 100.
    """

    value: float
    lower: float
    upper: float
    dispersion: tuple[float, float]
    unusual: bool | None
    breaks_at: float
    method: str
    confidence: float
    reason: str | None = None


def dispersion_of_families(sizes: dict[int, float]) -> float:
    """The dispersion of children who come as families, from the share or number of families of each size.

    Sum of squared sizes over sum of sizes (`repeat_dispersion`): families of 1, 2, 3 and 4 children in 60, 22, 12 and
    6 of a hundred give 2.1.
    """
    return repeat_dispersion(sizes).value


def clustered_difference(
    x1: float, n1: float, x2: float, n2: float, dispersion: tuple[float, float], confidence: float = 0.95
) -> ClusteredChange:
    """The first share less the second, told only where it holds at the greatest dispersion of the range.

    Numerators and denominators are divided by the dispersion before Newcombe's limits (effective sample size).
    """

    def limits(phi: float) -> Limits:
        found = difference_of_proportions(x1 / phi, n1 / phi, x2 / phi, n2 / phi, confidence)
        value, lower, upper = (float(np.asarray(each)) for each in (found.value, found.lower, found.upper))
        return value, lower, upper, None if found.reason is None else str(found.reason)

    return _over_range(limits, 0.0, dispersion, SHARE_METHOD, confidence)


def clustered_ratio(
    x1: float, n1: float, x2: float, n2: float, dispersion: tuple[float, float], confidence: float = 0.95
) -> ClusteredChange:
    """The first rate over the second, told only where it holds at the greatest dispersion of the range.

    Each count's limits are stretched by the root of the dispersion and joined by the method of variance estimates
    recovery on the log scale (Donner and Zou 2012, Statistical Methods in Medical Research 21: 347-359).
    """

    def limits(phi: float) -> Limits:
        if not (x1 > 0 and x2 > 0 and n1 > 0 and n2 > 0):
            missing = np.isnan([x1, n1, x2, n2]).any()
            return np.nan, np.nan, np.nan, "A figure is missing." if missing else "One of the two has no events."
        ratio = np.log(x1 / n1 / (x2 / n2))
        below1, above1 = _log_reach(x1, phi, confidence)
        below2, above2 = _log_reach(x2, phi, confidence)
        lower, upper = ratio - np.hypot(below1, above2), ratio + np.hypot(above1, below2)
        return float(np.exp(ratio)), float(np.exp(lower)), float(np.exp(upper)), None

    return _over_range(limits, 1.0, dispersion, COUNT_METHOD, confidence)


def _log_reach(count: float, phi: float, confidence: float) -> tuple[float, float]:
    """How far below and above the log of a count its limits lie, with its dispersion."""
    lower, upper = count_limits(count / phi, confidence)
    return float(np.log(count / phi / lower)), float(np.log(upper / (count / phi)))


def _over_range(
    limits: Callable[[float], Limits], no_change: float, dispersion: tuple[float, float], method: str, confidence: float
) -> ClusteredChange:
    least, most = dispersion
    if not 1 <= least <= most:
        raise ValueError(f"a dispersion range goes from 1 or more upwards; received {dispersion!r}")
    check_confidence(confidence)
    value, lower, upper, reason = limits(most)
    if reason:
        return ClusteredChange(value, lower, upper, dispersion, None, np.nan, method, confidence, reason)

    def is_significant(phi: float) -> bool:
        _, low, high, _ = limits(phi)
        return not low <= no_change <= high

    return ClusteredChange(
        value,
        lower,
        upper,
        dispersion,
        is_significant(least) and is_significant(most),
        _breaking_point(is_significant),
        method,
        confidence,
    )


def _breaking_point(is_significant: Callable[[float], bool]) -> float:
    """The dispersion from which a difference is no longer told, to a hundredth."""
    if not is_significant(1.0):
        return np.nan
    low, high = 1.0, MOST
    if is_significant(high):
        return np.inf
    while high - low > 0.005:
        middle = (low + high) / 2
        low, high = (middle, high) if is_significant(middle) else (low, middle)
    return round(high, 2)
