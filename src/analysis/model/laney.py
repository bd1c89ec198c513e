"""Laney's limits (2002) for proportions and rates with large or varying denominators.

With large denominators chance alone is so small that every point of a plain p or u chart lies outside its
limits; with varying ones an XmR chart treats a small month like a large one. Laney standardises each point by
chance, measures how much the standardised points vary from one to the next, and widens (or narrows) the
limits by that.
"""

import numpy as np

from analysis.model.limits import check_counts, check_proportion

MOVING_RANGE_PER_SIGMA = 1.128
FEWEST_POINTS = 3


def p_prime_limits(numerator, denominator, phase: np.ndarray, baseline: int | None = None):
    """Each point's proportion, its phase's mean, three sigma and the moving range of standardised values."""
    x, n = map(np.atleast_1d, check_proportion(numerator, denominator))
    return _limits(x, n, lambda mean: mean * (1 - mean), phase, baseline)


def u_prime_limits(numerator, denominator, phase: np.ndarray, baseline: int | None = None):
    """The same for rates, whose chance variance is the mean over the denominator."""
    x, n = np.broadcast_arrays(
        *(
            np.atleast_1d(check_counts(figures, name))
            for figures, name in ((numerator, "numerator"), (denominator, "denominator"))
        )
    )
    return _limits(x, n, lambda mean: mean, phase, baseline)


def _limits(x: np.ndarray, n: np.ndarray, chance, phase: np.ndarray, baseline: int | None):
    n = np.where(n > 0, n, np.nan)
    value = x / n
    mean, sigma3, moving_range = (np.full(len(x), np.nan) for _ in range(3))
    for each in np.unique(phase):
        at = np.flatnonzero(phase == each)
        known = at[~np.isnan(value[at])][: baseline or len(at)]
        if len(known) < FEWEST_POINTS:
            continue
        middle = x[known].sum() / n[known].sum()
        by_chance = np.sqrt(chance(middle) / n[at])
        standardised = np.divide(value[at] - middle, by_chance, out=np.full(len(at), np.nan), where=by_chance > 0)
        if chance(middle) == 0:
            standardised = np.where(np.isnan(value[at]), np.nan, 0.0)
        moving_range[at] = np.abs(np.diff(standardised, prepend=np.nan))
        ranges = moving_range[at][: known[-1] - at[0] + 1]
        ranges = ranges[~np.isnan(ranges)]
        if len(ranges) < FEWEST_POINTS - 1:
            continue
        mean[at] = middle
        sigma3[at] = 3 * by_chance * ranges.mean() / MOVING_RANGE_PER_SIGMA
    return value, mean, sigma3, moving_range
