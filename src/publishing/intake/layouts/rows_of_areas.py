"""The columns that say which area and period a row is about, as several layouts have them."""

from collections.abc import Sequence

import numpy as np

from analysis.definitions.sources import Columns
from analysis.periods import Period
from publishing.intake.checks.cell_ranges import join_places
from publishing.intake.grids import Grid
from publishing.intake.headings import Table
from publishing.intake.reading_findings import make_reading_finding
from publishing.intake.written_periods import parse_written


def described_headings(contract: Columns) -> list[str]:
    """The headings that say what a row is about, and those that are only labels or left out."""
    about = [*contract.area_columns, contract.name_column, contract.period_column]
    return [heading for heading in [*about, *contract.labels, *contract.left_out] if heading]


def mark_described(grid: Grid, table: Table) -> list[dict]:
    """Give those columns their roles; a finding where some are left out."""
    contract = grid.contract
    rows = slice(table.first, table.end)
    for heading in described_headings(contract):
        grid.mark(rows, table.columns[heading], "finding" if heading in contract.left_out else "label")
    if not contract.left_out:
        return []
    return [
        make_reading_finding(
            "left_out",
            "note",
            contract.name,
            grid.file,
            "The contract leaves out columns of this file.",
            f"Not read: {', '.join(contract.left_out)}.",
        )
    ]


def read_areas(grid: Grid, table: Table, codes: dict[str, str]) -> np.ndarray:
    """The code of each row's area, empty where the area is not known.

    A name column must not name another area than the code does; a name that the contract's `areas` give is the
    area's. Raises SourceRefused with the cell where it does, where a row names no area at all, and, without a name
    column, for a name that the contract's `areas` leave out.
    """
    contract = grid.contract
    if contract.area is not None:
        return np.full(len(table.rows), contract.area, dtype=object)
    columns = [table.columns[heading] for heading in contract.area_columns]
    texts = grid.texts[table.first : table.end][:, columns]
    named = np.array([next(filter(None, row), "") for row in texts], dtype=object)
    listed = bool(contract.areas) and contract.name_column is None
    known = {text: contract.areas.get(text, "") if listed else codes.get(text.casefold(), "") for text in set(named)}
    areas = np.array([known[text] for text in named], dtype=object)
    if contract.name_column is not None:
        return _check_names(grid, table, areas, codes)
    for place in np.flatnonzero(areas == ""):
        if named[place] == "" or listed:
            expected = " or ".join(map(repr, contract.areas)) or "the code of an area"
            raise grid.refuse(table.first + place, columns[0], f"expected {expected}")
    return areas


def _check_names(grid: Grid, table: Table, areas: np.ndarray, codes: dict[str, str]) -> np.ndarray:
    """The areas, with those that the contract gives by name; a name of another area than the code's is refused."""
    contract = grid.contract
    column = table.columns[contract.name_column]
    names = grid.texts[table.first : table.end, column]
    areas = np.array([contract.areas.get(name, area) for name, area in zip(names, areas, strict=True)], dtype=object)
    # an authority that was divided has its years in its name, which the file leaves away
    known = {(name.split(" (")[0], code) for name, code in codes.items()}
    for place, (name, area) in enumerate(zip(names, areas, strict=True)):
        named = name.casefold()
        if area and name not in contract.areas and named in codes and (named, area) not in known:
            expected = "expected the name of the area whose code stands in this row"
            raise grid.refuse(table.first + place, column, expected)
        if not area and not name:
            raise grid.refuse(table.first + place, column, "expected an area in this row")
    return areas


def read_row_periods(grid: Grid, table: Table) -> list[Period]:
    """The period of each row: its own, or the file's. Raises SourceRefused for one of another kind."""
    contract = grid.contract
    if contract.period_column is None:
        if grid.period is None:
            raise grid.refuse(table.first, 0, "expected the period in the file's name, as no column holds it")
        return [grid.period] * len(table.rows)
    column = table.columns[contract.period_column]
    texts = grid.texts[table.first : table.end, column]
    periods = {}
    for text in dict.fromkeys(texts):
        try:
            periods[text] = parse_written(text, contract.period)
        except ValueError as error:
            raise grid.refuse(table.first + int(np.argmax(texts == text)), column, str(error)) from error
    return [periods[text] for text in texts]


def set_aside_unknown(grid: Grid, table: Table, areas: np.ndarray, columns: Sequence[int]) -> list[dict]:
    """A finding about rows of areas that params/areas.yaml does not know; their figures are not read."""
    rows = table.first + np.flatnonzero(areas == "")
    if not len(rows):
        return []
    for column in columns:
        grid.mark(rows, column, "finding")
    column = table.columns[grid.contract.area_columns[0]]
    return [
        make_reading_finding(
            "unknown_area",
            "warning",
            grid.contract.name,
            grid.file,
            "Rows are about areas that params/areas.yaml does not know.",
            "Set aside; add the areas' codes to params/areas.yaml to read them.",
            cell=join_places(grid.cells(rows, [column] * len(rows))),
            question="Which areas are these, and have their codes changed?",
        )
    ]
