"""What a page rests on: everything that its notebook has looked at in this process, noted where it is looked at.

A run keeps a page until something that it rests on has changed. To note too much costs time, to note too little would
leave a page as it was when it must change; so whatever opens a file or a definition for a page notes it here.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

Item = tuple[str, tuple[tuple[str, ...] | None, ...]]
_noted: set[Item] = set()


def note(kind: str, *names: Iterable[str] | None) -> None:
    """Remember that the page has looked at something: of what kind, and which; None stands for all of them."""
    if (kind, (None,) * len(names)) in _noted:
        return
    _noted.add((kind, tuple(None if some is None else tuple(sorted(set(map(str, some)))) for some in names)))


def list_basis() -> list[list[Any]]:
    """What was noted in this process, as JSON can hold it, in a fixed order."""
    return [
        [kind, *[None if some is None else list(some) for some in names]] for kind, names in sorted(_noted, key=repr)
    ]


class Noting(Mapping[str, Any]):
    """A mapping that notes the names that are looked up in it, found or not; all of them where it is gone through."""

    def __init__(self, kind: str, content: Mapping[str, Any]) -> None:
        self.kind, self.content = kind, content

    def __getitem__(self, name: str) -> Any:
        note(self.kind, [name])
        return self.content[name]

    def __iter__(self) -> Iterator[str]:
        note(self.kind, None)
        return iter(self.content)

    def __len__(self) -> int:
        return len(self.content)


def note_lookups(definitions: Any) -> Any:
    """The definitions, which from now on note the indicators, reports and ordinary changes looked up in them."""
    return replace(
        definitions,
        indicators=Noting("indicators", definitions.indicators),
        reports=Noting("reports", definitions.reports),
        ordinary_changes=Noting("ordinary_changes", definitions.ordinary_changes),
    )
