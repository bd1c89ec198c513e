"""Regression of monthly counts on the month of the year, under a level that may wander as it likes."""

from typing import NamedTuple

import numpy as np
from scipy.special import fdtrc, fdtri, ncfdtr, stdtrit

from analysis.model.season_shape import CONTRAST, FREE
from analysis.model.wandering_regression import AveragedFit, ProcessFit, fit_wandering

SWING = 0.15  # the season whose discovery the power is of: 15% above in one half of the year, 15% below in the other


class MonthEffects(NamedTuple):
    """Log effects of the twelve months with limits; F statistic, its degrees and p value; dispersion; power.

    `dispersion` is the months' own scatter in units of chance's; `power` the chance that a season of 15% either way
    would have been found at the level of `confidence`.
    """

    effects: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    statistic: float
    degrees: tuple[float, float]
    p_value: float
    dispersion: float
    power: float


def fit_month_effects(
    counts: np.ndarray, month: np.ndarray, days: np.ndarray, steps: tuple[int, ...], confidence: float
) -> MonthEffects | None:
    """Regress log daily rates on the month of the year, a line and known steps, under a wandering level.

    `month` runs from 0 (January); rows with NaN counts are left out; half a count is added so that zero has a
    logarithm. Effects, F and p values are averages over how the level may wander (`fit_wandering`). Returns None where
    there are too few months for the effects.
    """
    seen = np.flatnonzero(~np.isnan(counts))
    design = _design(len(counts), month, steps)[seen]
    if len(seen) <= design.shape[1]:
        return None
    chance = 1 / (counts[seen].mean() + 0.5)
    values = np.log(counts[seen] + 0.5) - np.log(days[seen])
    return _describe(fit_wandering(values, design, seen, chance), confidence, chance)


def _design(months: int, month: np.ndarray, steps: tuple[int, ...]) -> np.ndarray:
    """Eleven effects, a level, a line and the steps (months × columns)."""
    position = np.arange(months)
    after = [(position >= step).astype(float) for step in steps]
    return np.column_stack([CONTRAST[month], np.ones(months), position / months, *after])


def _describe(found: AveragedFit, confidence: float, chance: float) -> MonthEffects:
    effects = CONTRAST @ found.coefficients[:FREE]
    variance = np.diag(CONTRAST @ found.covariance[:FREE, :FREE] @ CONTRAST.T)
    reach = stdtrit(found.degrees, (1 + confidence) / 2) * np.sqrt(variance)
    weight = np.array([each.weight for each in found.fits])
    statistics = np.array([_length(each, each.coefficients[None, :FREE])[0] / FREE for each in found.fits])
    return MonthEffects(
        effects=effects,
        lower=effects - reach,
        upper=effects + reach,
        statistic=float(weight @ statistics),
        degrees=(float(FREE), float(found.degrees)),
        p_value=float(weight @ fdtrc(FREE, found.degrees, statistics)),
        dispersion=found.noise / chance,
        power=float(weight @ np.array([_power(each, found.degrees, confidence) for each in found.fits])),
    )


def _length(fit: ProcessFit, effects: np.ndarray) -> np.ndarray:
    """The squared length, in standard errors, of each row of eleven effects."""
    precision = np.linalg.inv(fit.covariance[:FREE, :FREE]) / fit.noise
    return np.asarray(np.einsum("wi,ij,wj->w", effects, precision, effects))


def _power(fit: ProcessFit, degrees: int, confidence: float) -> float:
    """The chance to find a season of one wave a year, on average over the month in which it is highest."""
    waves = SWING * np.cos(2 * np.pi * (np.arange(12)[:, None] - np.arange(12)) / 12)[:, :FREE]
    needed = fdtri(FREE, degrees, confidence)
    return float(np.mean(1 - ncfdtr(FREE, degrees, _length(fit, waves), needed)))
