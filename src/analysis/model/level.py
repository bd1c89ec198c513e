"""The level of a monthly series: how it wanders, what it will be, and how surely.

The level is a Gaussian process around the series' own mean: a slow part and a passing part, each a first-order
autoregression, seen through monthly noise (a structural time series without trend, Harvey 1989, Forecasting,
Structural Time Series Models and the Kalman Filter, section 2.3; best linear prediction from a covariance,
Rasmussen and Williams 2006, Gaussian Processes for Machine Learning, section 2.2). Variances are in units of
the noise that is not chance, and were chosen with the persistences by rolling-origin error on the months to March 2020
of the English authorities' referrals (docs/methods.md, "Forecasts"). A gap is a row that the covariance does not have.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np

SLOW_VARIANCE, SLOW_PERSISTENCE = 10.0, 0.98
PASSING_VARIANCE, PASSING_PERSISTENCE = 1.3, 0.8
MEAN_VARIANCE = 13.0
CHANCE_COUNT = 100.0  # a monthly count at which chance (10%) is as large as the other noise
LEAST_COUNT = 0.1
DIFFUSE = 1000.0  # a step at a known break may have any size
LEVEL_MONTHS = 60


class Weights(NamedTuple):
    """What the observed months weigh in each month ahead: months ahead × months, with covariances in noise units."""

    ahead: np.ndarray
    covariance: np.ndarray
    whitening: np.ndarray


class Projection(NamedTuple):
    """Level ahead (months × series), its covariance in noise units, and one-step surprises (months × series).

    The covariance between the months ahead is series × months × months, a month's own noise included.
    """

    level: np.ndarray
    covariance: np.ndarray
    surprises: np.ndarray


def level_covariance(months: int, *, mean_variance: float, steps: tuple[int, ...] = ()) -> np.ndarray:
    """Covariance of the level between months, in units of the noise variance."""
    position = np.arange(months)
    apart = np.abs(position[:, None] - position)
    covariance = SLOW_VARIANCE * SLOW_PERSISTENCE**apart + PASSING_VARIANCE * PASSING_PERSISTENCE**apart
    for step in steps:
        after = (position >= step).astype(float)
        covariance += DIFFUSE * np.outer(after, after)
    return np.asarray(covariance + mean_variance)


def recent_mean(values: np.ndarray) -> np.ndarray:
    """Mean of the observed months among the last 60 of each column, 0 where there are none."""
    recent = values[-LEVEL_MONTHS:]
    observed = (~np.isnan(recent)).sum(axis=0)
    return np.asarray(np.nansum(recent, axis=0) / np.maximum(observed, 1))


def month_noise(counts: np.ndarray) -> np.ndarray:
    """Noise of one month of each column of counts, chance included, in units of the noise that is not chance.

    One plus 100 over the mean count of the last 60 months, to the nearest tenth or so, so that like series share their
    weights: the smaller the counts, the more months the level rests on.
    """
    noise = 1 + CHANCE_COUNT / np.maximum(recent_mean(counts), LEAST_COUNT)
    return np.asarray(np.exp(np.round(np.log(noise) * 5) / 5))


def project_level(values: np.ndarray, noise: np.ndarray, horizon: int, steps: tuple[int, ...] = ()) -> Projection:
    """Predict each column's level for the months ahead from its last 60 months.

    `values` has a row per month and a column per series, positive and of mean about one, NaN where not observed;
    `noise` is `month_noise`. The surprises are the one-step errors over their standard error in noise units, so that
    their variance is that of the noise that is not chance, in the values' own unit.
    """
    steps = tuple(step - (len(values) - LEVEL_MONTHS) for step in steps) if len(values) > LEVEL_MONTHS else steps
    steps = tuple(step for step in steps if step > 0)
    values = values[-LEVEL_MONTHS:]
    level = np.full((horizon, values.shape[1]), np.nan)
    covariance = np.full((values.shape[1], horizon, horizon), np.nan)
    surprises = np.full(values.shape, np.nan)
    for seen, size, columns in group_alike(values, noise):
        block = values[np.ix_(seen, columns)]
        weights = _weights(len(values), horizon, seen.tobytes(), size, steps)
        mean = block.mean(axis=0)
        level[:, columns] = mean + weights.ahead @ (block - mean)
        covariance[columns] = weights.covariance
        surprises[np.ix_(seen, columns)] = weights.whitening @ (block - mean)
    return Projection(level, covariance, surprises[1:])


def group_alike(values: np.ndarray, noise: np.ndarray) -> Iterator[tuple[np.ndarray, float, np.ndarray]]:
    """Yield (observed months, noise, columns) for the columns that share gaps and noise and have any month at all."""
    marks = np.vstack([~np.isnan(values), noise])
    kinds, member = np.unique(marks, axis=1, return_inverse=True) if marks.shape[1] > 1 else (marks, np.zeros(1))
    for number in range(kinds.shape[1]):
        seen = kinds[:-1, number].astype(bool)
        if seen.any():
            yield seen, float(kinds[-1, number]), np.flatnonzero(member.ravel() == number)


@lru_cache(maxsize=512)
def _weights(months: int, horizon: int, seen: bytes, noise: float, steps: tuple[int, ...]) -> Weights:
    covariance = level_covariance(months + horizon, mean_variance=MEAN_VARIANCE, steps=steps)
    past = np.flatnonzero(np.frombuffer(seen, dtype=bool))
    ahead = np.arange(months, months + horizon)
    signal = covariance[np.ix_(past, ahead)]
    factor = np.linalg.cholesky(covariance[np.ix_(past, past)] + noise * np.eye(len(past)))
    half = np.linalg.solve(factor, signal)
    given = covariance[np.ix_(ahead, ahead)] + noise * np.eye(horizon) - half.T @ half
    return Weights(np.linalg.solve(factor.T, half).T, given, np.linalg.inv(factor))
