"""The bytes of a received file, and the rows of one that is text."""

import codecs
import csv
import io
import os
import re
import stat
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from publishing.intake.cell_marks import MOST_CELLS
from publishing.intake.packages import UnreadableFile

LARGEST_FILE = 60_000_000  # bytes; the largest download that the contracts are for has a few hundred thousand
TEXTS = (".csv", ".txt", ".tsv")  # a spreadsheet saves its "Unicode text" as .txt
LONGEST_CELL = csv.field_size_limit()  # signs; a spreadsheet's cell holds a quarter of that
SAMPLED = 50  # lines by which a separator is known
NO_FILE = "expected the file itself, not a link or a folder"

_SAID = re.compile(r'"?sep=([,;\t|])"?\s*?$', re.IGNORECASE | re.MULTILINE)
_COMMA = re.compile(r"-?(?:\d+,(?:\d{1,2}|\d{4,})|0,\d+|\d{1,3}(?:\.\d{3})+,\d+) ?%?")
_POINT = re.compile(r"-?(?:\d+\.(?:\d{1,2}|\d{4,})|0\.\d+|\d{1,3}(?:,\d{3})+\.\d+) ?%?")
_NUMBER = re.compile(r"-?(?:\d+|\d{1,3}(?:\.\d{3})+)(?:,\d+)? ?%?")
_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
FIRST_BYTES = 65_536
DEEPEST = 20  # rows in which headings are looked for
WINDOWS = "cp1252"
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}


def read_content(path: Path) -> bytes:
    """All bytes of a file, read once, so that what was checked is what is read.

    Raises UnreadableFile for a link, a pipe or a device (which is never waited for), for an empty file, for one larger
    than LARGEST_FILE, and for one that may not be opened.
    """
    try:
        opened = os.open(path, os.O_RDONLY | _NO_LINK)
    except OSError as error:
        raise UnreadableFile(NO_FILE if path.is_symlink() else "the file cannot be opened") from error
    with os.fdopen(opened, "rb") as lines:
        if not stat.S_ISREG(os.fstat(opened).st_mode):
            raise UnreadableFile(NO_FILE)
        content = lines.read(LARGEST_FILE + 1)
    if not content:
        raise UnreadableFile("the file is empty")
    if len(content) > LARGEST_FILE:
        raise UnreadableFile(f"the file is larger than {LARGEST_FILE:,} bytes")
    return content


def read_csv_rows(text: str, delimiter: str) -> tuple[list[list[str]], bool]:
    """The rows of a csv file, and whether a comma in it may be a decimal one.

    A first line such as `sep=;` says the separator. Otherwise it is the one of comma, semicolon, tab and bar that makes
    the largest table (a spreadsheet's "Unicode text" has tabs). A decimal comma is read as a point. Raises
    UnreadableFile for a quotation mark that swallows what follows it, and for a cell or table that is larger than any
    expected.
    """
    delimiter = _find_separator(text, delimiter)
    if text.count(delimiter) + text.count("\n") > MOST_CELLS:
        raise UnreadableFile(f"the table has more than {MOST_CELLS:,} cells")
    try:
        lines = io.StringIO(text, newline="")
        rows = list(csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=delimiter != "\t"))
    except csv.Error as error:
        for number, line in enumerate(text.splitlines(), start=0 if _SAID.match(text) else 1):
            if len(line) > LONGEST_CELL:
                raise UnreadableFile(f"a cell has more than {LONGEST_CELL:,} signs", place=f"row {number}") from error
        raise UnreadableFile("a quotation mark is opened and not closed, or closed too early") from error
    rows = rows[1:] if _SAID.match(text) else rows  # a spreadsheet program does not show that line
    for number, row in enumerate(rows, start=1):
        if any(_swallows(cell, delimiter) for cell in row):
            raise UnreadableFile("a cell holds a line break: look for a stray quotation mark", place=f"row {number}")
    if len(rows) * max(map(len, rows), default=0) > MOST_CELLS:
        raise UnreadableFile(f"the table has more than {MOST_CELLS:,} cells")
    return (rows, False) if delimiter == "," else write_points(rows, may_be_open=delimiter == ";")


def _swallows(cell: str, delimiter: str) -> bool:
    """Whether a cell of several lines is more than a heading or note in words, as a stray quotation mark makes it."""
    lines = [line for line in cell.splitlines() if line.strip()]
    return len(lines) > 1 and (delimiter in cell or not all(re.search("[A-Za-z]", line) for line in lines))


def _find_separator(text: str, declared: str) -> str:
    """The separator that the first line says, else the one that makes the largest table, the declared one if alike."""
    first = _SAID.match(text)
    return first[1] if first else max([declared, *DELIMITERS], key=lambda each: _table_size(text, each))


def _table_size(text: str, separator: str) -> int:
    """How many cells the rows of one width have that are the largest table among the first rows."""
    lines = [line for line in text.splitlines()[:SAMPLED] if len(line) <= LONGEST_CELL]
    rows = csv.reader(lines, delimiter=separator)
    widths = Counter(len(row) for row in rows if any(row))
    return max((width * count for width, count in widths.items() if width > 1), default=0)


def write_points(rows: list[list[str]], *, may_be_open: bool) -> tuple[list[list[str]], bool]:
    """Numbers with a decimal point where a file writes a comma, as one does that is separated by something else.

    1,5 or 1.234,5 in one cell says so for all: 1,234 is then a little more than one. It stays open where no cell has a
    point either and semicolons separate. Raises UnreadableFile where some cells have a comma and others a point.
    """
    cells = {cell.strip() for row in rows for cell in row}
    has_point = any(map(_POINT.fullmatch, cells))
    if not any(map(_COMMA.fullmatch, cells)):
        return rows, may_be_open and not has_point
    if has_point:
        raise UnreadableFile("some figures have a decimal comma and others a decimal point; expected one of them")
    points = {cell: cell.replace(".", "").replace(",", ".") for cell in cells if _NUMBER.fullmatch(cell)}
    return [[points.get(cell.strip(), cell) for cell in row] for row in rows], False


def decode_text(content: bytes) -> tuple[str, bool]:
    """The text of a file in UTF-8 or UTF-16, else in Windows-1252, and whether it is that.

    Raises UnreadableFile for what is none of them, and for bytes that no text has.
    """
    encoding = tell_encoding(content, [content])
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        expected = "the text is neither UTF-8 nor Windows-1252; save it as 'CSV UTF-8'"
        raise UnreadableFile(expected, place=f"line {line}") from error
    text = text.lstrip("\ufeff")  # a mark that was written twice
    if "\0" in text:
        raise UnreadableFile("the file holds bytes that no text has; save it as 'CSV UTF-8'")
    return text, encoding == WINDOWS


def tell_encoding(start: bytes, blocks: Iterable[bytes]) -> str:
    """UTF-8 unless a byte order mark, the zeros of another encoding or a byte that cannot be in it says otherwise.

    `start` is the first of a text, `blocks` is all of it. What is none of these is Windows' own, as Excel saves 'CSV'.
    """
    if start.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    for encoding, zeros in (("utf-16-le", start[1::2]), ("utf-16-be", start[::2])):
        if 2 * zeros.count(0) > len(zeros):  # every letter of English has a byte that is zero
            return encoding
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for block in blocks:
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return WINDOWS
    return "utf-8"
