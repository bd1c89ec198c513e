"""A notebook reads only what may be shown: nothing in analysis/ or notebooks/ reads observations another way."""

import re
from pathlib import Path

import pytest

from analysis.project import find_project

ROOT = find_project(Path(__file__).parent).root
READERS = ("published.py", "observations.py")
OTHER_WAYS = re.compile(r"read_observations|observations\.parquet|read_parquet|clean_sources")


def files_of_pages() -> list[Path]:
    analysis = ROOT / "src" / "analysis"
    return sorted([*analysis.rglob("*.py"), *(ROOT / "notebooks").glob("*.ipynb")])


@pytest.mark.parametrize("path", files_of_pages(), ids=lambda path: path.name)
def test_observations_are_read_through_the_one_function_that_masks_them(path):
    found = [] if path.name in READERS else OTHER_WAYS.findall(path.read_text(encoding="utf-8"))

    assert found == []
