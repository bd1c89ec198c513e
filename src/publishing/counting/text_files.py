"""How a text file of records is written: its encoding, its separator and its headings; and its rows."""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from analysis.numbers import plural
from publishing.intake.contents import DEEPEST, DELIMITERS, FIRST_BYTES, tell_encoding

UTF_8 = ("utf-8", "utf-8-sig")


@dataclass(frozen=True)
class TextFile:
    """How a text file is written, and its headings as they stand; `above` are the rows before them, as of a title.

    Old line ends are those of machines that ended a line with a carriage return alone; mixed ones are of two kinds, as
    where a heading was put above another system's rows.
    """

    encoding: str
    delimiter: str
    headings: list[str]
    above: int = 0
    has_old_line_ends: bool = False
    has_mixed_line_ends: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether the file is UTF-8 with its headings on the first line, and its lines end as they do today."""
        return self.encoding in UTF_8 and not self.above and not self.has_old_line_ends

    @property
    def notes(self) -> list[str]:
        """What is unusual about it, in words."""
        said = [] if self.encoding in UTF_8 else [f"the encoding is {self.encoding}"]
        said += [] if self.delimiter == "," else [f"the separator is {DELIMITERS[self.delimiter]}"]
        return said + ([f"{plural(self.above, 'row')} above the headings"] if self.above else [])


def read_headings(path: Path) -> TextFile | None:
    """How a file is written, by its first lines; None for an empty one."""
    with path.open("rb") as file:
        start = file.read(FIRST_BYTES)
        encoding = tell_encoding(start, chain([start], iter(lambda: file.read(1 << 20), b"")))
    text = codecs.getincrementaldecoder(encoding)(errors="replace").decode(start).removeprefix("\ufeff")
    if not text.strip():
        return None
    found = {sign: _find_headings(text, sign) for sign in DELIMITERS}
    delimiter = max(found, key=lambda sign: len(found[sign][1]))
    above, headings = found[delimiter]
    old_line_ends = "\r" in text and "\n" not in text
    headings = [" ".join(cell.split()) for cell in headings]
    return TextFile(encoding, delimiter, headings, above, old_line_ends, _has_mixed_line_ends(path))


def read_rows(path: Path, file: TextFile) -> Iterator[list[str]]:
    """The rows below the headings, without empty lines; what is no text of the encoding is replaced."""
    with path.open(encoding=file.encoding, errors="replace", newline=None if file.has_old_line_ends else "") as text:
        rows = (row for row in csv.reader(text, delimiter=file.delimiter) if row)
        yield from islice(rows, file.above + 1, None)


def _has_mixed_line_ends(path: Path) -> bool:
    """Whether some lines end with a carriage return and a line feed and others with a line feed alone."""
    has_both, has_alone = False, False
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            block += file.read(1) if block.endswith(b"\r") else b""
            both = block.count(b"\r\n") if b"\r" in block else 0  # to look for one sign is eight times as fast
            has_both = has_both or both > 0
            has_alone = has_alone or block.count(b"\n") > both
    return has_both and has_alone


def _find_headings(text: str, delimiter: str) -> tuple[int, list[str]]:
    """The first row with more than one filled cell, and how many rows that are no empty lines stand above it."""
    try:
        rows = (row for row in csv.reader(io.StringIO(text, newline=None), delimiter=delimiter) if row)
        return next(
            ((above, row) for above, row in enumerate(islice(rows, DEEPEST)) if sum(map(bool, row)) > 1), (0, [])
        )
    except csv.Error:
        return 0, []
