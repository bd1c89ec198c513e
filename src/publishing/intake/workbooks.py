"""Sheets of .xlsx and .ods workbooks as rows of texts, looked at before they are opened."""

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal

import python_calamine as calamine

from analysis.definitions.contract import NOTES_SHEET
from publishing.intake import sheets_of_excel, sheets_of_opendocument
from publishing.intake.cell_marks import Marks
from publishing.intake.notes_and_marks import plain_name
from publishing.intake.packages import DAMAGED, PASSWORD, UnreadableFile, pack_parts, unpack_parts

NO_TABLES = re.compile(
    r"(?:cover|title|front)(?: sheet| page)?|(?:table of )?contents|index|notes?(?: .*)?|read ?me|about.*|guidance|"
    r"(?:introd|inform|defin|instruc)\w+|metadata|glossary|(?:data )?sources?|change ?log|(?:data )?dictionary"
)
"""Names of sheets that workbooks have beside their tables, as `plain_name` writes them."""

LARGEST = "*"  # in place of a sheet's name: the table with most rows

_READERS = {".xlsx": sheets_of_excel.read_marks, ".ods": sheets_of_opendocument.read_marks}


@dataclass(frozen=True)
class Workbook:
    """The texts and marks of every sheet by its name, hidden ones too, and the parts that the file is made of."""

    texts: dict[str, list[list[str]]]
    marks: dict[str, Marks]
    hidden: list[str]
    parts: dict[str, bytes]

    def choose_sheet(self, wanted: str | None) -> str:
        """The sheet that a contract names, or the only one beside hidden and empty ones, covers, contents and notes.

        Raises UnreadableFile without quoting another name.
        """
        seen = [name for name, rows in self.texts.items() if name not in self.hidden and any(map(any, rows))]
        tables = [name for name in seen if name != NOTES_SHEET and not NO_TABLES.fullmatch(plain_name(name))]
        if (wanted is None and len(tables) == 1) or (wanted == LARGEST and tables):
            return max(tables, key=lambda name: len(self.texts[name]))
        named = [name for name in self.texts if wanted and plain_name(name) == plain_name(wanted)]
        if wanted not in self.texts and len(named) != 1:
            several = "expected one sheet only, or the name of the wanted one as `sheet` in the file specification"
            raise UnreadableFile(f"expected a sheet named '{wanted}'" if wanted else several)
        return wanted if wanted in self.texts else named[0]

    def show_sheet(self, name: str) -> list[list[str]]:
        """The rows of a sheet as a reader sees them, from its first row and column on.

        A number is the shortest text that a spreadsheet would show of it (91, 0.31), a percentage has its sign, a
        date is 2013-04-01, an error its word, a number that its format hides [c]. Raises UnreadableFile for a formula
        whose result was not saved.
        """
        texts, marks = [list(row) for row in self.texts[name]], self.marks[name]
        for row, column in marks.unsaved[:1]:
            raise UnreadableFile(
                "a formula has no saved result; open the workbook in a spreadsheet program and save it",
                sheet=name,
                place=f"row {row + 1}, column {column + 1}",
            )
        for (row, column), shown in marks.shown.items():
            texts += [[] for _ in range(row + 1 - len(texts))]
            texts[row] += [""] * (column + 1 - len(texts[row]))
            texts[row][column] = shown
        return texts


def read_workbook(content: bytes, suffix: str) -> Workbook:
    """Every sheet of a workbook. Raises UnreadableFile for one that is damaged, protected, or no table of figures."""
    parts = unpack_parts(content)
    marks = _READERS[suffix](parts)
    try:
        with calamine.CalamineWorkbook.from_filelike(pack_parts(parts)) as book:
            hidden = [each.name for each in book.sheets_metadata if each.visible != calamine.SheetVisibleEnum.Visible]
            names = [name for name in book.sheet_names if name in marks]
            sheets = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in names}
            texts = {name: [list(map(_as_text, row)) for row in rows] for name, rows in sheets.items()}
    except calamine.PasswordError as error:
        raise UnreadableFile(PASSWORD) from error
    except (calamine.CalamineError, OSError, ValueError, OverflowError) as error:
        raise UnreadableFile(DAMAGED) from error
    except BaseException as error:
        # a fault inside the library's compiled part comes as PanicException, which is no Exception
        if type(error).__name__ != "PanicException":
            raise
        raise UnreadableFile(DAMAGED) from error
    return Workbook(texts, {name: marks[name] for name in names}, hidden, parts)


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return format(Decimal(format(value, ".15g")), "f") if value == value and abs(value) < 1e15 else "number"
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return str(value)
