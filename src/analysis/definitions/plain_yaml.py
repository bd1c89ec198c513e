"""YAML that says only what it shows: looked at piece by piece while its value is built."""

import math
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import yaml
from yaml import AliasEvent, DocumentStartEvent, Event, MappingEndEvent, ScalarEvent, SequenceEndEvent

_WORDS = dict.fromkeys(("", "~", "null", "Null", "NULL")) | {
    word: word.lower() == "true" for word in ("true", "True", "TRUE", "false", "False", "FALSE")
}
"""The words that stand for nothing, yes and no by YAML 1.2; `NO` and `on` are words like any other."""

_WHOLE = re.compile(r"[-+]?(?:\d+|0o[0-7]+|0x[0-9a-fA-F]+)", re.ASCII)  # digits of other scripts make words
_NUMBER = re.compile(r"[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_READ_IN_TWO_WAYS = re.compile(r"[-+]?(?:0[\d_]*\d(?:\.\d*)?|\d[\d_]*_[\d_.]*)", re.ASCII)
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|nan)", re.IGNORECASE)


class HiddenMeaning(Exception):
    """A piece of YAML that says more than it shows: its line (from 1), the keys that lead to it, what was expected."""

    def __init__(self, line: int, key: str, expected: str) -> None:
        super().__init__(expected)
        self.line, self.key, self.expected = line, key, expected


def read_plain(text: str) -> Any:
    """What a text says by YAML 1.2's words and numbers, unless a piece of it says more than it shows.

    That is: an anchor or alias (a few lines of them can stand for millions), a tag (which names a type to build), a
    directive (which changes the rules that words are read by), a number written with a leading zero or underscores
    (0123 is one number to one reader and another to the next), and a number that is not finite. Raises HiddenMeaning,
    and yaml.YAMLError for text that is no YAML or says two things under one key.
    """
    pieces = yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    documents = []
    for piece in pieces:
        if isinstance(piece, DocumentStartEvent):
            _check(piece, ())
            documents.append(_build(next(pieces), pieces, ()))
            if len(documents) > 1:
                raise yaml.MarkedYAMLError(problem="expected one document", problem_mark=piece.start_mark)
    return documents[0] if documents else None


def _build(piece: Any, pieces: Iterator[Event], place: tuple[Any, ...]) -> Any:
    """The value that begins with a piece, with those of the pieces that follow which belong to it."""
    _check(piece, place)
    if isinstance(piece, yaml.MappingStartEvent):
        return _build_mapping(pieces, place)
    if isinstance(piece, yaml.SequenceStartEvent):
        values: list[Any] = []
        while not isinstance(piece := next(pieces), SequenceEndEvent):
            values.append(_build(piece, pieces, (*place, len(values))))
        return values
    try:
        return piece.value if piece.style else _read_word(piece.value)
    except ValueError as error:
        raise yaml.MarkedYAMLError(problem="expected a day of the calendar", problem_mark=piece.start_mark) from error


def _build_mapping(pieces: Iterator[Event], place: tuple[Any, ...]) -> dict[Any, Any]:
    values: dict[Any, Any] = {}
    while not isinstance(piece := next(pieces), MappingEndEvent):
        if isinstance(piece, yaml.CollectionStartEvent):
            raise yaml.MarkedYAMLError(problem="expected a word as a key", problem_mark=piece.start_mark)
        key = _build(piece, pieces, place)
        if key in values:
            raise yaml.MarkedYAMLError(problem=f'found duplicate key "{key}"', problem_mark=piece.start_mark)
        values[key] = _build(next(pieces), pieces, (*place, key))
    return values


def _read_word(word: str) -> Any:
    """A word that stands without quotation marks: nothing, yes, no, a number, a day, else itself.

    Raises ValueError for a day that the calendar does not have.
    """
    if word in _WORDS:
        return _WORDS[word]
    if _WHOLE.fullmatch(word):
        return int(word, 0)
    if _NUMBER.fullmatch(word):
        return float(word)
    return date.fromisoformat(word) if _DAY.fullmatch(word) else word


def _check(piece: Event, place: tuple[Any, ...]) -> None:
    expected = _find_fault(piece)
    if expected:
        raise HiddenMeaning(piece.start_mark.line + 1, ".".join(map(str, place)), expected)


def _find_fault(piece: Any) -> str | None:
    if isinstance(piece, DocumentStartEvent):
        return "expected no directive; take the line with % out" if piece.version or piece.tags else None
    if isinstance(piece, AliasEvent) or piece.anchor:
        return "expected a value here, not an anchor or alias; write it out"
    if piece.tag is not None:
        return "expected a value without a tag; take the word with ! out"
    if not isinstance(piece, ScalarEvent) or piece.style:
        return None
    if _READ_IN_TWO_WAYS.fullmatch(piece.value):
        return "expected a number without leading zeros or underscores; put a code in quotation marks"
    is_number = _NUMBER.fullmatch(piece.value)
    is_finite = math.isfinite(float(piece.value)) if is_number else not _NOT_FINITE.fullmatch(piece.value)
    return None if is_finite else "expected a finite number"
