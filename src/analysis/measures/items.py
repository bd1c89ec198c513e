"""An item of a scorecard: one source's figures of an indicator, and those that the latest can be held against."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

import numpy as np
import pandas as pd

from analysis.definitions import Indicator
from analysis.measures.area_reader import AreaReader
from analysis.measures.columns import Column, column_of
from analysis.measures.protection import Protected
from analysis.measures.readings import is_known, period_of, select_readings
from analysis.numbers import lower_first, plural
from analysis.periods import Period
from analysis.schemas import Readings, table_of

KINDS = ["quarter", "day", "financial year", "calendar year"]  # the shortest that ends last is the item's
RECENT_YEARS = 2
OLDEST = pd.Timedelta(days=365 * RECENT_YEARS + 1)  # what ended longer before the quarter's end says nothing of it
RECENT = plural(RECENT_YEARS, "year")  # `OLDEST` in words
LONGEST = 13  # figures that a sparkline can hold: the latest and the twelve that say what is ordinary for it

ItemSeries = Annotated[pd.DataFrame, table_of("period status figure number whole start end approximate")]
"""The figures of a scorecard's item, the latest last, with the number and the whole that a share or rate is made of;
`approximate` where one of these was worked out from the other."""


@dataclass(frozen=True)
class Item:
    """One row of a scorecard. `series` holds one source's figures of one kind of period.

    `shown` is the same as it may be shown; `called` the name of its figures where they are another thing than others
    count under the indicator.
    """

    indicator: str
    breakdown: str
    definition: Indicator
    source: str
    series: ItemSeries
    shown: Protected
    called: str = ""

    @property
    def name(self) -> str:
        """The item's title, or what its source's figures are called, with its breakdown."""
        title = self.called or self.definition.title
        return f"{title}, {self.breakdown}" if self.breakdown else title

    @property
    def subject(self) -> str:
        """The item as a sentence's subject: 'The share of re-referrals', 'Common assessments completed'."""
        if self.definition.kind not in ("proportion", "rate"):
            return self.name
        called = lower_first(self.called.partition(", share")[0])
        what = called or self.definition.inside.removeprefix("share of ")
        share = "share of " if self.definition.kind == "proportion" else ""
        return f"The {share}{what}{f', {self.breakdown}' if self.breakdown else ''}"

    @property
    def period(self) -> Period:
        """The period of the latest figure."""
        return self.period_at(-1)

    @property
    def year_before(self) -> Period:
        """The period a year before that of the latest figure."""
        return self.period.earlier(4 if self.period.kind == "quarter" else 1)

    def period_at(self, place: int) -> Period:
        """The period of the figure at a place of the series."""
        return period_of(self.series.iloc[place])

    def place_of(self, end: date) -> int | None:
        """The place of the figure whose period ends on a day, None where there is none."""
        ends = self.series.loc[self.series["figure"].notna(), "end"].dt.date
        return next((int(place) for place, one in ends.items() if one == end), None)

    @property
    def before(self) -> int | None:
        """The place of the figure before the latest, None where there is none."""
        known = np.flatnonzero(self.series["figure"].notna().to_numpy())
        return int(known[-2]) if len(known) > 1 else None

    def is_shown(self, *places: int) -> bool:
        """Whether policy lets the figures at some places be shown."""
        return bool(self.shown.table["figure"].iloc[list(places)].notna().all())

    def write(self, place: int) -> str:
        """The figure at a place as it is written."""
        return self.shown.columns["figure"].write(self.shown.table["figure"].iloc[place])


def read_item(reader: AreaReader, indicator: str, breakdown: str = "", ends: Collection[date] = ()) -> Item | None:
    """One item with its series, None where it has no figure younger than `OLDEST`. Registers what is read.

    With `ends` the series is one that has a figure for each of those days.
    """
    definition = reader.definitions.indicator(indicator)
    read = reader.look_up([indicator], [reader.area.code])
    found = select_readings(read[read["breakdown"] == breakdown], reader.quarter, every_source=True)
    rows = choose_series(found, pd.Timestamp(reader.quarter.end), ends)
    if rows is None:
        return None
    reader.register(rows)
    series = add_parts(rows, _read_parts(reader, definition, rows), definition)
    shown = protect_series(reader, series, definition)
    source = rows["source"].iloc[0]
    return Item(indicator, breakdown, definition, source, series, shown, reader.called(source, indicator))


def choose_series(found: Readings, until: pd.Timestamp, ends: Collection[date] = ()) -> Readings | None:
    """The rows of one source and one kind of period: that which ends last.

    Among several the shortest kind of period is taken, then by precedence, so that a figure is the one that every page
    gives; then the source whose figure before lies nearest, then one that gives the numbers behind a share. A figure is
    never held against another source's. None where all ended longer than `OLDEST` before a day, or none has a
    figure for each of the days in `ends`.
    """
    known = found[found["kind"].isin(KINDS) & is_known(found)]
    if known.empty or until - known["end"].max() > OLDEST:
        return None
    last, wanted = known["end"].max(), set(map(pd.Timestamp, ends))
    ranked = []
    for (source, kind), rows in known.groupby(["source", "kind"]):
        held = sorted(set(rows["end"]))
        if held[-1] == last and wanted <= set(held):
            step = (last - held[-2]).days if len(held) > 1 else np.inf
            without_parts = bool(rows["denominator"].isna().all())
            ranked.append((KINDS.index(kind), int(rows["precedence"].min()), step, without_parts, source, kind))
    if not ranked:
        return None
    *_, source, kind = min(ranked)
    rows = found[(found["source"] == source) & (found["kind"] == kind)].sort_values("end", kind="stable")
    return rows.drop_duplicates("end").tail(LONGEST).reset_index(drop=True)


def add_parts(rows: Readings, parts: Readings, indicator: Indicator) -> ItemSeries:
    """The figures with the number and the whole that a share or rate is made of.

    Both are as supplied, in the row or beside it in the same source; where only one is known the other is worked out
    from the share in the report and `approximate` says so.
    """
    if indicator.kind == "count":
        figures = rows["numerator"].fillna(rows["value"])
        return rows[["start", "end", "period"]].assign(
            figure=figures, number=np.nan, whole=np.nan, approximate=False, status=rows["status"]
        )
    made_of = ((rows["numerator"], indicator.numerator), (rows["denominator"], indicator.denominator))
    number, whole = (
        part.fillna(rows["end"].map(_by_end(parts, name)).astype(float)) if name else part for part, name in made_of
    )
    share = (rows["value"] / (indicator.per or 1)).where(rows["value"] > 0)
    approximate = number.isna() ^ whole.isna()
    number, whole = number.fillna((whole * share).round()), whole.fillna((number / share).round())
    return rows[["start", "end", "period"]].assign(
        figure=rows["value"],
        number=number,
        whole=whole,
        approximate=approximate & number.notna() & whole.notna(),
        status=rows["status"],
    )


def protect_series(reader: AreaReader, series: ItemSeries, indicator: Indicator) -> Protected:
    """The figures as they may be shown, with the numbers behind a share or rate where they are known."""
    table = series.rename(columns={"status": "figure_status"}).drop(columns="approximate")
    parts = [name for name in ("number", "whole") if table[name].notna().any()]
    table = table.drop(columns=[name for name in ("number", "whole") if name not in parts])
    columns = {"figure": column_for(series, indicator)}
    if indicator.kind == "count" and indicator.counts in ("people", "events"):
        return reader.protect(table, counts=["figure"], columns=columns)
    if not parts or indicator.counts not in ("people", "events"):
        return reader.protect(table, uncounted=["figure", *parts], columns=columns)
    pairs = [("number", "whole")] if indicator.kind == "proportion" and len(parts) == 2 else []
    return reader.protect(table, counts=parts, derived={"figure": parts}, complements=pairs, columns=columns)


def column_for(series: ItemSeries, indicator: Indicator) -> Column:
    """How an item's figures are written: a rate that was supplied in whole numbers stays in whole numbers."""
    figures = series["figure"].dropna()
    whole = indicator.kind == "rate" and bool((figures == figures.round()).all())
    return replace(column_of(indicator), places=0 if whole else None)


def _read_parts(reader: AreaReader, indicator: Indicator, rows: pd.DataFrame) -> pd.DataFrame:
    """What the same source says, for the same periods, of the numbers that a share or rate is made of."""
    names = [name for name in (indicator.numerator, indicator.denominator) if name]
    if indicator.kind == "count" or not names:
        return rows.iloc[:0]
    found = reader.look_up(names, [reader.area.code])
    same = found["end"].isin(rows["end"]) & found["start"].isin(rows["start"]) & (found["breakdown"] == "")
    found = found[same & (found["source"] == rows["source"].iloc[0])]
    if len(found):
        reader.register(select_readings(found, reader.quarter))
    return found


def _by_end(parts: pd.DataFrame, indicator: str) -> pd.Series:
    own = parts[parts["indicator"] == indicator].drop_duplicates("end")
    return own.set_index("end")["numerator"]
