"""One column per month of a financial year, from April: the last three fall in the next calendar year."""

import calendar
from collections.abc import Iterable, Mapping
from typing import Any, Literal

import pandas as pd

from analysis.definitions import Indicator
from analysis.definitions.contract import Figures, Measure, PeriodKind
from analysis.definitions.headed_columns import Columns
from publishing.intake.figures import Reading, read_figures
from publishing.intake.grids import Grid
from publishing.intake.layouts.form_labels import describe_headings, label_rows
from publishing.intake.layouts.layout import Asked, Entry, FormTable, Layout
from publishing.intake.layouts.period_headings import refuse_running_totals
from publishing.intake.layouts.rows_of_areas import find_described_table, question_names, read_areas, set_aside_unknown
from publishing.intake.measured_cells import place_figures
from publishing.intake.row_periods import read_row_periods


class MonthsFromApril(Columns, Layout):
    """One column per month from April, one row per area and financial year, with the year's total."""

    layout: Literal["months_from_april"]
    indicator: str
    total: str | None = None

    FILE = "{name}_{{financial year}}"
    START = """\
# One column for each month from April, one row for each area and financial year.
area_columns: [area_code]
name_column: area
period_column: year
period: financial year
indicator: {figure}
# The heading of the year's total; leave both away where there is none.
total: Total
totals:
  - {{over: period, whole: financial year}}
"""

    def figure_names(self) -> list[str]:
        """The months, from April, and the year's total."""
        months = list(calendar.month_name)
        return [*months[4:], *months[1:4], *([self.total] if self.total else [])]

    def _figures(self) -> Iterable[Figures | None]:
        return [self.indicator]

    def step(self) -> PeriodKind:
        """Months, whatever kind of year a row is of."""
        return "month"

    def read(self, grid: Grid[Any], codes: Mapping[str, str], indicators: dict[str, Indicator]) -> Reading:
        """Twelve months and the year's total for each row's area and year. Raises SourceRefused as its parts do."""
        headings = self.figure_names()
        table, findings = find_described_table(grid, codes)
        areas = read_areas(grid, table, codes)
        findings += set_aside_unknown(grid, table, areas, [table.columns[heading] for heading in headings])
        findings += question_names(grid, table, areas, codes)
        whens, _ = read_row_periods(grid, table)
        grid.raise_faults()  # a row without a year is one
        years = [when for when in whens if when is not None]
        known = [place for place, area in enumerate(areas) if area]
        rows = table.rows[known]
        months = {year: year.months() for year in set(years)}
        placed: list[pd.DataFrame] = []
        measure = Measure(indicator=self.indicator)
        for number, heading in enumerate(headings):
            is_total = heading == self.total
            periods = [years[place] if is_total else months[years[place]][number] for place in known]
            column = table.columns[heading]
            grid.mark(rows, column, "total" if is_total else "figure")
            placed.append(place_figures(grid, measure, rows, column, areas[known], periods))
        reading = read_figures(placed, grid, indicators)
        refuse_running_totals(grid, reading.observations)
        return Reading(reading.observations, findings + reading.findings)

    def make_table(self, asked: Asked) -> FormTable:
        """Twelve months from April and the year's total; a row for each year."""
        described, figures = describe_headings(self), self.figure_names()
        entries = [Entry(Measure(indicator=self.indicator)) for _ in figures]
        rows = [[*(labels.get(name, Entry()) for name in described), *entries] for labels in label_rows(self, asked)]
        return [[*described, *figures]], rows
