"""Months or years across: each row a measure, or an area of one."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

import numpy as np
from pydantic import Field, model_validator

from analysis.definitions import Indicator
from analysis.definitions.contract import Figures, Measure, as_measure
from analysis.periods import Period
from analysis.refusals import ParametersRefused
from publishing.intake.area_names import find_area
from publishing.intake.figures import Reading, read_figures
from publishing.intake.grids import Grid
from publishing.intake.headings import check_widths, find_rows
from publishing.intake.layouts.form_labels import write_periods
from publishing.intake.layouts.layout import Asked, Entry, FormCell, FormTable
from publishing.intake.layouts.period_headings import PeriodHeadings, find_period_columns, refuse_running_totals
from publishing.intake.measured_cells import place_figures
from publishing.intake.notes_and_marks import plain_name, split_mark


class PeriodsAcross(PeriodHeadings):
    """Months or years across, and in each row a measure, an area or a breakdown of one indicator.

    `rows` gives each label of a measure what it is; an empty measure is the one above it.
    """

    layout: Literal["periods_across"]
    rows: dict[str, Figures] = Field(default_factory=dict)
    measure: Figures | None = None

    FILE = "{name}_{{financial year}}"
    START = """\
# Months across, in each row a measure of one area.
area: {area}
# month, quarter, financial year, calendar year or day: what the headings of the columns are.
period: month
# Each row's label, and the indicator that it is. A share written with its sign: {{indicator: …, percent: sign}}.
rows:
  {words}: {figure}
# Where there is a column for the whole year, its heading; the months are then checked against it.
# total: Total
# totals:
#   - {{over: period, whole: financial year}}
"""
    ONE_COLUMN_A_PERIOD = True

    @model_validator(mode="after")
    def _rows_say_what_they_are(self) -> "PeriodsAcross":
        if ("measure" in self.labels) != bool(self.rows) or bool(self.rows) == bool(self.measure):
            raise ValueError("give `rows` where a column of labels holds the measure, else `measure`")
        if ("area" in self.labels) == (self.area is not None):
            raise ValueError("give `area` where no column of labels holds it, and only there")
        return self

    def _figures(self) -> Iterable[Figures | None]:
        return [*self.rows.values(), self.measure]

    def _reads_breakdowns(self) -> bool:
        return "breakdown" in self.labels

    def read(self, grid: Grid[Any], codes: Mapping[str, str], indicators: dict[str, Indicator]) -> Reading:
        """One observation a cell; the total column is of the file's whole period.

        Raises SourceRefused for a heading that is no period, for a row that the file specification does not declare,
        and for a declared one that is not there.
        """
        header, columns = find_period_columns(grid)
        rows = find_rows(grid, header + 1, lambda row: _is_labelled(grid, row, codes))
        check_widths(grid, header, rows)
        grid.mark(slice(0, header), slice(None), "outside")
        grid.mark(header, slice(None), "label")
        grid.fill_merged(rows, range(len(self.labels)))
        grid.mark_table(rows, range(len(self.labels)), "label")
        marks = [split_mark(grid.texts[header, column])[1] for column in columns]
        whole = grid.period or _span(columns)
        periods = [period or whole for period in columns.values()]
        placed = []
        for row, measure, area, breakdown in _read_labels(grid, rows, codes):
            for column, period in columns.items():
                grid.mark(row, column, "total" if period is None else "figure")
            cells = [row] * len(columns), list(columns)
            placed.append(place_figures(grid, measure, *cells, area, periods, breakdowns=breakdown, marks=marks))
        reading = read_figures(placed, grid, indicators)
        refuse_running_totals(grid, reading.observations)
        return reading

    def make_table(self, asked: Asked) -> FormTable:
        """Months or years across; the declared measures and areas down."""
        if self._reads_breakdowns():
            raise ParametersRefused(f"{self.name}: its rows are named by its supplier, so a form cannot give them.")
        periods = [*write_periods(self.period, asked), *([self.total] if self.total else [])]
        measures: Mapping[str, Figures | None] = self.rows or {"": self.measure}
        rows: list[list[FormCell]] = []
        for words, figures in measures.items():
            for number, area in enumerate(self.areas or [""]):
                labels = {"measure": words if number == 0 else "", "area": area}
                rows.append([*(labels[role] for role in self.labels), *(Entry(as_measure(figures)) for _ in periods)])
        return [[*(self.headings or [""] * len(self.labels)), *periods]], rows


def _span(columns: dict[int, Period | None]) -> Period:
    periods = [period for period in columns.values() if period]
    start, end = min(period.start for period in periods), max(period.end for period in periods)
    return Period(start, end, "span", f"{start:%Y-%m} to {end:%Y-%m}")


def _is_labelled(grid: Grid[PeriodsAcross], row: int, codes: Mapping[str, str]) -> bool:
    """Whether a row after an empty one is one more of the table, as its labels are."""
    contract = grid.contract
    for column, role in enumerate(contract.labels):
        text = grid.texts[row, column]
        known = _name_row(text, contract) if role == "measure" else find_area(text, codes, contract.areas)
        if role != "breakdown" and text and known:
            return True
    return False


def _name_row(text: str, contract: PeriodsAcross) -> str:
    """The declared row that a label means, whatever its capitals and the numbers of its notes; empty where it is none.

    Where it could be two, only the one that is written so.
    """
    means = [name for name in contract.rows if plain_name(name) == plain_name(text)]
    return text if text in contract.rows else means[0] if len(means) == 1 else ""


def _read_labels(
    grid: Grid[PeriodsAcross], rows: np.ndarray, codes: Mapping[str, str]
) -> Iterator[tuple[int, Measure, str, str]]:
    """Each row with its measure, area and breakdown, by the labels at its left."""
    contract = grid.contract
    measure = as_measure(contract.measure)
    seen: set[tuple[str, str]] = set()
    for row in rows:
        area, breakdown = contract.area, ""
        for column, role in enumerate(contract.labels):
            text = grid.texts[row, column]
            if role == "measure" and text:
                text = _name_row(text, contract)
                measure = as_measure(contract.rows.get(text))
            elif role == "area":
                named = find_area(text, {} if contract.areas else codes, contract.areas)
                area = named if named and area in (None, named) else None  # a code and a name must agree
            elif role == "breakdown":
                breakdown = text
            if (role == "measure" and measure is None) or (role == "area" and area is None):
                known = contract.rows if role == "measure" else contract.areas
                raise grid.refuse(row, column, f"expected a row labelled {' or '.join(map(repr, known)) or 'an area'}")
            seen.add((role, text))
        if measure is None or area is None:
            raise grid.refuse(row, 0, "expected a row that says which measure and which area it is of")
        yield row, measure, area, breakdown or measure.breakdown
    labels = {(role, plain_name(text)) for role, text in seen}
    declared = [*(("measure", name) for name in contract.rows), *(("area", name) for name in contract.areas)]
    missing = sorted(name for role, name in declared if (role, plain_name(name)) not in labels)
    if missing:
        raise grid.refuse(rows[-1], 0, f"expected also a row labelled '{missing[0]}' in this table")
