"""What only `make nightly` tries, which sets LSCB_NIGHTLY: the long form of a test, or one of many of a kind."""

import os
from collections import Counter
from collections.abc import Container, Iterable
from pathlib import Path
from typing import Any

import pytest

NIGHTLY = bool(os.environ.get("LSCB_NIGHTLY"))
LONG, ONE_IN = ("cases", "counting", "fetching", "intake"), 16
"""Folders whose tests try long lists (many ways to write a thing, each form with each fault): one value in so many."""


def sample(values: Iterable[Any], tried: Container[Any]) -> list[Any]:
    """Values of a test's parameter, of which the suite takes those to be `tried` and the night all.

    A tuple holds the values of several parameters.
    """
    several = ((value, value if isinstance(value, tuple) else (value,)) for value in values)
    return [value if value in tried else pytest.param(*each, marks=pytest.mark.nightly) for value, each in several]


def leave_to_the_night(items: Iterable[pytest.Item]) -> None:
    """Mark as nightly what is one of many: by day the first of every ONE_IN values of a test."""
    values: Counter[str] = Counter()
    for item in (one for one in items if not one.get_closest_marker("nightly")):
        folder, test = item.path.relative_to(Path(__file__).parent).parent.as_posix(), item.nodeid.partition("[")[0]
        if folder.startswith(LONG) and values[test] % ONE_IN:
            item.add_marker(pytest.mark.nightly)
        values[test] += 1
