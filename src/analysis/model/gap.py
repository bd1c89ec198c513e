"""How many times a comparator's figure an area's was and is, and whether the gap between them closes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analysis.model.slope import fit_slope
from analysis.model.timeline import select_points
from analysis.periods import Period

METHOD = "ratio of the two places' figures in each period, and its slope"


@dataclass(frozen=True)
class GapTrend:
    """How many times the comparator an area was in its first and last period with both, and where that is going.

    `first` and `last` are of the figures as they stand, never of a model. `ratio` is that of a year's multiple to the
    year before with its limits. `direction` is closing, widening, crossed (the area was on one side at first and is on
    the other) or no clear change; it is None, and `reason` says so, where no slope describes the multiples.
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
    first_period: str | None = None
    last_period: str | None = None


def fit_gap(
    table: pd.DataFrame,
    comparator: pd.DataFrame,
    kind: str = "rate",
    *,
    comparator_kind: str | None = None,
    comparator_per: float = 1.0,
    breaks: Iterable[date | Period | str] = (),
    confidence: float = 0.95,
) -> GapTrend:
    """Divide an area's figure by a comparator's in each period that both have, and read the slope of the multiples.

    A comparator without counts, such as a neighbours' middle, is read by its values, which are per `comparator_per`.
    An area is part of England, and this counts it as apart. The slope is `slope.fit_slope`'s since the last of the
    area's known `breaks`.
    """
    comparator_kind = comparator_kind or (kind if "numerator" in comparator else "value")
    area, other = select_points(table, kind), select_points(comparator, comparator_kind)
    both = area.merge(other, on="start", suffixes=("", "_other"))
    if both.empty:
        nothing = "There is no period for which both have a figure."
        return GapTrend(np.nan, np.nan, np.nan, np.nan, np.nan, None, METHOD, confidence, nothing)
    multiple = _figures(both, kind, "") / _figures(both, comparator_kind, "_other") * comparator_per
    multiples = pd.DataFrame({"start": both["start"], "period": both["label"], "value": multiple})
    slope = fit_slope(multiples[np.isfinite(multiple)], "value", known=breaks, confidence=confidence)
    first, last = float(multiple.iloc[0]), float(multiple.iloc[-1])
    return GapTrend(
        slope.ratio,
        slope.lower,
        slope.upper,
        first,
        last,
        _gap_direction(slope.direction, first, last),
        METHOD,
        confidence,
        slope.why,
        first_period=str(both["label"].iloc[0]),
        last_period=str(both["label"].iloc[-1]),
    )


def _figures(points: pd.DataFrame, kind: str, ending: str) -> pd.Series:
    """The figure of each row: its value, or its numerator over its denominator."""
    names = ["value"] if kind == "value" else ["numerator", "denominator"]
    columns = [points[name + ending if name + ending in points else name] for name in names]
    return columns[0] if kind == "value" else columns[0] / columns[1]


def _gap_direction(slope: str | None, first: float, last: float) -> str | None:
    """What the slope of the multiples means for the gap; None without a slope."""
    if slope not in ("rose", "fell"):
        return None if slope is None else "no clear change"
    if (first - 1) * (last - 1) < 0:
        return "crossed"
    return "closing" if (slope == "fell") == (last > 1) else "widening"
