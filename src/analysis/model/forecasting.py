"""Expected counts for the months ahead and their year, with limits; what a year would bring at levels already seen."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from analysis.model.count_projection import (
    SCALE_MONTHS,
    CountProjection,
    project_counts,
    simulate_counts,
    surprise_scale,
)
from analysis.model.level import LEVEL_MONTHS
from analysis.model.limits import check_confidence
from analysis.model.monthly_series import read_breaks, read_monthly
from analysis.model.pooling import LEAST_ERRORS, PooledPattern, learn_load, shrink_scale
from analysis.model.shown_result import ShownResult
from analysis.model.timeline import Moment
from analysis.schemas import MonthlyCounts

LEAST_MONTHS = 12
TAIL_DEGREES, TAIL_BELOW = 4, 0.8
COLUMNS = ["start", "expected", "lower", "upper"]
OWN_SEASON = "own season shrunk to none by its evidence"
LEVEL_METHOD = "wandering level around the series' own mean, on the square root of the daily rate"
YEAR = 12
LEAST_SINCE_BREAK = 12
SCENARIOS = ["scenario", "total", "months"]
LAST_YEAR = "level of the last twelve months"
FIVE_YEARS = "mean of the last five years"
SINCE_BREAK = "level since the known change"


@dataclass(frozen=True)
class Forecast(ShownResult):
    """Counts ahead: `table` has start, expected, lower and upper for each month, never negative.

    `total`, `total_lower` and `total_upper` are those of all months ahead together.
    The limits are those of the count that will be seen, not of its mean.
    """

    table: pd.DataFrame = field(compare=False, repr=False)
    method: str
    confidence: float
    total: float = np.nan
    total_lower: float = np.nan
    total_upper: float = np.nan
    exposure: str | None = None
    reason: str | None = None


def forecast(
    monthly: MonthlyCounts | pd.Series,
    horizon: int = 12,
    pooled: PooledPattern | None = None,
    confidence: float = 0.95,
    *,
    breaks: Iterable[Moment] = (),
) -> Forecast:
    """Forecast the months after the last observed one.

    With `pooled`, what `fit_pooled` learned from a panel of areas by the series' last month, the season is the panel's,
    moved towards the series' own by what its own is worth, and the limits are as wide as the panel's past errors were.
    Without it, the own season is kept as far as evidence goes (none below 24 months). `breaks` are days on which a new
    level is known to start. With fewer than 12 observed months in the last five years there is no forecast but a
    reason. Raises ValueError for a month given twice, a negative count or a horizon below 1.
    """
    check_confidence(confidence)
    if horizon < 1:
        raise ValueError(f"the horizon is {horizon} months; at least one month ahead is needed")
    series = read_monthly(monthly)
    if series.iloc[-LEVEL_MONTHS:].notna().sum() < LEAST_MONTHS:
        return _nothing(series, confidence)
    pattern = pooled if pooled and pooled.season_at(series.index[-1]) else None
    steps, counts = read_breaks(breaks, series.index), series.to_numpy()[:, None]
    load, exposure, _ = learn_load(series, ahead=horizon, steps=steps, pooled=pattern)
    projection = project_counts(counts, load[:, None], horizon, steps)
    paths = _simulate(projection, counts, series.index, pattern)
    note = f"season pooled over {pattern.areas} areas and shrunk towards them" if pattern else OWN_SEASON
    tails = [(1 - confidence) / 2, (1 + confidence) / 2]
    lower, upper = np.quantile(paths, tails, axis=0, method="inverted_cdf")
    total_lower, total_upper = np.quantile(paths.sum(axis=1), tails, method="inverted_cdf")
    months = pd.period_range(series.index[-1] + 1, periods=horizon, freq="M")
    table = pd.DataFrame({"start": months.to_timestamp(), "expected": projection.expected[:, 0]})
    method = f"{LEVEL_METHOD}; {note}; per {exposure.removesuffix('s')}"
    total = float(table["expected"].sum()), float(total_lower), float(total_upper)
    return Forecast(table.assign(lower=lower, upper=upper), method, confidence, *total, exposure)


def _simulate(
    projection: CountProjection, counts: np.ndarray, months: pd.PeriodIndex, pattern: PooledPattern | None
) -> np.ndarray:
    """Paths ahead, with errors as the panel's past ones were, or Student's t where no panel can tell.

    Without a panel: four degrees of freedom, the lower side drawn in by a fifth, as the errors of such forecasts of
    English authorities' referrals were up to March 2019.
    """
    usual = ~months.isin(list(pattern.shocks)) if pattern else np.ones(len(months), dtype=bool)
    scale = surprise_scale(projection, counts, usual)
    if pattern:
        scale = shrink_scale(scale, min(SCALE_MONTHS, len(counts)), pattern.scale)
    quantile: Callable[[np.ndarray], np.ndarray] = _student_errors
    if pattern and len(pattern.errors) >= LEAST_ERRORS:
        quantile = _errors_as(pattern.errors)
    observed = int(np.isfinite(counts[-LEVEL_MONTHS:]).sum())
    return simulate_counts(projection, scale, observed, quantile)


def _errors_as(errors: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    """Errors from probabilities, spread as those seen, which are sorted."""
    grid = (np.arange(len(errors)) + 0.5) / len(errors)
    return lambda probability: np.interp(probability, grid, errors)


def _student_errors(probability: np.ndarray) -> np.ndarray:
    errors = stdtrit(TAIL_DEGREES, probability)
    return np.asarray(np.where(errors < 0, TAIL_BELOW * errors, errors))


def _nothing(series: pd.Series, confidence: float) -> Forecast:
    observed = int(series.iloc[-LEVEL_MONTHS:].notna().sum())
    reason = f"{observed} months of the last five years are too few to forecast from; {LEAST_MONTHS} are needed."
    return Forecast(pd.DataFrame(columns=COLUMNS), LEVEL_METHOD, confidence, reason=reason)


@dataclass(frozen=True)
class YearTotal:
    """The total to expect in twelve months, its limits, and scenarios.

    `scenarios` has scenario, total and months (how many observed months the level rests on); a scenario says what a
    level already seen would bring, and not how likely it is, so it carries no limits. `last_year` is the total of the
    last twelve months, NaN where one is missing. With a `reason` there is no total to expect, and only scenarios.
    """

    total: float
    lower: float
    upper: float
    last_year: float
    scenarios: pd.DataFrame = field(compare=False, repr=False)
    first: pd.Period | None
    method: str
    confidence: float
    reason: str | None = None


def expect_year(
    monthly: MonthlyCounts | pd.Series,
    *,
    pooled: PooledPattern | None = None,
    breaks: Iterable[Moment] = (),
    confidence: float = 0.95,
) -> YearTotal:
    """The total of the twelve months after the last observed one, with limits by joint simulation of the months.

    Limits of months do not add up to limits of their total, for a level that is high in one month is high in the next
    (Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd edition, section 13.1): the total's are
    quantiles of the sums of whole paths. Where a known change (`breaks`) is less than twelve
    months old, what went before does not say what comes: there is no total but the reason, and scenarios. Raises
    ValueError as `forecast` does.
    """
    breaks = list(breaks)
    series = read_monthly(monthly)
    ahead = forecast(monthly, YEAR, pooled, confidence, breaks=breaks)
    if series.empty:
        nothing = pd.DataFrame(columns=SCENARIOS)
        return YearTotal(np.nan, np.nan, np.nan, np.nan, nothing, None, ahead.method, confidence, ahead.reason)
    steps = read_breaks(breaks, pd.PeriodIndex(series.index))
    start = int(series.iloc[steps[-1] :].notna().sum()) if steps else len(series)
    reason = ahead.reason
    if reason is None and start < LEAST_SINCE_BREAK:
        change = f"{series.index[steps[-1]]:%B %Y}"
        known = "1 month is" if start == 1 else f"{start} months are"
        reason = f"Only {known} known since the change of {change}, too few to forecast from."
    total, lower, upper = (np.nan,) * 3 if reason else (ahead.total, ahead.total_lower, ahead.total_upper)
    last_year = series.iloc[-YEAR:].sum(min_count=YEAR) if len(series) >= YEAR else np.nan
    first = series.index[-1] + 1
    levels = _levels(series, steps, pooled)
    return YearTotal(total, lower, upper, float(last_year), levels, first, ahead.method, confidence, reason)


def _levels(series: pd.Series, steps: tuple[int, ...], pooled: PooledPattern | None) -> pd.DataFrame:
    """Each scenario's name, its total over the twelve months ahead, and the months it rests on."""
    load = learn_load(series, ahead=YEAR, steps=steps, pooled=pooled).load
    counts, size = series.to_numpy(), len(series)

    def total(first: int, last: int) -> tuple[float, int]:
        seen = np.flatnonzero(~np.isnan(counts[first:last])) + first
        return float(counts[seen].sum() / load[seen].sum() * load[size:].sum()), len(seen)

    rows = [(LAST_YEAR, *total(max(0, size - YEAR), size))]
    if np.isfinite(counts).sum() > YEAR:
        rows.append((FIVE_YEARS, *total(max(0, size - LEVEL_MONTHS), size)))
    if steps:
        rows.append((SINCE_BREAK, *total(steps[-1], size)))
    return pd.DataFrame(rows, columns=SCENARIOS)
