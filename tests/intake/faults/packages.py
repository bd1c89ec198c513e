"""Faults of files as files: packages that were damaged or made to do harm, and things that are no files."""

import os
import zipfile
from collections.abc import Callable
from pathlib import Path

from faults import Fault
from faults.books import part
from faults.tables import council_rows, police_rows
from faults.texts import council
from faults.writing import as_bytes, change_part, save_book, save_opendocument

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DAMAGED = "police_2013-14.xlsx: the workbook is damaged or cut short"


def changed(change: Callable[[bytes], bytes], suffix: str = ".xlsx") -> Callable[[Path], object]:
    """A police workbook whose bytes were changed."""

    def make(raw: Path) -> None:
        path = (raw / "returns" / "police_2013-14").with_suffix(suffix)
        (save_book if suffix == ".xlsx" else save_opendocument)(path, police_rows())
        path.write_bytes(change(path.read_bytes()))

    return make


def added(name: str, content: bytes | str) -> Callable[[Path], object]:
    """A police workbook with a part more."""

    def make(raw: Path) -> None:
        path = raw / "returns" / "police_2013-14.xlsx"
        save_book(path, police_rows())
        change_part(path, name, lambda _: content)

    return make


def _twice(raw: Path) -> None:
    path = raw / "returns" / "police_2013-14.xlsx"
    save_book(path, police_rows())
    content = path.read_bytes()
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/worksheets/sheet2.xml", b"<worksheet/>")
    # the same name twice: one reader takes the first, another the last
    path.write_bytes(path.read_bytes().replace(b"xl/worksheets/sheet2.xml", b"xl/worksheets/sheet1.xml"))
    assert path.read_bytes() != content


def _understated(raw: Path) -> None:
    """A part that says it is small, and unpacks to a hundred million bytes."""
    path = raw / "returns" / "police_2013-14.xlsx"
    save_book(path, police_rows())
    change_part(path, "xl/comments1.xml", lambda _: b" " * 100_000_000)
    true, small = (size.to_bytes(4, "little") for size in (100_000_000, 1_000))
    path.write_bytes(path.read_bytes().replace(true, small))


def _flip(content: bytes, place: float) -> bytes:
    number = int(len(content) * place)
    return content[:number] + bytes([content[number] ^ 16]) + content[number + 1 :]


def named(name: str, folder: str = "returns") -> Callable[[Path], object]:
    """A sound council table under another name, and none under its own."""
    return lambda raw: (raw / folder / name).write_bytes(as_bytes(council_rows()))


def _link(raw: Path) -> None:
    (raw.parent / "elsewhere.csv").write_bytes(as_bytes(council_rows()))
    (raw / "returns" / "council_referrals.csv").symlink_to(raw.parent / "elsewhere.csv")


def _two(raw: Path) -> None:
    for folder in ("published", "returns"):
        save_book(raw / folder / "police_2013-14.xlsx", police_rows())


def _sparse(raw: Path) -> None:
    path = raw / "returns" / "council_referrals.csv"
    path.write_bytes(as_bytes(council_rows()))
    os.truncate(path, 60_000_001)


def _limit(raw: Path) -> None:
    lines = as_bytes(council_rows()).splitlines()
    (raw / "returns" / "council_referrals.csv").write_bytes(b"\r\n".join(lines + lines[1:2] * (65_536 - len(lines))))


ENTITIES = b'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet'

FAULTS = [
    Fault(
        "two files for one period",
        "the same name in both folders",
        "refused",
        "published/police_2013-14.xlsx and returns/police_2013-14.xlsx: two files for 2013-14",
        _two,
    ),
    Fault(
        "a file at the format's row limit",
        "65,536 rows",
        "refused",
        "ends at the last row that a spreadsheet has",
        _limit,
    ),
    Fault(
        "zip bombs",
        "a part that is packed a thousandfold",
        "refused",
        "unpacks to far more than a table",
        added("xl/comments1.xml", b" " * 20_000_000),
    ),
    Fault("zip bombs", "a part that unpacks to more than it says", "refused", "the workbook", _understated),
    Fault("zip bombs", "two thousand parts", "refused", "unpacks to far more than a table", lambda raw: _many(raw)),
    Fault("zip bombs", "a part in the package twice", "refused", DAMAGED, _twice),
    Fault(
        "entity bombs",
        "entities in a sheet",
        "refused",
        "declares entities of its own",
        part("xl/worksheets/sheet1.xml", b"<worksheet", ENTITIES),
    ),
    Fault(
        "entity bombs",
        "entities in UTF-16, where they are not seen as bytes",
        "refused",
        DAMAGED,
        added("xl/sharedStrings.xml", '<!DOCTYPE w [<!ENTITY a "a">]><sst/>'.encode("utf-16")),
    ),
    Fault(
        "macro files",
        "macros under the name of a workbook without",
        "refused",
        "holds macros",
        added("xl/vbaProject.bin", b"macro"),
    ),
    Fault(
        "macro files",
        "a macro sheet of the old kind",
        "refused",
        "holds macros",
        added("xl/macrosheets/sheet1.xml", b"<x/>"),
    ),
    Fault(
        "macro files",
        "the name of a file with macros",
        "noted",
        "unread_file",
        lambda raw: (raw / "returns" / "police_2013-14.xlsm").write_bytes(b"PK"),
    ),
    Fault(
        "password-protected files",
        "an .xlsx file with a password",
        "refused",
        "protected by a password",
        changed(lambda content: OLE + bytes(4096)),
    ),
    Fault(
        "password-protected files",
        "an .ods file with a password",
        "refused",
        "protected by a password",
        lambda raw: save_opendocument(
            raw / "returns" / "police_2013-14.ods", police_rows(), manifest="<manifest:encryption-data/>"
        ),
    ),
    Fault(
        "password-protected files",
        "an .xls file",
        "refused",
        "police_2013-14.xls: what the old .xls form hides",
        changed(lambda content: OLE + bytes(4096), ".xls"),
    ),
    Fault(
        "truncated and bit-flipped files",
        "half of a workbook",
        "refused",
        DAMAGED,
        changed(lambda content: content[: len(content) // 2]),
    ),
    Fault(
        "truncated and bit-flipped files",
        "a workbook without its last byte",
        "refused",
        DAMAGED,
        changed(lambda content: content[:-1]),
    ),
    Fault(
        "truncated and bit-flipped files",
        "one bit of a workbook's sheet",
        "refused",
        DAMAGED,
        changed(lambda content: _flip(content, 0.35)),
    ),
    Fault(
        "truncated and bit-flipped files",
        "half of an .ods file",
        "refused",
        "is damaged or cut short",
        changed(lambda content: content[: len(content) // 2], ".ods"),
    ),
    Fault(
        "truncated and bit-flipped files",
        "a csv file cut inside its last row",
        "refused",
        "cell D7: expected 6 cells",
        council(lambda text: text[:-20]),
    ),
    Fault("truncated and bit-flipped files", "an empty file", "refused", "the file is empty", council(lambda text: "")),
    Fault(
        "truncated and bit-flipped files",
        "a csv file under a workbook's name",
        "refused",
        DAMAGED,
        changed(lambda content: as_bytes(police_rows())),
    ),
    Fault("symlinks", "a link to a table elsewhere", "refused", "expected the file itself, not a link", _link),
    Fault(
        "symlinks",
        "a link to itself",
        "refused",
        "expected the file itself, not a link",
        lambda raw: (raw / "returns" / "council_referrals.csv").symlink_to("council_referrals.csv"),
    ),
    Fault(
        "fifos",
        "a pipe that nothing is ever written to",
        "refused",
        "expected the file itself",
        lambda raw: os.mkfifo(raw / "returns" / "council_referrals.csv"),
    ),
    Fault(
        "fifos",
        "a folder",
        "refused",
        "expected the file itself",
        lambda raw: (raw / "returns" / "council_referrals.csv").mkdir(),
    ),
    Fault("huge files", "sixty million bytes", "refused", "the file is larger than 60,000,000 bytes", _sparse),
    Fault(
        "file names with newlines or `../`",
        "a line break in a name",
        "noted",
        "unread_file",
        named("council_referrals\n.csv", "published"),
    ),
    Fault(
        "file names with newlines or `../`",
        "a name that is no text",
        "noted",
        "unread_file",
        named(os.fsdecode(b"council_referrals\xff.csv"), "published"),
    ),
    Fault(
        "file names with newlines or `../`",
        "a part of a workbook that leaves its folder",
        "read",
        "",
        added("../../../elsewhere.xml", b"<x/>"),
    ),
    Fault(
        "file names with newlines or `../`",
        "a workbook whose sheet is said to be elsewhere",
        "refused",
        DAMAGED,
        part("xl/_rels/workbook.xml.rels", b"/xl/worksheets/sheet1.xml", b"/../../etc/passwd"),
    ),
    Fault("file names with newlines or `../`", "a name in capitals", "read", "", named("COUNCIL_Referrals.CSV")),
]


def _many(raw: Path) -> None:
    path = raw / "returns" / "police_2013-14.xlsx"
    save_book(path, police_rows())
    with zipfile.ZipFile(path, "a") as package:
        for number in range(2_000):
            package.writestr(f"xl/media/image{number}.png", b"")
