"""Counts by months since something, as `lscb count` gives them: one table of steps for each period."""

import re

import pandas as pd

_STEP = re.compile(r"months? (\d+)(?: to (\d+))?")


def tabulate_steps(readings: pd.DataFrame, at_risk: str, events: str) -> dict[str, pd.DataFrame]:
    """The steps of each period, the newest first: first and last month, time (the last), at_risk and events.

    `readings` are observations of both indicators with their breakdowns; the whole of a period is no step, and a
    period without steps is left out. A count that is not known is missing.
    """
    found = readings[readings["breakdown"].str.fullmatch(_STEP.pattern)]
    months = found["breakdown"].str.extract(_STEP).astype("Float64")
    found = found.assign(first=months[0].astype(float), last=months[1].fillna(months[0]).astype(float))
    tables = {}
    for (_, period), rows in sorted(found.groupby(["end", "period"]), reverse=True):
        wide = rows.pivot_table(index=["first", "last"], columns="indicator", values="value", aggfunc="first")
        wide = wide.reindex(columns=[at_risk, events]).sort_index().reset_index()
        table = wide.rename(columns={at_risk: "at_risk", events: "events"}).rename_axis(columns=None)
        tables[str(period)] = table.assign(time=table["last"])
    return tables


def name_steps(table: pd.DataFrame) -> list[str]:
    """What each step is called: 'months 1 to 3', 'month 4'."""
    return [
        f"month {last:.0f}" if first == last else f"months {first:.0f} to {last:.0f}"
        for first, last in zip(table["first"], table["last"], strict=True)
    ]
