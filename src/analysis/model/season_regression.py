"""Negative binomial regression of monthly counts on the month of the year."""

import warnings
from typing import NamedTuple

import numpy as np
from scipy.optimize import brentq
from scipy.special import chdtrc, fdtrc, ndtri, stdtrit
from statsmodels.genmod.families import NegativeBinomial, Poisson
from statsmodels.genmod.generalized_linear_model import GLM

from analysis.model.season_shape import CONTRAST, FREE

BEND_MONTHS = 12
MOST_EXTRA = 100.0  # extra variance, as a multiple of the squared mean, beyond which a series is not counts


class MonthEffects(NamedTuple):
    """Log effects of the twelve months with limits; F statistic, its degrees and p value; Pearson dispersion."""

    effects: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    statistic: float
    degrees: tuple[float, float]
    p_value: float
    dispersion: float


def fit_month_effects(
    counts: np.ndarray, month: np.ndarray, days: np.ndarray, steps: tuple[int, ...], confidence: float
) -> MonthEffects | None:
    """Fit counts on the month of the year, a trend and known steps, with log days as offset.

    `month` runs from 0 (January); rows with NaN counts are left out. The trend's slope may change once a year, so that
    a drifting level is not read as a season and the season not as a drift. The variance is mean + extra × mean², with
    extra set so that Pearson's statistic meets its degrees of freedom (Breslow 1984, Applied Statistics 33: 38-44), and
    never below Poisson's. The test is Wald's: F where extra was estimated, chi-square where the counts scatter no more
    than Poisson (infinite second degrees). Returns None where the regression does not settle.
    """
    seen = ~np.isnan(counts)
    position = np.arange(len(counts))
    trend = np.column_stack([_trend(len(counts)), *(position >= step for step in steps)])
    design = np.column_stack([CONTRAST[month], trend])[seen]
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # a fit that fails is told by its result, below
        fit, dispersion = _fit(counts[seen], design, np.log(days[seen]))
    if fit is None:
        return None
    return _describe(fit, dispersion, confidence)


def _trend(months: int) -> np.ndarray:
    """A line with a change of slope after every whole year but the last (months × its columns)."""
    position = np.arange(months, dtype=float)
    bends = np.linspace(0, months - 1, max(1, round(months / BEND_MONTHS)) + 1)[:-1]
    slopes = np.maximum(position[:, None] - bends, 0) / BEND_MONTHS
    return np.column_stack([np.ones(months), slopes])


def _fit(counts, design, offset):
    """The fit whose Pearson statistic meets its degrees of freedom, and the dispersion against Poisson."""

    def fit(extra):
        family = NegativeBinomial(alpha=extra) if extra > 0 else Poisson()
        return GLM(counts, design, family=family, offset=offset).fit(scale=1.0)

    def excess(extra):
        found = fit(extra)
        return found.pearson_chi2 / found.df_resid - 1

    try:
        plain = fit(0.0)
        dispersion = plain.pearson_chi2 / plain.df_resid
        if dispersion <= 1:
            return plain, dispersion
        return fit(brentq(excess, 1e-8, MOST_EXTRA, xtol=1e-6, rtol=1e-4)), dispersion
    except (ValueError, FloatingPointError, np.linalg.LinAlgError):
        return None, np.nan


def _describe(fit, dispersion: float, confidence: float) -> MonthEffects | None:
    free, covariance = fit.params[:FREE], fit.cov_params()[:FREE, :FREE]
    effects = CONTRAST @ free
    error = np.sqrt(np.maximum(np.diag(CONTRAST @ covariance @ CONTRAST.T), 0))
    if not (fit.converged and np.isfinite(error).all() and np.isfinite(effects).all()):
        return None
    statistic = float(free @ np.linalg.solve(covariance, free)) / FREE
    if dispersion > 1:
        degrees, reach = float(fit.df_resid), stdtrit(fit.df_resid, (1 + confidence) / 2) * error
        p_value = float(fdtrc(FREE, degrees, statistic))
    else:
        degrees, reach = np.inf, ndtri((1 + confidence) / 2) * error
        p_value = float(chdtrc(FREE, FREE * statistic))
    return MonthEffects(
        effects, effects - reach, effects + reach, statistic, (float(FREE), degrees), p_value, float(dispersion)
    )
