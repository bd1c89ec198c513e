"""The change of a rate, a share or a stock from year to year."""

import warnings
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from analysis.model.limits import check_confidence
from analysis.model.timeline import Moment, read_moment, select_points
from analysis.refusals import suggest

FEWEST_POINTS = 4
UNSETTLED = 3.0  # a standard error of a log ratio, a factor of twenty, beyond which the figures settle nothing
METHODS = {
    "rate": "log-linear quasi-Poisson regression on the year, limits from Student's t",
    "proportion": "quasi-binomial logistic regression on the year, limits from Student's t",
    "stock": "log-linear regression of a stock on the year with Pearson dispersion, limits from Student's t",
    "value": "log-linear regression of published values on the year, limits from Student's t",
}
STOCK_CAVEAT = (
    "Children counted on one day may be counted on the next one too, so the points are not independent and the "
    "limits are a guide only."
)


@dataclass(frozen=True)
class Step:
    """A known break: how many times the level before it the level after it is (for a share, the odds)."""

    at: pd.Timestamp
    ratio: float
    lower: float
    upper: float


@dataclass(frozen=True)
class Trend:
    """The ratio of a year's rate (for a share, its odds) to the year before; 0.90 is a fall of 10% a year.

    `points` holds a share's mean change a year with its limits, 0.01 being one percentage point. `dispersion`
    is how many times chance's variance the points scatter with; `used` is how many points the model read.
    """

    ratio: float
    lower: float
    upper: float
    direction: str | None
    dispersion: float
    used: int
    kind: str
    points: tuple[float, float, float] | None
    steps: tuple[Step, ...]
    method: str
    confidence: float
    caveat: str | None = None
    reason: str | None = None
    log_slope: float = np.nan
    standard_error: float = np.nan
    degrees: int = 0
    fitted: pd.DataFrame | None = field(default=None, compare=False, repr=False)


class _Fit(NamedTuple):
    """Coefficients, their covariance, Pearson's dispersion and the fitted level of each point."""

    coefficients: np.ndarray
    covariance: np.ndarray
    scatter: float
    level: np.ndarray


def fit_trend(
    table: pd.DataFrame, kind: str = "rate", *, breaks: Iterable[Moment] = (), confidence: float = 0.95
) -> Trend:
    """Fit the log-linear change a year of a series, with limits that widen as points scatter beyond chance.

    Reads start (or period), numerator and denominator. "rate" is a quasi-Poisson model with the log
    denominator as offset (McCullagh and Nelder 1989); "proportion" quasi-binomial, its ratio being of odds;
    "stock" a count on one day each year; "value" published values without counts. Dispersion is Pearson's,
    never below 1. Each known break (a day or a period's label) enters as a step of the level. Fewer than four
    points more than steps, no events, or figures that settle no slope give no model and the reason. Raises
    ValueError for an unknown kind.
    """
    if kind not in METHODS:
        raise ValueError(f"no kind of trend {kind!r}. {suggest(kind, METHODS)}")
    check_confidence(confidence)
    points = select_points(table, kind)
    steps = _steps_within(points, breaks)
    reason = _reason(points, kind, steps)
    if reason:
        return _no_trend(points, kind, confidence, reason)
    design = np.column_stack(
        [
            np.ones(len(points)),
            points["year"] - points["year"].mean(),
            *[(points["start"] >= at).astype(float) for at in steps],
        ]
    )
    if np.linalg.matrix_rank(design) < design.shape[1]:
        return _no_trend(points, kind, confidence, "A break cannot be told apart from the change from year to year.")
    fit = _fit(points, design, kind)
    if fit is None or not (np.sqrt(np.diag(fit.covariance)[1:]) < UNSETTLED).all():
        return _no_trend(points, kind, confidence, "The figures are too few or too uneven to settle a slope.")
    return _describe(points, kind, confidence, steps, fit)


def find_next_level(points: pd.DataFrame, kind: str, breaks: Iterable[Moment] = ()) -> tuple[float, float, int]:
    """The model's log level (or log odds) one period after the last point, its standard error and degrees.

    For points that `fit_trend` can fit, from `select_points`. Raises ValueError for points that settle no level.
    """
    year = points["year"]
    ahead = year - (year.max() + np.median(np.diff(year)))
    steps = [(points["start"] < at).astype(float) for at in _steps_within(points, breaks)]
    # counted back from the next period, so that the first coefficient is its level
    fit = _fit(points, np.column_stack([np.ones(len(points)), ahead, *steps]), kind)
    if fit is None:
        raise ValueError("the points settle no level; fit_trend says why")
    return float(fit.coefficients[0]), float(np.sqrt(fit.covariance[0, 0])), len(points) - len(fit.coefficients)


def _steps_within(points: pd.DataFrame, breaks: Iterable[Moment]) -> list[pd.Timestamp]:
    """The breaks that have points on both sides, each once; others leave nothing to estimate."""
    moments = sorted({read_moment(each) for each in breaks})
    return [at for at in moments if (points["start"] < at).any() and (points["start"] >= at).any()]


def _reason(points: pd.DataFrame, kind: str, steps: list) -> str | None:
    needed = FEWEST_POINTS + len(steps)
    if len(points) < needed:
        for_breaks = f" with {len(steps)} known break{'s' * (len(steps) > 1)}" if steps else ""
        return f"A trend{for_breaks} needs {needed} points; there are {len(points)}."
    if kind == "value":
        return None if (points["value"] > 0).all() else "A value of zero has no logarithm, so no yearly ratio."
    if points["numerator"].sum() == 0:
        return "No period has any events."
    if kind == "proportion" and (points["numerator"] == points["denominator"]).all():
        return "The share is the whole in every period."
    return None


def _fit(points: pd.DataFrame, design: np.ndarray, kind: str) -> _Fit | None:
    """The model's fit, its covariance scaled by the dispersion; None where it does not converge."""
    # statsmodels takes over a second to load, which a page without a trend need not wait for
    from statsmodels.genmod import families
    from statsmodels.genmod.generalized_linear_model import GLM

    if kind == "value":
        model, floor = GLM(np.log(points["value"].to_numpy()), design), 0.0
    elif kind == "proportion":
        x, n = points["numerator"].to_numpy(), points["denominator"].to_numpy()
        model, floor = GLM(np.column_stack([x, n - x]), design, family=families.Binomial()), 1.0
    else:
        offset = np.log(points["denominator"].to_numpy())
        model, floor = (
            GLM(points["numerator"].to_numpy(), design, family=families.Poisson(), offset=offset),
            1.0,
        )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a perfect fit warns like a separated one; the errors tell them apart
        try:
            fit = model.fit(scale=1.0)
        except (np.linalg.LinAlgError, ValueError):
            return None
    if not fit.converged or not np.isfinite(fit.params).all():
        return None
    scatter = float(fit.pearson_chi2 / fit.df_resid)
    scatter = scatter if scatter > 1e-20 else 0.0  # what is left of a perfect fit is rounding
    dispersion = max(scatter, floor)
    return _Fit(np.asarray(fit.params), np.asarray(fit.cov_params()) * dispersion, scatter, design @ fit.params)


def _describe(points: pd.DataFrame, kind: str, confidence: float, steps: list[pd.Timestamp], fit: _Fit) -> Trend:
    coefficients, covariance, scatter, level = fit
    degrees = len(points) - len(coefficients)
    quantile, errors = stdtrit(degrees, (1 + confidence) / 2), np.sqrt(np.diag(covariance))
    logs = np.column_stack([coefficients, coefficients - quantile * errors, coefficients + quantile * errors])
    with np.errstate(over="ignore"):
        ratios = np.exp(logs[1:])
    ratio, lower, upper = (float(figure) for figure in ratios[0])
    expected = 1 / (1 + np.exp(-level)) if kind == "proportion" else np.exp(level)
    change, least, most = (float(figure) for figure in logs[1] * (expected * (1 - expected)).mean())
    return Trend(
        ratio,
        lower,
        upper,
        direction="rising" if lower > 1 else "falling" if upper < 1 else "no clear change",
        dispersion=scatter if kind != "value" else np.nan,
        used=len(points),
        kind=kind,
        points=(change, least, most) if kind == "proportion" else None,
        steps=tuple(Step(at, *(float(figure) for figure in row)) for at, row in zip(steps, ratios[1:], strict=True)),
        method=METHODS[kind],
        confidence=confidence,
        caveat=STOCK_CAVEAT if kind == "stock" else None,
        log_slope=float(coefficients[1]),
        standard_error=float(errors[1]),
        degrees=degrees,
        fitted=points[["start", "label", "year"]].assign(expected=expected),
    )


def _no_trend(points: pd.DataFrame, kind: str, confidence: float, reason: str) -> Trend:
    return Trend(
        np.nan,
        np.nan,
        np.nan,
        None,
        np.nan,
        len(points),
        kind,
        None,
        (),
        METHODS[kind],
        confidence,
        caveat=STOCK_CAVEAT if kind == "stock" else None,
        reason=reason,
    )
