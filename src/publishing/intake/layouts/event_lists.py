"""Lists of events without people, one row an event: counted by month, area and group, or refused by name."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.definitions.contract import Measure
from analysis.definitions.headed_columns import Columns
from analysis.periods import Period
from publishing.intake.grids import Grid
from publishing.intake.headings import Table
from publishing.intake.layouts.columns_of_measures import ColumnsOfMeasures
from publishing.intake.layouts.group_columns import name_groups
from publishing.intake.layouts.rows_of_areas import read_areas, set_aside_unknown
from publishing.intake.measured_cells import Cell, place_cells
from publishing.intake.row_periods import check_dates, read_row_periods
from publishing.intake.written_dates import read_periods_of_days

FEWEST_ROWS, SURE_ROWS = 4, 8  # numbered one after the other: fewer are also counts by chance
TWICE = "expected each event once: this row is the same as one above it"
_COUNTS = re.compile(
    r"(?:number|no\.?|count|total)(?: of \w+)?|n|episodes|events|cases|children|incidents", re.IGNORECASE
)
LIST = "expected figures here, not the number of a row; to count the rows of a list of events say `count_rows`"

Key = tuple[str, Period, str]


def count_events(
    grid: Grid[ColumnsOfMeasures], table: Table, measure: Measure, codes: Mapping[str, str]
) -> tuple[list[pd.DataFrame], list[dict]]:
    """How many rows there are of each area and period, whole and by group, and a finding about rows of unknown areas.

    An area, period and group that no row has is 0 where the file's name says which period the list is of: it is then
    a list of all events. Without it only what rows say is counted.
    """
    _refuse_counted(grid, table)
    _refuse_repeated(grid, table)
    areas, whens = read_areas(grid, table, codes), _read_periods(grid, table)
    groups = name_groups(grid, table, grid.contract.wholes())
    _check_inside(grid, table, whens)
    grid.raise_faults()
    rows_of: dict[Key, list[int]] = {}
    for row, area, when, group in zip(table.rows, areas, whens, groups, strict=True):
        if area and when:
            for name in dict.fromkeys(["", group]):
                rows_of.setdefault((area, when, name), []).append(int(row))
    column = _period_place(grid, table)
    cells = []
    for area, when, group in _every(rows_of, grid.period, [when for when in whens if when]):
        rows = rows_of.get((area, when, group), [])
        about = measure.model_copy(update={"breakdown": ", ".join(filter(None, [measure.breakdown, group]))})
        first = rows[0] if rows else int(table.rows[0])
        cells.append((Cell(first, column, about, area, when, str(len(rows))), [(row, column) for row in rows]))
    placed = place_cells(cell for cell, _ in cells)
    unknown = set_aside_unknown(grid, table, areas, [column])
    return [placed.assign(mark="derived", parts=[parts for _, parts in cells])], unknown


def _refuse_counted(grid: Grid[Columns], table: Table) -> None:
    """Refuse rows that stand for several events each, as an unnamed column of numbers says."""
    for column, heading in table.left_out.items():
        texts = grid.texts[table.rows, column]
        numbers = [int(text) for text in texts if text.isdecimal()]
        is_count = len(numbers) == len(texts) and max(numbers) > 1 and _COUNTS.fullmatch(heading)
        if is_count and not (are_numbered(numbers) and len(numbers) >= FEWEST_ROWS):
            raise grid.refuse(
                table.rows[0],
                column,
                f"expected a row for each event: '{heading}' may say of how many a row is. If it does, name it in "
                f"`columns`; if not, in `left_out`",
            )


def _check_inside(grid: Grid[Columns], table: Table, whens: Sequence[Period | None]) -> None:
    """Note each event that lies outside the period in the file's name."""
    listed, column = grid.period, _period_place(grid, table)
    for row, when in zip(table.rows, whens, strict=True):
        if listed and when and not (listed.start <= when.start and when.end <= listed.end):
            grid.note_fault(row, column, f"expected an event of {listed}, as the file's name says")


def _period_place(grid: Grid[Columns], table: Table) -> int:
    return table.columns[(grid.contract.period_column or list(table.columns))[0]]


def _refuse_repeated(grid: Grid[Columns], table: Table) -> None:
    """Note each event that stands twice, alike in all cells, in a list of which an unread column numbers the events."""
    rows = [tuple(row) for row in grid.texts[table.rows]]
    different = set(rows)
    if len(different) == len(rows):
        return
    described = {table.columns[name] for name in grid.contract.column_names() if name in table.columns}
    numbers = [{row[column] for row in different} for column in range(grid.width) if column not in described]
    if any(len(each) == len(different) and all(re.search(r"\d", text) for text in each) for each in numbers):
        for place, row in zip(table.rows, rows, strict=True):
            if row not in different:
                grid.note_fault(place, 0, TWICE)
            different.discard(row)


def _every(rows_of: Mapping[Key, list[int]], listed: Period | None, whens: Sequence[Period]) -> Iterator[Key]:
    """What is counted: what rows have, and, in a list of a whole period, every area and group in every month of it."""
    if listed is None or {when.kind for when in whens} != {"month"}:
        yield from rows_of
        return
    areas, groups = dict.fromkeys(area for area, _, _ in rows_of), dict.fromkeys(group for _, _, group in rows_of)
    yield from ((area, when, group) for area in areas for group in groups for when in listed.months())


def _read_periods(grid: Grid[Columns], table: Table) -> list[Period | None]:
    """The period of each event; a date is of the month, quarter or year that it lies in."""
    contract = grid.contract
    if contract.period and len(contract.period_column) == 1:
        [heading] = contract.period_column
        check_dates(grid, table, heading)
        try:
            found = read_periods_of_days(list(table.texts(grid, heading)), contract.period, contract.dates)
        except ValueError as error:
            raise grid.refuse(table.rows[0], table.columns[heading], f"{error}, in this column") from error
        if found:
            return [*found]
    return read_row_periods(grid, table)[0]


def refuse_event_list(
    grid: Grid[Columns], table: Table, rows: np.ndarray, keys: Sequence[tuple], counts: Sequence[str]
) -> None:
    """Refuse a list whose rows are numbered, where the numbers would be read as figures.

    A column numbers its rows where each number is one more (or less) than that of the row before, from 1 or with
    several rows of one figure; and where most figures stand in several rows, no two of which have the same number, or
    which are of one event each.
    `counts` are the columns of counts. Raises SourceRefused with the first cell of the column.
    """
    often = sum(count for count in Counter(keys).values() if count > 1)
    for heading in counts:
        if heading not in table.columns or len(rows) < FEWEST_ROWS:
            continue
        texts = [grid.texts[row, table.columns[heading]] for row in rows]
        numbers = [int(text) if text.isdecimal() else None for text in texts]
        is_numbered = are_numbered(numbers) and (
            often > 0 or (1 in (numbers[0], numbers[-1]) and len(rows) >= SURE_ROWS)
        )
        unlike = len(set(texts)) == len(texts) and all(number is not None for number in numbers)
        ones = set(numbers) == {1}
        if is_numbered or ((unlike or ones) and 2 * often > len(rows)):
            raise grid.refuse(rows[0], table.columns[heading], LIST)


def are_numbered(numbers: Sequence[int | None]) -> bool:
    """Whether each number is one more than the number before it, or each one less."""
    steps = {0 if one is None or other is None else other - one for one, other in pairwise(numbers)}
    return steps in ({1}, {-1})
