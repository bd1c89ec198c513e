"""What a known change did to a series of months: an interrupted time series (Lopez Bernal and others 2017).

It compares what came after a known day with what the months before would have led to. It cannot tell that change from
another of the same months; places that had no such change (`control`) tell some of these apart.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import stdtr, stdtrit
from statsmodels.genmod.families import NegativeBinomial, Poisson
from statsmodels.genmod.generalized_linear_model import GLM, GLMResults

from analysis.model.limits import check_confidence
from analysis.model.monthly_series import read_monthly
from analysis.model.shown_result import ShownResult
from analysis.model.timeline import Moment, count_days, read_moment
from analysis.model.wandering_regression import fit_wandering
from analysis.schemas import MonthlyCounts

LEAST_BEFORE, LEAST_AFTER = 24, 6
SLOPE_MONTHS = 12  # fewer months after the change cannot tell a new slope from its level
HARMONICS = 2
MOST_EXTRA = 100.0  # extra variance, as a multiple of the squared mean, beyond which a series is not counts
METHOD = "interrupted time series: negative binomial regression with season, line, step and slope; {months}"
WANDERING, INDEPENDENT = "a level that wanders", "months taken as independent"
COLUMNS = ["start", "numerator", "fitted", "without", "bedding_in"]
Vector = NDArray[np.float64]


@dataclass(frozen=True)
class StepEffect(ShownResult):
    """What a known change multiplied a level by, with limits.

    `step` is the change of level at the day (0.8 is a fifth lower), `slope` what each year since adds to it as a
    factor (NaN without `SLOPE_MONTHS` months after). `control_step` is the step of the places without the change, and
    `step` is then over theirs; NaN without a control. `unusual` says that the limits leave out 1. `table` has start,
    numerator, fitted, without (what the months before lead to) and bedding_in (months left out). `autocorrelation` is
    that of successive months' residuals.
    """

    table: pd.DataFrame = field(compare=False, repr=False)
    before: int
    after: int
    method: str
    confidence: float
    step: float = np.nan
    lower: float = np.nan
    upper: float = np.nan
    p_value: float = np.nan
    unusual: bool | None = None
    slope: float = np.nan
    control_step: float = np.nan
    autocorrelation: float = np.nan
    reason: str | None = None


class _Fit(NamedTuple):
    """Log step and slope, their variances, degrees of freedom, and residual autocorrelation."""

    log: Vector
    variance: Vector
    degrees: int
    autocorrelation: float
    fitted: Vector
    without: Vector


def fit_interrupted(
    monthly: MonthlyCounts,
    change: Moment,
    *,
    bedding_in: int = 0,
    control: MonthlyCounts | None = None,
    slope: bool = True,
    wandering: bool = True,
    confidence: float = 0.95,
) -> StepEffect:
    """Estimate the step and the new slope of monthly counts at a known day.

    `monthly` has start and numerator, and denominator where there is a population (else counts are per day). The mean
    follows a line, two pairs of harmonics of the year, a step from the month of `change` (a date, Period or label)
    and, with twelve months after it and unless `slope` is False, a change of slope; the variance is negative binomial,
    set by Pearson's statistic (Breslow 1984, Applied Statistics 33: 38-44). `bedding_in` months from the change on are
    left out. With `wandering` the level may wander about all this: one step of penalised quasi-likelihood (Breslow and
    Clayton 1993, Journal of the American Statistical Association 88: 9-25), as `fit_wandering` averages it; without,
    months are independent, as in the tutorial, and a level that wanders is called a step in 19 to 36% of series.
    `control` is the same table of places without the change, such as the neighbours' sum: the step is then over theirs
    (Lopez Bernal and others 2018, International Journal of Epidemiology 47: 2082-2093). Fewer than 24 months before,
    or 6 after the bedding-in, give a reason.
    """
    check_confidence(confidence)
    start = pd.Period(read_moment(change), freq="M")
    found = _fit_series(monthly, start, bedding_in, slope, wandering)
    other = None if control is None else _fit_series(control, start, bedding_in, slope, wandering)
    if isinstance(found, str) or isinstance(other, str):
        reason = found if isinstance(found, str) else f"Of the control: {other}"
        return _nothing(monthly, start, confidence, reason)
    fit, table, before, after = found
    log, variance, degrees = fit.log, fit.variance, fit.degrees
    method = METHOD.format(months=WANDERING if wandering else INDEPENDENT)
    control_step = np.nan
    if other is not None:
        log, variance = log - other[0].log, variance + other[0].variance
        degrees, method = min(degrees, other[0].degrees), f"{method}; over the same of the control"
        control_step = float(np.exp(other[0].log[0]))
    reach = stdtrit(degrees, (1 + confidence) / 2) * np.sqrt(variance)
    middle, lower, upper = np.exp(log), np.exp(log - reach), np.exp(log + reach)
    return StepEffect(
        step=float(middle[0]),
        lower=float(lower[0]),
        upper=float(upper[0]),
        p_value=float(2 * stdtr(degrees, -abs(log[0]) / np.sqrt(variance[0]))),
        unusual=bool(lower[0] > 1 or upper[0] < 1),
        slope=float(middle[1]),
        control_step=control_step,
        before=before,
        after=after,
        autocorrelation=fit.autocorrelation,
        table=table,
        method=method,
        confidence=confidence,
    )


def _fit_series(
    monthly: pd.DataFrame, change: pd.Period, bedding_in: int, slope: bool, wandering: bool
) -> tuple[_Fit, pd.DataFrame, int, int] | str:
    """The fit of one series, its table, and its months before and after; or why there is none."""
    counts = read_monthly(monthly)
    size = _sizes(monthly, counts)
    position = np.array([month.ordinal - change.ordinal for month in counts.index], dtype=float)
    bedding = (position >= 0) & (position < bedding_in)
    used = np.isfinite(counts.to_numpy()) & np.isfinite(size) & ~bedding
    before, after = int((used & (position < 0)).sum()), int((used & (position >= 0)).sum())
    if before < LEAST_BEFORE or after < LEAST_AFTER:
        settling = f" (the first {bedding_in} are left out)" if bedding_in else ""
        return (
            f"{before} months before {change:%B %Y} and {after} after{settling} are known; "
            f"to measure a step takes {LEAST_BEFORE} and {LEAST_AFTER}."
        )
    if counts.to_numpy()[used].sum() == 0:
        return "No event was counted in any month."
    fit = _fit(counts.to_numpy(), size, position, used, slope and after >= SLOPE_MONTHS, wandering)
    table = pd.DataFrame({"start": pd.PeriodIndex(counts.index).to_timestamp(), "numerator": counts.to_numpy()})
    table = table.assign(fitted=fit.fitted, without=fit.without, bedding_in=bedding)
    return fit, table[COLUMNS], before, after


def _sizes(monthly: pd.DataFrame, counts: pd.Series) -> Vector:
    """What each month's count is out of: the denominator, or the days of the month."""
    if "denominator" not in monthly:
        return np.asarray(count_days(pd.PeriodIndex(counts.index)), dtype=float)
    population = read_monthly(monthly[["start"]].assign(numerator=monthly["denominator"]))
    return np.asarray(population.reindex(counts.index), dtype=float)


def _fit(
    counts: Vector, size: Vector, position: Vector, used: NDArray[np.bool_], sloped: bool, wandering: bool
) -> _Fit:
    design, changes = _design(position, sloped)
    offset = np.log(size[used])
    model = _negative_binomial(counts[used], design[used], offset)
    found, covariance = np.asarray(model.params), np.asarray(model.cov_params())
    residual = np.asarray(model.resid_pearson)
    together = np.diff(np.flatnonzero(used)) == 1
    alike = float(np.sum((residual[1:] * residual[:-1])[together]) / np.sum(residual**2))
    if wandering:
        mean = np.asarray(model.fittedvalues)
        working = np.log(mean) - offset + counts[used] / mean - 1
        spread = np.asarray(model.family.variance(mean)) ** 0.5 / mean
        averaged = fit_wandering(working, design[used], np.flatnonzero(used), float(np.mean(1 / mean)), spread)
        found, covariance = averaged.coefficients, averaged.covariance
    log, variance = np.full(2, np.nan), np.full(2, np.nan)
    log[:changes], variance[:changes] = found[:changes], np.diag(covariance)[:changes]
    fitted = size * np.exp(design @ found)
    without = fitted / np.exp(design[:, :changes] @ found[:changes])
    return _Fit(log, variance, int(used.sum()) - design.shape[1], alike, fitted, without)


def _design(position: Vector, sloped: bool) -> tuple[Vector, int]:
    """The step, the slope if any, a level, a line and the season (months × columns), and how many are changes."""
    after = (position >= 0).astype(float)
    changes = [after, after * position / 12] if sloped else [after]
    waves = [wave(2 * np.pi * pair * position / 12) for pair in range(1, HARMONICS + 1) for wave in (np.sin, np.cos)]
    return np.column_stack([*changes, np.ones(len(position)), position / 12, *waves]), len(changes)


def _negative_binomial(counts: Vector, design: Vector, offset: Vector) -> GLMResults:
    """The fit whose Pearson statistic meets its degrees of freedom, and never less than Poisson's variance."""

    def fit(extra: float) -> GLMResults:
        family = NegativeBinomial(alpha=extra) if extra > 0 else Poisson()
        return GLM(counts, design, family=family, offset=offset).fit(scale=1.0)

    def excess(extra: float) -> float:
        found = fit(extra)
        return float(found.pearson_chi2 / found.df_resid - 1)

    if excess(0.0) <= 0:
        return fit(0.0)
    return fit(brentq(excess, 1e-8, MOST_EXTRA, xtol=1e-6, rtol=1e-4))


def _nothing(monthly: pd.DataFrame, change: pd.Period, confidence: float, reason: str) -> StepEffect:
    months = pd.PeriodIndex(pd.to_datetime(monthly["start"]), freq="M")
    before, after = int((months < change).sum()), int((months >= change).sum())
    empty, method = pd.DataFrame(columns=COLUMNS), METHOD.format(months=WANDERING)
    return StepEffect(empty, before, after, method, confidence, reason=reason)
