"""A received table as a grid of texts, each with its address and the part it plays."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

import numpy as np
from xlsxwriter.utility import xl_col_to_name

from analysis.definitions.contract import Source
from analysis.periods import Period
from analysis.refusals import FileSetAside, SourceRefused
from publishing.intake.cell_marks import Marks
from publishing.intake.cell_ranges import join_places
from publishing.intake.child_records import check_rows, check_workbook
from publishing.intake.contents import TEXTS, WINDOWS, decode_text, read_content, read_csv_rows
from publishing.intake.packages import RecordsFound, UnreadableFile
from publishing.intake.workbooks import read_workbook

MOST_FAULTS = 200  # ranges of faulty cells that one message names
ROW_LIMITS = (65_536, 1_048_576)  # of .xls and of .xlsx: what was longer is cut off there without a word
ROLES = ("figure", "marker", "label", "total", "finding", "outside")
"""What a cell that is not empty can be: `outside` the declared table are titles above it and notes below."""

TWICE = "the text was saved in the wrong encoding; save it as 'CSV UTF-8'"
_TWICE = re.compile("[ÂÃ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|Â £|â€|\ufffd|ï»¿")
"""UTF-8 that was read as Windows-1252 and saved again: Â£, Ã©, â€™; and the sign for what could not be read at all."""

_SPACES = "[\u00a0\u2009\u202f]"
_THOUSANDS = re.compile(rf"\s*[-−+(£]*\d{{1,3}}(?:{_SPACES}\d{{3}})+(?!\d)")

Contract = TypeVar("Contract", bound=Source, covariant=True)
Places = int | slice | list[int] | np.ndarray


@dataclass
class Grid(Generic[Contract]):
    """The texts of one sheet, and the role that reading gave to each cell.

    `file` is the path below data/raw; `widths` is how many cells each row of a csv file has, None for a workbook;
    `marks` are what lies under the cells of a workbook's sheet; `open_commas` where nothing says whether 1,234 is a
    thousand and more.
    """

    texts: np.ndarray
    file: str
    contract: Contract
    sheet: str | None = None
    period: Period | None = None
    named: str = ""
    widths: list[int] | None = None
    open_commas: bool = False
    marks: Marks = field(default_factory=Marks)
    hidden_sheets: int = 0
    faults: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
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

    def mark(self, rows: Places, columns: Places, role: str | np.ndarray) -> None:
        """Give cells their role, or each its own; rows and columns are numbers, slices or arrays of numbers."""
        self.roles[rows, columns] = role

    def mark_table(self, rows: np.ndarray, columns: Iterable[int], role: str) -> None:
        """Give the cells of some columns their role in some rows."""
        for column in columns:
            self.roles[rows, column] = role

    def cells(self, rows: Iterable[int], columns: Iterable[int]) -> list[str]:
        """The addresses of cells: 'Missing!J4', or 'J4' in a csv file."""
        letters = [xl_col_to_name(column) for column in range(self.width)]
        sheet = f"{self.sheet}!" if self.sheet else ""
        return [f"{sheet}{letters[column]}{row + 1}" for row, column in zip(rows, columns, strict=True)]

    def refuse(self, row: int, column: int, expected: str) -> SourceRefused:
        """The refusal of one cell: where it is, what was expected and what to do, never what it holds."""
        place = f"cell {xl_col_to_name(column)}{row + 1}"
        return refuse_file(self.file, self.contract, expected, sheet=self.sheet, place=place)

    def note_fault(self, row: int, column: int, expected: str) -> None:
        """Keep what is wrong with one cell until all of the file has been looked at."""
        self.faults.setdefault(expected, []).append((int(row), int(column)))

    def raise_faults(self) -> None:
        """Raise SourceRefused with every cell that was noted, by what was expected there."""
        if self.faults:
            message = [f"{_say_cells(places)}: {expected}" for expected, places in self.faults.items()]
            raise refuse_file(self.file, self.contract, "; ".join(message), sheet=self.sheet)

    def fill_merged(self, rows: np.ndarray, columns: Iterable[int]) -> None:
        """Give labels that are merged over several rows to each of them."""
        for column in columns:
            for row in rows:
                corner = self.marks.merged.get((int(row), column))
                if corner and corner[1] == column and not self.texts[row, column]:
                    self.texts[row, column] = self.texts[corner]

    def count_roles(self) -> dict[str, int]:
        """How many cells that are not empty play each part. Raises SourceRefused where one plays none."""
        filled = self.texts != ""
        unread = np.argwhere(filled & (self.roles == ""))
        if len(unread):
            row, column = unread[0]
            raise self.refuse(row, column, "expected nothing here: the file specification does not declare it")
        return {role: int((filled & (self.roles == role)).sum()) for role in ROLES}


def _say_cells(places: list[tuple[int, int]]) -> str:
    cells = [f"{xl_col_to_name(column)}{row + 1}" for row, column in dict.fromkeys(places)]
    return f"cell {cells[0]}" if len(cells) == 1 else f"cells {join_places(cells, most=MOST_FAULTS)}"


def refuse_file(
    file: str, contract: Source, expected: str, *, sheet: str | None = None, place: str | None = None
) -> FileSetAside:
    """The setting aside of a file: it names file, sheet and cell, what was expected, and what to do."""
    below = file.partition("/")[2] or file  # an edition that was fetched is known by its data set too
    where = ", ".join(filter(None, [below, f"sheet '{sheet}'" if sheet else None, place]))
    between = ": " if place or not expected.startswith("cell") else ", "
    message = f"{where}{between}{expected}"
    return FileSetAside(
        f"{message}. Ask {contract.supplier} for a file in the agreed form, or change "
        f"params/sources/{contract.name}.yaml if the form has changed.",
        source=contract.name,
        file=file,
        expected=message.removeprefix(below).lstrip(",: "),
    )


def check_signs(grid: Grid[Source]) -> None:
    """Refuse the first cell whose text was saved in two encodings, or holds a sign that cannot be seen.

    A sign without a shape can make two texts look alike, or turn the order of the letters on a page. Raises
    SourceRefused with the cell.
    """
    for text in {text for row in grid.texts for text in row}:
        if text.isascii() and text.isprintable():
            continue
        twice = _TWICE.search(text)
        if twice or not text.isprintable():
            row, column = np.argwhere(grid.texts == text)[0]
            raise grid.refuse(row, column, TWICE if twice else "expected text without signs that cannot be seen")


def read_grid(path: Path, file: str, contract: Source) -> Grid[Source]:
    """Every cell of a file as text, white space made single. Raises SourceRefused for a file that cannot be read.

    A text file is UTF-8, UTF-16 or Windows-1252; a workbook is .xlsx or .ods, and the sheet is the contract's. A file
    in which any sheet holds what identifies a child is refused before anything of it is kept.
    """
    try:
        return _read_file(path, file, contract)
    except RecordsFound as fault:
        refusal = refuse_file(file, contract, fault.expected, sheet=fault.sheet, place=fault.place)
        raise SourceRefused(str(refusal)) from None
    except UnreadableFile as fault:
        raise refuse_file(file, contract, fault.expected, sheet=fault.sheet, place=fault.place) from fault.__cause__


def _read_file(path: Path, file: str, contract: Source) -> Grid[Source]:
    suffix = path.suffix.lower()
    if suffix == ".xls":
        raise UnreadableFile("what the old .xls form hides or withholds cannot be seen; save it as .xlsx")
    content = read_content(path)
    if suffix in TEXTS:
        text, is_windows = decode_text(content)
        rows, open_commas = read_csv_rows(text, contract.delimiter)
        grid = Grid(_as_array(rows), file, contract, widths=[len(row) for row in rows], open_commas=open_commas)
        if is_windows:
            cells = ((place, text) for place, text in np.ndenumerate(grid.texts) if not text.isascii())
            grid.marks.runs = {place: {WINDOWS} for place, _ in cells}
        check_rows(grid.texts.tolist(), contract)
    else:
        book = read_workbook(content, suffix)
        check_workbook(book, contract)
        name = book.choose_sheet(contract.sheet)
        grid = Grid(_as_array(book.show_sheet(name)), file, contract, sheet=contract.sheet and name)
        grid.marks, grid.hidden_sheets = book.marks[name], len(book.hidden)
    if grid.height in ROW_LIMITS:
        raise UnreadableFile("the table ends at the last row that a spreadsheet has, so rows may be missing")
    return grid


def _as_array(rows: list[list[str]]) -> np.ndarray:
    """The rows as an array of texts, short ones filled up with empty cells, white space made single.

    A thin or no-break space between the thousands of a number is left out.
    """
    width = max(map(len, rows), default=0)
    unique = {text: _make_single(text) for text in {text for row in rows for text in row}}
    texts = np.full((len(rows), width), "", dtype=object)
    for number, row in enumerate(rows):
        texts[number, : len(row)] = [unique[text] for text in row]
    return texts


def _make_single(text: str) -> str:
    number = _THOUSANDS.match(text)
    return " ".join((re.sub(_SPACES, "", number[0]) + text[number.end() :] if number else text).split())
