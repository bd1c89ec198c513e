"""Regression of monthly counts on the month of the year, under a level that may wander as it likes.

Months of one year are alike: a level that is high in May is high in June. A test that takes them as independent reads
the wandering as a season (a nominal 5% became 18 to 31% where the level wandered by 5 or 6%). How far the level of a
series wanders is not known, so each of a grid of processes is fitted, and each counts by its likelihood.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from scipy.special import fdtrc, fdtri, ncfdtr, stdtrit

from analysis.model.season_shape import CONTRAST, FREE

# Variance of the wandering level in units of a month's own noise, and how much of it is left after a month.
PROCESSES = ((0.0, 0.0), *((size, kept) for size in (0.3, 1.0, 3.0, 10.0) for kept in (0.5, 0.8, 0.95, 0.99)))
SWING = 0.15  # the season whose discovery the power is of: 15% above in one half of the year, 15% below in the other
TEST_LEVEL = 0.05
LEAST_NOISE = 0.25  # of chance's variance: counts more alike than that are no better known


class MonthEffects(NamedTuple):
    """Log effects of the twelve months with limits; F statistic, its degrees and p value; dispersion; power.

    `dispersion` is the months' own scatter in units of chance's; `power` the chance that a season of 15% either way
    would have been found at the 5% level.
    """

    effects: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    statistic: float
    degrees: tuple[float, float]
    p_value: float
    dispersion: float
    power: float


class _Fit(NamedTuple):
    """One process's fit: free effects and their covariance, noise variance, F, and restricted log likelihood."""

    free: np.ndarray
    covariance: np.ndarray
    noise: float
    statistic: float
    likelihood: float


def fit_month_effects(
    counts: np.ndarray, month: np.ndarray, days: np.ndarray, steps: tuple[int, ...], confidence: float
) -> MonthEffects | None:
    """Regress log daily rates on the month of the year, a line and known steps, by generalised least squares.

    `month` runs from 0 (January); rows with NaN counts are left out; half a count is added so that zero has a
    logarithm, and a month's noise is never taken as less than half of chance's. The level is a first-order
    autoregression of each of seventeen sizes and persistences, and effects, variances, F and p values are averaged
    with the restricted likelihoods of these as weights (Patterson and Thompson 1971, Biometrika 58: 545-554; Hoeting
    and others 1999, Statistical Science 14: 382-417). Returns None where there are too few months for the effects.
    """
    seen = ~np.isnan(counts)
    degrees = int(seen.sum()) - FREE - 2 - len(steps)
    if degrees < 1:
        return None
    design = _design(len(counts), month, steps)[seen]
    values = (np.log(counts + 0.5) - np.log(days))[seen]
    chance = 1 / (counts[seen].mean() + 0.5)
    fits = [_fit(values, design, np.flatnonzero(seen), process, chance) for process in PROCESSES]
    likelihood = np.array([each.likelihood for each in fits])
    weight = np.exp(likelihood - likelihood.max())
    return _average(fits, weight / weight.sum(), degrees, confidence, chance)


def _design(months: int, month: np.ndarray, steps: tuple[int, ...]) -> np.ndarray:
    """Eleven effects, a level, a line and the steps (months × columns)."""
    position = np.arange(months)
    after = [(position >= step).astype(float) for step in steps]
    return np.column_stack([CONTRAST[month], np.ones(months), position / months, *after])


def _fit(values: np.ndarray, design: np.ndarray, at: np.ndarray, process: tuple[float, float], chance: float) -> _Fit:
    whitening, log_determinant = _whitening(at.tobytes(), *process)
    design, values = whitening @ design, whitening @ values
    information = design.T @ design
    found = np.linalg.solve(information, design.T @ values)
    degrees = len(values) - design.shape[1]
    squares = float(((values - design @ found) ** 2).sum())
    noise = max(squares / degrees, LEAST_NOISE * chance)
    covariance = np.linalg.inv(information)[:FREE, :FREE]
    free = found[:FREE]
    statistic = float(free @ np.linalg.solve(covariance, free)) / FREE / noise
    spread = degrees * np.log(noise) + squares / noise
    likelihood = -0.5 * (log_determinant + np.linalg.slogdet(information)[1] + spread)
    return _Fit(free, covariance, noise, statistic, float(likelihood))


@lru_cache(maxsize=512)
def _whitening(at: bytes, size: float, kept: float) -> tuple[np.ndarray, float]:
    """What makes the months independent under a process, and the log determinant of their covariance."""
    position = np.frombuffer(at, dtype=np.intp)
    apart = np.abs(position[:, None] - position)
    factor = np.linalg.cholesky(np.eye(len(position)) + size * kept**apart)
    return np.linalg.inv(factor), 2 * float(np.log(np.diag(factor)).sum())


def _average(fits: list[_Fit], weight: np.ndarray, degrees: int, confidence: float, chance: float) -> MonthEffects:
    effects = np.array([CONTRAST @ each.free for each in fits])
    within = np.array([each.noise * np.diag(CONTRAST @ each.covariance @ CONTRAST.T) for each in fits])
    middle = weight @ effects
    error = np.sqrt(weight @ (within + (effects - middle) ** 2))
    reach = stdtrit(degrees, (1 + confidence) / 2) * error
    statistics = np.array([each.statistic for each in fits])
    noise = float(weight @ np.array([each.noise for each in fits]))
    return MonthEffects(
        effects=middle,
        lower=middle - reach,
        upper=middle + reach,
        statistic=float(weight @ statistics),
        degrees=(float(FREE), float(degrees)),
        p_value=float(weight @ fdtrc(FREE, degrees, statistics)),
        dispersion=noise / chance,
        power=float(weight @ np.array([_power(each, degrees) for each in fits])),
    )


def _power(fit: _Fit, degrees: int) -> float:
    """The chance to find a season of one wave a year, on average over the month in which it is highest."""
    waves = SWING * np.cos(2 * np.pi * (np.arange(12)[:, None] - np.arange(12)) / 12)[:, :FREE]
    precision = np.linalg.inv(fit.covariance) / fit.noise
    length = np.einsum("wi,ij,wj->w", waves, precision, waves)
    needed = fdtri(FREE, degrees, 1 - TEST_LEVEL)
    return float(np.mean(1 - ncfdtr(FREE, degrees, length, needed)))
