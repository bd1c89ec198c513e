"""Who goes missing and who goes missing again, by characteristic; and how many children in a year, each once."""

from collections.abc import Iterable
from typing import Annotated

import pandas as pd

from analysis.definitions.measure_definitions import CountedBreakdown
from analysis.schemas import STATUS_COLUMNS, Readings, table_of

COUNTS = ["missing_children", "missing_episodes", "missing_repeat_children"]

Profile = Annotated[
    pd.DataFrame,
    table_of("characteristic period missing_children missing_episodes missing_repeat_children", **STATUS_COLUMNS),
]
"""A year's missing children and episodes by characteristic. `of_child`: whether each child has one such alone; one with
several episodes can be under several words of an event, so that the share missing again is higher in each
(length-biased sampling, Cox 1969)."""


def profile_of_year(readings: Readings, breakdowns: Iterable[CountedBreakdown]) -> Profile:
    """The newest year's counts by characteristic, in the order that the measure gives its words.

    `readings` are of COUNTS with their breakdowns. A characteristic that the measure does not name comes last, as one
    of events. Empty where there are none by characteristic.
    """
    found = readings[readings["breakdown"] != ""]
    if found.empty:
        columns = ["characteristic", "of_child", "period", *COUNTS, *(f"{name}_status" for name in COUNTS)]
        return pd.DataFrame(columns=columns)
    newest = found[found["end"] == found["end"].max()]
    named = {word: each.of == "child" for each in breakdowns for word in each.words}
    received = set(newest["breakdown"])
    order = [*(word for word in named if word in received), *sorted(received - set(named))]
    wide = newest.pivot_table(index="breakdown", columns="indicator", values="value", aggfunc="first", dropna=False)
    wide = wide.reindex(index=order, columns=COUNTS).rename_axis(columns=None)
    statuses = newest.pivot_table(index="breakdown", columns="indicator", values="status", aggfunc="first")
    for name in COUNTS:
        wide[f"{name}_status"] = statuses.get(name, pd.Series(dtype=object)).reindex(order)
    wide = wide.reset_index(names="characteristic").assign(period=newest["period"].iloc[0])
    wide = wide.assign(of_child=[named.get(word, False) for word in order])
    shown = wide["missing_children"].fillna(1) > 0  # a characteristic that no child has is no row
    return wide[shown].reset_index(drop=True)


def sum_of_months(readings: Readings, start: pd.Timestamp, end: pd.Timestamp) -> float:
    """What the monthly children of the year between two days add up to; missing where a month is."""
    months = readings[(readings["kind"] == "month") & (readings["breakdown"] == "")]
    months = months[(months["start"] >= start) & (months["end"] <= end)]
    months = months[months["indicator"] == "missing_children"]
    return float(months["value"].sum(skipna=False)) if len(months) == 12 else float("nan")
