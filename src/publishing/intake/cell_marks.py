"""What lies under the cells of a sheet, beyond their values: what is shown instead, hidden, or from elsewhere."""

import re
from dataclasses import dataclass, field
from itertools import islice, product
from xml.etree import ElementTree

MOST_CELLS = 5_000_000
OUTSIDE = "a cell far outside the table makes the sheet larger than can be read"

Place = tuple[int, int]
MOST_NAMED = 10_000  # cells of one array formula that are marked

_ASKS = r"\b(?:WEBSERVICE|RTD|DDE|CUBE\w+|IMPORTDATA|STOCKHISTORY|SQL\.REQUEST|CALL)\s*\("
_EXCEL = re.compile(rf"\[\d+\][^!\[\]]*!|'[^']*\[[^']*\][^']*'!|[\w.]+\|'?[^!|]*'?!|{_ASKS}", re.IGNORECASE)
_OPENDOCUMENT = re.compile(rf"'(?:[^']|'')*'#|{_ASKS}", re.IGNORECASE)


@dataclass
class Marks:
    """Places are row and column from 0.

    `shown` are texts that a reader sees in place of a cell's value: the word of an error, a percentage, the sign of a
    withheld number (these also in `withheld`). `unsaved` are formulas without a result, `linked` those whose result
    came from outside the workbook; `runs` say what was left out of a cell's text, or that all of it is struck out;
    `merged` is the cell that a merged cell's text stands in. `rows` and `columns` is how far filled cells reach.
    """

    shown: dict[Place, str] = field(default_factory=dict)
    withheld: list[Place] = field(default_factory=list)
    unsaved: list[Place] = field(default_factory=list)
    linked: list[Place] = field(default_factory=list)
    runs: dict[Place, set[str]] = field(default_factory=dict)
    merged: dict[Place, Place] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    rows: int = 0
    columns: int = 0
    cells: int = 0

    def reach(self, row: int, column: int, cells: int = 1) -> None:
        """Count a filled cell."""
        self.rows, self.columns = max(self.rows, row + 1), max(self.columns, column + 1)
        self.cells += cells

    @property
    def is_too_large(self) -> bool:
        return self.rows * self.columns > MOST_CELLS or self.cells > MOST_CELLS


def read_place(reference: str) -> Place:
    """The row and column from 0 of a cell's address: B4 is (3, 1). Raises ValueError for what is no address."""
    letters = reference.rstrip("0123456789")
    return int(reference[len(letters) :]) - 1, column_number(letters)


def column_number(letters: str) -> int:
    """The number of a column from 0 by its letters: AB is 27. Raises ValueError for what is no column."""
    if not letters.isascii() or not letters.isalpha() or len(letters) > 3:
        raise ValueError("no column")
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


class LinkedFormulas:
    """The formulas of one .xlsx sheet that fill cells from outside the workbook."""

    def __init__(self, workbook: bytes) -> None:
        names = [
            re.escape(element.attrib["name"])
            for element in ElementTree.fromstring(workbook).iter()
            if element.tag.endswith("}definedName") and _EXCEL.search(element.text or "")
        ]
        self._names = re.compile(rf"\b(?:{'|'.join(names)})\b", re.IGNORECASE) if names else None
        self._shared: set[str] = set()

    def list_filled(self, place: Place, given: dict[str, str], formula: str) -> list[Place]:
        """The cells that the formula of one fills from outside, by its attributes; none where it asks nobody."""
        shared = given.get("si", "") if given.get("t") == "shared" else ""
        named = self._names is not None and self._names.search(formula)
        if not (_EXCEL.search(formula) or named or shared in self._shared):
            return []
        self._shared |= {shared} - {""}
        return [*(_list_range(given.get("ref", "")) if given.get("t") == "array" else []), place]


def asks_outside(formula: str) -> bool:
    """Whether a formula of an .ods sheet asks outside the workbook."""
    return bool(_OPENDOCUMENT.search(formula))


def _list_range(reference: str) -> list[Place]:
    """The places of a range such as D2:D5 after its first, in so far as a table would have them."""
    first, _, last = reference.partition(":")
    if not last:
        return []
    (top, left), (bottom, right) = read_place(first), read_place(last)
    places = product(range(top, min(bottom, top + 200) + 1), range(left, right + 1))
    return list(islice(places, 1, MOST_NAMED))
