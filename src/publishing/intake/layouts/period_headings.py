"""A row of headings that are periods: which column is of which month, quarter or year, and which is of the whole."""

from itertools import pairwise
from typing import Any, Literal

import pandas as pd
from pydantic import Field

from analysis.definitions.contract import PeriodKind
from analysis.periods import Period
from publishing.intake.grids import Grid
from publishing.intake.headings import DEEPEST
from publishing.intake.layouts.layout import Layout
from publishing.intake.notes_and_marks import plain_name
from publishing.intake.written_dates import is_typed_date, read_dated_periods
from publishing.intake.written_periods import EXAMPLES, parse_written

STEPS = ("month", "quarter", "calendar quarter")
"""Kinds of period of which a table leaves none out between its first and its last."""

FEWEST = 3  # periods beside a total, for sums since the first to be told


class PeriodHeadings(Layout):
    """What a specification says of periods across.

    `labels` says what the columns before the first period hold, `headings` what stands over them; `total` is the
    heading of the column for the whole of the file's period. `typed_dates`: months stand as dates of their first day.
    With two `header_rows` a heading is the one above, over several columns, and the one below: 2023/24 and Q1.
    """

    period: PeriodKind
    typed_dates: bool = False
    header_rows: int = Field(default=1, ge=1, le=2)
    labels: list[Literal["measure", "area", "breakdown"]] = Field(default=["measure"], min_length=1)
    headings: list[str] = Field(default_factory=list)
    total: str | None = None

    def step(self) -> PeriodKind:
        """The periods of the headings."""
        return self.period


def find_period_columns(grid: Grid[PeriodHeadings]) -> tuple[int, dict[int, Period | None]]:
    """The row of headings, and the period of each column to the right of the labels, None for the total's.

    Months and quarters must follow one another without a gap, as the file's period has them; years go up or down, as
    years of censuses and surveys do, and end with the file's period. Raises SourceRefused for any other heading.
    """
    header = _find_header(grid)
    headed = range(len(grid.contract.labels), grid.width)
    columns = {
        place: _read_heading(grid, header, place) for place in headed if (grid.texts[header:, place] != "").any()
    }
    _check_sequence(grid, header, columns)
    return header, columns


def _find_header(grid: Grid[PeriodHeadings]) -> int:
    """The first row where a period stands to the right of the labels."""
    contract = grid.contract
    labelled = len(contract.labels)
    for row in range(min(grid.height, DEEPEST)):
        if any(_is_period(grid, row, column) for column in range(labelled, grid.width)):
            headings = contract.headings or [""] * labelled
            for column, heading in enumerate(headings):
                if plain_name(grid.texts[row, column]) != plain_name(heading):
                    raise grid.refuse(row, column, f"expected the heading '{heading}'" if heading else "expected none")
            return row
    expected = f"expected a row of headings, each {EXAMPLES[contract.period]}"
    is_typed = any(sum(map(is_typed_date, row)) > 1 for row in grid.texts[:DEEPEST])
    if contract.period == "month" and not contract.typed_dates and is_typed:
        expected += ": they are typed as dates; if they are first or last days of the months, say `typed_dates: true`"
    raise grid.refuse(0, min(labelled, grid.width - 1), expected)


def _is_period(grid: Grid[PeriodHeadings], row: int, column: int) -> bool:
    try:
        return _parse(grid, row, column) is not None
    except ValueError:
        return False


def _parse(grid: Grid[PeriodHeadings], row: int, column: int) -> Period:
    """The period of a heading; a month or quarter without a year is of the financial year in the file's name."""
    text, contract = _text_of(grid, row, column), grid.contract
    if contract.typed_dates and is_typed_date(text):
        dated = read_dated_periods([text], contract.period, contract.dates)
        if not dated:
            raise ValueError(f"expected a {contract.period}, typed as the date of its first or last day")
        return dated[0]
    try:
        return parse_written(text, contract.period)
    except ValueError:
        if grid.period is None or grid.period.kind != "financial year" or contract.period not in STEPS:
            raise
        return parse_written(f"{grid.period.label} {text}", contract.period)


def _text_of(grid: Grid[PeriodHeadings], row: int, column: int) -> str:
    """A heading, behind the one that stands above it or to the left above where there are two rows of them."""
    contract, text = grid.contract, grid.texts[row, column]
    above = [each for each in grid.texts[max(row - 1, 0), len(contract.labels) : column + 1] if each]
    return f"{above[-1]} {text}" if contract.header_rows > 1 and row and text and above else text


def _read_heading(grid: Grid[PeriodHeadings], row: int, column: int) -> Period | None:
    """The period of a column, None for the total's."""
    text, contract = _text_of(grid, row, column), grid.contract
    if contract.total is not None and text == contract.total:
        return None
    try:
        return _parse(grid, row, column)
    except ValueError as error:
        total = f" or the heading '{contract.total}'" if contract.total else ""
        raise grid.refuse(row, column, f"{error}{total}") from error


def _check_sequence(grid: Grid[PeriodHeadings], header: int, columns: dict[int, Period | None]) -> None:
    contract = grid.contract
    periods = [(column, period) for column, period in columns.items() if period]
    if all(later.start > earlier.start for (_, later), (_, earlier) in pairwise(periods)):
        periods.reverse()  # the newest stands first
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


def refuse_running_totals(grid: Grid[Any], observations: pd.DataFrame) -> None:
    """Refuse rows whose periods rise to the row's total without ever falling, and would pass it if added up.

    Raises SourceRefused with the first period of each such row.
    """
    is_total = grid.roles[observations["row"], observations["column"]] == "total"
    figures = observations.assign(
        is_total=is_total, whole=observations["value"].where(is_total), part=observations["value"].mask(is_total)
    )
    sums = figures.groupby(["row", "indicator"], sort=False)[["whole", "part"]].transform("sum")
    for _, row in figures[sums["part"] > sums["whole"]].groupby(["row", "indicator"], sort=False):
        wholes = row.loc[row["is_total"], "value"].dropna()
        parts = row[~row["is_total"] & row["value"].notna()].sort_values("end")
        if len(wholes) != 1 or len(parts) < FEWEST:
            continue
        values, whole = parts["value"], wholes.iloc[0]
        if values.is_monotonic_increasing and values.iloc[0] < values.iloc[-1] == whole:
            expected = "expected the figures of each period: these are sums since the first, and the last is the total"
            grid.note_fault(parts["row"].iloc[0], parts["column"].iloc[0], expected)
    grid.raise_faults()
