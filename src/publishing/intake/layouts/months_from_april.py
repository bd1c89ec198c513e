"""One column per month of a financial year, from April: the last three fall in the next calendar year."""

from analysis.definitions import Indicator
from analysis.definitions.sources import Measure
from publishing.intake.figures import Reading, read_figures
from publishing.intake.grids import Grid
from publishing.intake.headings import find_table
from publishing.intake.layouts.rows_of_areas import (
    described_headings,
    mark_described,
    read_areas,
    read_row_periods,
    set_aside_unknown,
)
from publishing.intake.measured_cells import place_figures

MONTHS = (
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "January",
    "February",
    "March",
)


def read_months_from_april(grid: Grid, codes: dict[str, str], indicators: dict[str, Indicator]) -> Reading:
    """Twelve months and the year's total for each row's area and year. Raises SourceRefused as its parts do."""
    contract = grid.contract
    headings = [*MONTHS, *([contract.total] if contract.total else [])]
    table = find_table(grid, [*described_headings(contract), *headings])
    findings = mark_described(grid, table)
    areas = read_areas(grid, table, codes)
    findings += set_aside_unknown(grid, table, areas, [table.columns[heading] for heading in headings])
    years = read_row_periods(grid, table)
    known = [place for place, area in enumerate(areas) if area]
    rows = [table.first + place for place in known]
    months = {year: year.months() for year in set(years)}
    measure, placed = Measure(indicator=contract.indicator), []
    for number, heading in enumerate(headings):
        is_total = heading == contract.total
        periods = [years[place] if is_total else months[years[place]][number] for place in known]
        column = table.columns[heading]
        grid.mark(rows, column, "total" if is_total else "figure")
        placed.append(place_figures(grid, measure, rows, column, areas[known], periods))
    reading = read_figures(placed, grid, indicators)
    return Reading(reading.observations, findings + reading.findings)
