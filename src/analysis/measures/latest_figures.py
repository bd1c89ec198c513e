"""The newest figure of several indicators, in words, as it may be published."""

from collections.abc import Mapping

import pandas as pd

from analysis.definitions import Indicator
from analysis.measures.columns import column_of
from analysis.measures.protection import WITHHELD
from analysis.measures.readings import is_known
from analysis.numbers import period_from, short_period

NONE_HELD, SUPPRESSED = "none held", "suppressed"


def latest_in_words(readings: pd.DataFrame, indicator: Indicator) -> tuple[str, str]:
    """The newest figure of one indicator's observations and its period, in words; `none held` where there is none."""
    known = readings[is_known(readings)]
    if known.empty:
        return NONE_HELD, ""
    row = known.sort_values(["end", "start"], ascending=[True, False], kind="stable").iloc[-1]
    period = short_period(period_from(row["start"], row["end"], row["period"]))
    if row["status"] == WITHHELD:
        return SUPPRESSED, period
    counted = indicator.kind == "count" and pd.notna(row["numerator"])
    figure = row["numerator"] if counted else row["value"]
    return (str(row["text"]) if pd.isna(figure) else column_of(indicator).write(figure)), period


def tabulate_evidence(
    entries: Mapping[str, tuple[str, pd.DataFrame, Indicator]], priorities: Mapping[str, str]
) -> pd.DataFrame:
    """For each priority the figures that would show whether it works, with the newest of each.

    `entries` hold the title, the observations and the indicator by an entry such as `5:serious_case_reviews:underway`,
    which begins with the priority's number; `priorities` name priorities by number. Columns: priority, indicator,
    figure, period.
    """
    rows = []
    for entry, (title, readings, indicator) in entries.items():
        number = entry.split(":")[0]
        rows.append((priorities.get(number, number), title, *latest_in_words(readings, indicator)))
    return pd.DataFrame(rows, columns=["priority", "indicator", "figure", "period"])
