"""A list: one row per item, named by its breakdown, with sections and a total where there are any."""

import re

from analysis.definitions import Indicator
from analysis.definitions.sources import as_measure
from publishing.intake.figures import Reading, read_figures
from publishing.intake.grids import Grid
from publishing.intake.headings import Table, find_table
from publishing.intake.layouts.rows_of_areas import (
    described_headings,
    mark_described,
    read_areas,
    read_row_periods,
)
from publishing.intake.measured_cells import place_figures

_TOTAL = re.compile(r"(grand |sub-?|sub )?totals?( \w+)?|sum|all", re.IGNORECASE)
"""Names of rows that are sums of others: read as an item, one would be counted twice."""


def read_rows(grid: Grid, codes: dict[str, str], indicators: dict[str, Indicator]) -> Reading:
    """One observation for each item and column; the total's breakdown is empty, because it is of all items.

    Raises SourceRefused for an item without a name, for a total that is not declared, and for a declared section or
    total that is not there.
    """
    contract = grid.contract
    table = find_table(grid, [*described_headings(contract), *contract.breakdown_columns, *contract.columns])
    findings = mark_described(grid, table)
    items = _name_items(grid, table)
    areas, periods = read_areas(grid, table, codes), read_row_periods(grid, table)
    placed = []
    for heading, figures in contract.columns.items():
        column = table.columns[heading]
        grid.mark([row for row, name in items.items() if name == ""], column, "total")
        placed.append(
            place_figures(
                grid,
                as_measure(figures),
                list(items),
                column,
                [areas[row - table.first] for row in items],
                [periods[row - table.first] for row in items],
                breakdowns=list(items.values()),
            )
        )
    reading = read_figures(placed, grid, indicators)
    return Reading(reading.observations, findings + reading.findings)


def _name_items(grid: Grid, table: Table) -> dict[int, str]:
    """The breakdown of each item's row, with its section's words before it; section rows are left away."""
    contract = grid.contract
    columns = [table.columns[heading] for heading in contract.breakdown_columns]
    grid.mark(slice(table.first, table.end), columns, "label")
    section, items, seen = "", {}, set()
    for row in table.rows:
        words = [text for text in grid.texts[row, columns] if text]
        name = ", ".join(words)
        if not words:
            raise grid.refuse(row, columns[0], "expected the name of an item")
        seen.add(name)
        if name in contract.sections and sum(grid.texts[row] != "") == len(words):
            section = contract.sections[name]
        elif name == contract.total:
            items[row] = ""
        elif _TOTAL.fullmatch(name):
            raise grid.refuse(row, columns[0], "expected an item here, not a total that the contract does not declare")
        else:
            items[row] = f"{section}: {name}" if section else name
    missing = [name for name in [*contract.sections, contract.total] if name and name not in seen]
    if missing:
        raise grid.refuse(table.end - 1, columns[0], f"expected also a row '{missing[0]}' in this table")
    return items
