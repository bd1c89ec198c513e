"""Files in data/raw that nothing reads: of another kind, in another folder, or under a name that is no contract's."""

import difflib
import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from pathlib import Path

from analysis.definitions.contract import Source
from publishing.intake.files import SUFFIXES
from publishing.intake.findings import make_reading_finding
from publishing.intake.identifiers import find_number
from publishing.intake.written_periods import find_period_in_name

LIKELY = 0.75  # how alike two names must be (difflib) for one to be called the nearest of the other

_PERIOD, _NO_LETTERS = re.compile(r"{.*?}"), re.compile(r"[^a-z]+")


def find_unread(
    raw: Path, received: Iterable[Path], read: set[str], log: dict[str, date], sources: Collection[Source] = ()
) -> list[dict]:
    """Findings about files that no contract is for, and published files that the log does not name.

    A file whose name is a contract's, of a kind that is not read or in a folder of its own, is named with what to do.
    Of others the nearest contract is told; a return is then not named, because a name can identify a child, nor is a
    name that cannot be printed.
    """
    findings = []
    for path in _list_files(received):
        file = path.relative_to(raw).as_posix()
        if file not in read:
            findings.append(_describe(raw, path, file, sources))
        elif file.startswith("published/") and path.name not in log:
            message, about = (
                "A published file has no row in data/raw/README.md.",
                ("unlogged_file", "warning", "data/raw"),
            )
            treatment = "Read; the day it came is unknown."
            question = "Who published this file, when did it come, and under which licence?"
            findings.append(make_reading_finding(*about, _tell(path, file), message, treatment, question=question))
    return findings


def list_unread(raw: Path, received: Iterable[Path], sources: Collection[Source]) -> Iterator[str]:
    """The files that nothing reads, for the analyst's own terminal: each with its name and the nearest contract."""
    for path in _list_files(received):
        file = path.relative_to(raw).as_posix()
        contract = name_contract(path, sources)
        if contract and path.suffix.lower() in SUFFIXES and path.parent.parent == raw:
            continue
        named = "(a name that identifies a child)" if find_number(path.name) else file
        nearest = contract or nearest_contract(path, sources)
        hint = f"; nearest is {nearest.name}, which reads {nearest.file}" if nearest else ""
        yield f"Not read: {named if named.isprintable() else '(a name that cannot be printed)'}{hint}"


def name_contract(path: Path, sources: Iterable[Source]) -> Source | None:
    """The contract that a file's name is of, whatever kind of file it is."""
    return next((each for each in sources if find_period_in_name(each.file)[0].fullmatch(path.stem)), None)


def nearest_contract(path: Path, sources: Iterable[Source]) -> Source | None:
    """The contract whose file's name is most like this one, None where none is alike."""
    by_name = {_plain(source.file): source for source in sources}
    found = difflib.get_close_matches(_plain(path.stem), by_name, n=1, cutoff=LIKELY)
    return by_name[found[0]] if found else None


def _plain(name: str) -> str:
    """The words of a file's name, without its period and numbers."""
    return _NO_LETTERS.sub(" ", _PERIOD.sub(" ", name).casefold()).strip()


def _list_files(received: Iterable[Path]) -> Iterator[Path]:
    """The files themselves, those inside folders too."""
    for path in received:
        inside = sorted(each for each in path.rglob("*") if each.is_file() and not each.name.startswith((".", "~$")))
        yield from inside if path.is_dir() and not path.is_symlink() and inside else [path]


def _describe(raw: Path, path: Path, file: str, sources: Collection[Source]) -> dict:
    contract = None if find_number(path.name) or not path.name.isprintable() else name_contract(path, sources)
    if contract is None:
        nearest = nearest_contract(path, sources)
        hint = f" The nearest is {nearest.title} ({nearest.file})." if nearest else ""
        message = f"A file is not read, because its name is not that of any file specification.{hint}"
        treatment, about = "Left where it is; `lscb check` names it.", ("unread_file", "warning", "data/raw")
        question = "Which return is this, and should it be named as its file specification says?"
        return make_reading_finding(*about, _tell(path, file), message, treatment, question=question)
    if path.suffix.lower() not in SUFFIXES:
        message, question = "is of a kind that is not read; save it as .xlsx", "as an .xlsx workbook"
    else:
        message, question = "lies in a folder of its own; move it to data/raw/returns", "by itself"
    place = "unread_file", "warning", contract.name, f"{file.partition('/')[0]}/{path.name}"
    names, question = " ".join(sorted(contract.indicators())), f"Can you send {path.stem} {question}?"
    return make_reading_finding(*place, f"{path.name} {message}.", "Not read.", indicators=names, question=question)


def _tell(path: Path, file: str) -> str:
    tellable = file.startswith("published/") and path.name.isprintable() and not find_number(path.name)
    return file if tellable else f"{file.partition('/')[0]}/"
