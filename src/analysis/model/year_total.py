"""The total of the twelve months ahead with its own limits, and what it would be at levels already seen."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from analysis.model.forecasting import forecast
from analysis.model.level import LEVEL_MONTHS
from analysis.model.monthly_series import read_breaks, read_monthly
from analysis.model.pooling import PooledPattern, learn_load
from analysis.model.timeline import Moment

YEAR = 12
LEAST_SINCE_BREAK = 12
COLUMNS = ["scenario", "total", "months"]
LAST_YEAR = "level of the last twelve months"
FIVE_YEARS = "mean of the last five years"
SINCE_BREAK = "level since the known change"
STEPPED = "level before the known change times its step"


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
    monthly: pd.DataFrame | pd.Series,
    *,
    pooled: PooledPattern | pd.DataFrame | None = None,
    breaks: Iterable[Moment] = (),
    step: float | None = None,
    confidence: float = 0.95,
) -> YearTotal:
    """The total of the twelve months after the last observed one, with limits by joint simulation of the months.

    Limits of months do not add up to limits of their total, for a level that is high in one month is high in the next
    (Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd edition, section 13.1): the total's are
    quantiles of the sums of whole paths (`joint_projection`). Where a known change (`breaks`) is less than twelve
    months old, what went before does not say what comes: there is no total but the reason, and scenarios. `step` is
    what the change is thought to multiply the level by, such as a similar change's. Raises ValueError as `forecast`
    does.
    """
    breaks = list(breaks)
    series = read_monthly(monthly)
    ahead = forecast(monthly, YEAR, pooled, confidence, breaks=breaks)
    if series.empty:
        nothing = _scenarios([])
        return YearTotal(np.nan, np.nan, np.nan, np.nan, nothing, None, ahead.method, confidence, ahead.reason)
    steps = read_breaks(breaks, pd.PeriodIndex(series.index))
    start = int(series.iloc[steps[-1] :].notna().sum()) if steps else len(series)
    reason = ahead.reason
    if reason is None and start < LEAST_SINCE_BREAK:
        change = f"{series.index[steps[-1]]:%B %Y}"
        known = "1 month is" if start == 1 else f"{start} months are"
        reason = f"Only {known} known since the change of {change}, too few to forecast from."
    total, lower, upper = (np.nan,) * 3 if reason else (ahead.total, ahead.total_lower, ahead.total_upper)
    rows = _levels(series, steps, pooled, step)
    last_year = series.iloc[-YEAR:].sum(min_count=YEAR) if len(series) >= YEAR else np.nan
    first = series.index[-1] + 1
    return YearTotal(total, lower, upper, float(last_year), _scenarios(rows), first, ahead.method, confidence, reason)


def _levels(
    series: pd.Series, steps: tuple[int, ...], pooled: PooledPattern | pd.DataFrame | None, step: float | None
) -> list[tuple[str, float, int]]:
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
    if steps and step is not None:
        before, months = total(max(0, steps[-1] - YEAR), steps[-1])
        rows.append((STEPPED, before * step, months))
    return rows


def _scenarios(rows: list[tuple[str, float, int]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=COLUMNS)
