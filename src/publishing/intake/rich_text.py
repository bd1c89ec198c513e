"""Runs of text inside a cell that a reader sees raised, lowered, smaller or struck out: no part of its figure."""

import re
from dataclasses import dataclass, field

from publishing.intake.packages import parse_elements

RAISED, STRUCK, WHOLE, SMALLER = "raised or lowered", "struck out", "struck out as a whole", "smaller"
NOTE_SIZE = 0.85  # of the largest letters of its cell: 9 beside 11 points is seen to be smaller, 10 is not

_ORDINALS = ("st", "nd", "rd", "th")
_SMALL_NOTE = re.compile(r"\s*(?:\d{1,2}(?:, ?\d{1,2})*|[*†‡#]+)\s*")


@dataclass
class Runs:
    """The runs of one cell: each text with what sets it apart and its size, None where that is the cell's own."""

    runs: list[tuple[str, str | None, float | None]] = field(default_factory=list)

    def add(self, text: str, kind: str | None = "", size: float | None = None) -> None:
        """Put a text behind the others, into the last run where it is written like that."""
        if self.runs and self.runs[-1][1:] == (kind, size):
            text = self.runs.pop()[0] + text
        self.runs.append((text, kind, size))

    def without(self, cell: str = "", size: float = 0.0) -> tuple[str, set[str]] | None:
        """The text without the runs that are set apart, and what they are; None where nothing is left out.

        `cell` and `size` are how the whole cell is written. The letters of 1st are part of the text; of smaller runs,
        only one or two digits and signs of notes are set apart. Where nothing else would be left, the text is whole as
        it stands, and only said to be struck out.
        """
        largest = max((own or size for text, _, own in self.runs if text.strip()), default=size)
        runs = []
        for text, kind, own in self.runs:
            is_small = 0 < (own or size) <= NOTE_SIZE * largest and _SMALL_NOTE.fullmatch(text)
            runs.append((text, (cell if kind is None else kind) or (SMALLER if is_small else "")))
        apart = [(text, kind) for text, kind in runs if kind and text.strip() and text.strip() not in _ORDINALS]
        if not apart:
            return None
        kept = "".join(text for text, kind in runs if not kind or (text, kind) not in apart)
        if kept.strip():
            return kept, {kind for _, kind in apart}
        whole = "".join(text for text, _ in runs)
        return (whole, {WHOLE}) if all(kind == STRUCK for _, kind in apart) else (whole, set())


class RunReader:
    """Follows the elements of SpreadsheetML that make up a rich text: r, rPr with vertAlign, strike and sz, and t."""

    def __init__(self) -> None:
        self.runs = Runs()
        self._kind: str | None = None
        self._size: float | None = None
        self._is_text = False

    def start(self, name: str, given: dict[str, str]) -> None:
        """An element begins; `rPh` holds how a text is spoken, which nobody sees."""
        if name in ("r", "rPr"):
            self._kind, self._size = (None if name == "r" else ""), None
        elif name == "vertAlign" and given.get("val") in ("superscript", "subscript"):
            self._kind = RAISED
        elif name == "strike" and given.get("val", "1") not in ("0", "false"):
            self._kind = STRUCK
        elif name == "sz":
            self._size = float(given["val"])
        elif name == "t":
            self._is_text = True
            self.runs.add("", self._kind, self._size)

    def text(self, text: str) -> None:
        """A stretch of text inside the element that began last."""
        if self._is_text:
            self.runs.add(text, self._kind, self._size)

    def end(self, name: str) -> None:
        """An element ends."""
        if name == "t":
            self._is_text = False
        elif name == "r":
            self._kind, self._size = None, None


def read_shared_texts(part: bytes | None) -> dict[int, Runs]:
    """The shared texts of an .xlsx package that have runs of their own, by their number from 0."""
    if part is None or b"rPr" not in part:
        return {}
    found: dict[int, Runs] = {}
    number, reader = -1, RunReader()

    def start(tag: str, given: dict[str, str]) -> None:
        nonlocal number, reader
        name = tag.rsplit(" ", 1)[-1]
        if name == "si":
            number, reader = number + 1, RunReader()
        reader.start(name, given)

    def end(tag: str) -> None:
        name = tag.rsplit(" ", 1)[-1]
        reader.end(name)
        if name == "si" and any(kind is not None for _, kind, _ in reader.runs.runs):
            found[number] = reader.runs

    parse_elements(part, start, end, lambda text: reader.text(text), namespaces=True)
    return found
