"""The rows of a table with one column per measure: what each is about, and which cells are figures of what."""

import re
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.definitions import Indicator
from analysis.definitions.contract import Measure, as_measure
from publishing.intake.area_names import find_area
from publishing.intake.cells import is_marker
from publishing.intake.figures import Reading, read_figures
from publishing.intake.findings import describe_cells
from publishing.intake.grids import Grid
from publishing.intake.headings import Table, name_nearest
from publishing.intake.layouts.columns_of_measures import (
    MONTHS,
    ColumnFigures,
    ColumnsOfMeasures,
    add_across,
    add_down,
    list_figures,
)
from publishing.intake.layouts.event_lists import count_events, refuse_event_list
from publishing.intake.layouts.group_columns import name_groups
from publishing.intake.layouts.period_headings import refuse_running_totals
from publishing.intake.layouts.rows_of_areas import (
    check_labels,
    find_described_table,
    note_not_read,
    question_names,
    read_areas,
    set_aside_unknown,
)
from publishing.intake.measured_cells import place_figures
from publishing.intake.notes_and_marks import plain_name
from publishing.intake.number_formats import WITHHELD
from publishing.intake.row_periods import read_row_periods

_NOTE = re.compile(r"\bnotes?\b", re.IGNORECASE)
_SUPPRESSED = re.compile(r"suppress|withheld|disclos", re.IGNORECASE)


def read_measured_rows(
    grid: Grid[ColumnsOfMeasures], codes: Mapping[str, str], indicators: dict[str, Indicator]
) -> Reading:
    """One observation for each row and measure, or for each month, area and category of a list of events.

    Raises SourceRefused as the headings, areas, periods and figures do, and for a category that is not declared.
    """
    contract = grid.contract
    table, findings = find_described_table(grid, codes, header_rows=contract.header_rows)
    if contract.count_rows is not None:
        placed, unknown = count_events(grid, table, as_measure(contract.count_rows), codes)
    else:
        kinds = {
            name: {indicators[as_measure(each).indicator].kind for each in list_figures(figures)}
            for name, figures in contract.measures().items()
        }
        counts = [name for name, each in kinds.items() if each == {"count"}]
        rows, unknown = _describe_rows(grid, table, codes, counts)
        placed, left_out = _place(grid, table, rows)
        unknown += left_out
    reading = read_figures(placed, grid, indicators)
    if contract.months:
        refuse_running_totals(grid, reading.observations)
    return Reading(reading.observations, findings + unknown + reading.findings)


def _describe_rows(
    grid: Grid[ColumnsOfMeasures], table: Table, codes: Mapping[str, str], counts: Sequence[str]
) -> tuple[pd.DataFrame, list[dict]]:
    """What each row is about (row, area, when, mark, breakdown, label, category), and the rows of unknown areas."""
    contract = grid.contract
    areas = read_areas(grid, table, codes)
    _check_all_named(grid, table)
    figures = dict.fromkeys([*contract.measures(), *contract.figure_names()])
    columns = [table.columns[name] for name in figures if name in table.columns]
    findings = [*set_aside_unknown(grid, table, areas, columns), *question_names(grid, table, areas, codes)]
    whens, marks = read_row_periods(grid, table)
    rows = pd.DataFrame({"row": table.rows, "area": areas, "when": whens, "mark": marks})
    rows = rows.assign(
        breakdown=name_groups(grid, table, contract.wholes()),
        label=_texts(grid, table, next(iter(contract.area_columns), None)),
        category=_texts(grid, table, contract.category_column),
    )
    rows = rows[(rows["area"] != "") & rows["when"].notna()]
    summed = {heading for parts in contract.sum_of.values() if not isinstance(parts, list) for heading in parts.where}
    added = [tuple(grid.texts[row, [table.columns[heading] for heading in sorted(summed)]]) for row in rows["row"]]
    keys = rows[["area", "when", "breakdown", "label", "category"]].itertuples(index=False, name=None)
    keyed = [(*key, more) for key, more in zip(keys, added, strict=True)]
    refuse_event_list(grid, table, rows["row"].to_numpy(), keyed, counts)
    check_labels(grid, table, rows["row"].to_numpy(), keyed, codes)
    return rows, findings


def _place(grid: Grid[ColumnsOfMeasures], table: Table, rows: pd.DataFrame) -> tuple[list[pd.DataFrame], list[dict]]:
    """The cells of every measure, and a finding about categories that nobody wants."""
    contract = grid.contract
    placed: list[pd.DataFrame] = []
    unwanted: list[str] = []
    for heading, figures in contract.measures().items():
        if heading not in table.columns:
            continue
        for measure, chosen in _split_rows(grid, table, rows, heading, figures, unwanted):
            if len(chosen):
                placed.append(_place_column(grid, table, measure, heading, chosen))
    for indicator, parts in contract.sum_of.items():
        if isinstance(parts, list):
            placed.append(add_across(grid, table, rows, indicator, parts))
        else:
            placed.append(add_down(grid, table, rows, indicator, parts))
    found, count = _describe_lacking(grid, table, rows), len(set(unwanted))
    counted = f"{count} categor{'y is' if count == 1 else 'ies are'} not read."
    return placed, [*found, *([note_not_read(grid, "categories", counted)] if count else [])]


def _place_column(
    grid: Grid[ColumnsOfMeasures], table: Table, measure: Measure, heading: str, chosen: pd.DataFrame
) -> pd.DataFrame:
    grouped, whens = bool(grid.contract.breakdown_columns), list(chosen["when"])
    if measure.indicator == grid.contract.months and heading in MONTHS:
        whens = [next(each for each in when.months() if each.start.month == MONTHS[heading]) for when in whens]
    elif measure.indicator == grid.contract.months:
        grid.mark(chosen["row"].to_numpy(), table.columns[heading], "total")
    words = [", ".join(filter(None, [measure.breakdown, group])) for group in chosen["breakdown"]]
    placed = place_figures(
        grid,
        measure,
        chosen["row"].to_numpy(),
        table.columns[heading],
        chosen["area"].to_numpy(),
        whens,
        breakdowns=words if grouped else None,
        marks=chosen["mark"].to_numpy(),
    )
    return placed.assign(
        text=[_read_note(grid, table, *cell) for cell in placed[["row", "text"]].itertuples(index=False)]
    )


def _read_note(grid: Grid[ColumnsOfMeasures], table: Table, row: int, text: str) -> str:
    """The text of a figure; the sign of a suppressed one where the cell is empty and a note in its row says so."""
    if text:
        return text
    headed = [*table.columns.items(), *((heading, column) for column, heading in table.left_out.items())]
    notes = [grid.texts[row, column] for heading, column in headed if _NOTE.search(heading)]
    return WITHHELD if any(_SUPPRESSED.search(note) for note in notes) else text


def _split_rows(
    grid: Grid[ColumnsOfMeasures],
    table: Table,
    rows: pd.DataFrame,
    heading: str,
    figures: ColumnFigures,
    unwanted: list[str],
) -> Iterator[tuple[Measure, pd.DataFrame]]:
    """The measures of one column, each with its rows: by the row's category, and other indicators in other rows."""
    contract = grid.contract
    other = rows["label"].isin(list(contract.other_rows))
    for label, chosen in rows[other].groupby("label", sort=False):
        measure = as_measure(list_figures(figures)[0])
        if measure.indicator not in contract.other_rows[label]:
            raise grid.refuse(chosen["row"].iloc[0], table.columns[heading], "expected no figure in this row")
        instead = contract.other_rows[label][measure.indicator]
        if instead is None:
            _check_markers(grid, chosen["row"], table.columns[heading])
        else:
            yield measure.model_copy(update={"indicator": instead}), chosen
    rows = rows[~other]
    if not isinstance(figures, dict):
        yield from ((as_measure(each), rows) for each in list_figures(figures))
        return
    known = {plain_name(name): as_measure(each) for name, each in figures.items()}
    passed_over = {plain_name(name) for name in contract.named_left_out}
    for category, chosen in rows.groupby("category", sort=False):
        if plain_name(category) in known:
            yield known[plain_name(category)], chosen
        elif contract.leaves_others_out or plain_name(category) in passed_over:
            grid.mark(chosen["row"].to_numpy(), table.columns[heading], "finding")
            unwanted.append(category)
        else:
            column = table.columns.get(contract.category_column or "", table.columns[heading])
            raise grid.refuse(chosen["row"].iloc[0], column, f"expected one of {', '.join(map(repr, figures))}")


def _describe_lacking(grid: Grid[ColumnsOfMeasures], table: Table, rows: pd.DataFrame) -> list[dict]:
    """A finding about declared measures of which no row is, by any of their categories: these may be renamed."""
    there = {plain_name(category): category for category in rows["category"]}
    lacking: dict[str, str] = {}
    for figures in grid.contract.measures().values():
        known = {name: as_measure(each) for name, each in figures.items()} if isinstance(figures, dict) else {}
        found = [measure for name, measure in known.items() if plain_name(name) in there]
        lacking |= {name: measure.indicator for name, measure in known.items() if measure not in found}
    if not lacking or rows.empty:
        return []
    new = [category for category in there.values() if grid.is_public and category not in lacking]
    named = ", ".join(f"'{name}'{name_nearest(name, new)}" for name in lacking)
    return describe_cells(
        grid,
        "missing_category",
        "warning",
        f"The file has no row of {named}.",
        "Its figures are missing from this file; name it as the file does in the file specification.",
        [(rows["row"].iloc[0], table.columns[grid.contract.category_column or ""])],
        indicators=" ".join(dict.fromkeys(lacking.values())),
        question="Is this category left out of the file, or has it another name now?",
    )


def _check_markers(grid: Grid[ColumnsOfMeasures], rows: pd.Series, column: int) -> None:
    """Cells that can hold no figure, and must hold a marker."""
    for row in rows:
        if is_marker(grid.texts[row, column], grid.contract):
            grid.mark(row, column, "marker")
        else:
            grid.note_fault(row, column, "expected a marker, as no figure has a meaning here")


def _check_all_named(grid: Grid[ColumnsOfMeasures], table: Table) -> None:
    """Refuse a table without one of the rows that the contract names."""
    contract = grid.contract
    if not contract.areas or contract.name_column or not contract.area_columns:
        return
    labels = set(_texts(grid, table, contract.area_columns[0]))
    missing = [name for name in contract.areas if not any(find_area(text, {}, {name: name}) for text in labels)]
    if missing:
        grid.raise_faults()  # a name that is not known is told before one that is not there
        column = table.columns[contract.area_columns[0]]
        raise grid.refuse(table.rows[-1], column, f"expected also a row '{missing[0]}'")


def _texts(grid: Grid[ColumnsOfMeasures], table: Table, heading: str | None) -> np.ndarray:
    return np.full(len(table.rows), "", dtype=object) if heading is None else table.texts(grid, heading)
