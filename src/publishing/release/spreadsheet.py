"""The tables of a release as one accessible spreadsheet: cover, contents, notes, and one table to a sheet.

After "Releasing statistics in spreadsheets" of the Government Analysis Function, by its package gptables.
"""

import io
import re
import warnings
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time

import pandas as pd

from analysis.measures.columns import guard_formula
from analysis.numbers import PERCENTAGES
from analysis.periods import parse_period
from publishing.release.released_tables import ReleasedTable

with warnings.catch_warnings(action="ignore", category=ResourceWarning):  # it leaves its theme's file open
    import gptables

LONGEST_NAME = 31  # characters of a sheet's name, by Excel's rule
PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
SIGNS = {**dict.fromkeys(PERCENTAGES, "0{}%"), "money": "£#,##0{}"}  # forms whose numbers have a sign of their own
NO_ENTRY = "[x]"  # the Analysis Function's sign for what is not available
NOTES = {  # one for each mark that a protected table can have in place of a figure
    "[c]": "A suppressed figure: a small count could point to a child, as could what is worked out from it.",
    "not supplied": "A figure that nobody has sent for the period. It is not zero.",
    "not available": "A figure that no source has. It is not zero.",
    "not applicable": "There can be no such figure.",
    "suppressed at source": "A figure that the one who sent the file suppressed. It is not zero.",
    "not known": "There is no figure, and no source says why. It is not zero.",
    NO_ENTRY: "A table of a page has no entry here.",
}


def write_spreadsheet(release: Mapping, tables: Iterable[ReleasedTable]) -> bytes:
    """The workbook of a release, the same bytes for the same figures: it is dated by the quarter's end.

    `release` is what its manifest tells. Numbers stand as numbers with the decimals that the page shows; no cell is a
    formula or a link, but those of the contents. A table without rows is left out.
    """
    shown = [table for table in tables if table.has_rows]
    sheets = {name: _sheet(name, table) for name, table in zip(name_sheets(shown), shown, strict=True)}
    buffer = io.BytesIO()
    with warnings.catch_warnings(action="ignore"):  # gptables warns of notes that no table refers to
        workbook = gptables.produce_workbook(
            buffer,
            sheets,
            cover=_cover(release),
            notes_table=pd.DataFrame(NOTES.items(), columns=["In place of a figure", "Meaning"]).reset_index(),
            notesheet_options={"title": "What words and signs in place of a figure mean"},
            workbook_options=PLAIN,
        )
        ends = datetime.combine(parse_period(release["quarter"], ["quarter"]).end, time())
        author = release.get("partnership", "")
        workbook.set_properties({"title": _title(release), "author": author, "created": ends})
        workbook.close()
    return buffer.getvalue()


def name_sheets(tables: Sequence[ReleasedTable]) -> list[str]:
    """A name for each table's sheet, after its file: 'custody_figure-1'; cut and numbered where it is too long."""
    names: list[str] = []
    for table in tables:
        name = table.file.removesuffix(".csv")
        if len(name) > LONGEST_NAME or name.lower() in (earlier.lower() for earlier in names):
            ending = f"~{len(names) + 1}"
            name = name[: LONGEST_NAME - len(ending)] + ending
        names.append(name)
    return names


def _sheet(name: str, table: ReleasedTable) -> gptables.GPTable:
    columns, formats = {}, []
    for heading, column in zip(_unique([one["heading"] for one in table.columns]), table.columns, strict=True):
        if column["form"] in SIGNS:
            shape = SIGNS[column["form"]].format("." * bool(column["places"]) + "0" * column["places"])
            formats.append({"column": {"columns": [heading], "format": {"num_format": shape}}})
        figures = column.get("figures") or [None] * len(column["cells"])
        columns[heading] = [
            _words(cell) if one is None else one for cell, one in zip(column["cells"], figures, strict=True)
        ]
    frame = pd.DataFrame(columns, dtype=object)
    return gptables.GPTable(
        frame,
        table_name=re.sub(r"\W", "_", name),
        title=_plain(table.title),
        instructions="This worksheet contains one table. The sheet Notes says what words in place of a figure mean.",
        index_columns={1: 0},
        additional_formatting=formats,
    )


def _words(text: str) -> str:
    """The words of a cell; none that are only signs."""
    return _plain(text) if re.search(r"[a-zA-Z0-9]", text) else NO_ENTRY


def _unique(headings: Sequence[str]) -> list[str]:
    """Headings that are all different and none empty, as a sheet's table must have them."""
    found: list[str] = []
    for heading in headings:
        name = _plain(heading) if re.search(r"[a-zA-Z0-9]", heading) else "Column"
        while name.lower() in (earlier.lower() for earlier in found):
            name = f"{name} ({len(found) + 1})"
        found.append(name)
    return found


def _plain(text: str) -> str:
    """Text that is no formula, even when it is typed again, and no reference to a note or link for gptables."""
    return guard_formula(text.replace("$$", "$ $").replace("](", "] ("))


def _cover(release: Mapping) -> gptables.Cover:
    about = [
        "Every table of the pages of this release and the table of every chart, as the pages show them.",
        "Counts that could point to a child are suppressed, and so is what would give them away.",
        "The pages of the release say where each figure was read and what must be kept in mind; its contents, when it "
        "was made.",
    ]
    contact = [release["contact"]] if release.get("contact") else None
    intro = [release["marking"]] if release.get("marking") else None
    return gptables.Cover(_title(release), intro=intro, about=about, contact=contact)


def _title(release: Mapping) -> str:
    area, period = release.get("area_name") or release["area"], parse_period(release["quarter"], ["quarter"]).words
    return " ".join(filter(None, [release.get("partnership"), f"tables: {area}, {period}"]))
