"""The rules by which a control chart calls a point special, as in NHS England's Making Data Count.

Each takes arrays in order of time; NaN is a gap, which ends every run.
"""

import numpy as np
from numpy.typing import ArrayLike

OUTSIDE = "outside limits"
TREND = "trend"
TWO_OF_THREE = "two of three near a limit"
SHIFT = "shift"
PRECEDENCE = (OUTSIDE, TREND, TWO_OF_THREE, SHIFT)  # the first that holds names the point


def find_shift_ends(side: ArrayLike, length: int = 7) -> np.ndarray:
    """Each point that ends at least `length` on one side of the mean; a point on the mean has no side."""
    side = np.asarray(side, dtype=float)
    return _run_lengths(side, side[1:] == side[:-1], np.abs(side) == 1) >= length


def find_trend_ends(values: ArrayLike, length: int = 7) -> np.ndarray:
    """1 or -1 at each point that ends at least `length` points rising or falling; a tie breaks the run."""
    values = np.asarray(values, dtype=float)
    rising = _run_lengths(values, values[1:] > values[:-1], ~np.isnan(values)) >= length
    falling = _run_lengths(values, values[1:] < values[:-1], ~np.isnan(values)) >= length
    return rising.astype(int) - falling.astype(int)


def expand_runs(ends: np.ndarray, length: int = 7) -> np.ndarray:
    """Every point of the runs whose ends are marked: the end and the `length` - 1 before it."""
    members = np.zeros(len(ends), dtype=bool)
    for end in np.flatnonzero(np.asarray(ends)):
        members[max(end - length + 1, 0) : end + 1] = True
    return members


def find_two_of_three_windows(near: ArrayLike, side: ArrayLike) -> np.ndarray:
    """Every point of any three in a row on one side of the mean, of which two or more lie near the limit."""
    near, side = np.asarray(near, dtype=bool), np.asarray(side, dtype=float)
    windows = np.zeros(len(near), dtype=bool)
    for first in range(len(near) - 2):
        three = slice(first, first + 3)
        if near[three].sum() >= 2 and abs(side[three].sum()) == 3:
            windows[three] = True
    return windows


def find_two_of_three(near: ArrayLike, side: ArrayLike) -> np.ndarray:
    """The points near a limit inside such windows; their neighbours nearer the mean are not special."""
    return find_two_of_three_windows(near, side) & np.asarray(near, dtype=bool)


def name_rules(
    values: np.ndarray,
    mean: np.ndarray,
    lower: np.ndarray,
    upper: np.ndarray,
    near_lower: np.ndarray,
    near_upper: np.ndarray,
    *,
    shift: int,
    trend: int,
) -> np.ndarray:
    """The rule that makes each point special, by precedence, or None; near is from two sigma to three."""
    values = np.asarray(values, dtype=float)
    side = np.sign(values - mean)
    outside = (values < lower) | (values > upper)
    near = ~outside & ((values < near_lower) | (values > near_upper))
    holds = {
        OUTSIDE: outside,
        TREND: expand_runs(find_trend_ends(values, trend), trend),
        TWO_OF_THREE: find_two_of_three(near, side),
        SHIFT: expand_runs(find_shift_ends(side, shift), shift),
    }
    names = np.full(len(values), None, dtype=object)
    for rule in reversed(PRECEDENCE):
        names[holds[rule]] = rule
    return names


def _run_lengths(values: np.ndarray, joins: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """How many points each run has reached; `joins` says that a point carries on from the one before."""
    lengths = np.zeros(len(values), dtype=int)
    for point in range(len(values)):
        carries = point > 0 and joins[point - 1]
        lengths[point] = (lengths[point - 1] if carries else 0) + 1 if counts[point] else 0
    return lengths
