"""Cells as a reader looks them up: 'Missing!J4', 'Missing!J5' and 'Missing!J6' are Missing!J4:J6."""

import re
from collections import defaultdict
from collections.abc import Iterable

import pandas as pd
from xlsxwriter.utility import xl_col_to_name

from publishing.intake.cell_marks import column_number

MOST_PLACES = 8  # more ranges than these are not looked up one by one, so the rest is counted

_ADDRESS = r"^(?:(?P<sheet>.*)!)?(?P<column>[A-Z]{1,3})(?P<row>\d+)$"


def read_addresses(cells: pd.Series) -> pd.DataFrame:
    """Sheet, column letters and row number of each cell; missing where a cell is not written so."""
    parts = cells.astype("string").str.extract(_ADDRESS)
    return parts.assign(sheet=parts["sheet"].fillna(""), row=parts["row"].astype("Int64"))


def join_places(cells: Iterable[str], *, most: int = MOST_PLACES) -> str:
    """Cells in one line, neighbours as a range, in the order of the sheet; beyond `most` ranges the rest is counted."""
    rows: dict[tuple[str, int], set[int]] = defaultdict(set)
    others = []
    for cell in dict.fromkeys(cells):
        match = re.match(_ADDRESS, cell)
        if match:
            rows[match["sheet"] or "", int(match["row"])].add(column_number(match["column"]))
        elif cell:
            others.append(cell)
    places = [*_ranges(rows), *others]
    if len(places) > most:
        return f"{', '.join(places[:most])} and {len(places) - most} more places"
    return ", ".join(places)


def join_rows(numbers: Iterable[int]) -> str:
    """Row numbers in words: 'row 5', 'rows 5 to 10', 'rows 5 to 7 and 9'."""
    numbers = sorted(set(numbers))
    runs = [f"{first} to {last}" if last > first else str(first) for first, last in _runs(numbers)]
    words = runs[0] if len(runs) == 1 else f"{', '.join(runs[:-1])} and {runs[-1]}"
    return f"row{'s' * (len(numbers) > 1)} {words}"


def _ranges(rows: dict[tuple[str, int], set[int]]) -> list[str]:
    """Runs of columns in a row, joined downwards where the rows below hold the same run."""
    blocks: dict[tuple[str, int, int], list[int]] = defaultdict(list)
    for (sheet, row), columns in sorted(rows.items()):
        for first, last in _runs(sorted(columns)):
            blocks[sheet, first, last].append(row)
    found = [
        (sheet, top, first, last, bottom)
        for (sheet, first, last), numbers in blocks.items()
        for top, bottom in _runs(numbers)
    ]
    ranges = []
    for sheet, top, first, last, bottom in sorted(found):
        corner, opposite = f"{xl_col_to_name(first)}{top}", f"{xl_col_to_name(last)}{bottom}"
        ranges.append((f"{sheet}!" if sheet else "") + (corner if corner == opposite else f"{corner}:{opposite}"))
    return ranges


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    """First and last of each stretch of sorted numbers that follow one another."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs
