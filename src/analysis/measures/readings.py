"""What a page reads of the observations: the best source for each figure, and one row for each period."""

from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from analysis.definitions import Indicator
from analysis.measures.protection import WITHHELD
from analysis.numbers import period_from, short_period
from analysis.observations import has_figure, select_best_source
from analysis.periods import Period
from analysis.schemas import STATUS, ByPeriod, Dated, Readings

YEAR = "year"
MONTH = pd.Timedelta(days=31)


def select_readings(
    observations: Readings,
    until: Period,
    *,
    kind: str | None = None,
    last: int | None = None,
    every_source: bool = False,
) -> Readings:
    """The best source's figure for each period of a kind that ends by the end of a period, or the last so many.

    The kind `year` is the financial year of what happens during one and the 31 March of what is counted at its end.
    `last` counts periods, not rows: the last 12 months are the 12 that end with the latest one for which there is a
    row. With `every_source` each source's figure is kept. Adds a column `kind`.
    """
    ends = observations["end"].to_numpy()
    days = (observations[name].to_numpy("datetime64[D]").tolist() for name in ("start", "end"))
    kinds = np.array(list(map(_kind_of, *days)), dtype=object)
    chosen = ends <= np.datetime64(until.end)
    if kind == YEAR:
        at_march = (kinds == "day") & (observations["end"].dt.month == 3).to_numpy()
        chosen &= at_march | (kinds == "financial year")
    elif kind is not None:
        chosen &= kinds == kind
    if last is not None:
        chosen &= np.isin(ends, np.unique(ends[chosen])[-last:])
    known = observations[chosen].assign(kind=kinds[chosen])
    return known.reset_index(drop=True) if every_source else select_best_source(known)


@cache
def _kind_of(start: date, end: date) -> str:
    """The kind of the period between two days: every reading asks for the same few hundred."""
    return period_from(start, end).kind


def spread(readings: Readings, indicators: dict[str, Indicator], by: str = "indicator") -> ByPeriod:
    """One row for each period, one column for each indicator (or area, or breakdown), and why a figure is missing.

    `period` is in words. A count stands for itself, anything else by its value. Beside each column `x` stands
    `x_status`, which `protect` reads. Columns keep the order in which they are first read. Raises ValueError where two
    figures fall in one cell.
    """
    figures = readings.assign(
        figure=readings["numerator"].where(readings["indicator"].map(lambda name: indicators[name].kind == "count"))
    )
    figures["figure"] = figures["figure"].fillna(readings["value"])
    keys = ["start", "end"]
    if figures.duplicated([*keys, by]).any():
        raise ValueError(f"two figures fall in one cell; choose one area, indicator and breakdown, or spread by {by!r}")
    names = list(figures[by].drop_duplicates())
    table = figures.drop_duplicates(keys).sort_values("end", kind="stable")[[*keys, "period"]].reset_index(drop=True)
    table["period"] = [short_period(period) for period in periods_of(table)]
    for name in names:
        column = figures.loc[figures[by] == name, [*keys, "figure", "status"]]
        column = column.rename(columns={"figure": name, "status": name + STATUS})
        table = table.merge(column, on=keys, how="left")
    return table


def is_known(readings: Readings) -> pd.Series:
    """Whether each row has a figure, shown or withheld; any other is missing."""
    return has_figure(readings) | (readings["status"] == WITHHELD)


def say_months_known(rows: Readings, start: pd.Timestamp, end: pd.Timestamp) -> str:
    """How many months of a longer period have a figure: ', 11 of 12 months'; '' where all have, or none is listed.

    `rows` are one indicator's observations of one area: a total that lacks a month says so wherever it is shown. Its
    publisher counted in it the months that it suppressed.
    """
    months = rows[(rows["start"] >= start) & (rows["end"] <= end) & (rows["end"] - rows["start"] < MONTH)]
    months = months.assign(known=is_known(months) | (months["status"] == "suppressed_at_source"))
    known = months.groupby("start")["known"].any()
    return "" if known.all() else f", {known.sum()} of {len(known)} months"


def period_of(row: pd.Series | dict[str, Any]) -> Period:
    """The period of a row, from its first and last day, and the label that it was supplied under where it has one."""
    return period_from(row["start"], row["end"], str(row.get("period", "")))


def periods_of(rows: Dated) -> list[Period]:
    """The periods of some rows, each once, by their `start`, `end` and `period`."""
    days = rows[["start", "end", "period"]].drop_duplicates(["start", "end"])
    return [period_from(row.start, row.end, row.period) for row in days.itertuples()]
