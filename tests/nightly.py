"""What only `make nightly` tries, which sets LSCB_NIGHTLY: the long form of a test, or one of many of a kind."""

import os
from collections.abc import Container, Iterable
from typing import Any

import pytest

NIGHTLY = bool(os.environ.get("LSCB_NIGHTLY"))


def sample(values: Iterable[Any], tried: Container[Any]) -> list[Any]:
    """Values of a test's parameter, of which the suite takes those to be `tried` and the night all.

    A tuple holds the values of several parameters.
    """
    several = ((value, value if isinstance(value, tuple) else (value,)) for value in values)
    return [value if value in tried else pytest.param(*each, marks=pytest.mark.nightly) for value, each in several]
