"""What groups did, quarter by quarter and as stated of the year: reviews, audits, training."""

from typing import Annotated, Any

import numpy as np
import pandas as pd

from analysis.definitions import Indicator
from analysis.measures.area_reader import AreaReader
from analysis.measures.columns import column_of
from analysis.measures.protection import say_mark
from analysis.measures.readings import period_of
from analysis.numbers import short_period
from analysis.schemas import table_of

UNDER_WAY = "underway"
STAGES = {UNDER_WAY: "under way"}
TARGET = "target"
ABOUT = ("over ", "around ", "about ", "at least ", "nearly ")  # how a figure is written that is not exact
LISTED = {"quarter": "quarter", "financial year": "year", "calendar year": "year", "day": "quarter"}
COLUMNS = ["title", "indicator", "stage", "kind", "period", "start", "end", "words", "figure", "base", "form"]

Work = Annotated[pd.DataFrame, table_of(*COLUMNS)]
"""A figure of what groups did in a quarter or year: in `words`, as a number (missing where withheld or in words), what
a share is of, and the kind of its indicator (`form`)."""

DifferingYears = Annotated[pd.DataFrame, table_of("title indicator stage period words quarter")]
"""A year as stated (`words`) that cannot be what its quarters say (`quarter`, empty for a sum of them)."""

Aims = Annotated[pd.DataFrame, table_of("indicator period aim counted periods")]
"""What was to be delivered, and what is counted within the same days: missing where none of the `periods` is known."""


def read_work(page: AreaReader, *entries: str) -> Work:
    """What is known of each entry (an indicator, or 'indicator:stage') for periods that began by the quarter's end."""
    rows = []
    for entry in entries:
        name, _, stage = entry.partition(":")
        indicator = page.definitions.indicator(name)
        title = f"{indicator.title}, {STAGES.get(stage, stage)}" if stage else indicator.title
        for row in page.read(name, breakdown=stage, begun=True).to_dict("records"):
            period = period_of(row)
            when = LISTED.get(period.kind, "year"), short_period(period), row["start"], row["end"]
            figure = _figure(indicator, row)
            said = _write(indicator, row, figure), figure, row["denominator"], indicator.kind
            rows.append((title, name, stage, *when, *said))
    return pd.DataFrame(rows, columns=COLUMNS)


def tabulate_work(work: Work) -> pd.DataFrame:
    """A row for each entry, a column for each quarter known, and `year`: what is stated of the year and for when."""
    quarters = work[work["kind"] == "quarter"].sort_values("end")["period"].drop_duplicates()
    table = pd.DataFrame({"title": work["title"].drop_duplicates()})
    for quarter in quarters:
        cells = work[work["period"] == quarter].drop_duplicates("title").set_index("title")["words"]
        table[quarter] = table["title"].map(cells).fillna("–")
    years = work[work["kind"] == "year"]
    stated = years.assign(words=years["words"] + " (" + years["period"] + ")").groupby("title", sort=False)["words"]
    return table.assign(year=table["title"].map(stated.last()).fillna("–"))


def most_older_than(figures: Work, months: int) -> float:
    """The most of those under way at the last of some days that can be older than so many months; NaN if not known.

    Whatever is under way now and began before a day was under way on it, so the count of any day since then is a bound.
    """
    last = figures.iloc[-1]
    since = last["end"] - pd.DateOffset(months=months)
    counted = figures[(figures["end"] >= since + pd.offsets.MonthEnd(0)) & (figures["end"] < last["end"])]
    return min(counted["figure"].min(), last["figure"]) if len(counted) else np.nan


def differing_years(work: Work) -> DifferingYears:
    """The entries of which the year as stated cannot be what the quarters say, each with both.

    What is under way at the end of the year must be so at the end of its last quarter; a year cannot have fewer than
    its quarters together.
    """
    found = []
    for title, rows in work.dropna(subset="figure").groupby("title", sort=False):
        years, quarters = rows[rows["kind"] == "year"], rows[rows["kind"] == "quarter"]
        if years.empty or quarters.empty:
            continue
        year = years.iloc[-1]
        within = quarters[quarters["end"].between(year["start"], year["end"])]
        same = within[within["end"] == year["end"]]
        if year["stage"] == UNDER_WAY and len(same) and same["figure"].iloc[0] != year["figure"]:
            found.append((title, *year[["indicator", "stage", "period", "words"]], same["words"].iloc[0]))
        elif year["stage"] != UNDER_WAY and year["form"] == "count" and within["figure"].sum() > year["figure"]:
            found.append((title, *year[["indicator", "stage", "period", "words"]], ""))
    return pd.DataFrame(found, columns=["title", "indicator", "stage", "period", "words", "quarter"])


def read_aims(page: AreaReader, *indicators: str) -> Aims:
    """What was to be delivered of each indicator, and what is counted within the same days."""
    found = []
    for name in indicators:
        read = page.read(name, breakdown=None)
        aims = read[(read["breakdown"] == TARGET) & read["numerator"].notna()]
        if aims.empty:
            continue
        aim, counted = aims.iloc[-1], read[(read["breakdown"] == "") & read["numerator"].notna()]
        within = counted[(counted["start"] >= aim["start"]) & (counted["end"] <= aim["end"])].sort_values("end")
        total = within["numerator"].sum(min_count=1)
        found.append((name, aim["numerator"], aim["period"], total, list(within["period"])))
    return pd.DataFrame(found, columns=["indicator", "aim", "period", "counted", "periods"])


def _figure(indicator: Indicator, row: dict[str, Any]) -> float:
    counted = indicator.kind == "count" and pd.notna(row["numerator"])
    figure = row["numerator"] if counted else row["value"]
    return np.nan if pd.isna(figure) else float(figure)


def _write(indicator: Indicator, row: dict[str, Any], figure: float) -> str:
    if pd.isna(figure):
        return f"“{row['text']}”" if pd.notna(row["text"]) else say_mark(row["status"])
    about = pd.notna(row["text"]) and row["text"].startswith(ABOUT)
    return str(row["text"]) if about else column_of(indicator).write(figure)
