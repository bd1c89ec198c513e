"""Control charts: whether a series varies by more than it always does (Making Data Count, NHS England)."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.model.control_reading import FEWEST_POINTS, ControlChart, Reading, read_chart
from analysis.model.control_rules import (
    OUTSIDE,
    PRECEDENCE,
    SHIFT,
    TREND,
    TWO_OF_THREE,
    expand_runs,
    find_shift_ends,
    find_trend_ends,
    find_two_of_three,
    find_two_of_three_windows,
)
from analysis.model.limits import Numbers, to_floats

__all__ = [
    "OUTSIDE",
    "PRECEDENCE",
    "SHIFT",
    "TREND",
    "TWO_OF_THREE",
    "ControlChart",
    "expand_runs",
    "find_shift_ends",
    "find_trend_ends",
    "find_two_of_three",
    "find_two_of_three_windows",
    "xmr",
]

PER_MOVING_RANGE = 2.66  # three sigma is 3 / 1.128 average moving ranges
SCREEN = 3.267  # moving ranges from this many averages are left out of the average once (Nelson 1982)
XMR = "XmR chart, limits at 2.66 average moving ranges"


def xmr(
    values: Numbers,
    *,
    polarity: str | None = None,
    target: float | None = None,
    shift: int = 7,
    trend: int = 7,
    screen: bool = True,
    baseline: int | None = None,
    rebase: Iterable[tuple[object, str]] = (),
    least: float | None = None,
) -> ControlChart:
    """An XmR chart of single values in order of time: mean, and limits at 2.66 average moving ranges.

    A gap (NaN) stays a gap: no moving range and no run crosses it. `screen` leaves moving ranges of 3.267
    averages or more out of the average, once, unless nothing but zeros would remain. `baseline` freezes the
    limits to the first so many points of each phase. `rebase` is pairs of a position or index label and the
    reason for a new phase there; without a reason it raises ValueError. `least` is the smallest value there can
    be, 0 for counts: no limit lies below it. Runs of `shift` points on one side and of `trend` points in one
    direction (7, or 6) are special. Under 13 points the limits are provisional;
    under 3 points, or 2 moving ranges, there are none and the reason.
    """
    reading = Reading(polarity, target, shift, trend, baseline)
    figures, index = np.atleast_1d(to_floats(values, "values")), _index(values)
    phase, rebased = _phases(index, rebase)
    limits = [_phase_limits(figures[phase == each], screen, baseline) for each in np.unique(phase)]
    mean, sigma3, moving_range = (
        (np.concatenate(parts) for parts in zip(*limits, strict=True)) if limits else ([np.empty(0)] * 3)
    )
    points = _limits(index, figures, mean, sigma3, moving_range, phase)
    if least is not None:
        points = points.assign(
            lower=points["lower"].clip(lower=least), near_lower=points["near_lower"].clip(lower=least)
        )
    return read_chart(points, rebased, XMR, reading)


def _phase_limits(values: np.ndarray, screen: bool, baseline: int | None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The mean and three sigma of one phase, repeated for each of its points, and its moving ranges."""
    moving_range = np.abs(np.diff(values, prepend=np.nan))
    known = np.flatnonzero(~np.isnan(values))
    last = known[: baseline or len(known)][-1] + 1 if len(known) else 0
    base, ranges = values[:last], moving_range[:last]
    base, ranges = base[~np.isnan(base)], ranges[~np.isnan(ranges)]
    mean = average = np.nan
    if len(base) >= FEWEST_POINTS and len(ranges) >= FEWEST_POINTS - 1:
        mean, average = base.mean(), ranges.mean()
        kept = ranges[ranges < SCREEN * average]
        # steady points with one step would otherwise keep only ranges of zero and lose their limits
        average = kept.mean() if screen and kept.any() else average
    size = len(values)
    return np.full(size, mean), np.full(size, PER_MOVING_RANGE * average), moving_range


def _limits(
    index: pd.Index,
    value: np.ndarray,
    mean: np.ndarray,
    sigma3: np.ndarray,
    moving_range: np.ndarray,
    phase: np.ndarray,
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "value": value,
            "mean": mean,
            "lower": mean - sigma3,
            "upper": mean + sigma3,
            "near_lower": mean - sigma3 * 2 / 3,
            "near_upper": mean + sigma3 * 2 / 3,
            "moving_range": moving_range,
            "phase": phase,
        },
        index=index,
    )


def _index(values: Numbers) -> pd.Index:
    return values.index if isinstance(values, pd.Series) else pd.RangeIndex(np.size(np.atleast_1d(values)))


def _phases(index: pd.Index, rebase: Iterable[tuple[object, str]]) -> tuple[np.ndarray, tuple[tuple[object, str], ...]]:
    """The number of each point's phase, and the re-basings with their reasons."""
    phase = np.zeros(len(index), dtype=int)
    rebased = []
    for at, reason in rebase:
        if not isinstance(reason, str) or not reason.strip():
            raise ValueError(f"re-basing at {at!r} needs a reason that a reader can check")
        if at in index:
            position = index.get_loc(at)
        elif isinstance(at, (int, np.integer)) and 0 <= at < len(index):
            position = int(at)
        else:
            raise ValueError(f"no point {at!r} to re-base at; give a position or an index label")
        phase[position:] += 1
        rebased.append((at, reason))
    return phase, tuple(rebased)
