"""Cells whose saved value another workbook, program or web address gave: nobody can see where it is from.

Nothing is fetched and nothing is run: a formula is only looked at. What it once gave may be of another year.
"""

import re
from typing import NoReturn
from xml.etree import ElementTree
from xml.parsers import expat

from publishing.intake.cell_marks import Marks, Place, read_place
from publishing.intake.packages import DAMAGED, parse_elements
from publishing.intake.sheets_of_excel import list_sheets
from publishing.intake.unreadable_files import FileSpoiled

MOST_NAMED = 10_000  # cells of one array formula that are marked
TWICE = "a cell is in the sheet twice, with nothing to say which of the two holds"
_ASKS = r"\b(?:WEBSERVICE|RTD|DDE|CUBE\w+|IMPORTDATA|STOCKHISTORY|SQL\.REQUEST|CALL)\s*\("
_EXCEL = re.compile(rf"\[\d+\][^!\[\]]*!|'[^']*\[[^']*\][^']*'!|[\w.]+\|'?[^!|]*'?!|{_ASKS}", re.IGNORECASE)
_OPENDOCUMENT = re.compile(rf"'(?:[^']|'')*'#|{_ASKS}", re.IGNORECASE)


def mark_linked(parts: dict[str, bytes], marks: dict[str, Marks], suffix: str) -> None:
    """Note in the marks of every sheet the cells that a formula fills from outside the workbook.

    Raises FileSpoiled for a part that is broken, and for a cell that stands twice in a sheet.
    """
    try:
        if suffix == ".ods":
            _OpenDocument(marks).parse(parts["content.xml"])
            return
        names = _find_linked_names(parts["xl/workbook.xml"])
        for name, part in list_sheets(parts):
            reader = _Excel(name, names)
            reader.parse(parts[part])
            marks[name].linked += reader.linked
    except (expat.ExpatError, ElementTree.ParseError, ValueError, KeyError) as error:
        raise FileSpoiled(DAMAGED) from error


def _find_linked_names(workbook: bytes) -> re.Pattern[str] | None:
    """The names of a workbook that stand for something outside it, as a pattern to find in formulas."""
    names = [
        element.attrib["name"]
        for element in ElementTree.fromstring(workbook).iter()
        if element.tag.endswith("}definedName") and _EXCEL.search(element.text or "")
    ]
    return re.compile(r"\b(?:" + "|".join(map(re.escape, names)) + r")\b", re.IGNORECASE) if names else None


class _Excel:
    """One pass over a sheet's XML for the formulas of its cells."""

    def __init__(self, sheet: str, names: re.Pattern[str] | None) -> None:
        self.linked: list[Place] = []
        self._sheet, self._names = sheet, names
        self._row, self._column, self._formula = -1, -1, ""
        self._in_formula, self._given = False, dict[str, str]()
        self._seen: set[Place] = set()
        self._shared: set[str] = set()

    def parse(self, content: bytes) -> None:
        parse_elements(content, self._start, self._end, self._text, namespaces=True)

    def _start(self, tag: str, given: dict[str, str]) -> None:
        name = tag.rsplit(" ", 1)[-1]
        if name == "row":
            self._row = int(given["r"]) - 1 if "r" in given else self._row + 1
            self._column = -1
        elif name == "c":
            self._row, self._column = read_place(given["r"]) if "r" in given else (self._row, self._column + 1)
            if (self._row, self._column) in self._seen:
                self._refuse()
            self._seen.add((self._row, self._column))
        elif name == "f":
            self._in_formula, self._given, self._formula = True, given, ""

    def _text(self, text: str) -> None:
        if self._in_formula:
            self._formula += text

    def _end(self, tag: str) -> None:
        if self._in_formula and tag.rsplit(" ", 1)[-1] == "f":
            self._in_formula = False
            self._end_formula()

    def _end_formula(self) -> None:
        shared = self._given.get("si", "") if self._given.get("t") == "shared" else ""
        named = self._names is not None and self._names.search(self._formula)
        if _EXCEL.search(self._formula) or named or shared in self._shared:
            self._shared |= {shared} - {""}
            self.linked += _list_range(self._given.get("ref", "")) if self._given.get("t") == "array" else []
            self.linked.append((self._row, self._column))

    def _refuse(self) -> NoReturn:
        raise FileSpoiled(TWICE, sheet=self._sheet, place=f"row {self._row + 1}, column {self._column + 1}")


class _OpenDocument:
    """One pass over content.xml for the formulas of its cells."""

    def __init__(self, marks: dict[str, Marks]) -> None:
        self._marks, self._sheet = marks, ""
        self._row, self._column, self._rows = 0, 0, 1

    def parse(self, content: bytes) -> None:
        parse_elements(content, self._start, self._end)

    def _start(self, name: str, given: dict[str, str]) -> None:
        if name == "table:table":
            self._sheet, self._row = given["table:name"], 0
        elif name == "table:table-row":
            self._column, self._rows = 0, int(given.get("table:number-rows-repeated", "1"))
        elif name in ("table:table-cell", "table:covered-table-cell"):
            if _OPENDOCUMENT.search(given.get("table:formula", "")):
                self._marks[self._sheet].linked.append((self._row, self._column))
            self._column += int(given.get("table:number-columns-repeated", "1"))
        elif name == "table:cell-range-source" and self._column:
            self._marks[self._sheet].linked.append((self._row, self._column - 1))  # a table that is fetched whole

    def _end(self, name: str) -> None:
        if name == "table:table-row":
            self._row += self._rows


def _list_range(reference: str) -> list[Place]:
    """The places of a range such as D2:D5, in so far as a table would have them."""
    first, _, last = reference.partition(":")
    if not last:
        return []
    (top, left), (bottom, right) = read_place(first), read_place(last)
    places = [(row, column) for row in range(top, min(bottom, top + 200) + 1) for column in range(left, right + 1)]
    return places[1:MOST_NAMED]
