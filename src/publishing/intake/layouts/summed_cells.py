"""Figures that are the sum of several cells: ages that stand across, or down."""

from collections.abc import Iterable

import pandas as pd

from analysis.definitions.contract import Measure, Source
from publishing.intake.cells import parse_cell
from publishing.intake.grids import Grid
from publishing.intake.headings import Table
from publishing.intake.layouts.columns_of_measures import SumDown
from publishing.intake.measured_cells import place_figures

Place = tuple[int, int]
ABOUT = ["area", "when", "breakdown", "category"]


def add_across(
    grid: Grid[Source], table: Table, rows: pd.DataFrame, indicator: str, headings: list[str]
) -> pd.DataFrame:
    """The sum of several columns in each row."""
    columns = [table.columns[heading] for heading in headings]
    grid.mark_table(rows["row"].to_numpy(), columns, "figure")
    return _place_sums(grid, indicator, rows, [[(row, column) for column in columns] for row in rows["row"]])


def add_down(grid: Grid[Source], table: Table, rows: pd.DataFrame, indicator: str, parts: SumDown) -> pd.DataFrame:
    """The sum of one column over the rows of an area and period that have one of the values asked for.

    A sum of which a row is missing, or stands twice, is a fault of the grid.
    """
    column = table.columns[parts.column]
    grid.mark(rows["row"].to_numpy(), column, "figure")
    wanted = rows
    for heading, values in parts.where.items():
        wanted = wanted[[grid.texts[row, table.columns[heading]] in values for row in wanted["row"]]]
    expected = 1
    for values in parts.where.values():
        expected *= len(values)
    groups = [group for _, group in wanted.groupby(ABOUT, sort=False)]
    for group in groups:
        if len(group) != expected:
            grid.note_fault(
                group["row"].iloc[0], column, f"expected {expected} rows to add up to {indicator} from here"
            )
    firsts = wanted.loc[[group.index[0] for group in groups]]
    return _place_sums(grid, indicator, firsts, [[(row, column) for row in group["row"]] for group in groups])


def _place_sums(grid: Grid[Source], indicator: str, rows: pd.DataFrame, places: list[list[Place]]) -> pd.DataFrame:
    placed = place_figures(
        grid,
        Measure(indicator=indicator),
        rows["row"].to_numpy(),
        [cells[0][1] for cells in places],
        rows["area"].to_numpy(),
        list(rows["when"]),
        breakdowns=rows["breakdown"].to_numpy(),
        marks="derived",
    )
    return placed.assign(text=[_add(grid, cells) for cells in places], parts=places)


def _add(grid: Grid[Source], places: Iterable[Place]) -> str:
    """The sum as a text; where a part is missing, its marker: what is missing is never nothing.

    A part that is no number is noted as a fault.
    """
    total = None
    for row, column in places:
        try:
            written = parse_cell(grid.texts[row, column], grid.contract)
        except ValueError as error:
            grid.note_fault(row, column, str(error))
            continue
        if written.number is None:
            return grid.texts[row, column]
        total = written.number if total is None else total + written.number
    return "" if total is None else f"{total:f}"
