"""What a workbook hides: rows, columns, sheets, and numbers under a format that shows a sign in their place."""

import numpy as np

from analysis.definitions.contract import Source
from publishing.intake.checks.cell_ranges import join_places
from publishing.intake.grids import Grid
from publishing.intake.reading_findings import make_reading_finding
from publishing.intake.rich_text import RAISED, STRUCK, WHOLE


def describe_hidden(grid: Grid[Source]) -> list[dict]:
    """Findings about hidden rows, columns and sheets, withheld numbers, and signs that are raised or struck out."""
    return [*_describe_rows(grid), *_describe_withheld(grid), *_describe_runs(grid), *_describe_sheets(grid)]


def _describe_rows(grid: Grid[Source]) -> list[dict]:
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


def _describe_withheld(grid: Grid[Source]) -> list[dict]:
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
            "Read as suppressed at source; the numbers underneath are not kept.",
            cell=join_places(grid.cells(rows, columns)),
            question="Can you send the file again with the sign typed in place of the number? Whoever opens this one "
            "can read it.",
        )
    ]


_RUNS = {
    RAISED: (
        "Signs inside cells are raised or lowered, as notes are.",
        "Read without them.",
        "What do the raised or lowered signs say?",
    ),
    STRUCK: (
        "Parts of cells are struck out.",
        "Read without what is struck out.",
        "Is the part that is not struck out the figure?",
    ),
    WHOLE: (
        "Cells are struck out as a whole.",
        "Read as they are, and not corrected.",
        "Do the struck-out figures still hold?",
    ),
}


def _describe_runs(grid: Grid[Source]) -> list[dict]:
    """A finding for each way in which text inside cells is set apart from the rest."""
    findings = []
    for kind, (message, treatment, question) in _RUNS.items():
        places = sorted(
            place
            for place, kinds in grid.marks.runs.items()
            if kind in kinds and place < (grid.height, 0) and place[1] < grid.width and grid.texts[place]
        )
        if places:
            rows, columns = zip(*places, strict=True)
            cell = join_places(grid.cells(rows, columns))
            source, file = grid.contract.name, grid.file
            findings.append(
                make_reading_finding(
                    "text_set_apart", "warning", source, file, message, treatment, cell=cell, question=question
                )
            )
    return findings


def _describe_sheets(grid: Grid[Source]) -> list[dict]:
    if not grid.hidden_sheets:
        return []
    return [
        make_reading_finding(
            "hidden_sheets",
            "note",
            grid.contract.name,
            grid.file,
            "The workbook has hidden sheets.",
            "Not kept, unless the file specification names one of them.",
            question="Are the hidden sheets meant to be sent?",
        )
    ]
