"""Laney's u′ limits (2002) for rates with large or varying denominators.

With large denominators chance alone is so small that every point of a plain u chart lies outside its limits; with
varying ones an XmR chart treats a small month like a large one. Laney standardises each point by chance, measures how
much the standardised points vary from one to the next, and widens (or narrows) the limits by that.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.model.limits import check_counts

MOVING_RANGE_PER_SIGMA = 1.128


class UPrime(NamedTuple):
    """The mean rate, each point's standardised value, and how many times chance's the spread of the points is."""

    mean: float
    standardised: NDArray[np.floating]
    sigma_z: float


def u_prime(numerator: ArrayLike, denominator: ArrayLike) -> UPrime:
    """Standardise rates by chance and measure their spread by the average moving range of neighbouring points.

    The three sigma limits of a point are mean ± 3 × sigma_z × √(mean / denominator). Gaps (NaN) take no part, and no
    moving range crosses one; without events, or without two neighbouring points, sigma_z is 0.
    """
    x, n = check_counts(numerator, "numerator"), check_counts(denominator, "denominator")
    known = ~np.isnan(x) & (n > 0)
    mean = float(x[known].sum() / n[known].sum()) if known.any() else np.nan
    if not mean > 0:
        return UPrime(mean, np.where(known, 0.0, np.nan), 0.0)
    z = np.where(known, (x / np.where(n > 0, n, np.nan) - mean) / np.sqrt(mean / np.where(n > 0, n, np.nan)), np.nan)
    ranges = np.abs(np.diff(z))
    ranges = ranges[~np.isnan(ranges)]
    return UPrime(mean, z, float(ranges.mean()) / MOVING_RANGE_PER_SIGMA if len(ranges) else 0.0)
