"""The bytes of a received file, and the rows of one that is text."""

import csv
import io
import os
import re
import stat
from itertools import pairwise
from pathlib import Path

from publishing.intake.cell_marks import MOST_CELLS
from publishing.intake.unreadable_files import FileSpoiled

LARGEST_FILE = 60_000_000  # bytes; the largest download that the contracts are for has a few hundred thousand
TEXTS = (".csv", ".txt", ".tsv")  # a spreadsheet saves its "Unicode text" as .txt
SEPARATORS = (",", ";", "\t", "|")
SAMPLED = 50  # lines by which a separator is known
NO_FILE = "expected the file itself, not a link or a folder"

_SAID = re.compile(r'"?sep=([,;\t|])"?\s*?$', re.IGNORECASE | re.MULTILINE)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read_content(path: Path) -> bytes:
    """All bytes of a file, read once, so that what was checked is what is read.

    Raises FileSpoiled for a link, a pipe or a device (which is never waited for), for an empty file, for one larger
    than LARGEST_FILE, and for one that may not be opened.
    """
    try:
        opened = os.open(path, os.O_RDONLY | _NO_LINK)
    except OSError as error:
        raise FileSpoiled(NO_FILE if path.is_symlink() else "the file cannot be opened") from error
    with os.fdopen(opened, "rb") as lines:
        if not stat.S_ISREG(os.fstat(opened).st_mode):
            raise FileSpoiled(NO_FILE)
        content = lines.read(LARGEST_FILE + 1)
    if not content:
        raise FileSpoiled("the file is empty")
    if len(content) > LARGEST_FILE:
        raise FileSpoiled(f"the file is larger than {LARGEST_FILE:,} bytes")
    return content


def read_csv_rows(content: bytes, delimiter: str) -> list[list[str]]:
    """The rows of a csv file in UTF-8, or in UTF-16 that says so.

    A first line such as `sep=;` says the separator. Otherwise it is the declared one, or, where that makes no table,
    the one of comma, semicolon, tab and bar that makes the widest (a spreadsheet's "Unicode text" has tabs). Raises
    FileSpoiled for another encoding, for a quotation mark that swallows what follows it, and for a table that is
    larger than any that is expected.
    """
    text = _decode(content)
    delimiter = _find_separator(text, delimiter)
    if text.count(delimiter) + text.count("\n") > MOST_CELLS:
        raise FileSpoiled(f"the table has more than {MOST_CELLS:,} cells")
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise FileSpoiled("a quotation mark is opened and not closed, or closed too early") from error
    for number, row in enumerate(rows, start=1):
        if any("\n" in cell or "\r" in cell for cell in row):
            raise FileSpoiled("a cell holds a line break: look for a stray quotation mark", place=f"row {number}")
    if len(rows) * max(map(len, rows), default=0) > MOST_CELLS:
        raise FileSpoiled(f"the table has more than {MOST_CELLS:,} cells")
    return rows


def _find_separator(text: str, declared: str) -> str:
    """The separator that the first line says, else the declared one, else the one that makes the widest table."""
    first = _SAID.match(text)
    if first:
        return first[1]
    widths = {each: _table_width(text, each) for each in dict.fromkeys([declared, *SEPARATORS])}
    widest = max(widths.values())
    fitting = [each for each, width in widths.items() if width == widest > 1]
    return fitting[0] if len(fitting) == 1 and not _makes_table(text, declared) else declared


def _makes_table(text: str, separator: str) -> bool:
    """Whether most of the first rows have equally many cells, and more than one."""
    widths = _row_widths(text, separator)
    usual = max(widths, key=widths.count, default=0)
    return usual > 1 and 2 * widths.count(usual) > len(widths)


def _table_width(text: str, separator: str) -> int:
    """The most cells that two rows one after the other both have."""
    return max((one for one, other in pairwise(_row_widths(text, separator)) if one == other), default=0)


def _row_widths(text: str, separator: str) -> list[int]:
    return [len(row) for row in csv.reader(text.splitlines()[:SAMPLED], delimiter=separator) if any(row)]


def _decode(content: bytes) -> str:
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileSpoiled("the file is not UTF-8 text; save it as 'CSV UTF-8'") from error
    if "\0" in text:
        raise FileSpoiled("the file holds bytes that no text has; it may be damaged")
    return text
