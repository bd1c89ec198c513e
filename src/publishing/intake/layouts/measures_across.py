"""One column per measure, one row per area and period."""

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from analysis.definitions import Indicator
from analysis.definitions.sources import Figures, Measure, MeasuresAcross, as_measure
from analysis.periods import Period
from publishing.intake.cells import parse_cell
from publishing.intake.figures import Reading, read_figures
from publishing.intake.grids import Grid
from publishing.intake.headings import Table, find_table
from publishing.intake.layouts.rows_of_areas import (
    described_headings,
    mark_described,
    read_areas,
    read_row_periods,
    set_aside_unknown,
)
from publishing.intake.measured_cells import place_figures


def read_measures_across(grid: Grid, codes: dict[str, str], indicators: dict[str, Indicator]) -> Reading:
    """One observation for each row and measure.

    `{file}` in a heading stands for the period as the file's name has it, `{year}` for 2013/2014. Raises
    SourceRefused as the headings, areas, periods and figures do, and for a category that is not declared.
    """
    contract = grid.contract = fill_headings(grid.contract, grid.period, grid.named)
    measures = list_measures(contract)
    keys = [key for key in (contract.breakdown_column, contract.category_column) if key]
    table = find_table(grid, [*described_headings(contract), *keys, *measures], header_rows=contract.header_rows)
    findings = mark_described(grid, table)
    grid.mark(slice(table.first, table.end), [table.columns[key] for key in keys], "label")
    areas = read_areas(grid, table, codes)
    _check_all_named(grid, table)
    findings += set_aside_unknown(grid, table, areas, [table.columns[heading] for heading in measures])
    rows = pd.DataFrame({"row": list(table.rows), "area": areas, "when": read_row_periods(grid, table)})
    rows = rows.assign(breakdown=_texts(grid, table, contract.breakdown_column), label=_first_labels(grid, table))
    rows = rows.assign(category=_texts(grid, table, contract.category_column))[areas != ""]
    placed = [
        place_figures(
            grid,
            measure,
            chosen["row"],
            table.columns[heading],
            chosen["area"].to_numpy(),
            list(chosen["when"]),
            breakdowns=None if contract.breakdown_column is None else chosen["breakdown"].to_numpy(),
        )
        for heading, figures in measures.items()
        for measure, chosen in _split_rows(grid, table, rows, heading, figures)
        if len(chosen)
    ]
    reading = read_figures(placed, grid, indicators)
    return Reading(reading.observations, findings + reading.findings)


def fill_headings(contract: MeasuresAcross, period: Period | None, named: str) -> MeasuresAcross:
    """The contract, with the file's period in its headings, as the file's name has it where they ask for that."""
    year = f"{period.start.year}/{period.end.year}" if period else ""

    def fill(headings: Iterable[str]) -> list[str]:
        return [heading.replace("{file}", named).replace("{year}", year) for heading in headings]

    return contract.model_copy(
        update={
            "area_columns": fill(contract.area_columns),
            "columns": dict(zip(fill(contract.columns), contract.columns.values(), strict=True)),
            "left_out": fill(contract.left_out),
        }
    )


def list_measures(contract: MeasuresAcross) -> dict[str, Figures | dict[str, Figures]]:
    """What each heading of figures stands for."""
    measures = dict(contract.columns)
    for indicator, headings in contract.breakdowns.items():
        for heading, breakdown in headings.items():
            words = Measure(indicator=indicator, breakdown=breakdown) if isinstance(breakdown, str) else breakdown
            measures[heading] = words
    return measures


def _split_rows(
    grid: Grid, table: Table, rows: pd.DataFrame, heading: str, figures: Figures | dict[str, Figures]
) -> Iterator[tuple[Measure, pd.DataFrame]]:
    """The measures of one column, each with its rows: by the row's category, and other indicators in other rows."""
    contract = grid.contract
    other = rows["label"].isin(list(contract.other_rows))
    for label, chosen in rows[other].groupby("label", sort=False):
        measure = as_measure(figures)
        if measure.indicator not in contract.other_rows[label]:
            raise grid.refuse(chosen["row"].iloc[0], table.columns[heading], "expected no figure in this row")
        instead = contract.other_rows[label][measure.indicator]
        if instead is None:
            _check_markers(grid, chosen["row"], table.columns[heading])
        else:
            yield measure.model_copy(update={"indicator": instead}), chosen
    rows = rows[~other]
    if not isinstance(figures, dict):
        yield as_measure(figures), rows
        return
    for category, chosen in rows.groupby("category", sort=False):
        if category not in figures:
            column = table.columns[contract.category_column]
            raise grid.refuse(chosen["row"].iloc[0], column, f"expected one of {', '.join(map(repr, figures))}")
        yield as_measure(figures[category]), chosen


def _check_markers(grid: Grid, rows: pd.Series, column: int) -> None:
    """Cells that can hold no figure, and must hold a marker."""
    for row in rows:
        try:
            missing = parse_cell(grid.texts[row, column], grid.contract).is_missing
        except ValueError:
            missing = False
        if not missing:
            raise grid.refuse(row, column, "expected a marker, as no figure has a meaning here")
        grid.mark(row, column, "marker")


def _check_all_named(grid: Grid, table: Table) -> None:
    """Refuse a table without one of the rows that the contract names."""
    contract = grid.contract
    if not contract.areas or contract.name_column:
        return
    labels = set(_first_labels(grid, table))
    missing = [name for name in contract.areas if name not in labels]
    if missing:
        raise grid.refuse(table.end - 1, table.columns[contract.area_columns[0]], f"expected also a row '{missing[0]}'")


def _first_labels(grid: Grid, table: Table) -> np.ndarray:
    return _texts(grid, table, next(iter(grid.contract.area_columns), None))


def _texts(grid: Grid, table: Table, heading: str | None) -> np.ndarray:
    if heading is None:
        return np.full(len(table.rows), "", dtype=object)
    return grid.texts[table.first : table.end, table.columns[heading]]
