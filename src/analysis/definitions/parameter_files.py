"""Parameter files: YAML that is refused, with its place, where it says what nothing reads."""

import difflib
import pickle
from collections.abc import Callable, Mapping
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails
from yaml import MarkedYAMLError, YAMLError

from analysis.definitions.plain_yaml import HiddenMeaning, read_plain
from analysis.refusals import ParametersRefused, suggest

LARGEST_FILE = 1_000_000  # bytes; ours are a few thousand, so more is a mistake or an attack


class Definition(BaseModel):
    """A part of a parameter file: closed (no unknown key), strict (no 'yes' for a number) and never changed."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


Defined = TypeVar("Defined", bound=BaseModel)
Content = TypeVar("Content")


def read_parameters(path: Path) -> Any:
    """The content of a YAML file, read by YAML 1.2's rules and without tags or repeated keys.

    YAML 1.2 leaves `NO` and `on` as words. Raises ParametersRefused with file, line, key and what was expected; also
    for a link that leaves the folder, and for what is no file.
    """
    try:
        return pickle.loads(_parse(_read_text(path)))
    except HiddenMeaning as fault:
        place = ", ".join(filter(None, [f"{path.name}, line {fault.line}", fault.key]))
        raise ParametersRefused(f"{place}: {fault.expected}.") from fault
    except UnicodeDecodeError as error:
        raise ParametersRefused(f"{path.name} is not UTF-8 text. Save it as UTF-8.") from error
    except MarkedYAMLError as error:
        line = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        problem = (error.problem or "not YAML").splitlines()[0]
        raise ParametersRefused(f"{path.name}{line}: {problem}. Fix the line.") from error
    except (YAMLError, ValueError, RecursionError) as error:
        raise ParametersRefused(f"{path.name} is not YAML that can be read. Fix it.") from error


@lru_cache(maxsize=1000)
def _parse(text: str) -> bytes:
    """What a text says, each text parsed once in a process: to copy it is fifty times as fast as to parse it again."""
    return pickle.dumps(read_plain(text))


def _read_text(path: Path) -> str:
    name = place_of(path)
    if path.is_symlink() and path.resolve().parent != path.parent.resolve():
        raise ParametersRefused(f"{name} is a link to another folder. Put the file itself there.")
    if not path.exists():
        raise ParametersRefused(f"{name} does not exist. Write it, or name another.")
    if not path.is_file():
        raise ParametersRefused(f"{name} is not a file. Put the parameter file there.")
    with path.open("rb") as lines:
        content = lines.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise ParametersRefused(f"{path.name} is larger than {LARGEST_FILE:,} bytes. Is it a parameter file?")
    return content.decode("utf-8")


def read_once(read: Callable[[Path], Content]) -> Callable[[Path], Content]:
    """A reader of a folder of parameters that reads it again only when a file below it has come, gone or been written.

    A notebook finds what its process read before it was forked. What comes of it is shared: nobody changes it.
    """
    known: dict[Path, tuple[list[Any], Content]] = {}

    @wraps(read)
    def look(folder: Path) -> Content:
        found = [(path, path.stat() if path.exists() else None) for path in sorted(folder.rglob("*.yaml"))]
        state = [(path, at and (at.st_ino, at.st_size, at.st_mtime_ns)) for path, at in found]
        if folder not in known or known[folder][0] != state:
            known[folder] = state, read(folder)
        return known[folder][1]

    return look


def read_file(path: Path, kind: type[Defined], *, optional: bool = False) -> Defined:
    """The definition that a file is; with `optional` the one of an empty file where there is none.

    Raises ParametersRefused.
    """
    return kind() if optional and not path.is_file() else check_definition(kind, read_parameters(path), path.name)


def read_named(path: Path, kind: type[Defined], expected: str) -> Defined:
    """The definition that a file of a folder of them holds, named as the file is; `expected` says what stands in it.

    Raises ParametersRefused.
    """
    return check_definition(kind, read_keys(path, expected), place_of(path))


def read_variant(path: Path, key: str, kinds: Mapping[str, type[Defined]], expected: str) -> Defined:
    """The same where the folder holds definitions of several kinds, and a key says which. Raises ParametersRefused."""
    content = read_keys(path, expected, key)
    chosen = content[key]
    if not isinstance(chosen, str) or chosen not in kinds:
        raise ParametersRefused(f"{place_of(path)}: no {key} {chosen!r}. {suggest(chosen, kinds)}")
    return check_definition(kinds[chosen], content, place_of(path))


def read_keys(path: Path, expected: str, *needed: str) -> dict[str, Any]:
    """The keys of a file that is named after what it defines, and that name. Raises ParametersRefused."""
    content = read_parameters(path)
    if not isinstance(content, dict) or not all(key in content for key in needed):
        raise ParametersRefused(f"{place_of(path)}: expected {expected}.")
    return {"name": path.stem} | content


def read_entries(path: Path, kind: type[Defined], expected: str) -> dict[str, Defined]:
    """The definitions that a file holds by the ids of indicators. Raises ParametersRefused."""
    content = read_parameters(path) or {}
    if not isinstance(content, dict):
        raise ParametersRefused(f"{path.name}: expected indicator ids with their {expected} below them.")
    return {name: check_definition(kind, entry, f"{path.name}, indicator {name}") for name, entry in content.items()}


def place_of(path: Path) -> str:
    """A file of params/ as messages name it: 'sources/police_missing.yaml'."""
    return f"{path.parent.name}/{path.name}"


def check_definition(kind: type[Defined], content: Any, place: str) -> Defined:
    """The content as the kind asked for, or a refusal that lists every fault with its place.

    Raises ParametersRefused; an unknown key is answered with the nearest one that exists.
    """
    try:
        return kind.model_validate(content)
    except ValidationError as error:
        faults = "\n".join(f"  {_describe_fault(kind, fault)}" for fault in error.errors())
        raise ParametersRefused(f"{place}:\n{faults}") from error


def _describe_fault(kind: type[BaseModel], fault: ErrorDetails) -> str:
    """One fault in words: where, what, and the nearest valid name for an unknown key."""
    where = ".".join(str(step) for step in fault["loc"]) or "the file"
    if fault["type"] == "extra_forbidden":
        schema = kind.model_json_schema()  # of the definition and of those inside it
        parts = [schema, *schema.get("$defs", {}).values()]
        known = sorted({key for part in parts for key in part.get("properties", ())})
        nearest = difflib.get_close_matches(str(fault["loc"][-1]), known, n=1)
        hint = f"did you mean {nearest[0]!r}?" if nearest else f"known here: {', '.join(known)}"
        return f"{where}: not a known key; {hint}"
    if fault["type"] == "missing":
        return f"{where}: is missing; write it"
    return f"{where}: {fault['msg'][0].lower()}{fault['msg'][1:]}"
