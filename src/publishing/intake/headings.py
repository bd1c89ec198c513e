"""The heading row of a table: where it is, and which column each declared heading stands over."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from publishing.intake.grids import Grid

DEEPEST = 20  # rows above the headings; a table that begins lower down has another layout


@dataclass(frozen=True)
class Table:
    """A declared table inside a grid: the columns by heading, and its rows from `first` up to before `end`."""

    columns: dict[str, int]
    first: int
    end: int

    @property
    def rows(self) -> range:
        return range(self.first, self.end)


def find_table(grid: Grid, expected: list[str], *, header_rows: int = 1) -> Table:
    """The table under the row that holds the declared headings, each once, and no others.

    What stands above it are titles, what stands below it after an empty row are notes; both are outside the table.
    Raises SourceRefused with the cell for a missing, changed, repeated or undeclared heading.
    """
    top, headings = _find_headings(grid, set(expected), header_rows)
    first = top + header_rows
    _check_headings(grid, expected, headings, first - 1)
    columns = {heading: column for column, heading in enumerate(headings) if heading}
    end = find_end(grid, first)
    grid.mark(slice(0, top), slice(None), "outside")
    grid.mark(slice(top, first), slice(None), "label")
    check_widths(grid, first, end)
    return Table(columns, first, end)


def find_end(grid: Grid, first: int) -> int:
    """The row after the table's last: notes below it have one filled cell each, and an empty row before them.

    Raises SourceRefused where more of a table follows after an empty row, and where there are no rows at all.
    """
    filled = (grid.texts != "").sum(axis=1)
    empty = [row for row in range(first, grid.height) if filled[row] == 0]
    end = empty[0] if empty else grid.height
    if end == first:
        raise grid.refuse(min(first, grid.height - 1), 0, "expected the table's first row here")
    for row in range(end, grid.height):
        if filled[row] > 1:
            column = int(np.argmax(grid.texts[row] != ""))
            raise grid.refuse(row, column, "expected notes only after the empty row that ends the table")
    grid.mark(slice(end, None), slice(None), "outside")
    return end


def _find_headings(grid: Grid, expected: set[str], header_rows: int) -> tuple[int, list[str]]:
    """The row whose headings match the most, and those headings."""
    best, most, chosen = None, 0, []
    for row in range(min(grid.height, DEEPEST)):
        headings = _read_headings(grid, row, header_rows)
        matching = len(expected & set(headings))
        if matching > most:
            best, most, chosen = row, matching, headings
    if best is None:
        first = min(expected, key=len)
        raise grid.refuse(0, 0, f"expected a row of headings here or a little below, with '{first}' in it")
    return best, chosen


def _read_headings(grid: Grid, row: int, header_rows: int) -> list[str]:
    """The headings of a row; of two rows, the group (which a merged cell spreads to its right) / the word below."""
    above = list(grid.texts[row])
    if header_rows == 1 or row + 1 >= grid.height:
        return above
    below, group, headings = grid.texts[row + 1], "", []
    for upper, lower in zip(above, below, strict=True):
        group = upper or (group if lower else "")
        headings.append(" / ".join(filter(None, [group, lower])))
    return headings


def _check_headings(grid: Grid, expected: list[str], headings: list[str], row: int) -> None:
    counts = Counter(headings)
    missing = [heading for heading in expected if not counts[heading]]
    undeclared = [column for column, heading in enumerate(headings) if heading and heading not in expected]
    repeated = [column for column, heading in enumerate(headings) if heading in expected and counts[heading] > 1]
    if missing:
        blank = [column for column, heading in enumerate(headings) if not heading]
        # the heading that changed, else one that took its place, else where a lost column would have stood
        column = next(iter([*undeclared, *repeated, *blank]), len(headings))
        raise grid.refuse(row, column, f"expected a column headed '{missing[0]}'")
    if undeclared:
        raise grid.refuse(row, undeclared[0], "expected no heading here: the contract does not declare this column")
    if repeated:
        raise grid.refuse(row, repeated[-1], f"expected the heading '{headings[repeated[-1]]}' once only")


def check_widths(grid: Grid, first: int, end: int) -> None:
    """Refuse a row of a csv file that is shorter or longer than its headings: a separator is lost or one too many.

    `first` is the row below the headings, `end` the one after the table's last. A workbook has no separators. Raises
    SourceRefused with the row's last cell.
    """
    if grid.widths is None:
        return
    headed = grid.widths[first - 1]
    for row in range(first, end):
        if grid.widths[row] != headed:
            raise grid.refuse(row, min(grid.widths[row], headed) - 1, f"expected {headed} cells in this row")
