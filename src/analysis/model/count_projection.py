"""Counts ahead from a level and a season, on the square-root scale on which counts vary alike.

The square root makes the spread of a count about the same at every size, and adding a quarter first keeps the mean
(Brown, Cai and Zhou 2010, "Nonparametric regression in exponential families", Annals of Statistics 38: 2005-2046).
"""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from scipy.special import gammaincinv, ndtr
from scipy.stats import qmc

from analysis.model.level import LEAST_COUNT, month_noise, project_level, recent_mean

QUARTER = 0.25
LEAST_LEVEL = 0.05  # of the series' own mean: a level is never projected to nothing
SCALE_MONTHS = 36
MOST_CORRECTED = (0.5, 2.0)


class CountProjection(NamedTuple):
    """Per month ahead and series: expected count, relative level, its covariance; per series: mean root rate.

    `surprises` are the past one-step errors relative to the mean root rate, `shift` what was added to each count.
    """

    expected: np.ndarray
    level: np.ndarray
    covariance: np.ndarray
    surprises: np.ndarray
    mean: np.ndarray
    shift: np.ndarray
    load: np.ndarray
    noise: np.ndarray

    @property
    def variance(self) -> np.ndarray:
        """The variance of each month's relative level ahead, in noise units (months × series)."""
        return np.diagonal(self.covariance, axis1=1, axis2=2).T


def seasonal_load(effects: np.ndarray, days: np.ndarray, first_month: int) -> np.ndarray:
    """Days times seasonal index for each month of `days` (months × series), from twelve log effects per series."""
    month = (first_month - 1 + np.arange(len(days))) % 12
    return np.asarray(days[:, None] * np.exp(effects[month]))


def project_counts(counts: np.ndarray, load: np.ndarray, horizon: int, steps: tuple[int, ...] = ()) -> CountProjection:
    """Project each column of counts over the months ahead.

    `load` is what a month carries at level one, days times seasonal index, with `horizon` rows more than `counts`.
    """
    shift = np.minimum(QUARTER, recent_mean(counts) / 3)  # below a count of 1, a quarter would be too much
    root = np.sqrt(counts + shift) / np.sqrt(load[: len(counts)])
    mean = recent_mean(root)
    unit = np.where(mean > 0, mean, 1.0)
    noise = month_noise(counts)
    ahead = project_level(root / unit, noise, horizon, steps)
    level = np.maximum(ahead.level, LEAST_LEVEL)
    future = load[len(counts) : len(counts) + horizon]
    drawn = CountProjection(
        (level * mean) ** 2 * future, level, ahead.covariance, ahead.surprises, mean, shift, future, noise
    )
    return drawn._replace(expected=drawn.expected * _mean_of_square(drawn, counts))


def _mean_of_square(projection: CountProjection, counts: np.ndarray) -> np.ndarray:
    """What makes a squared mean root a mean count: one, plus the months' noise on the root scale, less what was added.

    The two are alike for Poisson counts and differ where zeros are many: without it, a series of 40% zeros and mean 3
    was forecast at 2.4.
    """
    size = projection.mean**2 * projection.load.mean(axis=0)
    noise = surprise_scale(projection, counts, np.ones(len(counts), dtype=bool)) ** 2 * projection.noise
    added = np.divide(projection.shift, size, out=np.zeros_like(size), where=size > 0)
    return np.asarray(np.clip(1 + noise - added, *MOST_CORRECTED))


def surprise_scale(projection: CountProjection, counts: np.ndarray, usual: np.ndarray) -> np.ndarray:
    """Root mean square of each series' last 36 surprises, never below half of what chance gives.

    `usual` marks the months that count: months in which all areas jumped together say nothing of one area's noise.
    """
    surprises = np.where(usual[-len(projection.surprises) :, None], projection.surprises, np.nan)[-SCALE_MONTHS:]
    known = (~np.isnan(surprises)).sum(axis=0)
    squares = np.nansum(surprises**2, axis=0)
    chance = 0.5 / np.sqrt(np.maximum(recent_mean(counts), LEAST_COUNT) * projection.noise)
    return np.asarray(np.maximum(np.sqrt(squares / np.maximum(known, 1)), chance / 2))


def standard_errors_off(projection: CountProjection, actual: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """How many standard errors each actual count lay off its projection (months × series)."""
    rows = len(actual)
    unit = np.where(projection.mean > 0, projection.mean, np.nan)
    root = np.sqrt(actual + projection.shift) / np.sqrt(projection.load[:rows]) / unit
    level = projection.level[:rows]
    return np.asarray((root - level) / (level * scale * np.sqrt(projection.variance[:rows])))


PATHS = 4096
SEED = 13
JEFFREYS = 0.5
CHANCE = 0.25  # variance of the square root of a Poisson count


def simulate_counts(
    projection: CountProjection, scale: np.ndarray, observed: int, quantile: Callable[[np.ndarray], np.ndarray]
) -> np.ndarray:
    """Equally likely paths of one series' counts (4,096 × months ahead), so that months and their total agree.

    A month's count varies for three reasons, and each is drawn, the same each time: chance (Poisson), a rate that was
    learned from few events (a gamma, so that both together are a negative binomial; Harvey and Fernandes 1989, Journal
    of Business and Economic Statistics 7: 407-417), and a level that wanders (`level`). What chance and learning take
    of the forecast's variance, the wandering does not have.

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
