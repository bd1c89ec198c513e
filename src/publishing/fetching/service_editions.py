"""An edition of a data set: what a service says of it, and how its file is brought."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from analysis.hashes import hash_of
from analysis.refusals import ServiceRefused

_NAME_OF_A_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,80}")
SHORT = 8  # characters of a hash that go into a version
KINDS = {".csv", ".xlsx", ".ods", ".zip", ".json"}


@dataclass(frozen=True)
class Edition:
    """One version of a data set. `bring` asks for its bytes, `announce` for what the service says has changed.

    `said_rows` is how many rows the service says that the file has. `withdrawn` editions are listed and not brought.
    `by_content`: the service counts no versions, so the version is made of the newest period and the hash.
    """

    version: str
    title: str
    address: str
    published: str
    bring: Callable[[], bytes]
    suffix: str = ".csv"
    release: str = ""
    notes: str = ""
    withdrawn: bool = False
    said_rows: int | None = None
    by_content: bool = False
    announce: Callable[[], "Announced"] = field(default=lambda: Announced())

    def __post_init__(self) -> None:
        if not _NAME_OF_A_VERSION.fullmatch(self.version) or self.suffix not in KINDS:
            raise ServiceRefused(
                f"{self.address}: the version {self.version!r} or the kind of file {self.suffix!r} cannot be a file's "
                "name. Nothing was kept; tell the service."
            )


def make_by_content(content: bytes, period: str, title: str, address: str, suffix: str = ".csv") -> Edition:
    """The edition of a service that counts no versions: named after its newest period and its content."""
    return Edition(
        version=f"{re.sub('[^A-Za-z0-9]+', '-', period)}_{hash_of(content)[:SHORT]}",
        title=plain(title),
        address=address,
        published="",
        bring=lambda: content,
        suffix=suffix,
        by_content=True,
    )


@dataclass(frozen=True)
class Announced:
    """What a service itself says is lost, new and under another name or code in a version, in words."""

    lost: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    renamed: tuple[str, ...] = ()


def choose_titled(titles: Sequence[str], pattern: str, what: str, address: str) -> int:
    """The place of the one title that a pattern fits; `*` in it stands for any words, capitals do not count.

    Raises ServiceRefused where none fits or several do, with those that are there.
    """
    found = [place for place, title in enumerate(titles) if fits_title(title, pattern)]
    if len(found) == 1:
        return found[0]
    if found:
        there = "; ".join(plain(titles[place]) for place in found[:5])
        raise ServiceRefused(
            f"{address}: {len(found)} {what}s fit {pattern!r}: {there}. Make the title exact in params."
        )
    there = "; ".join(plain(title) for title in sorted(titles)[:40]) or "none"
    raise ServiceRefused(
        f"{address}: no {what} fits {pattern!r}. There are: {there}. Write its present title into params."
    )


def fits_title(title: str, pattern: str) -> bool:
    """Whether a pattern fits a title; `*` in it stands for any words, capitals do not count."""
    parts = [re.escape(part) for part in _single_spaced(pattern).split("*")]
    return re.fullmatch(".*".join(parts), _single_spaced(title), re.IGNORECASE) is not None


@contextmanager
def documented(address: str) -> Iterator[None]:
    """Whatever an answer's form breaks here is a refusal: a text where the documents have a list, a word for a number.

    Raises ServiceRefused.
    """
    try:
        yield
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ServiceRefused(
            f"{address}: an answer has not the form that the service's documents say. Nothing was kept. Has the "
            "service changed?"
        ) from error


def part(document: Any, *keys: str, address: str, kind: type | tuple[type, ...] = str) -> Any:
    """The value at the end of some keys of a JSON document. Raises ServiceRefused where there is none of its kind."""
    value = document
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    if not isinstance(value, kind) or isinstance(value, bool):
        raise ServiceRefused(
            f"{address}: the answer has no {'.'.join(keys)} as the service's documents say. Nothing was kept. Has the "
            "service changed?"
        )
    return value


def plain(text: object) -> str:
    """Words of a service in one printable line: they go to a terminal and into a table of Markdown."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in str(text or "")).split())
    return line.replace("|", "/").replace("`", "'")[:300]


def read_count(said: object) -> int | None:
    """How many rows a service says there are; None where it says nothing that is a number."""
    digits = str(said).replace(",", "")
    return int(digits) if digits.isdecimal() else None


def _single_spaced(title: str) -> str:
    return " ".join(title.replace("\u2019", "'").split())
