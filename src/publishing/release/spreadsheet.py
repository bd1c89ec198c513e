"""The tables of a release as one accessible spreadsheet: cover, contents, notes, and one table to a sheet.

After "Releasing statistics in spreadsheets" of the Government Analysis Function, by its package gptables.
"""

import io
import re
import warnings
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time

import pandas as pd

from analysis.measures.formulas import guard_formula
from analysis.periods import parse_period
from publishing.release.released_tables import NUMBER, ReleasedTable

with warnings.catch_warnings(action="ignore", category=ResourceWarning):  # it leaves its theme's file open
    import gptables

LONGEST_NAME = 31  # characters of a sheet's name, by Excel's rule
PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
NO_ENTRY = "[x]"  # the Analysis Function's sign for what is not available
NOTES = {
    1: "[c] is a suppressed figure: a small count could point to a child, as could what is worked out from it.",
    2: "'not supplied' is a figure that nobody has sent for the period. It is not zero.",
    3: "'not available' is a figure that no source has. It is not zero.",
    4: f"{NO_ENTRY} is where a table of a page has no entry.",
}


def write_spreadsheet(release: Mapping, tables: Iterable[ReleasedTable]) -> bytes:
    """The workbook of a release, the same bytes for the same figures: it is dated by the quarter's end.

    `release` is what its manifest tells. Numbers stand as numbers, percentages as they are shown; no cell is a formula
    or a link, but those of the contents. A table without rows is left out.
    """
    shown = [table for table in tables if table.rows]
    sheets = {name: _sheet(name, table) for name, table in zip(name_sheets(shown), shown, strict=True)}
    buffer = io.BytesIO()
    with warnings.catch_warnings(action="ignore"):  # gptables warns of notes that no table refers to
        workbook = gptables.produce_workbook(
            buffer,
            sheets,
            cover=_cover(release),
            notes_table=pd.DataFrame(NOTES.items(), columns=["Note", "Meaning"]),
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
    names, columns, formats = _unique(table.headings), {}, []
    for place, heading in enumerate(names):
        texts = [row[place] for row in table.rows]
        is_number = table.marks(place) is not None
        places = _decimals_of_percent(texts) if is_number else None
        if places is not None:
            shape = {"num_format": "0%" if places == 0 else f"0.{'0' * places}%"}
            formats.append({"column": {"columns": [heading], "format": shape}})
        columns[heading] = [_cell(text, is_number, places) for text in texts]
    frame = pd.DataFrame(columns, dtype=object)
    return gptables.GPTable(
        frame,
        table_name=re.sub(r"\W", "_", name),
        title=_plain(table.title),
        instructions="This worksheet contains one table. The sheet Notes says what words in place of a figure mean.",
        index_columns={1: 0},
        additional_formatting=formats,
    )


def _decimals_of_percent(texts: Sequence[str]) -> int | None:
    """The most decimals of a column's percentages; None where its numbers are not all percentages."""
    numbers = [text for text in texts if NUMBER.fullmatch(text)]
    if not all(text.endswith("%") for text in numbers):
        return None
    return max(len(text.rstrip("%").partition(".")[2]) for text in numbers)


def _cell(text: str, is_number: bool, places: int | None) -> str | int | float:
    """A cell's content: a number where the column has numbers, else the words; none that are only signs."""
    if is_number and places is not None and NUMBER.fullmatch(text):
        return round(float(text.rstrip("%")) / 100, places + 2)
    if is_number and re.fullmatch(r"[+-]?\d+", text):
        return int(text)
    if is_number and re.fullmatch(r"[+-]?\d+\.\d+", text):
        return float(text)
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
