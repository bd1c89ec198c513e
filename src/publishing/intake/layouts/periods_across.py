"""Months or years across: each row a measure, or an area of one."""

from collections.abc import Iterator
from itertools import pairwise

from analysis.definitions import Indicator
from analysis.definitions.sources import Measure, PeriodsAcross, as_measure
from analysis.periods import Period
from publishing.intake.figures import Reading, read_figures
from publishing.intake.grids import Grid
from publishing.intake.headings import DEEPEST, check_widths, find_end
from publishing.intake.measured_cells import place_figures
from publishing.intake.written_periods import parse_typed_month, parse_written


def read_periods_across(grid: Grid, codes: dict[str, str], indicators: dict[str, Indicator]) -> Reading:
    """One observation a cell; the total column is of the file's whole period.

    The periods must follow one another without a gap, and end with the file's period (months and quarters also begin
    with it). Raises SourceRefused for any other heading, for a row that the contract does not declare, and for a
    declared one that is not there.
    """
    contract = grid.contract
    header = _find_header(grid, contract)
    labelled = len(contract.labels)
    columns = {column: _read_heading(grid, header, column, contract) for column in _headed(grid, header, labelled)}
    _check_sequence(grid, header, columns, contract)
    end = find_end(grid, header + 1)
    check_widths(grid, header + 1, end)
    grid.mark(slice(0, header), slice(None), "outside")
    grid.mark(header, slice(None), "label")
    grid.mark(slice(header + 1, end), slice(0, labelled), "label")
    whole = grid.period or _span(columns)
    placed = []
    for row, measure, area, breakdown in _read_labels(grid, range(header + 1, end), codes):
        for column, period in columns.items():
            grid.mark(row, column, "total" if period is None else "figure")
        places = list(columns)
        periods = [period or whole for period in columns.values()]
        placed.append(place_figures(grid, measure, [row] * len(places), places, area, periods, breakdowns=breakdown))
    return read_figures(placed, grid, indicators)


def _find_header(grid: Grid, contract: PeriodsAcross) -> int:
    """The first row where a period stands to the right of the labels."""
    labelled = len(contract.labels)
    for row in range(min(grid.height, DEEPEST)):
        if any(_is_period(grid.texts[row, column], contract) for column in range(labelled, grid.width)):
            headings = contract.headings or [""] * labelled
            for column, heading in enumerate(headings):
                if grid.texts[row, column] != heading:
                    raise grid.refuse(row, column, f"expected the heading '{heading}'" if heading else "expected none")
            return row
    raise grid.refuse(0, min(labelled, grid.width - 1), f"expected a row of headings, each a {contract.period}")


def _headed(grid: Grid, header: int, labelled: int) -> list[int]:
    return [column for column in range(labelled, grid.width) if (grid.texts[header:, column] != "").any()]


def _is_period(text: str, contract: PeriodsAcross) -> bool:
    try:
        return _parse(text, contract) is not None
    except ValueError:
        return False


def _parse(text: str, contract: PeriodsAcross) -> Period:
    if contract.typed_dates and contract.period == "month" and text[:4].isdigit():
        return parse_typed_month(text)
    return parse_written(text, contract.period)


def _read_heading(grid: Grid, row: int, column: int, contract: PeriodsAcross) -> Period | None:
    """The period of a column, None for the total's."""
    text = grid.texts[row, column]
    if contract.total is not None and text == contract.total:
        return None
    try:
        return _parse(text, contract)
    except ValueError as error:
        total = f" or the heading '{contract.total}'" if contract.total else ""
        raise grid.refuse(row, column, f"{error}{total}") from error


def _check_sequence(grid: Grid, header: int, columns: dict[int, Period | None], contract: PeriodsAcross) -> None:
    periods = [(column, period) for column, period in columns.items() if period]
    for (_, before), (column, period) in pairwise(periods):
        if period.kind != "calendar years" and before.start != period.earlier().start:
            raise grid.refuse(header, column, f"expected the {contract.period} after the one before it")
    if contract.total is not None and list(columns.values()).count(None) != 1:
        raise grid.refuse(header, max(columns), f"expected one column headed '{contract.total}'")
    first, last = periods[0], periods[-1]
    if grid.period and last[1].end != grid.period.end:
        raise grid.refuse(header, last[0], f"expected the last {contract.period} of {grid.period}")
    if grid.period and contract.period in ("month", "quarter") and first[1].start != grid.period.start:
        raise grid.refuse(header, first[0], f"expected the first {contract.period} of {grid.period}")


def _span(columns: dict[int, Period | None]) -> Period:
    periods = [period for period in columns.values() if period]
    start, end = min(period.start for period in periods), max(period.end for period in periods)
    return Period(start, end, "span", f"{start:%Y-%m} to {end:%Y-%m}")


def _read_labels(grid: Grid, rows: range, codes: dict[str, str]) -> Iterator[tuple[int, Measure, str, str]]:
    """Each row with its measure, area and breakdown, by the labels at its left."""
    contract = grid.contract
    measure, seen = as_measure(contract.measure), set()
    for row in rows:
        area, breakdown = contract.area, ""
        for column, role in enumerate(contract.labels):
            text = grid.texts[row, column]
            if role == "measure" and text:
                measure = as_measure(contract.rows.get(text))
            elif role == "area":
                area = contract.areas.get(text) or (None if contract.areas else codes.get(text.casefold()))
            elif role == "breakdown":
                breakdown = text
            if (role == "measure" and measure is None) or (role == "area" and area is None):
                known = contract.rows if role == "measure" else contract.areas
                raise grid.refuse(row, column, f"expected a row labelled {' or '.join(map(repr, known)) or 'an area'}")
            seen.add((role, text))
        yield row, measure, area, breakdown or measure.breakdown
    declared = {("measure", name) for name in contract.rows} | {("area", name) for name in contract.areas}
    missing = sorted(name for _, name in declared - seen)
    if missing:
        raise grid.refuse(rows.stop - 1, 0, f"expected also a row labelled '{missing[0]}' in this table")
