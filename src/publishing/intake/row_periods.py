"""The period of each row of a table: in its columns, between two dates, in a title, or in the file's name."""

import re
from datetime import date

import numpy as np

from analysis.definitions.contract import PeriodKind, Source
from analysis.definitions.headed_columns import Columns, PeriodFrom
from analysis.periods import Period, day, year_ending
from publishing.intake.cell_marks import read_place
from publishing.intake.grids import Grid
from publishing.intake.headings import DEEPEST, Table
from publishing.intake.notes_and_marks import plain_name, split_mark
from publishing.intake.period_grammar import PERIOD_OF_DAY
from publishing.intake.written_dates import (
    DATES,
    DAY_NUMBERS,
    is_date,
    is_day,
    read_dated_periods,
    read_dates,
    refuse_day_numbers,
)
from publishing.intake.written_periods import (
    find_period_in_text,
    kind_named,
    names_kind,
    names_kinds,
    parse_written,
    say_kind,
)

_BARE = re.compile(r"\d{4}(?!\d)(?! ?[-/])")


def read_row_periods(grid: Grid[Columns], table: Table) -> tuple[list[Period | None], list[str]]:
    """The period of each row, and the mark that it has (`provisional`, `revised` or nothing).

    A cell that holds none is noted as a fault of the grid, and its row has no period; so is a cell beside it that names
    another kind of period. Raises SourceRefused where the period of the whole table is not to be found.
    """
    whens, marks = _read_periods(grid, table)
    _check_kinds(grid, table, whens)
    return whens, marks


def _read_periods(grid: Grid[Columns], table: Table) -> tuple[list[Period | None], list[str]]:
    contract = grid.contract
    if contract.period_from:
        return _read_between(grid, table, contract.period_from), [""] * len(table.rows)
    if contract.period_column:
        return _read_columns(grid, table, contract)
    period, mark = read_table_period(grid)
    if period is None:
        raise grid.refuse(table.rows[0], 0, "expected the period in the file's name, as no column holds it")
    return [period] * len(table.rows), [mark] * len(table.rows)


def read_table_period(grid: Grid[Source]) -> tuple[Period | None, str]:
    """The one period of a table, from a cell above it or from the file's name, and its mark."""
    contract = grid.contract
    kind = contract.period if isinstance(contract, Columns) else None
    if contract.period_in is None:
        return _as_declared(grid.period, kind), ""
    row, column = read_place(contract.period_in)
    if row >= grid.height or column >= grid.width:
        raise grid.refuse(row, column, f"expected the period of the table here, a {kind}")
    if kind is None:
        raise grid.refuse(
            row, column, "expected a file specification that says of which kind the period of the table is"
        )
    try:
        return find_period_in_text(grid.texts[row, column], kind), split_mark(grid.texts[row, column])[1]
    except ValueError as error:
        raise grid.refuse(row, column, f"{error}, as the period of the table") from error


def _as_declared(period: Period | None, kind: PeriodKind | None) -> Period | None:
    """The period of a file's name as the kind that the specification declares: 2024 as the mid-year of 2024."""
    if period is not None and period.kind == "calendar year" and kind in ("mid-year", "reporting year"):
        return parse_written(period.label, kind)
    return period


def holds_period(text: str, contract: Columns) -> bool:
    """Whether a text is a period as a row of the table may have it."""
    if contract.period is None or is_date(text) or _BARE.match(text):
        return True
    try:
        parse_written(text, contract.period)
        return True
    except ValueError:
        return bool(read_dated_periods([text], contract.period, contract.dates))


def _read_columns(grid: Grid[Columns], table: Table, contract: Columns) -> tuple[list[Period | None], list[str]]:
    parts = np.array([table.texts(grid, heading) for heading in contract.period_column])
    parts[np.isin(parts, [text for text in set(parts.flat) if kind_named(text).endswith("year")])] = ""  # checked apart
    texts = np.array([" ".join(filter(None, words)) for words in parts.T], dtype=object)
    column = table.columns[contract.period_column[0]]
    kind = contract.period
    try:
        refuse_day_numbers(list(texts), contract.dates)
    except ValueError as error:
        raise grid.refuse(table.rows[0], column, f"{error}, in this column") from error
    if kind == "day" and (contract.dates == DAY_NUMBERS or any(map(is_date, texts))):
        return list(map(day, _read_days(grid, table, contract.period_column[0]))), [""] * len(texts)
    if kind is None:
        raise grid.refuse(
            table.rows[0], column, "expected a file specification that says of which kind the periods here are"
        )
    dated = read_dated_periods(list(texts), kind, contract.dates)
    if dated:
        return [*dated], [""] * len(texts)
    heading = plain_name(contract.period_column[0])  # 'Year ending June' over 2022 and 2023
    periods = {}
    for text in dict.fromkeys(texts):
        is_bare = kind == "year ending" and _BARE.match(text)
        try:
            periods[text] = parse_written(f"{heading} {text}" if is_bare else text, kind)
        except ValueError as error:
            for row in table.rows[texts == text]:
                grid.note_fault(row, column, str(error))
    return [periods.get(text) for text in texts], [split_mark(text)[1] for text in texts]


_OF_ITS_OWN: tuple[PeriodKind | None, ...] = (None, "academic year", "month, quarter or year")
"""What a specification declares where a row's period says the kind: a term and a school year are both academic."""


def _check_kinds(grid: Grid[Columns], table: Table, whens: list[Period | None]) -> None:
    """Note each cell of a column `time_identifier` that names another kind of period than the one read in its row.

    202324 is a financial or an academic year: beside it stands which. Two dates need nobody to say what they are.
    """
    declared = grid.contract.period
    titles = grid.texts[: min(DEEPEST, table.rows[0])]
    headed = {column for row, column in np.ndindex(titles.shape) if names_kinds(str(titles[row, column]))}
    headed |= {column for heading, column in table.columns.items() if names_kinds(heading)}
    for column in [] if grid.contract.period_from else sorted(headed):
        for row, when in zip(table.rows, whens, strict=True):
            kind = when.kind if when and declared in _OF_ITS_OWN else declared
            if kind and not names_kind(grid.texts[row, column], kind):
                grid.note_fault(row, column, say_kind(grid.texts[row, column], declared or kind))


def check_dates(grid: Grid[Columns], table: Table, heading: str) -> None:
    """Refuse the cells of a column that are no dates, where most are. Raises SourceRefused with each of them."""
    texts = table.texts(grid, heading)
    rows = table.rows[np.isin(texts, [text for text in set(texts) if not is_day(text)])]
    if 2 * len(rows) < len(texts):
        for row in rows:
            grid.note_fault(row, table.columns[heading], DATES)
        grid.raise_faults()


def _read_days(grid: Grid[Columns], table: Table, *headings: str) -> list[date]:
    """The days of some columns, one column after the other; the order of day and month is that of all together."""
    for heading in headings:
        check_dates(grid, table, heading)
    try:
        return read_dates([text for heading in headings for text in table.texts(grid, heading)], grid.contract.dates)
    except ValueError as error:
        raise grid.refuse(table.rows[0], table.columns[headings[0]], f"{error}, in this column") from error


def _read_between(grid: Grid[Columns], table: Table, between: PeriodFrom) -> list[Period | None]:
    """Periods from a first and a last day."""
    days = _read_days(grid, table, between.start, between.end)
    pairs = list(zip(days[: len(table.rows)], days[len(table.rows) :], strict=True))
    for row, (start, end) in zip(table.rows, pairs, strict=True):
        if end < start:
            grid.note_fault(row, table.columns[between.end], "expected a last day that is not before the first")
    return [period_between(start, end) if end >= start else None for start, end in pairs]


def period_between(start: date, end: date) -> Period:
    """The period from one day to another: the day, month, quarter or year that they make, else a stretch of days."""
    parts = [PERIOD_OF_DAY[kind](end) for kind in ("month", "quarter", "academic year")]
    for whole in (day(end), *parts, year_ending(end.year, end.month)):
        if (whole.start, whole.end) == (start, end):
            return whole
    return Period(start, end, "span", f"{start:%Y-%m-%d} to {end:%Y-%m-%d}")
