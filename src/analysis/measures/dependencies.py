"""What a page rests on: everything that its notebook has looked at in this process, noted where it is looked at.

A run keeps a page until something that it rests on has changed. To note too much costs time, to note too little would
leave a page as it was when it must change; so whatever opens a file or a definition for a page notes it here.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the views' own names: the interpreter cannot subscript them
    from _collections_abc import dict_items, dict_keys, dict_values

Item = tuple[str, tuple[tuple[str, ...] | None, ...]]
_noted: set[Item] = set()


def note(kind: str, *names: Iterable[str] | None) -> None:
    """Remember that the page has looked at something: of what kind, and which; None stands for all of them."""
    _noted.add((kind, tuple(None if some is None else tuple(sorted(set(map(str, some)))) for some in names)))


def list_basis() -> list[list]:
    """What was noted in this process, as JSON can hold it, in a fixed order."""
    return [
        [kind, *[None if some is None else list(some) for some in names]] for kind, names in sorted(_noted, key=repr)
    ]


class Noting(dict[str, Any]):
    """A mapping that notes the names that are looked up in it, found or not; all of them where it is gone through."""

    def __init__(self, kind: str, content: Mapping[str, Any]) -> None:
        super().__init__(content)
        self.kind = kind

    def __getitem__(self, name: str) -> Any:
        note(self.kind, [name])
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        note(self.kind, [name])
        return super().get(name, default)

    def __contains__(self, name: object) -> bool:
        note(self.kind, [str(name)])
        return super().__contains__(name)

    def __iter__(self) -> Iterator[str]:
        note(self.kind, None)
        return super().__iter__()

    def keys(self) -> "dict_keys[str, Any]":
        note(self.kind, None)
        return super().keys()

    def values(self) -> "dict_values[str, Any]":
        note(self.kind, None)
        return super().values()

    def items(self) -> "dict_items[str, Any]":
        note(self.kind, None)
        return super().items()


def note_lookups(definitions: Any) -> Any:
    """The definitions, which from now on note the indicators, reports and ordinary changes looked up in them."""
    return replace(
        definitions,
        indicators=Noting("indicators", definitions.indicators),
        reports=Noting("reports", definitions.reports),
        ordinary_changes=Noting("ordinary_changes", definitions.ordinary_changes),
    )
