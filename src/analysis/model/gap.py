"""Whether the gap between an area and a comparator is closing."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from analysis.model.timeline import select_points
from analysis.model.yearly_change import Trend, fit_trend


@dataclass(frozen=True)
class GapTrend:
    """The ratio of two places' yearly ratios, and whether the gap between them is closing.

    `first` and `last` are how many times the comparator the area was and is, by the models. `direction` is
    closing, widening, crossed (the area was on one side at first and is on the other) or no clear change.
    """

    ratio: float
    lower: float
    upper: float
    first: float
    last: float
    direction: str | None
    method: str
    confidence: float
    reason: str | None = None


def fit_gap(
    table: pd.DataFrame,
    comparator: pd.DataFrame,
    kind: str = "rate",
    *,
    comparator_kind: str | None = None,
    comparator_per: float = 1.0,
    breaks=(),
    confidence: float = 0.95,
) -> GapTrend:
    """Whether an area's gap to England or its neighbours is closing: the difference of two slopes.

    Both trends are fitted to the periods that both have; limits are Welch's (1947). A comparator without
    counts, such as a neighbours' average, is read by its values, which are per `comparator_per`; a share is
    then compared by its log, not its odds. An area is part of England, and this counts it as apart. `breaks`
    are the area's own.
    """
    comparator_kind = comparator_kind or (kind if "numerator" in comparator else "value")
    kind = "rate" if (kind, comparator_kind) == ("proportion", "value") else kind
    area, other = select_points(table, kind), select_points(comparator, comparator_kind)
    area, other = (one[one["start"].isin(two["start"])] for one, two in ((area, other), (other, area)))
    one = fit_trend(area, kind, breaks=breaks, confidence=confidence)
    two = fit_trend(other, comparator_kind, confidence=confidence)
    method = "difference of two log-linear slopes, Welch's limits"
    if one.reason or two.reason:
        return GapTrend(np.nan, np.nan, np.nan, np.nan, np.nan, None, method, confidence, one.reason or two.reason)
    parts = np.array([one.standard_error, two.standard_error]) ** 2
    degrees = parts.sum() ** 2 / (parts**2 / [one.degrees, two.degrees]).sum() if parts.sum() else one.degrees
    slope = one.log_slope - two.log_slope
    half = stdtrit(degrees, (1 + confidence) / 2) * np.sqrt(parts.sum())
    ratio, lower, upper = np.exp([slope, slope - half, slope + half])
    first, last = (_level(one, kind, row) / _level(two, comparator_kind, row) * comparator_per for row in (0, -1))
    return GapTrend(
        float(ratio),
        float(lower),
        float(upper),
        first,
        last,
        _gap_direction(lower, upper, first, last),
        method,
        confidence,
    )


def _level(trend: Trend, kind: str, row: int) -> float:
    level = float(trend.fitted["expected"].iloc[row])
    return level / (1 - level) if kind == "proportion" else level


def _gap_direction(lower: float, upper: float, first: float, last: float) -> str:
    if lower <= 1 <= upper:
        return "no clear change"
    if (first - 1) * (last - 1) < 0:
        return "crossed"
    return "closing" if (upper < 1) == (last > 1) else "widening"
