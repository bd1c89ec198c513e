"""Monthly counts as the seasonal models read them: whole months in order, gaps as gaps."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.model.timeline import Moment, read_moment

LONG_COLUMNS = {"area", "start", "numerator"}


def read_monthly(monthly: pd.DataFrame | pd.Series) -> pd.Series:
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
    return pd.to_numeric(values).to_numpy(dtype=float, na_value=np.nan)


def _whole_months(table: pd.DataFrame | pd.Series) -> pd.DataFrame | pd.Series:
    if table.empty:
        return table
    return table.reindex(pd.period_range(table.index.min(), table.index.max(), freq="M", name="month"))


def _refuse_impossible(counts: np.ndarray) -> None:
    if np.isinf(counts).any() or (counts < 0).any():
        raise ValueError("a count is negative or infinite")
