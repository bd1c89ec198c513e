"""The parts of a workbook's file, unpacked within bounds and looked at before anything reads them."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any
from xml.parsers import expat

MOST_PARTS = 1_000
LARGEST_PART = 100_000_000  # bytes of one part of a workbook when unpacked
LARGEST_TOTAL = 200_000_000  # bytes of all parts together
LARGEST_RATIO = 400  # unpacked to packed; sheets of repeated text reach about 100

DAMAGED = "the workbook is damaged or cut short, and cannot be opened"
PASSWORD = "the workbook is protected by a password"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MACROS = ("vbaproject", "xl/macrosheets/", "basic/", "scripts/")
_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    IndexError,
    OverflowError,
    OSError,
)
"""What zipfile raises for bytes that are no package, by experience with damaged ones."""


def unpack_parts(content: bytes) -> dict[str, bytes]:
    """The parts of a package by name, each no larger than it says it is and as its checksum says.

    Raises UnreadableFile for a password, macros, a package that unpacks to more than a table of figures, a damaged
    one, two parts of one name, and XML that declares entities.
    """
    if content.startswith(_OLE):
        raise UnreadableFile(PASSWORD)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            listed = [part for part in package.infolist() if not part.is_dir()]
            _check_list(listed)
            parts = {part.filename: _read_part(package, part) for part in listed}
    except _FAULTS as error:
        raise UnreadableFile(DAMAGED) from error
    _check_parts(parts)
    return parts


def pack_parts(parts: dict[str, bytes]) -> io.BytesIO:
    """The same parts as a plain package: whoever reads it sees what was checked, and nothing else."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name), content)
    packed.seek(0)
    return packed


def _check_list(listed: list[zipfile.ZipInfo]) -> None:
    names = [part.filename for part in listed]
    if any(part.flag_bits & 1 for part in listed):
        raise UnreadableFile(PASSWORD)
    if len(set(names)) < len(names):
        raise UnreadableFile(DAMAGED)
    total = sum(part.file_size for part in listed)
    large = any(
        part.file_size > LARGEST_PART
        or (part.file_size > 1_000_000 and part.file_size > LARGEST_RATIO * max(part.compress_size, 1))
        for part in listed
    )
    if large or total > LARGEST_TOTAL or len(listed) > MOST_PARTS:
        raise UnreadableFile("the workbook unpacks to far more than a table of figures")
    if any(word in name.lower() for name in names for word in _MACROS):
        raise UnreadableFile("the workbook holds macros; expected one without")


def _read_part(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """One part, never unpacked beyond the size that it states: a package can understate it."""
    with package.open(part) as packed:
        content = packed.read(part.file_size + 1)
    if len(content) != part.file_size:
        raise UnreadableFile(DAMAGED)
    return content


def _check_parts(parts: dict[str, bytes]) -> None:
    for name, content in parts.items():
        if not name.lower().endswith((".xml", ".rels", ".vml")):
            continue
        if b"\0" in content or content[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise UnreadableFile(DAMAGED)  # XML in two bytes a letter, which no spreadsheet program writes
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise UnreadableFile("the workbook declares entities of its own, as no spreadsheet program does")
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise UnreadableFile(PASSWORD)


def parse_elements(
    part: bytes,
    start: Callable[[str, dict[str, str]], Any],
    end: Callable[[str], Any] | None = None,
    text: Callable[[str], Any] | None = None,
    *,
    namespaces: bool = False,
) -> None:
    """One pass over a part's XML, without a tree of it. Raises ExpatError, and whatever the functions raise."""
    parser = expat.ParserCreate(namespace_separator=" " if namespaces else None)
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.Parse(part, True)


class UnreadableFile(Exception):
    """What is wrong with a file, and where in it, without a word of what it holds."""

    def __init__(self, expected: str, *, sheet: str | None = None, place: str | None = None) -> None:
        super().__init__(expected)
        self.expected, self.sheet, self.place = expected, sheet, place


class RecordsFound(UnreadableFile):
    """A file holds records about children, which nothing may be made beside of."""
