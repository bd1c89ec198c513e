"""Records about children, in every place of a file where one can be."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
from openpyxl.comments import Comment

from faults import Fault
from faults.books import SHEET, book, opendocument, sheet
from faults.packages import added, named
from faults.texts import rows_of

# Made up: the check letter and the check digits are right, the numbers were never given out.
UPN = "B801200005001"
TEMPORARY_UPN = "A80120000501A"
NHS = "9434765919"
SECRETS = (UPN, TEMPORARY_UPN, NHS, "943 476 5919", "Alice Example", "SO14 7LY", "2003-02-01")
RECORDS = "looks like records about children"


def _cell(text: object, cell: str = "C7", title: str = SHEET) -> Callable[[Path], object]:
    return sheet(lambda sheet: setattr(sheet[cell], "value", text))


def _elsewhere(rows: list[list], state: str = "visible", title: str = "List") -> Callable[[Path], object]:
    """A sound table, and rows in another sheet."""

    def change(book: openpyxl.Workbook) -> None:
        more = book.create_sheet(title)
        more.sheet_state = state
        for row in rows:
            more.append(row)

    return book(change)


def _column(heading: str, *values: str) -> Callable[[Path], object]:
    """A council table with a column more."""
    texts = [heading, *values, *[""] * (6 - len(values))]
    return rows_of(lambda rows: [[*row, text] for row, text in zip(rows, texts, strict=True)])


def _comment(sheet) -> None:
    sheet["B4"].comment = Comment(f"was {UPN}", "analyst")


FAULTS = [
    Fault(
        "records about children", "a UPN in a cell", "refused", f"sheet 'Missing', cell C7: this {RECORDS}", _cell(UPN)
    ),
    Fault(
        "records about children",
        "a UPN inside a note",
        "refused",
        f"cell C7: this {RECORDS} \\(a unique pupil",
        _cell(f"see {UPN.lower()}, twice"),
    ),
    Fault("records about children", "a temporary UPN", "refused", f"cell C7: this {RECORDS}", _cell(TEMPORARY_UPN)),
    Fault(
        "records about children",
        "an NHS number typed as a number",
        "refused",
        f"cell C7: this {RECORDS} \\(an NHS",
        _cell(int(NHS)),
    ),
    Fault(
        "records about children",
        "an NHS number in groups",
        "refused",
        f"cell C7: this {RECORDS}",
        _cell("943 476 5919"),
    ),
    Fault(
        "records about children",
        "a UPN in a hidden sheet",
        "refused",
        f"sheet 'number 2', cell A1: this {RECORDS}",
        _elsewhere([[UPN]], "veryHidden"),
    ),
    Fault(
        "records about children",
        "a list in another sheet",
        "refused",
        f"sheet 'number 2', cell B1: this {RECORDS}",
        _elsewhere([["Ref", "Forename", "Age"], [1, "Alice Example", 11]]),
    ),
    Fault(
        "records about children",
        "names, ages and places",
        "refused",
        f"sheet 'number 2', cell A1: this {RECORDS}",
        _elsewhere([["Name", "Age", "Ward"], ["Alice Example", 11, "Bargate"]]),
    ),
    Fault(
        "records about children",
        "a UPN for the name of a sheet",
        "refused",
        f"{RECORDS} .*in the name of a sheet",
        _elsewhere([["x"]], title=UPN),
    ),
    Fault("records about children", "a UPN in a comment", "refused", f"{RECORDS} .*beside the cells", sheet(_comment)),
    Fault(
        "records about children",
        "a UPN in a document's properties",
        "refused",
        f"{RECORDS} .*beside the cells",
        book(lambda book: setattr(book.properties, "title", UPN)),
    ),
    Fault(
        "records about children",
        "rows that a pivot table keeps",
        "refused",
        f"{RECORDS} .*beside the cells",
        added("xl/pivotCache/pivotCacheDefinition1.xml", b'<x><cacheField name="Date of birth"/></x>'),
    ),
    Fault(
        "records about children",
        "a UPN in an .ods comment",
        "refused",
        f"{RECORDS} .*beside the cells",
        opendocument(
            "<text:p>Children", f"<office:annotation><text:p>{UPN}</text:p></office:annotation><text:p>Children"
        ),
    ),
    Fault("records about children", "a column headed UPN", "refused", f"cell G1: this {RECORDS}", _column("UPN")),
    Fault(
        "records about children", "a column headed NHS No.", "refused", f"cell G1: this {RECORDS}", _column("NHS No.")
    ),
    Fault(
        "records about children",
        "a column headed Date of Birth",
        "refused",
        f"cell G1: this {RECORDS}",
        _column("Date of Birth", "2003-02-01"),
    ),
    Fault(
        "records about children",
        "a column headed name",
        "refused",
        f"cell G1: this {RECORDS}",
        _column("Name", "Alice Example"),
    ),
    Fault(
        "records about children", "a column headed case ID", "refused", f"cell G1: this {RECORDS}", _column("Case_ID")
    ),
    Fault(
        "records about children",
        "a column headed Home address",
        "refused",
        f"cell G1: this {RECORDS}",
        _column("Home address"),
    ),
    Fault(
        "records about children",
        "a column of postcodes under another heading",
        "refused",
        f"cell G3: this {RECORDS}",
        _column("place", "SO14 7LY", "SO14 7FP"),
    ),
    Fault(
        "records about children",
        "a UPN in the name of a file",
        "noted",
        "unread_file",
        named(f"council_referrals_{UPN}.csv"),
    ),
    Fault(
        "records about children",
        "a postcode in the sender's address below a table",
        "read",
        "",
        rows_of(lambda rows: [*rows, [], ["Civic Centre, Southampton SO14 7LY"]]),
    ),
    Fault(
        "records about children",
        "a number of ten digits without the check digit",
        "read",
        "",
        rows_of(lambda rows: [*rows, [], ["Our reference 9434765918"]]),
    ),
]
