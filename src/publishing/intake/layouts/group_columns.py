"""The group that a row's figures are of, from one column or several, and the whole that the groups make."""

import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from analysis.definitions.contract import Source
from analysis.periods import MONTHS
from publishing.intake.grids import Grid
from publishing.intake.headings import Table
from publishing.intake.notes_and_marks import plain_name

_ALL_OF = "ages|children|persons|people|pupils|young people|offences|referrals|reasons|sources|types|groups|categories"
TOTAL = re.compile(
    rf"(grand |sub-?|sub )?totals?( \w+)?|sum|overall|persons|both sexes|all( ({_ALL_OF}))?", re.IGNORECASE
)
"""Names of rows that are sums of others: read as a group, one would be counted twice."""

_MONTH = "|".join(MONTHS)
_DAY = re.compile(rf"\d{{1,2}}-(?:{_MONTH})|\d{{4}}-\d{{2}}-(?!01)\d{{2}}", re.IGNORECASE)
_MONTH_OF_YEAR = re.compile(rf"(?:{_MONTH})-\d{{2}}|\d{{4}}-\d{{2}}-01", re.IGNORECASE)
"""What a spreadsheet program makes of the ages 5-9 (a day) and 10-14 (a month)."""


def name_groups(grid: Grid[Source], table: Table, wholes: Mapping[str, str | None]) -> np.ndarray:
    """The breakdown of each row: its values in the columns, joined by a comma, without those that are the whole.

    Raises SourceRefused for a declared whole that no row has; a value such as Total that is no declared whole, and a
    date among values that are none, are faults of the grid.
    """
    parts = [_name_group(grid, table, heading, whole) for heading, whole in wholes.items()]
    names = [", ".join(filter(None, row)) for row in zip(*parts, strict=True)]
    return np.array(names or [""] * len(table.rows), dtype=object)


def _name_group(grid: Grid[Source], table: Table, heading: str, whole: str | None) -> list[str]:
    texts, column = name_alike(table.texts(grid, heading)), table.columns[heading]
    wholes = [whole is not None and plain_name(text) == plain_name(whole) for text in texts]
    if whole is not None and not any(wholes):
        raise grid.refuse(table.rows[0], column, f"expected '{whole}' in this column, which stands for the whole")
    groups = ["" if is_whole else text for text, is_whole in zip(texts, wholes, strict=True)]
    check_groups(grid, table.rows, column, groups)
    return groups


def name_alike(texts: Iterable[str]) -> list[str]:
    """Names that are alike (`plain_name`), all as the first of them is written."""
    first: dict[str, str] = {}
    return [first.setdefault(plain_name(text), text) for text in texts]


def check_groups(
    grid: Grid[Source], rows: Sequence[int] | np.ndarray, column: int, groups: Sequence[str], what: str = "a group"
) -> None:
    """Note as faults of the grid the names that are no groups: a sum of groups, and a date that once was an age.

    Months are groups where all are months.
    """
    are_months = all(_MONTH_OF_YEAR.fullmatch(group) for group in groups if group)
    for row, group in zip(rows, groups, strict=True):
        expected = f"expected {what} here, not "
        if TOTAL.fullmatch(group):
            grid.note_fault(row, column, f"{expected}a total that the file specification does not declare")
        elif _DAY.fullmatch(group) or (_MONTH_OF_YEAR.fullmatch(group) and not are_months):
            grid.note_fault(row, column, f"{expected}a date: a spreadsheet program makes one of 5-9 and of 10-14")
