"""What only `make nightly` tries, which sets LSCB_NIGHTLY: the long form of a test, or one of many of a kind."""

import os
from collections import Counter
from collections.abc import Container, Iterable
from pathlib import Path
from typing import Any

import pytest

NIGHTLY = bool(os.environ.get("LSCB_NIGHTLY"))
LONG = ("cases", "counting", "intake")
"""Folders whose tests try long lists: many ways to write a thing, each form with each fault."""
ONE_IN = 16


def sample(values: Iterable[Any], tried: Container[Any]) -> list[Any]:
    """Values of a test's parameter, of which the suite takes those to be `tried` and the night all.

    A tuple holds the values of several parameters.
    """
    several = ((value, value if isinstance(value, tuple) else (value,)) for value in values)
    return [value if value in tried else pytest.param(*each, marks=pytest.mark.nightly) for value, each in several]


def leave_to_the_night(items: Iterable[pytest.Item]) -> None:
    """Mark as nightly most values of each test in the folders of LONG: by day the first of every ONE_IN is tried."""
    before: Counter[str] = Counter()
    for item in items:
        if item.path.relative_to(Path(__file__).parent).parts[0] in LONG:
            test = item.nodeid.partition("[")[0]
            if before[test] % ONE_IN:
                item.add_marker(pytest.mark.nightly)
            before[test] += 1
