"""A list: one row per item, named by its breakdown, with sections and a total where there are any."""

from collections.abc import Mapping

from analysis.definitions import Indicator
from analysis.definitions.layouts import Rows
from analysis.definitions.sources import as_measure
from publishing.intake.figures import Reading, read_figures
from publishing.intake.grids import Grid
from publishing.intake.headings import Table
from publishing.intake.layouts.group_columns import TOTAL
from publishing.intake.layouts.rows_of_areas import find_described_table, read_areas
from publishing.intake.measured_cells import place_figures
from publishing.intake.row_periods import read_row_periods


def read_rows(grid: Grid[Rows], codes: Mapping[str, str], indicators: dict[str, Indicator]) -> Reading:
    """One observation for each item and column; the total's breakdown is empty, because it is of all items.

    Raises SourceRefused for an item without a name, for a total that is not declared, and for a declared section or
    total that is not there.
    """
    contract = grid.contract
    table, findings = find_described_table(grid, codes)
    items = _name_items(grid, table)
    areas = dict(zip(table.rows, read_areas(grid, table, codes), strict=True))
    whens, marks = read_row_periods(grid, table)
    periods = dict(zip(table.rows, whens, strict=True))
    grid.raise_faults()
    placed = []
    for heading, figures in contract.columns.items():
        if heading not in table.columns:
            continue
        column = table.columns[heading]
        grid.mark([row for row, name in items.items() if name == ""], column, "total")
        placed.append(
            place_figures(
                grid,
                as_measure(figures),
                list(items),
                column,
                [areas[row] for row in items],
                [periods[row] for row in items],
                breakdowns=list(items.values()),
                marks=[dict(zip(table.rows, marks, strict=True))[row] for row in items],
            )
        )
    reading = read_figures(placed, grid, indicators)
    return Reading(reading.observations, findings + reading.findings)


def _name_items(grid: Grid[Rows], table: Table) -> dict[int, str]:
    """The breakdown of each item's row, with its section's words before it; section rows are left away."""
    contract = grid.contract
    columns = [table.columns[heading] for heading in contract.breakdown_columns]
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
        elif TOTAL.fullmatch(name):
            raise grid.refuse(
                row, columns[0], "expected an item here, not a total that the file specification does not declare"
            )
        else:
            items[row] = f"{section}: {name}" if section else name
    missing = [name for name in [*contract.sections, contract.total] if name and name not in seen]
    if missing:
        raise grid.refuse(table.rows[-1], columns[0], f"expected also a row '{missing[0]}' in this table")
    return items
