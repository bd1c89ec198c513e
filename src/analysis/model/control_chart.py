"""XmR charts: whether a month varies by more than its series always does (Making Data Count, NHS England)."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analysis.model.limits import Numbers, to_floats
from analysis.model.shown_result import ShownResult

FEWEST_POINTS = 3
SETTLED = 13  # points from which limits no longer move much
RUN = 7  # points on one side, or in one direction, that chance seldom makes
PER_MOVING_RANGE = 2.66  # three sigma is 3 / 1.128 average moving ranges
SCREEN = 3.267  # moving ranges from this many averages are left out of the average once (Nelson 1982)
METHOD = "XmR chart, limits at 2.66 average moving ranges"
OUTSIDE, TREND, SHIFT = "outside limits", "trend", "shift"
TWO_OF_THREE = "two of three near a limit"


@dataclass(frozen=True)
class ControlChart(ShownResult):
    """A chart's limits, and the rule that makes a point special.

    `table` has value, mean, lower, upper, near_lower, near_upper (two sigma), moving_range, rule and special for each
    point. `trial` says that there are too few points for settled limits.
    """

    table: pd.DataFrame = field(compare=False, repr=False)
    trial: bool
    method: str = METHOD
    confidence: None = None
    caveat: str | None = None
    reason: str | None = None


def xmr(values: Numbers, *, least: float | None = None) -> ControlChart:
    """An XmR chart of single values in order of time: mean, and limits at 2.66 average moving ranges.

    A gap (NaN) stays a gap: no moving range and no run crosses it. Moving ranges of 3.267 averages or more are left out
    of the average, once, unless nothing but zeros would remain. `least` is the smallest value there can be, 0 for
    counts: no limit lies below it. A point is special outside the limits, in seven rising or falling, as one of two of
    three near a limit, or in seven on one side of the mean; the first that holds names it. Under 13 points the limits
    are provisional; under 3 points, or 2 moving ranges, there are none and the reason.
    """
    value = np.atleast_1d(to_floats(values, "values"))
    index = values.index if isinstance(values, pd.Series) else pd.RangeIndex(len(value))
    ranges = np.abs(np.diff(value, prepend=np.nan))
    mean, sigma = _mean_and_sigma(value[~np.isnan(value)], ranges[~np.isnan(ranges)])
    edges = {"lower": mean - 3 * sigma, "upper": mean + 3 * sigma}
    edges |= {"near_lower": mean - 2 * sigma, "near_upper": mean + 2 * sigma}
    if least is not None:
        edges = {name: max(edge, least) for name, edge in edges.items()}
    table = pd.DataFrame({"value": value, "mean": mean, **edges, "moving_range": ranges}, index=index)
    table = table.assign(rule=_name_rules(table))
    table["special"] = table["rule"].notna()
    known = int((~np.isnan(value)).sum())
    if np.isnan(mean):
        return ControlChart(table, True, reason=f"Limits need {FEWEST_POINTS} points and two moving ranges.")
    caveat = None if sigma else "The points are all alike, so the limits lie on the mean."
    if known < SETTLED:
        caveat = f"These limits are provisional until there are {SETTLED} points; there are {known}."
    return ControlChart(table, known < SETTLED, caveat=caveat)


def _mean_and_sigma(values: np.ndarray, ranges: np.ndarray) -> tuple[float, float]:
    if len(values) < FEWEST_POINTS or len(ranges) < FEWEST_POINTS - 1:
        return np.nan, np.nan
    average = ranges.mean()
    kept = ranges[ranges < SCREEN * average]
    # steady points with one step would otherwise keep only ranges of zero and lose their limits
    average = kept.mean() if kept.any() else average
    return float(values.mean()), float(average) * PER_MOVING_RANGE / 3


def _name_rules(table: pd.DataFrame) -> pd.Series:
    """The rule that makes each point special, or None; near is from two sigma to three."""
    value, side = table["value"], np.sign(table["value"] - table["mean"])
    outside = (value < table["lower"]) | (value > table["upper"])
    near = ~outside & ((value < table["near_lower"]) | (value > table["near_upper"]))
    holds = {OUTSIDE: outside, TREND: find_trends(value), TWO_OF_THREE: find_two_of_three(near, side)}
    holds[SHIFT] = find_shifts(side)
    names = pd.Series([None] * len(table), index=table.index, dtype=object)
    for rule in reversed(holds):
        names[np.asarray(holds[rule])] = rule
    return names


def find_shifts(side: ArrayLike) -> np.ndarray:
    """Every point of seven or more on one side of the mean (1 or -1); a point on the mean (0) or a gap ends a run."""
    return _reach_back(_series(side).rolling(RUN).sum().abs() == RUN, RUN)


def find_trends(values: ArrayLike) -> np.ndarray:
    """Every point of seven or more rising or falling; a tie or a gap ends a run."""
    steps = np.sign(_series(values).diff())
    return _reach_back(steps.rolling(RUN - 1).sum().abs() == RUN - 1, RUN)


def find_two_of_three(near: ArrayLike, side: ArrayLike) -> np.ndarray:
    """The points near a limit among three in a row on one side of the mean of which two or more lie near it."""
    sure = (_series(near).rolling(3).sum() >= 2) & (_series(side).rolling(3).sum().abs() == 3)
    return np.asarray(_reach_back(sure, 3) & np.asarray(near, dtype=bool))


def _series(values: ArrayLike) -> pd.Series:
    return pd.Series(np.asarray(values, dtype=float))


def _reach_back(ends: pd.Series, length: int) -> np.ndarray:
    """Every point of the runs of a length that end at the points marked."""
    marked = ends.astype(float)[::-1].rolling(length, min_periods=1).max()[::-1]
    return np.asarray(marked.to_numpy() > 0)
