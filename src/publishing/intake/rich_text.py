"""Runs of text inside a cell that a reader sees raised, lowered, smaller, struck out or not: no part of its figure."""

import re
from dataclasses import dataclass, field

from publishing.intake.packages import parse_elements

RAISED, STRUCK, WHOLE, SMALLER = "raised or lowered", "struck out", "struck out as a whole", "smaller"
UNSEEN = "not displayed"
NOTE_SIZE = 0.85  # of the largest letters of its cell: 9 beside 11 points is seen to be smaller, 10 is not

_ORDINALS = ("st", "nd", "rd", "th")
_SMALL_NOTE = re.compile(r"\s*(?:\d{1,2}(?:, ?\d{1,2})*|[*†‡#]+)\s*")
LINES = ("style:text-line-through-style", "style:text-line-through-type")

Style = tuple[str, str]
"""The family of a style, as `text` or `table-cell`, and its name."""


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


@dataclass
class TextStyles:
    """What styles do to a text: raise, lower or strike it out, or nothing that their parents would do; and its size.

    Styles are told apart by their family, as a style of texts and one of cells may have one name.
    """

    parents: dict[Style, Style] = field(default_factory=dict)
    kinds: dict[Style, str] = field(default_factory=dict)
    sizes: dict[Style, str] = field(default_factory=dict)
    _named: Style = ("", "")

    def start(self, name: str, given: dict[str, str]) -> None:
        """An element begins; a default style is the parent of those of its family that have no other."""
        if name in ("style:style", "style:default-style"):
            family = given.get("style:family", "")
            self._named = (family, given.get("style:name", ""))
            self.parents[self._named] = (family, given.get("style:parent-style-name", ""))
        elif name == "style:text-properties":
            kind = _kind_of(given)
            self.kinds |= {} if kind is None else {self._named: kind}
            self.sizes |= {self._named: given["fo:font-size"]} if "fo:font-size" in given else {}

    def kind(self, style: Style) -> str | None:
        """What a style does to a text, None where it says nothing about it."""
        return self._inherit(style, self.kinds)

    def size(self, style: Style, around: float) -> float:
        """The points of a style, which may be a percentage of the text around it."""
        written = re.fullmatch(r"(\d+(?:\.\d+)?)(pt|%)", self._inherit(style, self.sizes) or "")
        return around if not written else float(written[1]) * (1 if written[2] == "pt" else around / 100)

    def _inherit(self, style: Style, own: dict[Style, str]) -> str | None:
        seen: set[Style] = set()
        while style in self.parents and style not in own and style not in seen:
            seen.add(style)
            style = self.parents[style]
        return own.get(style)


def read_text_styles(*parts: bytes | None) -> TextStyles:
    """The styles of a package, from the parts that hold them."""
    styles = TextStyles()
    for part in parts:
        if part:
            parse_elements(part, styles.start)
    return styles


def _kind_of(given: dict[str, str]) -> str | None:
    """What the properties of a text do to it, None where they say nothing about it."""
    position = given.get("style:text-position", "").split(" ")[0]
    lines = [given[each] for each in LINES if each in given]
    if position.startswith(("super", "sub")) or position.rstrip("%") not in ("", "0"):
        return RAISED
    if any(line != "none" for line in lines):
        return STRUCK
    if given.get("text:display") == "none":
        return UNSEEN
    return "" if position or lines else None
