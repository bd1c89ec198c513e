"""What stands beside an item of a scorecard: its statistical neighbours and England, for the item's period if known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from analysis.definitions import ENGLAND
from analysis.measures.area_reader import AreaReader
from analysis.measures.items import OLDEST, Item
from analysis.measures.rate_readings import QUOTED
from analysis.measures.readings import is_known, period_of, select_readings
from analysis.periods import Period

FEWEST = 2  # other areas of a group with a figure: of one alone there is no middle
YEARLY = ("day", "financial year", "calendar year", "quarter")


@dataclass(frozen=True)
class GroupMiddle:
    """The middle figure of a group's other areas in a period, and how many of them have one."""

    middle: float
    known: int
    asked: int
    period: Period | None


@dataclass(frozen=True)
class Beside:
    """The comparators of an item. `neighbours` has area, value, numerator and denominator, all of one period.

    `asked` is how many neighbours the area has; `quoted` the average that the area's own report quotes, where no
    neighbour's own figure is known. `groups` are those of one's own choice, by name.
    """

    neighbours: pd.DataFrame
    neighbours_period: Period | None
    asked: int
    quoted: float | None
    quoted_period: Period | None
    england: float | None
    england_period: Period | None
    groups: Mapping[str, GroupMiddle] = field(default_factory=dict)


def read_beside(reader: AreaReader, item: Item) -> Beside:
    """The newest comparators of an item from the best source of each, up to the end of the item's period.

    Those of the item's own period where they are known, else the newest before. Counts have none, since a larger place
    has more.
    """
    chosen = reader.definitions.areas.neighbours_of(reader.area.code)
    peers = chosen.neighbours if chosen else []
    groups = reader.definitions.areas.groups_for(reader.area.code)
    members = [code for codes in groups.values() for code in codes]
    found = _look_up(reader, item, list(dict.fromkeys([QUOTED, ENGLAND, *peers, *members])))
    neighbours, quoted, england = (_newest(found[found["area"].isin(codes)]) for codes in (peers, [QUOTED], [ENGLAND]))
    quoted = quoted if neighbours.empty else quoted.iloc[:0]
    grouped = {name: _newest(found[found["area"].isin(codes)]) for name, codes in groups.items()}
    grouped = {name: rows for name, rows in grouped.items() if len(rows) >= FEWEST}
    read = [rows for rows in (neighbours, quoted, england, *grouped.values()) if len(rows)]
    if read:
        reader.register(pd.concat(read, ignore_index=True))
    return Beside(
        neighbours[["area", "value", "numerator", "denominator"]],
        _period(neighbours),
        len(peers),
        _value(quoted),
        _period(quoted),
        _value(england),
        _period(england),
        {name: middle_of(rows["value"], groups[name], _period(rows)) for name, rows in grouped.items()},
    )


def middle_of(values: pd.Series, codes: Sequence[str], period: Period | None) -> GroupMiddle:
    """The middle of a group's known figures; `codes` are all of its other areas."""
    return GroupMiddle(float(values.median()), len(values), len(codes), period)


def _look_up(reader: AreaReader, item: Item, places: list[str]) -> pd.DataFrame:
    """One figure for each place and period, not older than two years before the quarter's end."""
    if item.definition.kind == "count":
        places = []
    read = reader.look_up([item.indicator], places)
    read = read[(read["breakdown"] == item.breakdown) & is_known(read) & read["value"].notna()]
    found = select_readings(read[read["end"] <= item.series["end"].iloc[-1]], reader.quarter)
    return found[found["kind"].isin(YEARLY) & (found["end"] > pd.Timestamp(reader.quarter.end) - OLDEST)]


def _newest(rows: pd.DataFrame) -> pd.DataFrame:
    """The figures of the newest period, of one kind of period: the longest, which has least chance in it."""
    latest = rows[rows["end"] == rows["end"].max()] if len(rows) else rows
    return latest[latest["start"] == latest["start"].min()] if len(latest) else latest


def _period(rows: pd.DataFrame) -> Period | None:
    return period_of(rows.iloc[0]) if len(rows) else None


def _value(rows: pd.DataFrame) -> float | None:
    return float(rows["value"].iloc[0]) if len(rows) else None
