"""Runs of text inside a cell that a reader sees raised, lowered or struck out: they are no part of its figure."""

from dataclasses import dataclass, field
from xml.parsers import expat

RAISED, STRUCK, WHOLE = "raised or lowered", "struck out", "struck out as a whole"
_ORDINALS = ("st", "nd", "rd", "th")


@dataclass
class Runs:
    """The runs of one cell: each text with what sets it apart, or with nothing."""

    runs: list[tuple[str, str]] = field(default_factory=list)

    def add(self, text: str, kind: str = "") -> None:
        """Put a text behind the others."""
        self.runs.append((text, kind))

    def without(self) -> tuple[str, set[str]] | None:
        """The text without the runs that are set apart, and what they are; None where nothing is left out.

        The letters of 1st are part of the text. Where nothing else would be left, the text is whole as it stands, and
        only said to be struck out.
        """
        apart = [(text, kind) for text, kind in self.runs if kind and text.strip() and text.strip() not in _ORDINALS]
        if not apart:
            return None
        kept = "".join(text for text, kind in self.runs if not kind or (text, kind) not in apart)
        if kept.strip():
            return kept, {kind for _, kind in apart}
        whole = "".join(text for text, _ in self.runs)
        return (whole, {WHOLE}) if all(kind == STRUCK for _, kind in apart) else (whole, set())


class RunReader:
    """Follows the elements of SpreadsheetML that make up a rich text: r, rPr with vertAlign and strike, and t."""

    def __init__(self) -> None:
        self.runs = Runs()
        self._kind, self._is_text = "", False

    def start(self, name: str, given: dict[str, str]) -> None:
        """An element begins; `rPh` holds how a text is spoken, which nobody sees."""
        if name == "r":
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
            self._kind = ""


def read_shared_texts(part: bytes | None) -> dict[int, tuple[str, set[str]]]:
    """The shared texts of an .xlsx package from which runs are left out, by their number from 0."""
    if part is None or not (b"vertAlign" in part or b"strike" in part):
        return {}
    found: dict[int, tuple[str, set[str]]] = {}
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
        left = reader.runs.without() if name == "si" else None
        if left:
            found[number] = left

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = lambda text: reader.text(text)
    parser.Parse(part, True)
    return found
