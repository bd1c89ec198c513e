"""Whole paths of the months ahead, drawn together, so that a month and a year's total have limits of one model.

A month's count varies for three reasons, and each is drawn: chance (Poisson), a rate that was learned from few events
(a gamma, so that chance and learning together are a negative binomial; Harvey and Fernandes 1989, Journal of Business
and Economic Statistics 7: 407-417), and a level that wanders (`level`, joint over the months). What chance and
learning take of the forecast's variance, the level's wandering does not have.
"""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from scipy.special import gammaincinv, ndtr
from scipy.stats import qmc

from analysis.model.count_projection import CountProjection
from analysis.model.level import LEAST_COUNT

PATHS = 4096
SEED = 13
JEFFREYS = 0.5
CHANCE = 0.25  # variance of the square root of a Poisson count


def simulate_counts(
    projection: CountProjection, scale: np.ndarray, observed: int, quantile: Callable[[np.ndarray], np.ndarray]
) -> np.ndarray:
    """Equally likely paths of one series' counts (4,096 × months ahead); the same each time.

    `quantile` gives the wandering's standard errors from probabilities; `observed` is how many months taught the rate:
    the level rests on no more than those.
    """
    variance, noise = projection.variance[:, 0], projection.noise[0]
    spread = scale[0] ** 2
    usual = max(float(projection.mean[0] ** 2 * projection.load[:, 0].mean()), LEAST_COUNT)
    months = min(noise / (variance[0] - noise), observed)
    chance = min(CHANCE / usual, spread * noise)
    learning = chance / months
    wandering = np.maximum(spread * variance - chance - learning, 0.0)
    normal = _normal_paths(len(variance) + 1)
    together = normal[:, 1:] @ _correlation(projection.covariance[0], chance / spread).T
    steps = quantile(ndtr(together)) * np.sqrt(wandering) * (projection.mean[0] > 0)
    expected = projection.expected[:, 0]
    learned = gammaincinv(months * expected.mean() + JEFFREYS, ndtr(normal[:, :1])) / months
    shape = expected / expected.mean() if expected.any() else projection.load[:, 0] / projection.load.mean()
    return np.asarray(np.random.default_rng(SEED).poisson(learned * shape * np.maximum(1 + steps, 0) ** 2))


def _correlation(covariance: np.ndarray, chance: float) -> np.ndarray:
    """The Cholesky factor of the correlation of the months' levels, chance left out."""
    kept = covariance - chance * np.eye(len(covariance))
    spread = np.sqrt(np.diag(kept))
    return np.linalg.cholesky(kept / np.outer(spread, spread) + 1e-9 * np.eye(len(kept)))


@lru_cache(maxsize=8)
def _normal_paths(width: int) -> np.ndarray:
    """Standard normal numbers that fill the space evenly (Sobol's sequence, scrambled; Owen 1998)."""
    return np.asarray(qmc.MultivariateNormalQMC(np.zeros(width), rng=np.random.default_rng(SEED)).random(PATHS))
