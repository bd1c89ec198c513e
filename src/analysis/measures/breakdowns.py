"""A count by category: the area's own, and what it is held against."""

import re
from dataclasses import dataclass, replace
from functools import reduce
from typing import Annotated

import pandas as pd

from analysis.definitions import ENGLAND
from analysis.measures.area_reader import AreaReader
from analysis.measures.readings import period_of
from analysis.periods import Period
from analysis.schemas import Readings, table_of

ALL = ""
AVERAGE = "average"  # the breakdown of a data set's own mean, which is no category
MOST_PLACES = 8  # what a table has room for
NEAREST = 5  # neighbours that stand in for all places, the most alike first

CategoryChanges = Annotated[pd.DataFrame, table_of("place category count before printed implied")]
"""A category's count in a place and the one of the year before; `printed` is the change as a source prints it, and
`implied` whether the count before was worked out."""


@dataclass(frozen=True)
class Breakdown:
    """A count of one period by category.

    `counts` has a row for each area (by code, the page's own first) and a column for each category in the order
    received, the first (`""`) for all. `whole` is the code of all areas together where there is such a row.
    `statuses` is a table alike: why a figure is missing, also that it is withheld. `earlier` are the counts of the year
    before, empty where there was none.
    """

    period: Period | None
    own: str
    whole: str
    counts: pd.DataFrame
    statuses: pd.DataFrame
    earlier: pd.DataFrame

    @property
    def categories(self) -> list[str]:
        """The categories beside all of them, in the order received."""
        return [category for category in self.counts if category != ALL]

    @property
    def when(self) -> str:
        """The period in words."""
        return self.period.label if self.period else "no period"

    @property
    def during(self) -> str:
        """When the counts are of, in a sentence: 'in 2013-14', 'on 31 March 2014'."""
        return _say_when(self.period)

    @property
    def year_before(self) -> str:
        """When those of the year before are of, alike."""
        return _say_when(self.period.before if self.period else None)

    @property
    def others(self) -> pd.Series:
        """The counts that the area's are held against: all areas together less the area itself, else England's.

        A count for each category, missing where there is neither.
        """
        if self.whole in self.counts.index:
            return self.counts.loc[self.whole] - self.counts.loc[self.own]
        if ENGLAND in self.counts.index and self.own != ENGLAND:
            return self.counts.loc[ENGLAND]
        return self.counts.loc[self.own] * float("nan")

    @property
    def other_name(self) -> str:
        """What the counts of `others` are of, in words; empty where there are none."""
        if self.whole in self.counts.index:
            return "the other places"
        return "England" if ENGLAND in self.counts.index and self.own != ENGLAND else ""

    @property
    def other_statuses(self) -> pd.Series:
        """Why a count of `others` is missing, by category."""
        beside = self.whole if self.whole in self.statuses.index else ENGLAND
        own = self.statuses.loc[self.own]
        return self.statuses.loc[beside].where(own != "withheld", own) if beside in self.statuses.index else own


def _say_when(period: Period | None) -> str:
    return f"{'on' if period.kind == 'day' else 'in'} {period.label}" if period else "in no period"


def choose_places(reader: AreaReader, count: str, whole: str = "") -> list[str]:
    """The codes of the places that a count by category is read for: all, where they are no more than a table holds.

    Else the page's area, the whole, England and the area's statistical neighbours.
    """
    known = [area.code for area in reader.definitions.areas.areas]
    received = set(reader.look_up([count], known)["area"])
    if len(received) <= MOST_PLACES:
        return [code for code in known if code in received]
    chosen = reader.definitions.areas.neighbours_of(reader.area.code)
    every = [reader.area.code, whole, ENGLAND, *(chosen.neighbours if chosen else [])]
    return [code for code in dict.fromkeys(every) if code in received]


def keep_nearest(found: Breakdown, neighbours: list[str]) -> Breakdown:
    """A breakdown for a table: of more places than it has room for, the area, the wholes and the nearest neighbours."""
    if len(found.counts) <= MOST_PLACES:
        return found
    codes = [found.own, *neighbours[:NEAREST], ENGLAND, found.whole]
    kept = [code for code in dict.fromkeys(codes) if code in found.counts.index]
    return replace(found, counts=found.counts.loc[kept], statuses=found.statuses.loc[kept])


def latest_breakdown(readings: Readings, own: str, whole: str = "") -> Breakdown:
    """The newest period of the area's counts by category, with the same of other areas and of the year before.

    `readings` are observations of one indicator, of every area and category. `whole` is the code of all areas together,
    empty where there is none. A later total that came without categories does not stand in for the newest that has
    them; where the area has none at all, it is the newest total, and `categories` is empty.
    """
    readings = readings[~readings["breakdown"].str.contains(AVERAGE)]
    mine = readings[readings["area"] == own]
    if mine.empty:
        nothing = pd.DataFrame(columns=[ALL])
        return Breakdown(None, own, whole, nothing, nothing, nothing)
    by_category = mine[mine["breakdown"] != ALL]
    newest = mine.loc[(mine if by_category.empty else by_category)["end"].idxmax()]
    period = period_of(newest)
    now = _select(readings, period)
    areas = sorted(now["area"].drop_duplicates(), key=lambda code: (code == whole, code != own))
    categories = list(dict.fromkeys([ALL, *order_received(now, own)]))  # also where no total was supplied
    before = _select(readings, period.before) if period.before else readings.iloc[:0]
    before = before[before["breakdown"].isin(categories)]
    earlier = _spread(before, list(before["area"].drop_duplicates()), categories, "numerator")
    counts, statuses = (_spread(now, areas, categories, column) for column in ("numerator", "status"))
    return Breakdown(period, own, whole, counts, statuses, earlier)


def order_received(readings: Readings, own: str) -> list[str]:
    """The categories in the order in which they were received, all of them together first.

    The order is that of the cells in their file: down its rows, and across within a row, the area's own cells first.
    """
    places = pd.DataFrame(readings["cell"].map(_place_of_cell).tolist(), columns=["row", "column"])
    table = readings[["breakdown", "file"]].reset_index(drop=True).join(places)
    table = table.assign(others=(readings["area"] != own).to_numpy())
    ordered = table.sort_values(["others", "file", "row", "column"], kind="stable")
    return sorted(ordered["breakdown"].drop_duplicates(), key=lambda category: category != ALL)


def _place_of_cell(cell: str) -> tuple[int, int]:
    """The row and column of a cell such as 'E4' or 'Offences!AB12:AB15'; of anything else the first."""
    found = re.match(r"([A-Z]{1,3})([0-9]+)", cell.rpartition("!")[2])
    if found is None:
        return 0, 0
    letters, digits = found.groups()
    return int(digits), reduce(lambda number, letter: 26 * number + ord(letter) - ord("A") + 1, letters, 0)


def _select(readings: pd.DataFrame, period: Period) -> pd.DataFrame:
    same = (readings["start"] == pd.Timestamp(period.start)) & (readings["end"] == pd.Timestamp(period.end))
    return readings[same]


def _spread(readings: pd.DataFrame, areas: list[str], categories: list[str], name: str) -> pd.DataFrame:
    table = readings.pivot_table(index="area", columns="breakdown", values=name, aggfunc="first", dropna=False)
    table = table.reindex(index=areas, columns=categories)
    return table.astype(float) if name == "numerator" else table.astype(object).fillna("not_supplied")


def implied_before(found: Breakdown, changes: Readings, added: Readings, places: list[str]) -> CategoryChanges:
    """The counts of the year before that printed changes imply, where the earlier counts themselves were not supplied.

    A row for all in each place, and for each category of the last of them: of all areas together, or of the area where
    there is no such whole. The count before is the one supplied; else the count
    less what was added, where that was printed; else the count over one plus the printed change, to a whole number.
    """
    wanted = [
        (place, category) for place in places for category in found.counts if place == places[-1] or category == ALL
    ]
    rows = pd.DataFrame(wanted, columns=["place", "category"])
    rows["count"] = [found.counts.loc[place, category] for place, category in wanted]
    rows["supplied"] = [
        found.earlier[category].get(place, float("nan")) if category in found.earlier else float("nan")
        for place, category in wanted
    ]
    printed = pd.Series([_figure(changes, found, place, category, "value") for place, category in wanted], dtype=float)
    more = pd.Series([_figure(added, found, place, category, "numerator") for place, category in wanted], dtype=float)
    worked = (rows["count"] - more).fillna((rows["count"] / (1 + printed)).round())
    return rows.assign(
        before=rows["supplied"].fillna(worked), implied=rows["supplied"].isna() & worked.notna(), printed=printed
    ).drop(columns="supplied")


def _figure(readings: pd.DataFrame, found: Breakdown, place: str, category: str, column: str) -> float:
    if readings.empty or found.period is None:
        return float("nan")
    same = (
        (readings["area"] == place)
        & (readings["breakdown"] == category)
        & (readings["end"] == pd.Timestamp(found.period.end))
    )
    here = readings[same]
    return float(here[column].iloc[0]) if len(here) else float("nan")
