"""Cells whose saved value another workbook, program or web address gave: nobody can see where it is from.

Nothing is fetched and nothing is run: a formula is only looked at. What it once gave may be of another year.
"""

import re
from itertools import islice, product
from xml.etree import ElementTree

from publishing.intake.cell_marks import Place, read_place

MOST_NAMED = 10_000  # cells of one array formula that are marked

_ASKS = r"\b(?:WEBSERVICE|RTD|DDE|CUBE\w+|IMPORTDATA|STOCKHISTORY|SQL\.REQUEST|CALL)\s*\("
_EXCEL = re.compile(rf"\[\d+\][^!\[\]]*!|'[^']*\[[^']*\][^']*'!|[\w.]+\|'?[^!|]*'?!|{_ASKS}", re.IGNORECASE)
_OPENDOCUMENT = re.compile(rf"'(?:[^']|'')*'#|{_ASKS}", re.IGNORECASE)


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
