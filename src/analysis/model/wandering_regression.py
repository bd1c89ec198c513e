"""Linear regression on months whose level may wander as it likes.

Months are alike: a level that is high in May is high in June. A test that takes them as independent reads the
wandering as a season or a step (a nominal 5% became 18 to 31% where the level wandered by 5 or 6%). How far the level
of a series wanders is not known, so each of a grid of processes is fitted, and each counts by its likelihood.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.floating]
# Variance of the wandering level in units of a month's own noise, and how much of it is left after a month.
PROCESSES = ((0.0, 0.0), *((size, kept) for size in (0.3, 1.0, 3.0, 10.0) for kept in (0.5, 0.8, 0.95, 0.99)))
LEAST_NOISE = 0.25  # of chance's variance: counts more alike than that are no better known


class ProcessFit(NamedTuple):
    """One process's coefficients, their covariance for noise of one, the noise's variance, and its weight."""

    coefficients: Vector
    covariance: Vector
    noise: float
    weight: float


class AveragedFit(NamedTuple):
    """Coefficients and covariance over all processes, the noise's variance, the degrees of freedom, and the fits."""

    coefficients: Vector
    covariance: Vector
    noise: float
    degrees: int
    fits: list[ProcessFit]


def fit_wandering(
    values: Vector, design: Vector, at: NDArray[np.intp], chance: float, spread: Vector | None = None
) -> AveragedFit:
    """Generalised least squares of values on a design, averaged over how the level may wander.

    `at` are the months' positions, `chance` the variance that chance gives a month, `spread` the months' own standard
    deviations relative to each other. The level is a first-order autoregression of each of seventeen sizes and
    persistences; coefficients and variances are averaged with the restricted likelihoods of these as weights
    (Patterson and Thompson 1971, Biometrika 58: 545-554; Hoeting and others 1999, Statistical Science 14: 382-417).
    """
    relative = np.ones(len(values)) if spread is None else spread / spread.mean()
    degrees = len(values) - design.shape[1]
    drawn = [_fit(values, design, at, process, chance, relative) for process in PROCESSES]
    likelihood = np.array([each.weight for each in drawn])
    weights = np.exp(likelihood - likelihood.max())
    fits = [each._replace(weight=float(weight)) for each, weight in zip(drawn, weights / weights.sum(), strict=True)]
    middle = np.sum([each.weight * each.coefficients for each in fits], axis=0)
    apart = [each.coefficients - middle for each in fits]
    covariance = np.sum(
        [one.weight * (one.noise * one.covariance + np.outer(off, off)) for one, off in zip(fits, apart, strict=True)],
        axis=0,
    )
    return AveragedFit(middle, covariance, sum(each.weight * each.noise for each in fits), degrees, fits)


def _fit(
    values: Vector, design: Vector, at: NDArray[np.intp], process: tuple[float, float], chance: float, relative: Vector
) -> ProcessFit:
    """The fit of one process, with its restricted log likelihood as the weight."""
    whitening, log_determinant = _whitening(at.tobytes(), *process, relative.tobytes())
    design, values = whitening @ design, whitening @ values
    information = design.T @ design
    found = np.linalg.solve(information, design.T @ values)
    degrees = len(values) - design.shape[1]
    squares = float(((values - design @ found) ** 2).sum())
    noise = max(squares / degrees, LEAST_NOISE * chance)
    spread = degrees * np.log(noise) + squares / noise
    likelihood = -0.5 * (log_determinant + float(np.linalg.slogdet(information)[1]) + spread)
    return ProcessFit(found, np.linalg.inv(information), noise, float(likelihood))


@lru_cache(maxsize=512)
def _whitening(at: bytes, size: float, kept: float, relative: bytes) -> tuple[Vector, float]:
    """What makes the months independent under a process, and the log determinant of their covariance."""
    position = np.frombuffer(at, dtype=np.intp)
    apart = np.abs(position[:, None] - position)
    factor = np.linalg.cholesky(np.diag(np.frombuffer(relative) ** 2) + size * kept**apart)
    return np.linalg.inv(factor), 2 * float(np.log(np.diag(factor)).sum())
