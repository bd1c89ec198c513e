"""The tables that a release's pages show, each with what its page says of it: caption, and what its columns hold."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

PERCENTAGES = ("share", "change")


@dataclass(frozen=True)
class ReleasedTable:
    """A chart's or table's CSV file with the title of its page, its caption and its columns.

    `columns` are as `analysis.page.tables.describe_table` gives them; without them every column is one of words.
    """

    file: str
    page: str
    caption: str
    text: str
    columns: Sequence[Mapping[str, Any]] = field(default=())

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

    def form(self, place: int) -> str:
        """The form of a column's figures, `text` where it has words."""
        return str(self.columns[place]["form"]) if self.columns else "text"

    def missing(self, place: int) -> list[str]:
        """The words that stand for a missing figure in a column of numbers."""
        return list(self.columns[place]["missing"]) if self.columns else []


def list_tables(
    pages: Sequence[Mapping], texts: Mapping[str, str], described: Mapping[str, Mapping[str, Any]]
) -> list[ReleasedTable]:
    """The tables of pages in their order, each page's tables and charts by number.

    `pages` are a manifest's entries; `texts` and `described` are by file name, which begins with the report's.
    """
    return [
        ReleasedTable(file, str(page["title"]), text=texts[file], **described.get(file, {"caption": ""}))
        for page in pages
        for file in sorted(texts, key=by_number)
        if file.rpartition("_")[0] == page["report"]
    ]


def by_number(file: str) -> tuple[str, int]:
    """A file's place among those of its kind: referrals_figure-2 stands before referrals_figure-10."""
    kind, _, number = file.removesuffix(".csv").rpartition("-")
    return kind, int(number) if number.isdigit() else 0
