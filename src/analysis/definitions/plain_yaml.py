"""YAML that says only what it shows: looked at piece by piece before anything is built from it."""

import math
import re
from collections.abc import Iterable, Iterator
from typing import Any

import yaml
from ruamel.yaml import YAML, events
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

_READ_OTHERWISE = re.compile(
    r"[\t\ufeff\x85\u2028\u2029]|(?:^|[\W_])(?:[&*]\S|!)|^(?:%|---|\.\.\.)|[|>]\S*\s*#", re.MULTILINE | re.ASCII
)
"""Where libyaml, which reads by YAML 1.1, may see other pieces than YAML 1.2 has: other spaces and line ends, anchors,
tags, directives, other documents, and a comment at a block of text."""

_LEADING_ZERO = re.compile(r"[-+]?0[\d_]*[\d](?:\.\d*)?")
_UNDERSCORED = re.compile(r"[-+]?\d[\d_]*_[\d_.]*")
_NUMBER = re.compile(r"[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|nan)", re.IGNORECASE)

_START, _END = (MappingStartEvent, SequenceStartEvent), (MappingEndEvent, SequenceEndEvent)


class HiddenMeaning(Exception):
    """A piece of YAML that says more than it shows: its line (from 1), the keys that lead to it, what was expected."""

    def __init__(self, line: int, key: str, expected: str) -> None:
        super().__init__(expected)
        self.line, self.key, self.expected = line, key, expected


def read_plain(text: str) -> Any:
    """What a text says by YAML 1.2, unless a piece of it says more than it shows.

    That is: an anchor or alias (a few lines of them can stand for millions), a tag (which names a type to build), a
    directive (which changes the rules that words are read by), a number written with a leading zero or underscores
    (0123 is one number to one reader and another to the next), and a number that is not finite. Raises HiddenMeaning,
    and ruamel's errors for text that is no YAML.
    """
    pieces = _scan(text)
    for event, place in _walk(pieces):
        expected = _find_fault(event)
        if expected:
            raise HiddenMeaning(event.start_mark.line + 1, place, expected)
    reader = YAML(typ="safe", pure=True)
    reader.Parser = lambda loader: _Pieces(pieces)
    return reader.constructor.get_single_data()


def _scan(text: str) -> list[Any]:
    """The pieces of a text, found by libyaml, or by ruamel where that says what is wrong or might read otherwise.

    libyaml takes a twentieth of the time. What a piece means is ruamel's to say, whoever found it.
    """
    if yaml.__with_libyaml__ and not _READ_OTHERWISE.search(text):
        try:
            return [_as_ruamel(event) for event in yaml.parse(text, Loader=yaml.CSafeLoader)]
        except yaml.YAMLError:
            pass
    return list(YAML(typ="safe", pure=True).parse(text))


def _as_ruamel(event: Any) -> Any:
    kind, marks = getattr(events, type(event).__name__), (event.start_mark, event.end_mark)
    if kind is ScalarEvent:
        return kind(event.anchor, event.tag, event.implicit, event.value, *marks, style=event.style)
    if kind in _START:
        return kind(event.anchor, event.tag, event.implicit, *marks, flow_style=event.flow_style)
    return kind(event.anchor, *marks) if kind is AliasEvent else kind(*marks)


class _Pieces:
    """The pieces of a text as ruamel's composer asks for them."""

    def __init__(self, pieces: Iterable[Any]) -> None:
        self.rest = iter(pieces)
        self.next = next(self.rest, None)

    def check_event(self, *kinds: type) -> bool:
        return isinstance(self.next, kinds) if kinds else self.next is not None

    def peek_event(self) -> Any:
        return self.next

    def get_event(self) -> Any:
        event, self.next = self.next, next(self.rest, None)
        return event


def _find_fault(event: Any) -> str | None:
    if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
        return "expected a value here, not an anchor or alias; write it out"
    if isinstance(event, DocumentStartEvent):
        return "expected no directive; take the line with % out" if event.version or event.tags else None
    if isinstance(event, (*_START, ScalarEvent)) and event.tag not in (None, "!"):
        return "expected a value without a tag; take the word with ! out"
    return _find_number(event.value) if isinstance(event, ScalarEvent) and not event.style else None


def _find_number(written: str) -> str | None:
    if _LEADING_ZERO.fullmatch(written) or _UNDERSCORED.fullmatch(written):
        return "expected a number without leading zeros or underscores; put a code in quotation marks"
    is_finite = math.isfinite(float(written)) if _NUMBER.fullmatch(written) else not _NOT_FINITE.fullmatch(written)
    return None if is_finite else "expected a finite number"


def _walk(pieces: Iterable[Any]) -> Iterator[tuple[Any, str]]:
    """Every piece of a text, with the keys that lead to it, joined by dots."""
    path: list[str | int | None] = []  # the key or number at each level; None in a mapping that waits for a key
    for event in pieces:
        if isinstance(event, _END):
            path.pop()
            _step(path)
            continue
        is_key = bool(path) and path[-1] is None
        yield event, ".".join(str(step) for step in path if step is not None)
        if isinstance(event, _START):
            path.append(None if isinstance(event, MappingStartEvent) else 0)
        elif is_key:
            path[-1] = getattr(event, "value", "")
        elif isinstance(event, (ScalarEvent, AliasEvent)):
            _step(path)


def _step(path: list[str | int | None]) -> None:
    """A value is over: the next key of a mapping, the next number of a list."""
    if path:
        path[-1] = path[-1] + 1 if isinstance(path[-1], int) else None
