"""Cutting a series into level pieces, and how well the best cuts of a series that only wanders would do.

Least squares over all cuts by dynamic programming (Bai and Perron 2003, Journal of Applied Econometrics 18, 1-22), for
many series at once, so that critical values for a dozen points can be simulated where the published ones are for many.
"""

from functools import lru_cache

import numpy as np

AUTOCORRELATION = 0.5  # authorities' yearly levels: lag-1 autocorrelation about 0.4, and 0.5 leaves a margin
SIMULATIONS = 2000
LONGEST = 60  # points, beyond which the critical values hardly move
LEVEL = 0.96  # the simulated quantile of a test at 95%, with a margin for its own error
NO_SQUARES = 1e-6  # a residual share of squares below which a fit is perfect but for rounding


def least_squares(levels: np.ndarray, weights: np.ndarray, most: int, shortest: int) -> tuple[np.ndarray, np.ndarray]:
    """The least weighted squares of each series (rows) with 0 to `most` cuts, and where the last piece then begins.

    Pieces have at least `shortest` points. Returns squares (cuts × series) and the begin of the last piece of the
    first so many points (cuts × points + 1 × series), from which `read_cuts` reads the cuts.
    """
    series, size = levels.shape
    sums = [
        np.concatenate([np.zeros((series, 1)), np.cumsum(figures, axis=1)], axis=1)
        for figures in (weights, weights * levels, weights * levels**2)
    ]

    def squares(first: np.ndarray, last: int) -> np.ndarray:
        total, middle, square = (each[:, last, None] - each[:, first] for each in sums)
        return np.asarray((square - middle**2 / total).T)

    best = np.full((most + 1, size + 1, series), np.inf)
    begins = np.zeros((most + 1, size + 1, series), dtype=int)
    for last in range(shortest, size + 1):
        best[0, last] = squares(np.array([0]), last)[0]
        for cuts in range(1, most + 1):
            first = np.arange(cuts * shortest, last - shortest + 1)
            if len(first):
                costs = best[cuts - 1, first] + squares(first, last)
                best[cuts, last], begins[cuts, last] = costs.min(axis=0), first[costs.argmin(axis=0)]
    return best[:, size], begins


def read_cuts(begins: np.ndarray, cuts: int) -> list[int]:
    """The first point of each piece but the first, of the only series, cut so many times."""
    found: list[int] = []
    last = begins.shape[1] - 1
    for remaining in range(cuts, 0, -1):
        last = int(begins[remaining, last, 0])
        found.insert(0, last)
    return found


def cut_statistics(squares: np.ndarray, size: int) -> np.ndarray:
    """F of 1, 2 … cuts against none (cuts × series), from the least squares of `least_squares`.

    A cut takes two degrees of freedom, one for its place (Yao 1988).
    """
    cuts = np.arange(1, len(squares))[:, None]
    rest = np.maximum(squares[1:], NO_SQUARES * np.maximum(squares[:1], NO_SQUARES))
    return np.asarray(((squares[:1] - squares[1:]) / cuts) / (rest / (size - 2 * cuts - 1)))


@lru_cache(maxsize=256)
def wandering_statistics(size: int, most: int, shortest: int) -> tuple[np.ndarray, np.ndarray]:
    """What the best cuts of series without any shift reach: critical F of each number of cuts, and the sorted maxima.

    The series are first-order autoregressions of 0.5. The maximum is of F over its critical value (the double
    maximum test, Bai and Perron 1998, Econometrica 66, 47-78).
    """
    size = min(size, LONGEST)
    levels = wander(np.random.default_rng(size), SIMULATIONS, size)
    statistics = cut_statistics(least_squares(levels, np.ones_like(levels), most, shortest)[0], size)
    critical = np.quantile(statistics, LEVEL, axis=1)
    return critical, np.sort((statistics / critical[:, None]).max(axis=0))


def wander(random: np.random.Generator, series: int, size: int, autocorrelation: float = AUTOCORRELATION) -> np.ndarray:
    """Series (rows) of a stationary first-order autoregression with innovations of standard deviation 1."""
    noise = random.normal(size=(series, size))
    levels = np.empty((series, size))
    levels[:, 0] = noise[:, 0] / np.sqrt(1 - autocorrelation**2)
    for at in range(1, size):
        levels[:, at] = autocorrelation * levels[:, at - 1] + noise[:, at]
    return levels
