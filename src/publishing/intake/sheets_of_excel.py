"""The sheets of an .xlsx package: their names, and what lies under their cells."""

import posixpath
from itertools import product
from xml.etree import ElementTree
from xml.parsers import expat

from publishing.intake.cell_marks import OUTSIDE, Marks, read_place
from publishing.intake.number_formats import WITHHELD, hides_numbers, show_number
from publishing.intake.packages import DAMAGED, parse_elements
from publishing.intake.rich_text import STRUCK, WHOLE, RunReader, Runs, read_shared_texts
from publishing.intake.unreadable_files import FileSpoiled

MOST_MERGED = 10_000  # cells under one merged cell that are looked at
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
PERCENTS = {"9": "0%", "10": "0.00%"}  # ECMA-376, 18.8.30: the formats that a file need not spell out

_FAULTS = (ElementTree.ParseError, expat.ExpatError, ValueError, KeyError, IndexError)


def read_marks(parts: dict[str, bytes]) -> dict[str, Marks]:
    """The marks of every sheet by its name.

    Raises FileSpoiled for a package without its sheets, for a cell far outside a table, and for a rule that shows
    a sign in place of some numbers (which of them, only a spreadsheet program can tell).
    """
    try:
        formats, hiding, struck = _read_formats(parts.get("xl/styles.xml"))
        shared = read_shared_texts(parts.get("xl/sharedStrings.xml"))
        sheets = list_sheets(parts)
        marks = {}
        for name, part in sheets:
            reader = _SheetReader(formats, struck, shared)
            reader.parse(parts[part])
            if reader.rules & hiding:
                raise FileSpoiled("a conditional format shows a sign in place of numbers", sheet=name)
            marks[name] = reader.marks
    except _FAULTS as error:
        raise FileSpoiled(DAMAGED) from error
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


def _read_formats(styles: bytes | None) -> tuple[list[str], set[str], set[int]]:
    """The number format of each style of cells, the conditional formats that hide numbers, and styles struck out."""
    if styles is None:
        return [], set(), set()
    root = ElementTree.fromstring(styles)
    groups = {_local(group.tag): group for group in root}
    named = PERCENTS | {each.attrib["numFmtId"]: each.attrib["formatCode"] for each in groups.get("numFmts", ())}
    codes = [named.get(style.attrib.get("numFmtId", "0"), "General") for style in groups.get("cellXfs", ())]
    hiding = {
        str(number)
        for number, rule in enumerate(groups.get("dxfs", ()))
        for part in rule
        if _local(part.tag) == "numFmt" and hides_numbers(part.attrib["formatCode"])
    }
    fonts = [
        any(_local(part.tag) == "strike" and part.get("val") != "0" for part in font)
        for font in groups.get("fonts", ())
    ]
    struck = {
        number
        for number, style in enumerate(groups.get("cellXfs", ()))
        if int(style.attrib.get("fontId", "0")) < len(fonts) and fonts[int(style.attrib.get("fontId", "0"))]
    }
    return codes, hiding, struck


class _SheetReader:
    """One pass over a sheet's XML, in the time that its length takes however it is made."""

    def __init__(self, formats: list[str], struck: set[int], shared: dict[int, Runs]) -> None:
        self.marks = Marks()
        self.rules: set[str] = set()
        self._formats, self._struck, self._shared = formats, struck, shared
        self._reader: RunReader | None = None
        self._row = self._column = -1
        self._cell: dict[str, str] = {}
        self._inside = ""
        self._value: list[str] = []

    def parse(self, content: bytes) -> None:
        parse_elements(content, self._start, self._end, self._text, namespaces=True)
        if self.marks.is_too_large:
            raise FileSpoiled(OUTSIDE)

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
            raise FileSpoiled(OUTSIDE)

    def _text(self, text: str) -> None:
        if self._inside == "v":
            self._value.append(text)
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

    def _end_cell(self, value: str) -> None:
        cell, place, kind = self._cell, (self._row, self._column), self._cell.get("t", "n")
        if not value and "has f" not in cell and "has t" not in cell:
            return
        self.marks.reach(*place)
        self._mark_runs(place, value, kind)
        if kind == "e":
            self.marks.shown[place] = value or "#VALUE!"
        elif "has f" in cell and not value and kind != "str":
            self.marks.unsaved.append(place)
        elif kind == "n" and value and self._formats:
            self._mark_number(place, float(value), self._formats[int(cell.get("s", "0"))])

    def _mark_runs(self, place: tuple[int, int], value: str, kind: str) -> None:
        """What is left out of the cell's text, and whether all of it is struck out."""
        runs = self._shared.get(int(value)) if kind == "s" and value else None
        if self._reader and kind == "inlineStr":
            runs = self._reader.runs
        is_struck = int(self._cell.get("s", "0")) in self._struck
        left = runs.without(STRUCK if is_struck else "") if runs else None
        if left:
            self.marks.shown[place], self.marks.runs[place] = left
        elif is_struck and not runs:
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
