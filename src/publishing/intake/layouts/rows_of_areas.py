"""The columns that say which area a row is about, and which rows are wanted, as several layouts have them."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from xlsxwriter.utility import xl_col_to_name

from analysis.definitions.headed_columns import Columns
from analysis.refusals import suggest
from publishing.intake.area_names import find_area
from publishing.intake.cell_marks import Place
from publishing.intake.findings import describe_cells, make_reading_finding
from publishing.intake.grids import Grid
from publishing.intake.headings import Table, find_table
from publishing.intake.notes_and_marks import plain_name
from publishing.intake.row_periods import holds_period

SEX, ONE_SEX = {"sex", "gender"}, {"male", "female", "males", "females", "m", "f", "boys", "girls", "men", "women"}
MISSPELT = 0.85  # how alike a name is to an area's: a letter or two differ


def find_described_table(
    grid: Grid[Columns], codes: Mapping[str, str], *, header_rows: int = 1
) -> tuple[Table, list[dict]]:
    """The table with the columns that the specification names, its wanted rows, and what was left out.

    Cells that only describe a row have their role; labels that are merged over rows stand in each of them.
    """
    contract = grid.contract
    described = contract.column_names()
    declared = [*described, *contract.figure_names(), *contract.other_names(), *contract.named_left_out]
    table = find_table(
        grid,
        declared,
        header_rows=header_rows,
        names=contract.other_names(),
        optional=contract.optional_names(),
        others=contract.leaves_others_out,
        continues=lambda row, columns: _is_row(grid, row, columns, codes),
    )
    columns = [table.columns[name] for name in described if name in table.columns]
    grid.fill_merged(table.rows, columns)
    grid.mark_table(table.rows, columns, "label")
    findings = _leave_columns_out(grid, table)
    table, rows_out = _keep_wanted(grid, table)
    _refuse_one_sex(grid, table)
    return table, findings + rows_out


def _is_row(grid: Grid[Columns], row: int, columns: Mapping[str, int], codes: Mapping[str, str]) -> bool:
    """Whether a row at the end or below an empty one is of the table: it names an area or has a figure of the one area.

    A row with nothing but its period is one without figures; a name misspelt is an area's, to be refused, and no note.
    """
    contract = grid.contract
    if contract.area is None:
        names = [grid.texts[row, columns[heading]] for heading in contract.area_columns if heading in columns]
        name = next(filter(None, names), "")
        misspelt = difflib.get_close_matches(name.casefold(), codes, n=1, cutoff=MISSPELT)
        return bool(find_area(name, codes, contract.areas) or misspelt)
    if not all(grid.texts[row, columns[name]] for name in contract.column_names() if name in columns):
        return False
    dated = [columns[name] for name in contract.period_column if name in columns]
    alone = (grid.texts[row] != "").sum() == 1
    return not (alone and dated) or holds_period(grid.texts[row, dated[0]], contract)


def _leave_columns_out(grid: Grid[Columns], table: Table) -> list[dict]:
    """The columns that nobody wants: those left out by name, and others that are counted."""
    contract = grid.contract
    named = [name for name in contract.named_left_out if name in table.columns]
    out = [*(table.columns[name] for name in named), *table.left_out]
    grid.mark_table(table.rows, out, "finding")
    if not out:
        return []
    others = [f"{len(table.left_out)} more columns"] if table.left_out else []
    return [note_not_read(grid, "columns", f"Not read: {', '.join([*named, *others])}.")]


def _keep_wanted(grid: Grid[Columns], table: Table) -> tuple[Table, list[dict]]:
    """The rows that `where` asks for. Raises SourceRefused for a column in which no row has a value asked for."""
    contract, wanted = grid.contract, np.ones(len(table.rows), dtype=bool)
    for heading, values in contract.where.items():
        texts = table.texts(grid, heading)
        has_value = np.isin(list(map(plain_name, texts)), list(map(plain_name, values)))
        if not has_value.any():
            hint = f" {suggest(values[0], set(texts))}" if grid.is_public and values else ""
            asked = " or ".join(map(repr, values))
            message = f"expected {asked} in this column.{hint}".rstrip(".")
            raise grid.refuse(table.rows[0], table.columns[heading], message)
        wanted &= has_value
    unwanted = table.rows[~wanted]
    if not len(unwanted):
        return table, []
    grid.mark(unwanted, slice(None), "finding")
    counted = f"{len(unwanted):,} of {len(table.rows):,} rows are left out."
    what = f"rows, by {', '.join(contract.where)},"
    return replace(table, rows=table.rows[wanted]), [note_not_read(grid, what, counted)]


def _refuse_one_sex(grid: Grid[Columns], table: Table) -> None:
    """Refuse rows of boys or of girls alone where nothing says that the column which tells so is not wanted."""
    for column, heading in table.left_out.items():
        said = {plain_name(text) for text in grid.texts[table.rows, column]}
        if plain_name(heading) in SEX and said and said <= ONE_SEX:
            raise grid.refuse(
                table.rows[0],
                column,
                f"expected rows of both sexes together; name '{heading}' in `where` or `breakdown_columns`, or in "
                f"`left_out` if figures of one sex are meant",
            )


def note_not_read(grid: Grid[Any], what: str, counted: str) -> dict:
    """A finding about what the specification asks not to be read: columns, rows or categories."""
    message = f"The file specification leaves out {what} of this file."
    return make_reading_finding("left_out", "note", grid.contract.name, grid.file, message, counted)


def read_areas(grid: Grid[Columns], table: Table, codes: Mapping[str, str]) -> np.ndarray:
    """The code of each row's area, empty where the area is not known.

    A name column must not name another area than the code does; a name that the contract's `areas` give is the
    area's. A row that names no area at all is noted as a fault, and so is, without a name column, a name that the
    contract's `areas` leave out.
    """
    contract = grid.contract
    if contract.area is not None:
        return np.full(len(table.rows), contract.area, dtype=object)
    columns = [table.columns[heading] for heading in contract.area_columns if heading in table.columns]
    texts = grid.texts[table.rows][:, columns]
    named = np.array([next(filter(None, row), "") for row in texts], dtype=object)
    listed = bool(contract.areas) and contract.name_column is None
    known = {text: find_area(text, {} if listed else codes, contract.areas if listed else None) for text in set(named)}
    areas = np.array([known[text] for text in named], dtype=object)
    if contract.name_column is not None:
        return _check_names(grid, table, contract.name_column, areas, codes)
    for place in np.flatnonzero(areas == ""):
        if named[place] == "" or listed:
            expected = " or ".join(map(repr, contract.areas)) or "the code of an area"
            grid.note_fault(table.rows[place], columns[0], f"expected {expected}")
    return areas


def _check_names(
    grid: Grid[Columns], table: Table, heading: str, areas: np.ndarray, codes: Mapping[str, str]
) -> np.ndarray:
    """The areas, with those that the contract gives by name; a name of another area than the code's is a fault."""
    contract = grid.contract
    column = table.columns[heading]
    names = table.texts(grid, heading)
    areas = np.array(
        [find_area(name, {}, contract.areas) or area for name, area in zip(names, areas, strict=True)], dtype=object
    )
    # an authority that was divided has its years in its name, which the file leaves away
    known = {(plain_name(name.split(" (")[0]), code) for name, code in codes.items()}
    declared = set(map(plain_name, contract.areas))
    for row, name, area in zip(table.rows, names, areas, strict=True):
        named, other = plain_name(name), find_area(name, codes)
        if area and other not in ("", area) and named not in declared and (named, area) not in known:
            grid.note_fault(row, column, "expected the name of the area whose code is in this row")
        if not area and not name:
            grid.note_fault(row, column, "expected an area in this row")
    return areas


def question_names(grid: Grid[Columns], table: Table, areas: np.ndarray, codes: Mapping[str, str]) -> list[dict]:
    """A finding about names beside a known code that are no area's: either of the two may be mistyped."""
    heading = grid.contract.name_column
    if heading is None:
        return []
    names = table.texts(grid, heading)
    known = {name: find_area(name, codes, grid.contract.areas) != "" for name in set(names)}
    rows = table.rows[[bool(area and name) and not known[name] for name, area in zip(names, areas, strict=True)]]
    return describe_cells(
        grid,
        "unknown_name",
        "warning",
        "Names beside an area's code are none that params/areas.yaml knows.",
        "Read as the area of the code; add the name under `also` in params/areas.yaml if it is right.",
        [(row, table.columns[heading]) for row in rows],
        question="Is it the code or the name that is right?",
    )


def set_aside_unknown(grid: Grid[Columns], table: Table, areas: np.ndarray, columns: Sequence[int]) -> list[dict]:
    """A finding about rows of areas that params/areas.yaml does not know; their figures are not read."""
    rows = table.rows[areas == ""]
    grid.mark_table(rows, columns, "finding")
    named = table.columns[grid.contract.area_columns[0]] if len(rows) else 0
    return describe_unknown(grid, "Rows are about areas", [(row, named) for row in rows])


def describe_unknown(grid: Grid[Any], what: str, places: Sequence[Place]) -> list[dict]:
    """A finding about cells that name areas which params/areas.yaml does not know, where there are any."""
    return describe_cells(
        grid,
        "unknown_area",
        "warning",
        f"{what} that params/areas.yaml does not know.",
        "Set aside; add the areas' codes to params/areas.yaml to read them.",
        places,
        question="Which areas are these, and have their codes changed?",
    )


def check_labels(
    grid: Grid[Columns], table: Table, rows: np.ndarray, keys: Sequence[tuple], codes: Mapping[str, str]
) -> None:
    """Refuse a label that differs between rows of one figure: it says which group the figure is of.

    `keys` are what each row's figures are of. A label that names areas, as the parent of a row, or that the
    specification leaves out by name may differ where all such rows say the same. Raises SourceRefused with the column.
    """
    first: dict[tuple, int] = {}
    doubled = [(first[key], row) for row, key in zip(rows, keys, strict=True) if first.setdefault(key, row) != row]
    if not doubled:
        return
    figures = [table.columns[name] for name in grid.contract.figure_names() if name in table.columns]
    agreeing = all((grid.texts[one, figures] == grid.texts[row, figures]).all() for one, row in doubled)
    for heading, column in _labels(grid.contract, table):
        differing = [row for one, row in doubled if grid.texts[one, column] != grid.texts[row, column]]
        names_areas = all(
            not grid.texts[row, column] or find_area(grid.texts[row, column], codes) for pair in doubled for row in pair
        )
        may_differ = names_areas or heading in grid.contract.named_left_out
        if differing and not (agreeing and may_differ):
            where = f"'{heading}'" if heading else f"in column {xl_col_to_name(column)}"
            raise grid.refuse(
                differing[0],
                column,
                f"expected the same label {where} in all rows of one figure; if it says which group a row is of, name "
                f"it in `where` or `breakdown_columns`, if rows are events, use `count_rows`",
            )


def _labels(contract: Columns, table: Table) -> list[tuple[str, int]]:
    """The columns that should not differ: labels, and those that are left out, by name or unseen."""
    named = [
        (heading, table.columns[heading])
        for heading in [*contract.labels, *contract.named_left_out]
        if heading in table.columns
    ]
    allowed = set(contract.identifiers_allowed)
    return [(heading, column) for heading, column in named if heading not in allowed] + [
        ("", column) for column in table.left_out
    ]
