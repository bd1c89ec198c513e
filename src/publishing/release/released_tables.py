"""The tables that a release's pages show, each with what its page says of it: caption, and what its columns hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ReleasedTable:
    """A chart's or table's CSV file with the title of its page, its caption and its columns.

    `columns` are as `analysis.page.tables.describe_columns` gives them.
    """

    file: str
    page: str
    caption: str
    columns: Sequence[Mapping[str, Any]]

    @property
    def title(self) -> str:
        """The page and the caption: 'Custody. The rate fell from 0.9 to 0.5'."""
        return f"{self.page}. {self.caption}".rstrip(". ")

    @property
    def has_rows(self) -> bool:
        return any(column["cells"] for column in self.columns)


def list_tables(pages: Sequence[Mapping], tables: Mapping[str, Mapping[str, Any]]) -> list[ReleasedTable]:
    """The tables of pages in their order, each page's tables and charts by number.

    `pages` are a manifest's entries; `tables` hold captions and columns by file name, which begins with the report's.
    """
    return [
        ReleasedTable(file, str(page["title"]), **tables[file])
        for page in pages
        for file in sorted(tables, key=by_number)
        if file.rpartition("_")[0] == page["report"]
    ]


def by_number(file: str) -> tuple[str, int]:
    """A file's place among those of its kind: referrals_figure-2 stands before referrals_figure-10."""
    kind, _, number = file.removesuffix(".csv").rpartition("-")
    return kind, int(number) if number.isdigit() else 0
