"""The fault corpus: what can be wrong with a file that comes in, one maker for each, and what must happen to it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True)
class Fault:
    """One fault: the words of the requirement that it belongs to, what is done to a file, and what must happen.

    `then` is refused (`told` are words of the refusal, the file's name or the cell among them), read (every figure as
    it stands), noted (the same, and a finding of the rule `told`), missing (a row with the status `told` and no
    figure) or set aside (a finding of the rule `told`, and what is left are the figures as they stand). `make` writes
    the file or files below a raw folder; `says` are figures that the file itself has beside the sound ones.
    """

    requirement: str
    what: str
    then: Literal["refused", "read", "noted", "missing", "set aside"]
    told: str
    make: Callable[[Path], object]
    says: frozenset[float] = frozenset()

    @property
    def name(self) -> str:
        return f"{self.requirement}: {self.what}"
