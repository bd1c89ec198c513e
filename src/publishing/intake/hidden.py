"""What a workbook hides: rows, columns, sheets, links to elsewhere, and numbers under a format that shows a sign."""

from collections.abc import Iterable

import numpy as np

from analysis.definitions.contract import Source
from publishing.intake.cell_marks import Place
from publishing.intake.grids import Grid
from publishing.intake.reading_findings import describe_cells, make_reading_finding
from publishing.intake.rich_text import RAISED, STRUCK, WHOLE

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


def describe_hidden(grid: Grid[Source]) -> list[dict]:
    """Findings about hidden rows, columns and sheets, withheld numbers, signs set apart, and values from elsewhere."""
    return [
        *_describe_rows(grid),
        *_describe_withheld(grid),
        *_describe_runs(grid),
        *_describe_sheets(grid),
        *_describe_linked(grid),
    ]


def _describe_rows(grid: Grid[Source]) -> list[dict]:
    is_hidden = np.zeros_like(grid.texts, dtype=bool)
    is_hidden[[row for row in grid.marks.hidden_rows if row < grid.height]] = True
    is_hidden[:, [column for column in grid.marks.hidden_columns if column < grid.width]] = True
    return describe_cells(
        grid,
        "hidden_cells",
        "warning",
        "Rows or columns of the sheet are hidden.",
        "Read like the others.",
        np.argwhere(is_hidden & (grid.texts != "")).tolist(),
        question="Do the hidden rows and columns belong to the table?",
    )


def _describe_withheld(grid: Grid[Source]) -> list[dict]:
    return describe_cells(
        grid,
        "withheld_by_format",
        "warning",
        "Cells show a sign, and keep the number that it stands for underneath.",
        "Read as suppressed at source; the numbers underneath are not kept.",
        sorted(grid.marks.withheld),
        question="Can you send the file again with the sign typed in place of the number? Whoever opens this one "
        "can read it.",
    )


def _describe_runs(grid: Grid[Source]) -> list[dict]:
    """A finding for each way in which text inside cells is set apart from the rest."""
    found = []
    for kind, (message, treatment, question) in _RUNS.items():
        marked = [place for place, kinds in grid.marks.runs.items() if kind in kinds]
        places = [place for place in _inside(grid, marked) if grid.texts[place]]
        found += describe_cells(grid, "text_set_apart", "warning", message, treatment, places, question=question)
    return found


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


def _describe_linked(grid: Grid[Source]) -> list[dict]:
    """A finding about the cells whose value another file, program or address gave."""
    return describe_cells(
        grid,
        "value_from_elsewhere",
        "warning",
        "Cells hold what another workbook, a program or a web address gave when the file was last saved.",
        "Read as saved; nothing was fetched, and the values may be out of date.",
        _inside(grid, grid.marks.linked),
        question="Are these figures of this period? Can you send the file again with the values in place of the links?",
    )


def _inside(grid: Grid[Source], places: Iterable[Place]) -> list[Place]:
    """Those places, in their order, that the grid has."""
    return sorted(place for place in places if place[0] < grid.height and place[1] < grid.width)
