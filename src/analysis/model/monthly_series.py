"""Counts by month, every month in its place: a gap is missing, and a suppressed month lies between two numbers."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from scipy.special import gammaln

from analysis.model.limits import need_columns
from analysis.model.timeline import Moment, count_days, read_moment
from analysis.schemas import MonthlyCounts

LONG_COLUMNS = {"area", "start", "numerator"}


def read_monthly(monthly: MonthlyCounts | pd.Series) -> pd.Series:
    """One count per month from the first observed month to the last, with NaN for every month not observed.

    Takes a table with columns start and numerator, or a Series indexed by month. A month without a row is as missing
    as a month whose numerator is NaN; neither is ever zero. Raises ValueError where a month comes twice or a count is
    negative or infinite.
    """
    if isinstance(monthly, pd.DataFrame):
        counts = pd.Series(_numbers(monthly["numerator"]), index=_months(monthly["start"]))
    else:
        counts = pd.Series(_numbers(monthly), index=_months(monthly.index))
    if counts.index.has_duplicates:
        raise ValueError("a month comes more than once: the seasonal models take one count per month")
    _refuse_impossible(counts.to_numpy())
    return _whole_months(counts.dropna())


def read_panel(pooled: pd.DataFrame) -> pd.DataFrame:
    """A table of counts with a row per month and a column per area, from a wide or a long table.

    The long table has columns area, start and numerator. Areas without a single count are left out.
    Raises ValueError as `read_monthly` does.
    """
    if set(pooled.columns) >= LONG_COLUMNS:
        if pooled.duplicated(["area", "start"]).any():
            raise ValueError("an area has a month more than once: the seasonal models take one count per month")
        pooled = pooled.pivot_table(values="numerator", index="start", columns="area", aggfunc="first")
    panel = pd.DataFrame(
        {area: _numbers(pooled[area]) for area in pooled.columns}, index=_months(pooled.index), dtype=float
    )
    if panel.index.has_duplicates:
        raise ValueError("a month comes more than once: the seasonal models take one count per month")
    _refuse_impossible(panel.to_numpy())
    return _whole_months(panel.dropna(axis="index", how="all").dropna(axis="columns", how="all"))


def read_breaks(breaks: Iterable[Moment], months: pd.PeriodIndex) -> tuple[int, ...]:
    """Positions in `months` at which a known break starts a new level; breaks outside the months are left out."""
    starts = {pd.Period(read_moment(day), freq="M") for day in breaks}
    return tuple(sorted(months.get_loc(start) for start in starts if start in months and start != months[0]))


def _months(labels: pd.Series | pd.Index) -> pd.PeriodIndex:
    index = pd.Index(labels)
    if isinstance(index, pd.PeriodIndex):
        return index.asfreq("M")
    return pd.DatetimeIndex(index).to_period("M")


def _numbers(values: pd.Series) -> np.ndarray:
    return np.asarray(pd.to_numeric(values).to_numpy(dtype=float, na_value=np.nan))


def _whole_months(table: pd.DataFrame | pd.Series) -> pd.DataFrame | pd.Series:
    if table.empty:
        return table
    return table.reindex(pd.period_range(table.index.min(), table.index.max(), freq="M", name="month"))


def _refuse_impossible(counts: np.ndarray) -> None:
    if np.isinf(counts).any() or (counts < 0).any():
        raise ValueError("a count is negative or infinite")


SUPPRESSED = "suppressed_at_source"
LEAST, MOST = 1, 5  # the Department for Education's rule: a figure from 1 to 5 is published as c
ROUNDS = 200


def expect_suppressed(monthly: MonthlyCounts) -> MonthlyCounts:
    """Give each suppressed month the count to expect of it, so that models do not take it as missing.

    `monthly` has start, numerator and status; a row without a numerator whose status is suppressed_at_source is known
    to lie from 1 to 5. The counts are taken as Poisson with one daily rate, found by expectation and
    maximisation over known and suppressed months together (Dempster, Laird and Rubin 1977, Journal of the Royal
    Statistical Society B 39: 1-38); zeros and gaps stay what they are. Returns the table with numerator filled and a
    column `suppressed`. Raises ValueError for a missing column.
    """
    need_columns(monthly, "start", "numerator", "status")
    read_monthly(monthly)  # refuses a month given twice and impossible counts
    counts = pd.to_numeric(monthly["numerator"]).to_numpy(dtype=float, na_value=np.nan)
    hidden = np.isnan(counts) & (monthly["status"] == SUPPRESSED).fillna(False).to_numpy(dtype=bool)
    days = count_days(pd.DatetimeIndex(monthly["start"]).to_period("M"))
    if hidden.any():
        monthly = monthly.assign(numerator=_expect(counts, hidden, days))
    return monthly.assign(suppressed=hidden)


def _expect(counts: np.ndarray, hidden: np.ndarray, days: np.ndarray) -> np.ndarray:
    """The counts with the hidden months at what their bounds and the common rate lead to."""
    filled = np.where(hidden, (LEAST + MOST) / 2, counts)
    seen = ~np.isnan(filled)
    for _ in range(ROUNDS):
        rate = filled[seen].sum() / days[seen].sum()
        filled[hidden] = _mean_between(rate * days[hidden])
        if np.isclose(filled[seen].sum() / days[seen].sum(), rate, rtol=1e-10):
            break
    return filled


def _mean_between(mean: np.ndarray) -> np.ndarray:
    """The mean of a Poisson count that is known to be one of the suppressed numbers."""
    possible = np.arange(LEAST, MOST + 1)
    log_chance = possible * np.log(np.maximum(mean, 1e-12))[:, None] - gammaln(possible + 1)
    chance = np.exp(log_chance - log_chance.max(axis=1, keepdims=True))
    return np.asarray((chance * possible).sum(axis=1) / chance.sum(axis=1))
