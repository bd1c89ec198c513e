"""Signs in a cell that nobody typed: text that was saved in the wrong encoding, and signs that cannot be seen."""

import re

import numpy as np

from analysis.definitions.contract import Source
from publishing.intake.grids import Grid

TWICE = "the text was saved in the wrong encoding; save it as 'CSV UTF-8'"
_TWICE = re.compile("[ÂÃ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|Â £|â€|\ufffd|ï»¿")
"""UTF-8 that was read as Windows-1252 and saved again: Â£, Ã©, â€™; and the sign for what could not be read at all."""


def check_signs(grid: Grid[Source]) -> None:
    """Refuse the first cell whose text was saved in two encodings, or holds a sign that cannot be seen.

    A sign without a shape can make two texts look alike, or turn the order of the letters on a page. Raises
    SourceRefused with the cell.
    """
    for text in {text for row in grid.texts for text in row}:
        if text.isascii() and text.isprintable():
            continue
        twice = _TWICE.search(text)
        if twice or not text.isprintable():
            row, column = np.argwhere(grid.texts == text)[0]
            raise grid.refuse(row, column, TWICE if twice else "expected text without signs that cannot be seen")
