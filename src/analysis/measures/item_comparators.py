"""What stands beside an item of a scorecard: its statistical neighbours and England, for the item's period if known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import pandas as pd

from analysis.definitions import ENGLAND
from analysis.measures.area_reader import AreaReader
from analysis.measures.items import OLDEST, Item
from analysis.measures.rate_readings import QUOTED
from analysis.measures.readings import is_known, period_of, select_readings
from analysis.periods import Period

FEWEST = 2  # other areas of a group with a figure: of one alone there is no middle
YEARLY = ("day", "financial year", "calendar year", "quarter")


class Comparator(NamedTuple):
    """A figure that an item is held against, and its period."""

    figure: float
    period: Period


@dataclass(frozen=True)
class Beside:
    """The comparators of an item. `neighbours` has area, value, numerator and denominator, all of one period.

    `asked` is how many neighbours the area has; `quoted` the average that the area's own report quotes, where no
    neighbour's own figure is known. `groups` are the middles of those of one's own choice, by name.
    """

    neighbours: pd.DataFrame
    neighbours_period: Period | None
    asked: int
    quoted: Comparator | None
    england: Comparator | None
    groups: Mapping[str, Comparator] = field(default_factory=dict)


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
        period_of(neighbours.iloc[0]) if len(neighbours) else None,
        len(peers),
        _middle(quoted),
        _middle(england),
        {name: middle for name, rows in grouped.items() if (middle := _middle(rows))},
    )


def _look_up(reader: AreaReader, item: Item, places: list[str]) -> pd.DataFrame:
    """One figure for each place and period, not older than `OLDEST` at the quarter's end."""
    read = reader.look_up([item.indicator], [] if item.definition.kind == "count" else places)
    read = read[(read["breakdown"] == item.breakdown) & is_known(read) & read["value"].notna()]
    found = select_readings(read[read["end"] <= item.series["end"].iloc[-1]], reader.quarter)
    return found[found["kind"].isin(YEARLY) & (found["end"] > pd.Timestamp(reader.quarter.end) - OLDEST)]


def _newest(rows: pd.DataFrame) -> pd.DataFrame:
    """The figures of the newest period, of one kind of period: the longest, which has least chance in it."""
    latest = rows[rows["end"] == rows["end"].max()] if len(rows) else rows
    return latest[latest["start"] == latest["start"].min()] if len(latest) else latest


def _middle(rows: pd.DataFrame) -> Comparator | None:
    """The middle figure of some areas in one period, None where none has one."""
    return Comparator(float(rows["value"].median()), period_of(rows.iloc[0])) if len(rows) else None
