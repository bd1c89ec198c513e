"""Which received file each contract is for, and when it came."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from analysis.definitions.sources import Source
from analysis.periods import Period
from analysis.refusals import SourceRefused
from publishing.intake.contents import NO_FILE
from publishing.intake.grids import refuse_file
from publishing.intake.identifiers import find_number
from publishing.intake.reading_findings import make_reading_finding
from publishing.intake.written_periods import find_period_in_name, parse_file_period

FOLDERS = ("published", "returns")
SUFFIXES = (".csv", ".xlsx", ".xls", ".ods")

_LOGGED = re.compile(r"^\|\s*`([^`]+)`\s*\|.*?\|\s*(\d{4}-\d{2}-\d{2})\s*\|", re.MULTILINE)


@dataclass(frozen=True)
class ReceivedFile:
    """A file below data/raw, the period in its name and the day it came."""

    path: Path
    file: str
    named: str
    period: Period | None
    received: date | None


def find_received(raw: Path) -> list[Path]:
    """What lies in published/ and returns/, by name.

    Hidden files, locks of open workbooks, a log, and what `lscb count` says beside its counts are left away.
    """
    return [
        path
        for folder in FOLDERS
        for path in sorted((raw / folder).glob("*"), key=lambda path: path.name)
        if not path.name.startswith((".", "~$")) and path.name != "README.md"
        and not _is_beside_counts(path)
    ]


def _is_beside_counts(path: Path) -> bool:
    """Whether a file is the JSON that `lscb count` writes beside a file of counts."""
    return path.suffix == ".json" and path.name.startswith("count_") and path.with_suffix(".csv").is_file()


def match_files(contract: Source, received: list[Path]) -> list[Path]:
    """The received files whose names are the contract's, of any kind that can be read."""
    pattern, _ = find_period_in_name(contract.file)
    return [path for path in received if path.suffix.lower() in SUFFIXES and pattern.fullmatch(path.stem)]


def find_files(raw: Path, contract: Source, received: list[Path], log: dict[str, date]) -> list[ReceivedFile]:
    """The files that a contract is for, at most one for a period.

    Raises SourceRefused for two files for one period, for a name with a year that is none, for a link, and for a
    required file that is missing. A data folder without published/ is one for returns alone, and requires nothing.
    """
    pattern, kind = find_period_in_name(contract.file)
    files: list[ReceivedFile] = []
    for path in match_files(contract, received):
        file = path.relative_to(raw).as_posix()
        if find_number(path.name) or not path.name.isprintable():
            raise refuse_file(
                contract.file, contract, "the name of a file for this contract identifies a child, or cannot be printed"
            )
        if path.is_symlink() or not path.is_file():
            raise refuse_file(file, contract, NO_FILE)
        named = pattern.fullmatch(path.stem)[1] if kind else ""
        period = _period_in_name(named, kind, file, contract) if kind else None
        files.append(ReceivedFile(path, file, named, period, log.get(path.name)))
    if not files and contract.required and (raw / "published").is_dir():
        raise SourceRefused(
            f"{contract.file}: expected this file in data/raw/published or data/raw/returns. Ask {contract.supplier} "
            f"for it, or remove `required` from params/sources/{contract.name}.yaml."
        )
    _refuse_rivals(files, contract)
    return files


def _period_in_name(text: str, kind: str, file: str, contract: Source) -> Period:
    try:
        return parse_file_period(text, kind)
    except ValueError as error:
        raise refuse_file(file, contract, f"the file's name does not hold a {kind}") from error


def _refuse_rivals(files: list[ReceivedFile], contract: Source) -> None:
    first: dict[Period | None, ReceivedFile] = {}
    for found in files:
        other = first.setdefault(found.period, found)
        if other is not found:
            period = f"for {found.period}" if found.period else "of this source, which takes one file for all periods"
            raise SourceRefused(
                f"{other.file} and {found.file}: two files {period}. Keep the one that is right in data/raw and move "
                f"the other out."
            )


def read_log(raw: Path) -> dict[str, date]:
    """When each file came, from the tables in data/raw/README.md and data/raw/returns/README.md."""
    days = {}
    for path in (raw / "README.md", raw / "returns" / "README.md"):
        if path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            days |= {name: _day(written) for name, written in _LOGGED.findall(text)}
    return {name: day for name, day in days.items() if day}


def find_unread(raw: Path, received: list[Path], read: set[str], log: dict[str, date]) -> list[dict]:
    """Findings about files that no contract is for, and published files that the log does not name.

    A return that no contract is for is not named, because a name can identify a child; nor is a name that cannot be
    printed.
    """
    findings = []
    for path in received:
        file = path.relative_to(raw).as_posix()
        published = file.startswith("published/")
        tellable = path.name.isprintable() and not find_number(path.name)
        told = file if published and tellable else f"{path.parent.name}/"
        if file not in read:
            findings.append(
                make_reading_finding(
                    "unread_file",
                    "warning",
                    "data/raw",
                    told,
                    "A file is not read, because its name is not that of any contract.",
                    "Left where it is.",
                    question="Which return is this, and should it be named as its contract says?",
                )
            )
        elif published and path.name not in log:
            findings.append(
                make_reading_finding(
                    "unlogged_file",
                    "warning",
                    "data/raw",
                    told,
                    "A published file has no row in data/raw/README.md.",
                    "Read; the day it came is unknown.",
                    question="Who published this file, when did it come, and under which licence?",
                )
            )
    return findings


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
