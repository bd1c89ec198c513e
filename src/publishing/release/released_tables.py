"""The tables that a release's pages show, read back from CSV: captions, headings, and which columns are numbers."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

NUMBER = re.compile(r"[+-]?\d+(\.\d+)?%?")


@dataclass(frozen=True)
class ReleasedTable:
    """A chart's or table's CSV file with the title of its page and its caption."""

    file: str
    page: str
    caption: str
    text: str

    @cached_property
    def _lines(self) -> list[list[str]]:
        return list(csv.reader(io.StringIO(self.text, newline="")))

    @property
    def title(self) -> str:
        """The page and the caption: 'Custody. The rate fell from 0.9 to 0.5'."""
        return f"{self.page}. {self.caption}".rstrip(". ")

    @property
    def headings(self) -> list[str]:
        return self._lines[0]

    @property
    def rows(self) -> list[list[str]]:
        return self._lines[1:]

    def marks(self, place: int) -> list[str] | None:
        """The words that stand for a missing figure in a column of numbers; None where the column is one of words.

        A column is of numbers where at least one cell is a number and every other cell says only why there is none: it
        has no digit in it.
        """
        cells = [row[place] for row in self.rows]
        others = {cell for cell in cells if not NUMBER.fullmatch(cell)}
        if len(others) == len(set(cells)) or any(re.search(r"\d", cell) for cell in others):
            return None
        return sorted(others)


def list_tables(pages: Sequence[Mapping], texts: Mapping[str, str], captions: Mapping[str, str]) -> list[ReleasedTable]:
    """The tables of pages in their order, each page's tables and charts by number.

    `pages` are a manifest's entries; `texts` and `captions` are by file name, which begins with the report's.
    """
    return [
        ReleasedTable(file, str(page["title"]), captions.get(file, ""), texts[file])
        for page in pages
        for file in sorted(texts, key=_by_number)
        if file.rpartition("_")[0] == page["report"]
    ]


def _by_number(file: str) -> tuple[str, int]:
    kind, _, number = file.removesuffix(".csv").rpartition("-")
    return kind, int(number) if number.isdigit() else 0
