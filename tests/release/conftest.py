"""Releases of areas that are not the partnership's own, made once of its data and a few DfE rows: by day of one."""

import shutil
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from analysis.project import find_project
from publishing.running.progress import RunProgress
from publishing.running.quarter import run_quarter
from publishing.running.up_to_date import Asked
from tests.nightly import NIGHTLY

ROOT = find_project(Path(__file__).parent).root
OTHERS = {"E06000017": "Rutland"} | ({"E08000025": "Birmingham"} if NIGHTLY else {})
BY_DAY = ("children_in_need", "referrals", "referral_sources", "scorecard", "outcomes", "data_quality")


@pytest.fixture(scope="session")
def other_releases(make_once: Callable[..., Path]) -> dict[str, Path]:
    """The releases of Rutland and at night of Birmingham for 2023-24 Q4, by the area's name, by day of some reports.

    Tests only read them.
    """

    def run(folder: Path) -> None:
        raw = folder / "data" / "raw"
        shutil.copytree(ROOT / "data" / "raw" / "published", raw / "published")
        shutil.copy(ROOT / "data" / "raw" / "README.md", raw)
        (raw / "returns").mkdir()
        for table in (Path(__file__).parent / "dfe").glob("*.csv"):
            shutil.copy(table, raw / "returns")
        project = find_project(ROOT, data=folder / "data")
        told = RunProgress(Console(file=StringIO()))
        run_quarter(
            project, told, folder / "reports", Asked(tuple(OTHERS), "2023-24 Q4", () if NIGHTLY else BY_DAY), jobs=2
        )

    return {OTHERS[path.name[:9]]: path for path in (make_once("others", run) / "reports").glob("E*")}
