"""The change of a rate, a share or a stock from year to year."""

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from analysis.model.limits import check_confidence
from analysis.model.timeline import select_points
from analysis.refusals import suggest

FEWEST_POINTS = 4
UNSETTLED = 3.0  # a standard error of a log ratio, a factor of twenty, beyond which the figures settle nothing
METHODS = {
    "rate": "log-linear quasi-Poisson regression on the year, limits from Student's t",
    "proportion": "quasi-binomial logistic regression on the year, limits from Student's t",
    "stock": "log-linear regression of a stock on the year with Pearson dispersion, limits from Student's t",
    "value": "log-linear regression of published values on the year, limits from Student's t",
}


@dataclass(frozen=True)
class Trend:
    """The ratio of a year's rate (for a share, its odds) to the year before; 0.90 is a fall of 10% a year.

    `dispersion` is how many times chance's variance the points scatter with; `used` is how many points the model read;
    `log_slope` and `standard_error` are on the model's own scale.
    """

    used: int
    method: str
    confidence: float
    ratio: float = np.nan
    lower: float = np.nan
    upper: float = np.nan
    direction: str | None = None
    dispersion: float = np.nan
    log_slope: float = np.nan
    standard_error: float = np.nan
    reason: str | None = None


def fit_trend(table: pd.DataFrame, kind: str = "rate", *, confidence: float = 0.95) -> Trend:
    """Fit the log-linear change a year of a series, with limits that widen as points scatter beyond chance.

    Reads start (or period), numerator and denominator. "rate" is a quasi-Poisson model with the log denominator as
    offset (McCullagh and Nelder 1989); "proportion" quasi-binomial, its ratio being of odds; "stock" a count on one day
    each year; "value" published values without counts. Dispersion is Pearson's, never below 1. Fewer than four points,
    no events, or figures that settle no slope give no model and the reason. Raises ValueError for an unknown kind.
    """
    if kind not in METHODS:
        raise ValueError(f"no kind of trend {kind!r}. {suggest(kind, METHODS)}")
    points = select_points(table, kind)
    told = (len(points), METHODS[kind], check_confidence(confidence))
    reason = _reason(points, kind)
    fit = None if reason else _fit(points, kind)
    if fit is None:
        return Trend(*told, reason=reason or "The figures are too few or too uneven to settle a slope.")
    slope, error, scatter = fit
    half = stdtrit(len(points) - 2, (1 + confidence) / 2) * error
    with np.errstate(over="ignore"):
        ratio, lower, upper = (float(figure) for figure in np.exp([slope, slope - half, slope + half]))
    direction = "rising" if lower > 1 else "falling" if upper < 1 else "no clear change"
    dispersion = scatter if kind != "value" else np.nan
    return Trend(*told, ratio, lower, upper, direction, dispersion, slope, error)


def model_terms(points: pd.DataFrame, kind: str) -> tuple[np.ndarray, Any, np.ndarray | None]:
    """What a generalised linear model of a series explains, its family and its offset."""
    # statsmodels takes over a second to load, which a page without a trend need not wait for
    from statsmodels.genmod import families

    if kind == "value":
        return np.log(points["value"].to_numpy()), None, None
    x, n = points["numerator"].to_numpy(), points["denominator"].to_numpy()
    if kind == "proportion":
        return np.column_stack([x, n - x]), families.Binomial(), None
    return x, families.Poisson(), np.log(n)


def _reason(points: pd.DataFrame, kind: str) -> str | None:
    if len(points) < FEWEST_POINTS:
        return f"A trend needs {FEWEST_POINTS} points; there are {len(points)}."
    if kind == "value":
        return None if (points["value"] > 0).all() else "A value of zero has no logarithm, so no yearly ratio."
    if points["numerator"].sum() == 0:
        return "No period has any events."
    if kind == "proportion" and (points["numerator"] == points["denominator"]).all():
        return "The share is the whole in every period."
    return None


def _fit(points: pd.DataFrame, kind: str) -> tuple[float, float, float] | None:
    """The slope, its error scaled by the dispersion, and the dispersion; None where the figures settle none."""
    from statsmodels.genmod.generalized_linear_model import GLM

    response, family, offset = model_terms(points, kind)
    design = np.column_stack([np.ones(len(points)), points["year"] - points["year"].mean()])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a perfect fit warns like a separated one; the errors tell them apart
        try:
            fit = GLM(response, design, family=family, offset=offset).fit(scale=1.0)
        except (np.linalg.LinAlgError, ValueError):
            return None
    if not fit.converged or not np.isfinite(fit.params).all():
        return None
    scatter = float(fit.pearson_chi2 / fit.df_resid)
    scatter = scatter if scatter > 1e-20 else 0.0  # what is left of a perfect fit is rounding
    error = float(fit.bse[1]) * float(np.sqrt(max(scatter, 0.0 if kind == "value" else 1.0)))
    return (float(fit.params[1]), error, scatter) if error < UNSETTLED else None
