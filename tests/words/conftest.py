"""What results are about, for tests of their words."""

from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.definitions import Indicator, read_definitions
from analysis.project import find_project
from analysis.words.statement import Subject


@pytest.fixture(scope="session")
def subject_of() -> Callable[..., Subject]:
    """A function that gives a subject of one of the repository's indicators, for Southampton."""
    indicators: dict[str, Indicator] = read_definitions(find_project(Path(__file__).parent).params).indicators

    def make(name: str, **given: object) -> Subject:
        return Subject(name, indicators[name], "E06000045", "Southampton", **given)

    return make
