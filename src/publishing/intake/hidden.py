"""What a workbook hides: rows, columns, sheets, links to elsewhere, and numbers under a format that shows a sign."""

from collections.abc import Iterable

import numpy as np

from analysis.definitions.contract import Source
from publishing.intake.cell_marks import Place
from publishing.intake.grids import Grid
from publishing.intake.reading_findings import describe_cells, make_reading_finding
from publishing.intake.rich_text import RAISED, SMALLER, STRUCK, WHOLE
from publishing.intake.text_files import WINDOWS

HIDDEN, WITHHELD, LINKED = "hidden_cells", "withheld_by_format", "value_from_elsewhere"
_SAID = {
    HIDDEN: (
        "Rows or columns of the sheet are hidden.",
        "Read like the others.",
        "Do the hidden rows and columns belong to the table?",
    ),
    WITHHELD: (
        "Cells show a sign, and keep the number that it stands for underneath.",
        "Read as suppressed at source; the numbers underneath are not kept.",
        "Can you send the file again with the sign typed in place of the number? Whoever opens this one can read it.",
    ),
    RAISED: (
        "Signs inside cells are raised or lowered, as notes are.",
        "Read without them.",
        "What do the raised or lowered signs say?",
    ),
    SMALLER: (
        "Signs inside cells are smaller than what they stand beside, as notes are.",
        "Read without them.",
        "What do the smaller signs say?",
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
    LINKED: (
        "Cells hold what another workbook, a program or a web address gave when the file was last saved.",
        "Read as saved; nothing was fetched, and the values may be out of date.",
        "Are these figures of this period? Can you send the file again with the values in place of the links?",
    ),
    WINDOWS: (
        "The file is not UTF-8. It is read as Windows-1252, which Excel calls CSV; signs beyond ASCII stand here.",
        "Read; save it as 'CSV UTF-8' where a sign looks wrong.",
        None,
    ),
}
_RULES = {HIDDEN: HIDDEN, WITHHELD: WITHHELD, LINKED: LINKED, WINDOWS: "windows_encoding"}


def describe_hidden(grid: Grid[Source]) -> list[dict]:
    """Findings about what is hidden, withheld, set apart in cells, from elsewhere, or saved in another encoding."""
    marks = grid.marks
    runs = {place: marks.runs[place] for place in _inside(grid, marks.runs) if grid.texts[place]}
    apart = {kind: sorted(place for place, kinds in runs.items() if kind in kinds) for kind in _SAID}
    places = apart | {HIDDEN: _hidden(grid), WITHHELD: sorted(marks.withheld), LINKED: _inside(grid, marks.linked)}
    found = []
    for kind, (message, treatment, question) in _SAID.items():
        rule, severity = _RULES.get(kind, "text_set_apart"), "note" if kind == WINDOWS else "warning"
        found += describe_cells(grid, rule, severity, message, treatment, places[kind], question=question)
    return found + _describe_sheets(grid)


def _hidden(grid: Grid[Source]) -> list[Place]:
    is_hidden = np.zeros_like(grid.texts, dtype=bool)
    is_hidden[[row for row in grid.marks.hidden_rows if row < grid.height]] = True
    is_hidden[:, [column for column in grid.marks.hidden_columns if column < grid.width]] = True
    return [(int(row), int(column)) for row, column in np.argwhere(is_hidden & (grid.texts != ""))]


def _inside(grid: Grid[Source], places: Iterable[Place]) -> list[Place]:
    """Those places, in their order, that the grid has."""
    return sorted(place for place in places if place[0] < grid.height and place[1] < grid.width)


def _describe_sheets(grid: Grid[Source]) -> list[dict]:
    if not grid.hidden_sheets:
        return []
    treatment = "Not kept, unless the file specification names one of them."
    about = "hidden_sheets", "note", grid.contract.name, grid.file, "The workbook has hidden sheets.", treatment
    return [make_reading_finding(*about, question="Are the hidden sheets meant to be sent?")]
