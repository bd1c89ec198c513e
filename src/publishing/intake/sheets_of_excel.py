"""The sheets of an .xlsx package: their names, and what lies under their cells."""

import posixpath
from itertools import product
from typing import NamedTuple
from xml.etree import ElementTree
from xml.parsers import expat

from publishing.intake.cell_marks import OUTSIDE, LinkedFormulas, Marks, read_place
from publishing.intake.number_formats import WITHHELD, hides_numbers, show_number
from publishing.intake.packages import DAMAGED, UnreadableFile, parse_elements
from publishing.intake.rich_text import STRUCK, WHOLE, RunReader, Runs, read_shared_texts

TWICE = "a cell is in the sheet twice, with nothing to say which of the two holds"
MOST_MERGED = 10_000  # cells under one merged cell that are looked at
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
POINTS = 11.0  # the size of letters where no font says one
PERCENTS = {"9": "0%", "10": "0.00%"}  # ECMA-376, 18.8.30: the formats that a file need not spell out

_FAULTS = (ElementTree.ParseError, expat.ExpatError, ValueError, KeyError, IndexError)


def read_marks(parts: dict[str, bytes]) -> dict[str, Marks]:
    """The marks of every sheet by its name.

    Raises UnreadableFile for a package without its sheets, for a cell far outside a table, and for a rule that shows
    a sign in place of some numbers (which of them, only a spreadsheet program can tell).
    """
    try:
        styles, hiding = _read_styles(parts.get("xl/styles.xml"))
        shared = read_shared_texts(parts.get("xl/sharedStrings.xml"))
        sheets = list_sheets(parts)
        marks = {}
        for name, part in sheets:
            reader = _SheetReader(name, styles, shared, LinkedFormulas(parts["xl/workbook.xml"]))
            reader.parse(parts[part])
            if reader.rules & hiding:
                raise UnreadableFile("a conditional format shows a sign in place of numbers", sheet=name)
            marks[name] = reader.marks
    except _FAULTS as error:
        raise UnreadableFile(DAMAGED) from error
    return marks


def list_sheets(parts: dict[str, bytes]) -> list[tuple[str, str]]:
    """Each sheet of cells: its name and its part. Charts have no cells."""
    targets = {
        relation.attrib["Id"]: relation.attrib
        for relation in ElementTree.fromstring(parts["xl/_rels/workbook.xml.rels"])
    }
    sheets = []
    for element in ElementTree.fromstring(parts["xl/workbook.xml"]).iter():
        if _local(element.tag) != "sheet":
            continue
        number = next((value for key, value in element.attrib.items() if key.endswith("}id")), "")
        target = targets[number]
        if target.get("Type", "").endswith("/worksheet"):
            part = posixpath.normpath(posixpath.join("/xl", target["Target"])).lstrip("/")
            sheets.append((element.attrib["name"], part))
    return sheets


class _Style(NamedTuple):
    """How a cell is written: its number format, whether it is struck out, and the size of its letters."""

    code: str = "General"
    is_struck: bool = False
    size: float = POINTS


def _read_styles(styles: bytes | None) -> tuple[list[_Style], set[str]]:
    """Each style of cells, and the conditional formats that hide numbers."""
    if styles is None:
        return [], set()
    groups = {_local(group.tag): group for group in ElementTree.fromstring(styles)}
    named = PERCENTS | {each.attrib["numFmtId"]: each.attrib["formatCode"] for each in groups.get("numFmts", ())}
    hiding = {
        str(number)
        for number, rule in enumerate(groups.get("dxfs", ()))
        for part in rule
        if _local(part.tag) == "numFmt" and hides_numbers(part.attrib["formatCode"])
    }
    fonts = [{_local(part.tag): part.get("val", "1") for part in font} for font in groups.get("fonts", ())]
    found = []
    for style in groups.get("cellXfs", ()):
        number = int(style.attrib.get("fontId", "0"))
        font = fonts[number] if number < len(fonts) else {}
        code = named.get(style.attrib.get("numFmtId", "0"), "General")
        found.append(_Style(code, font.get("strike", "0") not in ("0", "false"), float(font.get("sz", POINTS))))
    return found, hiding


class _SheetReader:
    """One pass over a sheet's XML, in the time that its length takes however it is made."""

    def __init__(self, sheet: str, styles: list[_Style], shared: dict[int, Runs], linked: LinkedFormulas) -> None:
        self.marks = Marks()
        self.rules: set[str] = set()
        self._sheet, self._styles, self._shared, self._linked = sheet, styles, shared, linked
        self._seen: set[tuple[int, int]] = set()
        self._formula, self._given = "", dict[str, str]()
        self._reader: RunReader | None = None
        self._row = self._column = -1
        self._cell: dict[str, str] = {}
        self._inside = ""
        self._value: list[str] = []

    def parse(self, content: bytes) -> None:
        parse_elements(content, self._start, self._end, self._text, namespaces=True)
        if self.marks.is_too_large:
            raise UnreadableFile(OUTSIDE)

    def _start(self, tag: str, given: dict[str, str]) -> None:
        name = tag.rsplit(" ", 1)[-1]
        if self._reader:
            self._reader.start(name, given)
        if name == "c":
            self._start_cell(given)
        elif name == "is":
            self._reader = RunReader()
        elif name == "mergeCell" and "ref" in given:
            self._merge(given["ref"])
        elif name in ("v", "f", "t"):
            self._inside = name
            self._cell["has " + name] = "yes"
            self._formula, self._given = "", given
        elif name == "row":
            self._row = int(given["r"]) - 1 if "r" in given else self._row + 1
            self._column = -1
            if given.get("hidden") in ("1", "true"):
                self.marks.hidden_rows.append(self._row)
        elif name == "col" and given.get("hidden") in ("1", "true"):
            last = min(int(given["max"]), MOST_COLUMNS)
            self.marks.hidden_columns += range(int(given["min"]) - 1, last)
        elif name == "cfRule" and "dxfId" in given:
            self.rules.add(given["dxfId"])

    def _start_cell(self, given: dict[str, str]) -> None:
        self._cell, self._value = given, []
        if "r" in given:
            self._row, self._column = read_place(given["r"])
        else:
            self._column += 1
        if not (0 <= self._row < MOST_ROWS and 0 <= self._column < MOST_COLUMNS):
            raise UnreadableFile(OUTSIDE)
        if (self._row, self._column) in self._seen:
            raise UnreadableFile(TWICE, sheet=self._sheet, place=f"row {self._row + 1}, column {self._column + 1}")
        self._seen.add((self._row, self._column))

    def _text(self, text: str) -> None:
        if self._inside == "v":
            self._value.append(text)
        elif self._inside == "f":
            self._formula += text
        elif self._reader:
            self._reader.text(text)

    def _end(self, tag: str) -> None:
        name = tag.rsplit(" ", 1)[-1]
        if self._reader:
            self._reader.end(name)
        if name == "c":
            self._end_cell("".join(self._value).strip())
            self._cell, self._reader = {}, None
        elif name in ("v", "f", "t"):
            self._inside = ""
            if name == "f":
                self.marks.linked += self._linked.list_filled((self._row, self._column), self._given, self._formula)

    def _end_cell(self, value: str) -> None:
        cell, place, kind = self._cell, (self._row, self._column), self._cell.get("t", "n")
        if not value and "has f" not in cell and "has t" not in cell:
            return
        self.marks.reach(*place)
        style = self._styles[int(cell.get("s", "0"))] if self._styles else _Style()
        self._mark_runs(place, value, kind, style)
        if kind == "e":
            self.marks.shown[place] = value or "#VALUE!"
        elif "has f" in cell and not value and kind != "str":
            self.marks.unsaved.append(place)
        elif kind == "n" and value and self._styles:
            self._mark_number(place, float(value), style.code)

    def _mark_runs(self, place: tuple[int, int], value: str, kind: str, style: _Style) -> None:
        """What is left out of the cell's text, and whether all of it is struck out."""
        runs = self._shared.get(int(value)) if kind == "s" and value else None
        if self._reader and kind == "inlineStr":
            runs = self._reader.runs
        left = runs.without(STRUCK if style.is_struck else "", style.size) if runs else None
        if left:
            self.marks.shown[place], self.marks.runs[place] = left
        elif style.is_struck and not runs:
            self.marks.runs[place] = {WHOLE}

    def _merge(self, reference: str) -> None:
        """Note which cells a merged one covers; a range of more cells than a label would take is passed over."""
        first, _, last = reference.partition(":")
        (top, left), (bottom, right) = (read_place(corner) for corner in (first, last or first))
        if (bottom - top + 1) * (right - left + 1) <= MOST_MERGED:
            covered = product(range(top, bottom + 1), range(left, right + 1))
            self.marks.merged |= {place: (top, left) for place in covered if place != (top, left)}

    def _mark_number(self, place: tuple[int, int], value: float, code: str) -> None:
        shown = show_number(value, code)
        if shown is not None:
            self.marks.shown[place] = shown
        if shown == WITHHELD:
            self.marks.withheld.append(place)


def _local(tag: str) -> str:
    return tag.rsplit("}", 1)[-1]
