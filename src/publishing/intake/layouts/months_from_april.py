"""One column per month of a financial year, from April: the last three fall in the next calendar year."""

from collections.abc import Mapping

import pandas as pd

from analysis.definitions import Indicator
from analysis.definitions.contract import Measure
from analysis.definitions.layouts import MonthsFromApril
from publishing.intake.figures import Reading, read_figures
from publishing.intake.grids import Grid
from publishing.intake.layouts.rows_of_areas import find_described_table, read_areas, set_aside_unknown
from publishing.intake.measured_cells import place_figures
from publishing.intake.row_periods import read_row_periods


def read_months_from_april(
    grid: Grid[MonthsFromApril], codes: Mapping[str, str], indicators: dict[str, Indicator]
) -> Reading:
    """Twelve months and the year's total for each row's area and year. Raises SourceRefused as its parts do."""
    contract = grid.contract
    headings = contract.figure_names()
    table, findings = find_described_table(grid, codes)
    areas = read_areas(grid, table, codes)
    findings += set_aside_unknown(grid, table, areas, [table.columns[heading] for heading in headings])
    whens, _ = read_row_periods(grid, table)
    grid.raise_faults()  # a row without a year is one
    years = [when for when in whens if when is not None]
    known = [place for place, area in enumerate(areas) if area]
    rows = table.rows[known]
    months = {year: year.months() for year in set(years)}
    placed: list[pd.DataFrame] = []
    measure = Measure(indicator=contract.indicator)
    for number, heading in enumerate(headings):
        is_total = heading == contract.total
        periods = [years[place] if is_total else months[years[place]][number] for place in known]
        column = table.columns[heading]
        grid.mark(rows, column, "total" if is_total else "figure")
        placed.append(place_figures(grid, measure, rows, column, areas[known], periods))
    reading = read_figures(placed, grid, indicators)
    return Reading(reading.observations, findings + reading.findings)
