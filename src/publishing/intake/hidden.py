"""What lies beside a table's figures: what a workbook hides, what sets signs apart, and notes below the table."""

import re
from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.definitions.contract import Source
from publishing.intake.cell_marks import Place
from publishing.intake.contents import WINDOWS
from publishing.intake.findings import Finding, describe_cells, make_reading_finding
from publishing.intake.grids import Grid
from publishing.intake.rich_text import RAISED, SMALLER, STRUCK, UNSEEN, WHOLE

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
    UNSEEN: (
        "Parts of cells are not displayed.",
        "Read without what is not displayed.",
        "Is the part that is displayed the figure?",
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
MOST, LONGEST = 20, 400  # notes of one file, and signs of one note
NOT_REPEATED = "The note holds a small number, a long one or an address, so it is not repeated: read it in the file."

_NUMBERED = re.compile(r"^(?:note |\()?\d{1,2}[.):]\s+", re.IGNORECASE)
_SMALL = re.compile(r"(?<![\w,.-])[1-5](?![\w,.%-])|\b(?:one|two|three|four|five)\b", re.IGNORECASE)
_ADDRESS = re.compile(r"\d{5}|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|@", re.IGNORECASE)
_WORDS = re.compile(r"[A-Za-z]{2,}[^A-Za-z](?:.*[^A-Za-z])?[A-Za-z]{2,}")


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


def describe_notes(grid: Grid[Source], observations: pd.DataFrame) -> list[Finding]:
    """A finding for each note of several words under the last row that was read, with its words as `detail`.

    A number from 1 to 5 in the note of a return may be a few children, a long one or an address may be somebody's:
    such a note is named and not repeated.
    """
    first = int(observations["row"].max()) + 1 if len(observations) else grid.height
    is_left_out = (grid.roles[first:] == "finding").any(axis=1)  # a row of an area that nobody knows is no note
    is_note = (grid.texts[first:] != "") & ~is_left_out[:, None]
    below = [(first + row, column) for row, column in np.argwhere(is_note)]
    places = [place for place in below if _WORDS.search(grid.texts[place])]
    what, treatment = "There is a note under the table.", "Kept; nothing is read of it."
    return [
        finding | {"detail": _quote(grid, place)}
        for place in places[:MOST]
        for finding in describe_cells(grid, "supplier_note", "note", what, treatment, [place])
    ]


def _quote(grid: Grid[Source], place: tuple[int, int]) -> str:
    text = grid.texts[place]
    if not grid.is_public and (_SMALL.search(_NUMBERED.sub("", text)) or _ADDRESS.search(text)):
        return NOT_REPEATED
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rsplit(' ', 1)[0]} …"
