"""Sheets of .xlsx, .xls and .ods workbooks as rows of texts, looked at before they are opened."""

import datetime
import html
import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import python_calamine as calamine

from analysis.definitions.sources import Source

MOST_CELLS = 5_000_000
LARGEST_PART = 100_000_000  # bytes of one part of a workbook when unpacked
LARGEST_RATIO = 400  # unpacked to packed; sheets of repeated text reach about 100
MOST_REPEATED = 1_000  # times that an .ods file may say one filled cell or row in short

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_RESULT = re.compile(rb"<(?:\w+:)?v>[^<]|<(?:\w+:)?is>")
_ADDRESS = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_ODS_CELL = re.compile(rb"<table:table-cell\s[^>]*>")
_ODS_ROW = re.compile(rb"<table:table-row\s([^>]*[^/>])>(.*?)</table:table-row>", re.DOTALL)
_REPEATED = re.compile(rb'number-(?:rows|columns)-repeated="(\d+)"')

Refuse = Callable[..., Exception]


def read_workbook_sheet(path: Path, file: str, contract: Source, refuse: Refuse) -> list[list[str]]:
    """The contract's sheet (or the only one) as rows of texts, from its first row and column on.

    A number is the shortest text that a spreadsheet would show of it (91, 0.31), a date is 2013-04-01. Raises what
    `refuse` makes, for a workbook with a password, a damaged one, one that would unpack to more than memory holds,
    one without the sheet, and a formula whose result was not saved.
    """
    found = _inspect(path, file, contract, refuse)
    try:
        with calamine.CalamineWorkbook.from_path(str(path)) as book:
            name = _choose_sheet(book, file, contract, refuse)
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except calamine.PasswordError as error:
        raise refuse(file, contract, "the workbook is protected by a password") from error
    except (calamine.CalamineError, OSError, zipfile.BadZipFile) as error:
        raise refuse(file, contract, "the workbook is damaged or cut short, and cannot be opened") from error
    texts = [[_as_text(value) for value in row] for row in rows]
    return _add_unsaved(texts, found.get(name, {}), file, contract, refuse, name)


def _choose_sheet(book: calamine.CalamineWorkbook, file: str, contract: Source, refuse: Refuse) -> str:
    names = book.sheet_names
    if contract.sheet is None and len(names) == 1:
        return names[0]
    if contract.sheet not in names:
        expected = f"expected a sheet named '{contract.sheet}'" if contract.sheet else "expected one sheet only"
        raise refuse(file, contract, expected)
    return contract.sheet


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return format(Decimal(format(value, ".15g")), "f") if value == value and abs(value) < 1e15 else "number"
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return str(value)


def _inspect(path: Path, file: str, contract: Source, refuse: Refuse) -> dict[str, dict[tuple[int, int], str | None]]:
    """Refuse what should not be opened; else the error cells and unsaved formulas of each sheet of an .xlsx."""
    with path.open("rb") as content:
        start = content.read(8)
    if path.suffix.lower() == ".xls":
        return {}
    if start == _OLE:
        raise refuse(file, contract, "the workbook is protected by a password")
    try:
        with zipfile.ZipFile(path) as parts:
            _check_sizes(parts, file, contract, refuse)
            if path.suffix.lower() == ".ods":
                _check_repeats(parts, file, contract, refuse)
                return {}
            return {name: _inspect_sheet(parts.read(part), file, contract, refuse) for name, part in _sheets(parts)}
    except (zipfile.BadZipFile, KeyError, EOFError, zipfile.zlib.error, NotImplementedError, RuntimeError) as error:
        raise refuse(file, contract, "the workbook is damaged or cut short, and cannot be opened") from error


def _check_sizes(parts: zipfile.ZipFile, file: str, contract: Source, refuse: Refuse) -> None:
    for part in parts.infolist():
        ratio = part.file_size / max(part.compress_size, 1)
        if part.file_size > LARGEST_PART or (part.file_size > 1_000_000 and ratio > LARGEST_RATIO):
            raise refuse(file, contract, "the workbook unpacks to far more than a table of figures")
        if "vbaProject" in part.filename:
            raise refuse(file, contract, "the workbook holds macros; expected one without")


def _check_repeats(parts: zipfile.ZipFile, file: str, contract: Source, refuse: Refuse) -> None:
    content = parts.read("content.xml")
    filled = [tag for tag in _ODS_CELL.findall(content) if b"office:value-type" in tag]
    filled += [tag for tag, cells in _ODS_ROW.findall(content) if b"office:value-type" in cells]
    times = [int(repeated[1]) for tag in filled if (repeated := _REPEATED.search(tag))]
    if max(times, default=0) > MOST_REPEATED:
        raise refuse(file, contract, "the sheet repeats a filled cell or row more often than a table would")


def _sheets(parts: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Each sheet's name and the part of the package that holds it."""
    targets = {}
    for relation in re.findall(rb"<Relationship\s[^>]*>", parts.read("xl/_rels/workbook.xml.rels")):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', relation.decode("utf-8", "replace")))
        targets[attributes.get("Id")] = attributes.get("Target", "")
    sheets = []
    for sheet in re.findall(rb"<(?:\w+:)?sheet\s[^>]*>", parts.read("xl/workbook.xml")):
        attributes = dict(re.findall(r'([\w:]+)="([^"]*)"', sheet.decode("utf-8", "replace")))
        target = targets.get(attributes.get("r:id"), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in parts.namelist():
            sheets.append((html.unescape(attributes.get("name", "")), part))
    return sheets


def _inspect_sheet(content: bytes, file: str, contract: Source, refuse: Refuse) -> dict[tuple[int, int], str | None]:
    """The error cells by place, None for a formula without a saved result; and the used range is checked."""
    found: dict[tuple[int, int], str | None] = {}
    rows = columns = 0
    for attributes, inside in _CELL.findall(content):
        address = _ADDRESS.search(attributes)
        if not address or not inside:
            continue
        row, column = int(address[2]) - 1, _column_number(address[1].decode())
        rows, columns = max(rows, row + 1), max(columns, column + 1)
        if b't="e"' in attributes:
            found[row, column] = html.unescape(re.sub(rb"<[^>]*>", b"", inside.split(b"<v>")[-1]).decode())
        elif b"<f" in inside and not _RESULT.search(inside):
            found[row, column] = None
    if rows * columns > MOST_CELLS:
        raise refuse(file, contract, "a cell far outside the table makes the sheet larger than can be read")
    return found


def _add_unsaved(texts: list[list[str]], found: dict, file: str, contract: Source, refuse: Refuse, name: str) -> list:
    """The texts with the error words that the spreadsheet showed; a formula without its result is refused."""
    for (row, column), error in sorted(found.items()):
        if error is None:
            raise refuse(
                file,
                contract,
                "a formula has no saved result; open the workbook in a spreadsheet program and save it",
                sheet=name,
                place=f"row {row + 1}, column {column + 1}",
            )
        while len(texts) <= row:
            texts.append([])
        texts[row] += [""] * (column + 1 - len(texts[row]))
        texts[row][column] = error
    return texts


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
