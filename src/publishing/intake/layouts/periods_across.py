"""Months or years across: each row a measure, or an area of one."""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

import numpy as np

from analysis.definitions import Indicator
from analysis.definitions.contract import Measure, as_measure
from analysis.definitions.layouts import PeriodsAcross
from analysis.periods import Period
from publishing.intake.area_names import find_area
from publishing.intake.figures import Reading, read_figures
from publishing.intake.grids import Grid
from publishing.intake.headings import DEEPEST, check_widths, find_rows, plain_heading
from publishing.intake.measured_cells import place_figures
from publishing.intake.written_periods import parse_typed_month, parse_written, split_mark

STEPS = ("month", "quarter", "calendar quarter")
"""Kinds of period of which a table leaves none out between its first and its last."""

_TYPED = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_periods_across(
    grid: Grid[PeriodsAcross], codes: Mapping[str, str], indicators: dict[str, Indicator]
) -> Reading:
    """One observation a cell; the total column is of the file's whole period.

    Months and quarters must follow one another without a gap, as the file's period has them; years go up or down, as
    years of censuses and surveys do, and end with the file's period. Raises SourceRefused for any other heading, for a
    row that the file specification does not declare, and for a declared one that is not there.
    """
    contract = grid.contract
    header = _find_header(grid, contract)
    labelled = len(contract.labels)
    columns = {column: _read_heading(grid, header, column, contract) for column in _headed(grid, header, labelled)}
    _check_sequence(grid, header, columns, contract)
    rows = find_rows(grid, header + 1, lambda row: _is_labelled(grid, row, codes))
    check_widths(grid, header, rows)
    grid.mark(slice(0, header), slice(None), "outside")
    grid.mark(header, slice(None), "label")
    grid.mark_table(rows, range(labelled), "label")
    marks = [split_mark(grid.texts[header, column])[1] for column in columns]
    whole = grid.period or _span(columns)
    placed = []
    for row, measure, area, breakdown in _read_labels(grid, rows, codes):
        for column, period in columns.items():
            grid.mark(row, column, "total" if period is None else "figure")
        places = list(columns)
        periods = [period or whole for period in columns.values()]
        placed.append(
            place_figures(grid, measure, [row] * len(places), places, area, periods, breakdowns=breakdown, marks=marks)
        )
    return read_figures(placed, grid, indicators)


def _find_header(grid: Grid[PeriodsAcross], contract: PeriodsAcross) -> int:
    """The first row where a period stands to the right of the labels."""
    labelled = len(contract.labels)
    for row in range(min(grid.height, DEEPEST)):
        if any(_is_period(grid.texts[row, column], contract) for column in range(labelled, grid.width)):
            headings = contract.headings or [""] * labelled
            for column, heading in enumerate(headings):
                if plain_heading(grid.texts[row, column]) != plain_heading(heading):
                    raise grid.refuse(row, column, f"expected the heading '{heading}'" if heading else "expected none")
            return row
    expected = f"expected a row of headings, each a {contract.period}"
    if contract.period == "month" and not contract.typed_dates and _has_typed_dates(grid):
        expected += (
            ": they are typed as dates; if those are the first or last days of the months, say `typed_dates: true`"
        )
    raise grid.refuse(0, min(labelled, grid.width - 1), expected)


def _has_typed_dates(grid: Grid[PeriodsAcross]) -> bool:
    """Whether a row near the top has several cells that are dates."""
    dates = [[bool(_TYPED.fullmatch(text)) for text in row] for row in grid.texts[:DEEPEST]]
    return any(sum(row) > 1 for row in dates)


def _headed(grid: Grid[PeriodsAcross], header: int, labelled: int) -> list[int]:
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


def _read_heading(grid: Grid[PeriodsAcross], row: int, column: int, contract: PeriodsAcross) -> Period | None:
    """The period of a column, None for the total's."""
    text = grid.texts[row, column]
    if contract.total is not None and text == contract.total:
        return None
    try:
        return _parse(text, contract)
    except ValueError as error:
        total = f" or the heading '{contract.total}'" if contract.total else ""
        raise grid.refuse(row, column, f"{error}{total}") from error


def _check_sequence(
    grid: Grid[PeriodsAcross], header: int, columns: dict[int, Period | None], contract: PeriodsAcross
) -> None:
    periods = [(column, period) for column, period in columns.items() if period]
    if _goes_down(periods):
        periods.reverse()
    for (_, before), (column, period) in pairwise(periods):
        follows = before.start == period.earlier().start if contract.period in STEPS else before.start < period.start
        if not follows:
            raise grid.refuse(header, column, f"expected the {contract.period} after the one before it")
    if contract.total is not None and list(columns.values()).count(None) != 1:
        raise grid.refuse(header, max(columns), f"expected one column headed '{contract.total}'")
    first, last = periods[0], periods[-1]
    if grid.period and last[1].end != grid.period.end:
        raise grid.refuse(header, last[0], f"expected the last {contract.period} of {grid.period}")
    if grid.period and contract.period in STEPS and first[1].start != grid.period.start:
        raise grid.refuse(header, first[0], f"expected the first {contract.period} of {grid.period}")


def _goes_down(periods: list[tuple[int, Period]]) -> bool:
    """Whether there are several, each before the one to its left."""
    return len(periods) > 1 and all(later.start > earlier.start for (_, later), (_, earlier) in pairwise(periods))


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
    means = [name for name in contract.rows if plain_heading(name) == plain_heading(text)]
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
                area = find_area(text, {} if contract.areas else codes, contract.areas) or None
            elif role == "breakdown":
                breakdown = text
            if (role == "measure" and measure is None) or (role == "area" and area is None):
                known = contract.rows if role == "measure" else contract.areas
                raise grid.refuse(row, column, f"expected a row labelled {' or '.join(map(repr, known)) or 'an area'}")
            seen.add((role, text))
        if measure is None or area is None:
            raise grid.refuse(row, 0, "expected a row that says which measure and which area it is of")
        yield row, measure, area, breakdown or measure.breakdown
    labels = {(role, text.casefold()) for role, text in seen}
    declared = [*(("measure", name) for name in contract.rows), *(("area", name) for name in contract.areas)]
    missing = sorted(name for role, name in declared if (role, name.casefold()) not in labels)
    if missing:
        raise grid.refuse(rows[-1], 0, f"expected also a row labelled '{missing[0]}' in this table")
