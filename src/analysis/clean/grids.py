"""A received table as a grid of texts, each with its address and the part it plays."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from analysis.clean.workbooks import read_workbook_sheet
from analysis.definitions.sources import Source
from analysis.periods import Period
from analysis.refusals import SourceRefused

LARGEST_FILE = 60_000_000  # bytes; the largest download that the contracts are for has a few hundred thousand
MOST_CELLS = 5_000_000
ROLES = ("figure", "marker", "label", "total", "finding", "outside")
"""What a cell that is not empty can be: `outside` the declared table are titles above it and notes below."""


@dataclass
class Grid:
    """The texts of one sheet, and the role that reading gave to each cell.

    `file` is the path below data/raw; `widths` is how many cells each row of a csv file has, None for a workbook.
    """

    texts: np.ndarray
    file: str
    contract: Source
    sheet: str | None = None
    period: Period | None = None
    named: str = ""
    widths: list[int] | None = None
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


def column_letters(column: int) -> str:
    """The letters of a column by its number from 0: 27 is AB."""
    letters = ""
    column += 1
    while column:
        column, place = divmod(column - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters


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

    A csv file is UTF-8 (or UTF-16 that says so); a workbook is .xlsx, .xls or .ods, and the sheet is the contract's.
    """
    size = path.stat().st_size
    if size == 0:
        raise refuse_file(file, contract, "the file is empty")
    if size > LARGEST_FILE:
        raise refuse_file(file, contract, f"the file is larger than {LARGEST_FILE:,} bytes")
    if path.suffix.lower() == ".csv":
        rows = _read_csv(path, file, contract)
        return Grid(_as_array(rows), file, contract, widths=[len(row) for row in rows])
    rows = read_workbook_sheet(path, file, contract, refuse_file)
    return Grid(_as_array(rows), file, contract, sheet=contract.sheet)


def _read_csv(path: Path, file: str, contract: Source) -> list[list[str]]:
    text = _decode(path.read_bytes(), file, contract)
    if text.count(contract.delimiter) + text.count("\n") > MOST_CELLS:
        raise refuse_file(file, contract, f"the table has more than {MOST_CELLS:,} cells")
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=contract.delimiter, strict=True))
    except csv.Error as error:
        raise refuse_file(file, contract, "a quotation mark is opened and not closed, or closed too early") from error
    for number, row in enumerate(rows, start=1):
        if any("\n" in cell or "\r" in cell for cell in row):
            raise refuse_file(
                file, contract, "a cell holds a line break: look for a stray quotation mark", place=f"row {number}"
            )
    if len(rows) * max(map(len, rows), default=0) > MOST_CELLS:
        raise refuse_file(file, contract, f"the table has more than {MOST_CELLS:,} cells")
    return rows


def _decode(content: bytes, file: str, contract: Source) -> str:
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise refuse_file(file, contract, "the file is not UTF-8 text; save it as 'CSV UTF-8'") from error
    if "\0" in text:
        raise refuse_file(file, contract, "the file holds bytes that no text has; it may be damaged")
    return text


def _as_array(rows: list[list[str]]) -> np.ndarray:
    """The rows as an array of texts, short ones filled up with empty cells, white space made single."""
    width = max(map(len, rows), default=0)
    unique = {text: " ".join(text.split()) for text in {text for row in rows for text in row}}
    texts = np.full((len(rows), width), "", dtype=object)
    for number, row in enumerate(rows):
        texts[number, : len(row)] = [unique[text] for text in row]
    return texts
