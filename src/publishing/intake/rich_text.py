"""Runs of text inside a cell that a reader sees raised, lowered or struck out: they are no part of its figure."""

from dataclasses import dataclass, field

from publishing.intake.packages import parse_elements

RAISED, STRUCK, WHOLE = "raised or lowered", "struck out", "struck out as a whole"
_ORDINALS = ("st", "nd", "rd", "th")


@dataclass
class Runs:
    """The runs of one cell: each text with what sets it apart, nothing, or None where it is written as the cell is."""

    runs: list[tuple[str, str | None]] = field(default_factory=list)

    def add(self, text: str, kind: str | None = "") -> None:
        """Put a text behind the others."""
        self.runs.append((text, kind))

    def without(self, cell: str = "") -> tuple[str, set[str]] | None:
        """The text without the runs that are set apart, and what they are; None where nothing is left out.

        `cell` is how the whole cell is written. The letters of 1st are part of the text. Where nothing else would be
        left, the text is whole as it stands, and only said to be struck out.
        """
        runs = [(text, cell if kind is None else kind) for text, kind in self.runs]
        apart = [(text, kind) for text, kind in runs if kind and text.strip() and text.strip() not in _ORDINALS]
        if not apart:
            return None
        kept = "".join(text for text, kind in runs if not kind or (text, kind) not in apart)
        if kept.strip():
            return kept, {kind for _, kind in apart}
        whole = "".join(text for text, _ in runs)
        return (whole, {WHOLE}) if all(kind == STRUCK for _, kind in apart) else (whole, set())


class RunReader:
    """Follows the elements of SpreadsheetML that make up a rich text: r, rPr with vertAlign and strike, and t."""

    def __init__(self) -> None:
        self.runs = Runs()
        self._kind: str | None = None
        self._is_text = False

    def start(self, name: str, given: dict[str, str]) -> None:
        """An element begins; `rPh` holds how a text is spoken, which nobody sees."""
        if name == "r":
            self._kind = None
        elif name == "rPr":
            self._kind = ""
        elif name == "vertAlign" and given.get("val") in ("superscript", "subscript"):
            self._kind = RAISED
        elif name == "strike" and given.get("val", "1") not in ("0", "false"):
            self._kind = STRUCK
        elif name == "t":
            self._is_text = True
            self.runs.add("", self._kind)

    def text(self, text: str) -> None:
        """A stretch of text inside the element that began last."""
        if self._is_text:
            self.runs.add(text, self._kind)

    def end(self, name: str) -> None:
        """An element ends."""
        if name == "t":
            self._is_text = False
        elif name == "r":
            self._kind = None


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
        if name == "si" and any(kind is not None for _, kind in reader.runs.runs):
            found[number] = reader.runs

    parse_elements(part, start, end, lambda text: reader.text(text), namespaces=True)
    return found
