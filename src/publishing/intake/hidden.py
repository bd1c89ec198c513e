"""What a workbook hides: rows, columns, sheets, and numbers under a format that shows a sign in their place."""

import numpy as np

from publishing.intake.checks.cell_ranges import join_places
from publishing.intake.grids import Grid
from publishing.intake.reading_findings import make_reading_finding


def describe_hidden(grid: Grid) -> list[dict]:
    """Findings about hidden rows and columns that hold something, hidden sheets, and withheld numbers."""
    return [*_describe_rows(grid), *_describe_withheld(grid), *_describe_sheets(grid)]


def _describe_rows(grid: Grid) -> list[dict]:
    filled = grid.texts != ""
    is_hidden = np.zeros_like(filled)
    is_hidden[[row for row in grid.marks.hidden_rows if row < grid.height]] = True
    is_hidden[:, [column for column in grid.marks.hidden_columns if column < grid.width]] = True
    rows, columns = np.nonzero(is_hidden & filled)
    if not len(rows):
        return []
    return [
        make_reading_finding(
            "hidden_cells",
            "warning",
            grid.contract.name,
            grid.file,
            "Rows or columns of the sheet are hidden.",
            "Read like the others.",
            cell=join_places(grid.cells(rows, columns)),
            question="Do the hidden rows and columns belong to the table?",
        )
    ]


def _describe_withheld(grid: Grid) -> list[dict]:
    if not grid.marks.withheld:
        return []
    rows, columns = zip(*sorted(grid.marks.withheld), strict=True)
    return [
        make_reading_finding(
            "withheld_by_format",
            "warning",
            grid.contract.name,
            grid.file,
            "Cells show a sign, and keep the number that it stands for underneath.",
            "Read as suppressed by the supplier; the numbers underneath are not kept.",
            cell=join_places(grid.cells(rows, columns)),
            question="Can you send the file again with the sign typed in place of the number? Whoever opens this one "
            "can read it.",
        )
    ]


def _describe_sheets(grid: Grid) -> list[dict]:
    if not grid.hidden_sheets:
        return []
    return [
        make_reading_finding(
            "hidden_sheets",
            "note",
            grid.contract.name,
            grid.file,
            "The workbook has hidden sheets.",
            "Not kept, unless the contract names one of them.",
            question="Are the hidden sheets meant to be sent?",
        )
    ]
