"""What a supplier wrote under a table: its notes are kept with the findings and shown on the page on data quality."""

import re

import numpy as np
import pandas as pd

from analysis.definitions.contract import Source
from publishing.intake.grids import Grid
from publishing.intake.reading_findings import describe_cells

MOST, LONGEST = 20, 400  # notes of one file, and signs of one note
NOT_REPEATED = "The note holds a small number, a long one or an address, so it is not repeated: read it in the file."

_NUMBERED = re.compile(r"^(?:note |\()?\d{1,2}[.):]\s+", re.IGNORECASE)
_SMALL = re.compile(r"(?<![\w,.-])[1-5](?![\w,.%-])|\b(?:one|two|three|four|five)\b", re.IGNORECASE)
_ADDRESS = re.compile(r"\d{5}|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|@", re.IGNORECASE)
_WORDS = re.compile(r"[A-Za-z]{2,}[^A-Za-z](?:.*[^A-Za-z])?[A-Za-z]{2,}")


def describe_notes(grid: Grid[Source], observations: pd.DataFrame) -> list[dict[str, str | None]]:
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
