"""What the system refuses, and the exit code that each refusal ends with."""

import difflib
from collections.abc import Iterable, Mapping
from typing import TypeVar


class Refusal(Exception):
    """Something that cannot go on: says where, what was expected and what to do, and never quotes a return."""

    exit_code = 1

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows of it: the sentence, and no traceback (IPython looks for this method)."""
        return [str(self)]


class ParametersRefused(Refusal):
    """A parameter file, or a word on the command line, is not what the design allows."""

    exit_code = 2


class SourceRefused(Refusal):
    """A received file cannot be read as its file specification says."""

    exit_code = 3


class FileSetAside(SourceRefused):
    """One received file cannot be read: it is left out whole, and everything else is made without it.

    `source` is the contract's name, `file` the path below data/raw, `expected` what was expected where.
    """

    def __init__(self, message: str, *, source: str, file: str, expected: str) -> None:
        super().__init__(message)
        self.source, self.file, self.expected = source, file, expected


class ReturnsAwaited(SourceRefused):
    """No quarter has every return that its contracts require."""


class ServiceRefused(SourceRefused):
    """A public service did not answer as its documents say, or sent a file that cannot be used."""


class ServiceUnreachable(ServiceRefused):
    """A public service did not answer at all: no network, no such host, or nothing listens there."""


class DisclosureRefused(Refusal):
    """A release would give away a figure that policy withholds."""

    exit_code = 4


class NotebookFailed(Refusal):
    """A notebook did not run from its first cell to its last."""

    exit_code = 5


class StorageRefused(Refusal):
    """A folder or file cannot be read or written."""

    exit_code = 6


class RunInProgress(Refusal):
    """Another run holds the output folder."""

    exit_code = 75


Known = TypeVar("Known")


def find_named(known: Mapping[str, Known], name: str, what: str, where: str) -> Known:
    """What is known by a name. Raises ParametersRefused, with the nearest name, for one that is not."""
    if name not in known:
        raise ParametersRefused(f"No {what} {name!r} in {where}. {suggest(name, known)}")
    return known[name]


def suggest(name: str, known: Iterable[str]) -> str:
    """The end of a refusal of a name: the nearest known one, or all that are known."""
    known = sorted(map(str, known))
    nearest = difflib.get_close_matches(str(name), known, n=1)
    if nearest:
        return f"Did you mean {nearest[0]!r}?"
    return f"Known: {', '.join(known) or 'none'}."
