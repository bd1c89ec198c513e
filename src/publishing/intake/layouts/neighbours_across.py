"""The neighbours of each authority across, nearest first: a column for each, and beside it how near it is."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from pydantic import Field

from analysis.definitions import Indicator
from analysis.definitions.contract import Figures, Measure
from publishing.intake.area_names import find_area
from publishing.intake.figures import Reading, read_figures
from publishing.intake.grids import Grid
from publishing.intake.headings import DEEPEST
from publishing.intake.layouts.layout import Layout
from publishing.intake.layouts.rows_of_areas import describe_unknown
from publishing.intake.measured_cells import Cell, place_cells
from publishing.intake.notes_and_marks import plain_name
from publishing.intake.row_periods import read_table_period


class NeighboursAcross(Layout):
    """The neighbours of each authority across, nearest first, each with its closeness in the next column.

    `neighbours` is the word that heads a neighbour's column, before its rank: `SN` for SN_1 and SN1. `rank` and
    `closeness` are the indicators; the code of the neighbour is their breakdown. `area_columns` are headings over the
    authority's code or name, of which the file has one.
    """

    layout: Literal["neighbours_across"]
    area_columns: list[str] = Field(min_length=1)
    neighbours: str = "SN"
    rank: str
    closeness: str

    NO_FORM = "There is no form: whoever publishes neighbours chooses them. Take the file itself."
    FILE = "{name}_{{calendar year}}"
    START = """\
# The neighbours of each authority across: a column for each, and beside it how near it is.
area_columns: [area_code]
# The word that heads a neighbour's column, before its rank: SN1, SN2.
neighbours: SN
# The indicators of a neighbour's place and of its closeness.
rank: {figure}
closeness: {figure}
"""

    def _figures(self) -> Iterable[Figures | None]:
        return [self.rank, self.closeness]

    def read(self, grid: Grid[Any], codes: Mapping[str, str], indicators: dict[str, Indicator]) -> Reading:
        """The place and the closeness of each neighbour, whose code is the breakdown.

        A neighbour's column is headed by the word of `neighbours` and a number, its closeness stands under the same
        heading with more behind it, else in the next column. Raises SourceRefused where there is no such row of
        headings, for ranks that leave one out, for a row whose area is not known or stands twice, and for a neighbour
        that is the area itself or stands twice.
        """
        header, ranks = _find_ranks(grid)
        area_column = _find_area_column(grid, header)
        beside = _find_closeness(grid, header, ranks)
        period = read_table_period(grid)[0]
        if period is None:
            raise grid.refuse(header, 0, "expected the year in the file's name, as no column holds it")
        cells, unknown, seen = [], [], set[tuple[str, str]]()
        for row in range(header + 1, grid.height):
            if not any(grid.texts[row, list(ranks)]):
                continue  # an empty row, or a note below the table
            area = find_area(grid.texts[row, area_column], codes)
            if not area or (area, "") in seen:
                grid.note_fault(row, area_column, "expected the code of an area that has no row above this one")
            seen.add((area, ""))
            for column, rank in ranks.items():
                neighbour = find_area(grid.texts[row, column], codes)
                if not neighbour:
                    unknown.append((row, column))
                    continue
                if neighbour == area or (area, neighbour) in seen:
                    grid.note_fault(row, column, "expected another area, which is no neighbour of this row before")
                seen.add((area, neighbour))
                nearness = grid.texts[row, beside[column]]
                for place, name, text in ((column, self.rank, str(rank)), (beside[column], self.closeness, nearness)):
                    cells.append(Cell(row, place, Measure(indicator=name, breakdown=neighbour), area, period, text))
        grid.raise_faults()
        grid.mark(slice(0, header), slice(None), "outside")
        grid.mark(slice(header, None), slice(None), "label")
        reading = read_figures([place_cells(cell for cell in cells if cell.text)], grid, indicators)
        return Reading(reading.observations, describe_unknown(grid, "Neighbours are areas", unknown) + reading.findings)


def _find_ranks(grid: Grid[NeighboursAcross]) -> tuple[int, dict[int, int]]:
    """The row of headings, and the rank that each neighbour's column is for."""
    pattern = re.compile(rf"{re.escape(grid.contract.neighbours)}[ _]?(\d+)(?:[ _]code)?", re.IGNORECASE)
    for row in range(min(grid.height, DEEPEST)):
        matches = {column: pattern.fullmatch(text) for column, text in enumerate(grid.texts[row])}
        ranks = {column: int(match[1]) for column, match in matches.items() if match}
        if ranks and sorted(ranks.values()) != list(range(1, len(ranks) + 1)):
            raise grid.refuse(row, min(ranks), f"expected {grid.contract.neighbours}1 and what follows, each once")
        if ranks:
            return row, ranks
    raise grid.refuse(
        0, 0, f"expected a row of headings here or a little below, with '{grid.contract.neighbours}1' in it"
    )


def _find_closeness(grid: Grid[NeighboursAcross], header: int, ranks: Mapping[int, int]) -> dict[int, int]:
    """The column of closeness of each neighbour's column."""
    headings, beside = list(map(plain_name, grid.texts[header])), {}
    for column in ranks:
        longer = [
            place for place, text in enumerate(headings) if re.match(rf"{re.escape(headings[column])} ?[a-z]", text)
        ]
        beside[column] = next(iter(longer), column + 1)
        if beside[column] in ranks or beside[column] >= grid.width:
            raise grid.refuse(header, column, "expected beside this a column of closeness")
    return beside


def _find_area_column(grid: Grid[NeighboursAcross], header: int) -> int:
    headings = list(map(plain_name, grid.texts[header]))
    for heading in map(plain_name, grid.contract.area_columns):
        if heading in headings:
            return headings.index(heading)
    raise grid.refuse(header, 0, f"expected a column headed '{grid.contract.area_columns[0]}'")
