"""The first line of a text file: its encoding, its separator and its headings."""

import codecs
import csv
import io
from dataclasses import dataclass
from pathlib import Path

FIRST_BYTES = 65_536
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}


@dataclass(frozen=True)
class TextFile:
    """How a text file is written, and its headings as they stand."""

    encoding: str
    delimiter: str
    headings: list[str]

    @property
    def notes(self) -> list[str]:
        """What is unusual about it, in words."""
        said = [] if self.encoding in ("utf-8", "utf-8-sig") else [f"the encoding is {self.encoding}"]
        return said + ([] if self.delimiter == "," else [f"the separator is {DELIMITERS[self.delimiter]}"])


def read_headings(path: Path) -> TextFile | None:
    """How a file is written, by its first lines; None for an empty one."""
    with path.open("rb") as file:
        start = file.read(FIRST_BYTES)
    if not start.strip():
        return None
    encoding = _tell_encoding(start, path)
    text = codecs.getincrementaldecoder(encoding)(errors="replace").decode(start).removeprefix("\ufeff")
    delimiter = max(DELIMITERS, key=lambda sign: len(_first_row(text, sign)))
    return TextFile(encoding, delimiter, [" ".join(cell.split()) for cell in _first_row(text, delimiter)])


def _tell_encoding(start: bytes, path: Path) -> str:
    """UTF-8 unless a byte order mark or a byte that cannot be in it says otherwise."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                decoder.decode(block)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _first_row(text: str, delimiter: str) -> list[str]:
    """The cells of the first row that is not empty."""
    try:
        return next((row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if any(row)), [])
    except csv.Error:
        return []
