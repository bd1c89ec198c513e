"""A received table as a grid of texts, each with its address and the part it plays."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from analysis.definitions.sources import Source
from analysis.periods import Period
from analysis.refusals import SourceRefused
from publishing.intake.cell_marks import Marks, column_letters
from publishing.intake.child_records import check_rows, check_workbook
from publishing.intake.contents import read_content, read_csv_rows
from publishing.intake.unreadable_files import FileSpoiled
from publishing.intake.workbooks import read_workbook

ROW_LIMITS = (65_536, 1_048_576)  # of .xls and of .xlsx: what was longer is cut off there without a word
ROLES = ("figure", "marker", "label", "total", "finding", "outside")
"""What a cell that is not empty can be: `outside` the declared table are titles above it and notes below."""


@dataclass
class Grid:
    """The texts of one sheet, and the role that reading gave to each cell.

    `file` is the path below data/raw; `widths` is how many cells each row of a csv file has, None for a workbook;
    `marks` are what lies under the cells of a workbook's sheet.
    """

    texts: np.ndarray
    file: str
    contract: Source
    sheet: str | None = None
    period: Period | None = None
    named: str = ""
    widths: list[int] | None = None
    marks: Marks = field(default_factory=Marks)
    hidden_sheets: int = 0
    roles: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        self.roles = np.full(self.texts.shape, "", dtype="U8")

    @property
    def height(self) -> int:
        return self.texts.shape[0]

    @property
    def width(self) -> int:
        return self.texts.shape[1]

    @property
    def is_public(self) -> bool:
        return self.file.startswith("published/")

    def mark(self, rows: object, columns: object, role: str) -> None:
        """Give cells their role; rows and columns are numbers, slices or arrays of numbers."""
        self.roles[rows, columns] = role

    def cells(self, rows: Iterable[int], columns: Iterable[int]) -> list[str]:
        """The addresses of cells: 'Missing!J4', or 'J4' in a csv file."""
        letters = [column_letters(column) for column in range(self.width)]
        sheet = f"{self.sheet}!" if self.sheet else ""
        return [f"{sheet}{letters[column]}{row + 1}" for row, column in zip(rows, columns, strict=True)]

    def refuse(self, row: int, column: int, expected: str) -> SourceRefused:
        """The refusal of one cell: where it is, what was expected and what to do, never what it holds."""
        place = f"cell {column_letters(column)}{row + 1}"
        return refuse_file(self.file, self.contract, expected, sheet=self.sheet, place=place)

    def count_roles(self) -> dict[str, int]:
        """How many cells that are not empty play each part. Raises SourceRefused where one plays none."""
        filled = self.texts != ""
        unread = np.argwhere(filled & (self.roles == ""))
        if len(unread):
            row, column = unread[0]
            raise self.refuse(row, column, "expected nothing here: the contract does not declare it")
        return {role: int((filled & (self.roles == role)).sum()) for role in ROLES}


def refuse_file(
    file: str, contract: Source, expected: str, *, sheet: str | None = None, place: str | None = None
) -> SourceRefused:
    """A refusal that names file, sheet and cell, what was expected, and what to do."""
    where = ", ".join(filter(None, [Path(file).name, f"sheet '{sheet}'" if sheet else None, place]))
    return SourceRefused(
        f"{where}: {expected}. Ask {contract.supplier} for a file in the agreed form, or change "
        f"params/sources/{contract.name}.yaml if the form has changed."
    )


def read_grid(path: Path, file: str, contract: Source) -> Grid:
    """Every cell of a file as text, white space made single. Raises SourceRefused for a file that cannot be read.

    A csv file is UTF-8 (or UTF-16 that says so); a workbook is .xlsx or .ods, and the sheet is the contract's. A file
    in which any sheet holds what identifies a child is refused before anything of it is kept.
    """
    try:
        return _read_file(path, file, contract)
    except FileSpoiled as fault:
        raise refuse_file(file, contract, fault.expected, sheet=fault.sheet, place=fault.place) from fault.__cause__


def _read_file(path: Path, file: str, contract: Source) -> Grid:
    suffix = path.suffix.lower()
    if suffix == ".xls":
        raise FileSpoiled("what the old .xls form hides or withholds cannot be seen; save it as .xlsx")
    content = read_content(path)
    if suffix == ".csv":
        rows = read_csv_rows(content, contract.delimiter)
        grid = Grid(_as_array(rows), file, contract, widths=[len(row) for row in rows])
        check_rows(grid.texts.tolist(), contract)
    else:
        book = read_workbook(content, suffix)
        check_workbook(book, contract)
        name = book.choose_sheet(contract.sheet)
        grid = Grid(_as_array(book.show_sheet(name)), file, contract, sheet=contract.sheet)
        grid.marks, grid.hidden_sheets = book.marks[name], len(book.hidden)
    if grid.height in ROW_LIMITS:
        raise FileSpoiled("the table ends at the last row that a spreadsheet has, so rows may be missing")
    return grid


def _as_array(rows: list[list[str]]) -> np.ndarray:
    """The rows as an array of texts, short ones filled up with empty cells, white space made single."""
    width = max(map(len, rows), default=0)
    unique = {text: " ".join(text.split()) for text in {text for row in rows for text in row}}
    texts = np.full((len(rows), width), "", dtype=object)
    for number, row in enumerate(rows):
        texts[number, : len(row)] = [unique[text] for text in row]
    return texts
