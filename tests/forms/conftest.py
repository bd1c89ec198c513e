"""A copy of the checkout that a test may change, with nothing in it that only a run makes."""

import shutil
from pathlib import Path

import pytest

from analysis.project import Project, find_project

ROOT = find_project(Path(__file__).parent).root


@pytest.fixture
def copied(tmp_path: Path) -> Project:
    """Parameters, notebooks, documents and published figures, as a checkout has them."""
    root = tmp_path / "checkout"
    for folder in ("params", "notebooks", "docs", "data/raw"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("images", "returns", ".*"))
    (root / "data" / "raw" / "returns").mkdir()
    return find_project(root)
