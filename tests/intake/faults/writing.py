"""Tables written as files: csv, .xlsx and .ods, with what a fault does to them."""

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl

PACKAGE = "application/vnd.oasis.opendocument.spreadsheet"
SPACES = " ".join(f'xmlns:{name}="urn:{name}"' for name in ("office", "table", "text", "calcext"))


def as_csv(rows: list[list], delimiter: str = ",") -> str:
    """The rows as the text of a csv file; every row as long as the longest, as a spreadsheet program writes it."""
    width = max(map(len, rows))
    lines = io.StringIO()
    csv.writer(lines, delimiter=delimiter, lineterminator="\r\n").writerows(
        [*row, *[""] * (width - len(row))] for row in rows
    )
    return lines.getvalue()


def as_bytes(rows: list[list], encoding: str = "utf-8") -> bytes:
    return as_csv(rows).encode(encoding)


def as_book(rows: list[list], sheet: str = "Missing") -> openpyxl.Workbook:
    """A workbook with the rows in its only sheet, numbers as numbers."""
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    return book


def save_book(path: Path, rows: list[list], change: Callable[[openpyxl.Workbook], object] = lambda book: None) -> None:
    book = as_book(rows)
    change(book)
    book.save(path)


def change_part(path: Path, part: str, change: Callable[[bytes], bytes]) -> None:
    """Rewrite one part of a package, or add it."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts[part] = change(parts.get(part, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)


def save_opendocument(
    path: Path, rows: list[list], change: Callable[[str], str] = lambda content: content, **more: str
) -> None:
    """An .ods file with the rows in one sheet; `more` are parts beside it."""
    lines = "".join(f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in rows)
    sheet = f'<table:table table:name="Missing">{lines}</table:table>'
    body = f"<office:body><office:spreadsheet>{sheet}</office:spreadsheet></office:body>"
    manifest = more.pop("manifest", "<manifest:manifest xmlns:manifest='urn:manifest'/>")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", PACKAGE)
        package.writestr("META-INF/manifest.xml", manifest)
        package.writestr("content.xml", change(f"<office:document-content {SPACES}>{body}</office:document-content>"))


def _cell(value: object) -> str:
    if value == "":
        return "<table:table-cell/>"
    kind = f'float" office:value="{value}' if isinstance(value, int | float) else "string"
    return f'<table:table-cell office:value-type="{kind}"><text:p>{escape(str(value))}</text:p></table:table-cell>'
