"""Which received file each contract is for, when it came, and whether it is set aside by hand."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from analysis.definitions.contract import PeriodKind, Source
from analysis.definitions.parameter_files import read_parameters
from analysis.periods import Period
from analysis.refusals import ParametersRefused, SourceRefused, StorageRefused, find_named
from publishing.intake.contents import NO_FILE, TEXTS
from publishing.intake.grids import refuse_file
from publishing.intake.identifiers import find_number
from publishing.intake.written_periods import find_period_in_name, parse_file_period

FOLDERS = ("published", "returns")
NO_RETURNS = ("readme.md", "desktop.ini", "thumbs.db")
"""The log, and what a Windows folder holds for itself."""

SUFFIXES = (*TEXTS, ".xlsx", ".xls", ".ods")

SET_ASIDE = "set_aside.yaml"  # in data/raw: the files that an analyst has set aside, with the reasons
OFFICIAL = 1  # the precedence of official statistics, which come in editions

YEARS = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_VERSION = re.compile(r"(?:\b|_)v(?:ersion)?[ _.]?(\d+(?:\.\d+)?)(?![a-z\d])|\((\d{1,2})\)$", re.IGNORECASE)
_STATES = {"provisional": 0.0, "draft": 0.0, "revised": 2.0, "corrected": 2.0, "updated": 2.0, "final": 2.0}
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

    Hidden files, the system's own, locks of open workbooks, a log, and what `lscb count` says beside its counts are
    left away.
    """
    return [
        path
        for folder in FOLDERS
        for path in sorted((raw / folder).glob("*"), key=lambda path: path.name)
        if not path.name.startswith((".", "~$"))
        and path.name.casefold() not in NO_RETURNS
        and not (path.suffix == ".json" and path.name.startswith("count_") and path.with_suffix(".csv").is_file())
    ]


def match_files(contract: Source, received: list[Path], fetched: Iterable[Path] = ()) -> list[Path]:
    """The received files whose names are the contract's, of any kind that can be read, and those fetched for it."""
    pattern, _ = find_period_in_name(contract.file)
    named = [path for path in received if path.suffix.lower() in SUFFIXES and pattern.fullmatch(path.stem)]
    return [*named, *fetched]


def find_files(
    raw: Path, contract: Source, received: list[Path], log: dict[str, date], fetched: Collection[Path] = ()
) -> list[ReceivedFile]:
    """The files that a contract is for, at most one for a period; a fetched file is for all periods in it.

    Raises SourceRefused for two files for one period, for a name with a year that is none, for a link, and for a
    required file that is missing. A data folder without published/ is one for returns alone, and requires nothing.
    """
    pattern, kind = find_period_in_name(contract.file)
    files: list[ReceivedFile] = []
    for path in match_files(contract, received, fetched):
        file = path.relative_to(raw).as_posix()
        if find_number(path.name) or not path.name.isprintable():
            expected = "the name of a file for this specification identifies a child, or cannot be printed"
            raise SourceRefused(str(refuse_file(contract.file, contract, expected)))
        if path.is_symlink() or not path.is_file():
            raise refuse_file(file, contract, NO_FILE)
        match = pattern.fullmatch(path.stem) if kind and path not in fetched else None
        named = match[1] if match else ""
        period = _period_in_name(named, kind, file, contract) if match and kind else None
        files.append(ReceivedFile(path, file, named, period, log.get(file.partition("/")[2])))
    if not files and contract.required and (raw / "published").is_dir():
        raise SourceRefused(
            f"{contract.file}: expected this file in data/raw/published or data/raw/returns. Ask {contract.supplier} "
            f"for it, or remove `required` from params/sources/{contract.name}.yaml."
        )
    _refuse_rivals(files, contract, is_fetched=bool(fetched))
    return files


def _period_in_name(text: str, kind: PeriodKind, file: str, contract: Source) -> Period:
    try:
        return parse_file_period(text, kind)
    except ValueError as error:
        raise refuse_file(file, contract, f"the file's name does not hold a {kind}") from error


def _refuse_rivals(files: list[ReceivedFile], contract: Source, *, is_fetched: bool) -> None:
    first: dict[tuple[Period | None, str], ReceivedFile] = {}
    for found in files:
        edition = _name_edition(found, is_fetched) if contract.precedence == OFFICIAL else ""
        other = first.setdefault((found.period, edition), found)
        if other is not found:
            period = f"for {found.period}" if found.period else "of this source, which takes one file for all periods"
            raise SourceRefused(
                f"{other.file} and {found.file}: two files {period}. Keep the one that is right in data/raw and move "
                f"the other out."
            )


def _name_edition(found: ReceivedFile, is_fetched: bool) -> str:
    """What tells an edition of an official statistic from the others: the years and version in its name, else the file.

    The newest replaces the others in what it gives. For one period there is one file, and one beside what is fetched
    needs its years.
    """
    years = " ".join(YEARS.findall(found.path.stem))
    of_years = f"{years} v{read_version(found.path.stem)}"
    return of_years if years else "" if found.period or is_fetched else found.file


def read_version(stem: str) -> float:
    """Which of several editions with the same years a file's name says it is: 1 where it says nothing.

    `provisional` and `draft` come before it; `revised`, `corrected`, `updated` and `final` after it, as v2 does. A
    browser puts (1) behind the name of a file that it fetches again.
    """
    said = [rank for word, rank in _STATES.items() if word in stem.casefold()]
    for number, copy in _VERSION.findall(stem):
        said.append(float(number) if number else 1 + float(copy) / 100)
    return max(said, default=1.0)


def read_log(raw: Path) -> dict[str, date]:
    """When each file came, from the tables in data/raw/README.md and data/raw/returns/README.md."""
    days: dict[str, date | None] = {}
    for path in (raw / "README.md", raw / "returns" / "README.md"):
        if path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            days |= {name: _day(written) for name, written in _LOGGED.findall(text)}
    return {name: day for name, day in days.items() if day}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def read_set_aside(raw: Path) -> dict[str, str]:
    """The reason for each file that is set aside, by its path below data/raw. Raises ParametersRefused."""
    path = raw / SET_ASIDE
    if not path.is_file():
        return {}
    content = read_parameters(path) or {}
    if not isinstance(content, dict) or not all(isinstance(why, str) for why in content.values()):
        raise ParametersRefused(f"{SET_ASIDE}: expected files, each with the reason why it is set aside.")
    return {str(file): why for file, why in content.items()}


def set_aside(raw: Path, named: str, why: str | None) -> str:
    """Set a received file aside for a reason, or take it back where there is none; returns a line that says so.

    Raises ParametersRefused for a file that is not in data/raw, StorageRefused where the list cannot be written.
    """
    files = {path.name: path.relative_to(raw).as_posix() for path in find_received(raw)}
    file = find_named(files, Path(named).name, "file", "data/raw")
    listed = read_set_aside(raw)
    if why is None:
        message = f"{file} is read again." if listed.pop(file, None) else f"{file} is not set aside."
    else:
        listed[file] = why
        message = f"{file} is set aside: {why}"
    written = yaml.safe_dump(listed, allow_unicode=True, sort_keys=False) if listed else ""
    try:
        (raw / SET_ASIDE).write_text(written, encoding="utf-8")
    except OSError as error:
        raise StorageRefused(f"data/raw/{SET_ASIDE} cannot be written: {error.strerror}.") from error
    return message
