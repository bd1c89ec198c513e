"""Folders of record-level files, and the counts that the command makes of them."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console

from analysis.project import Project, find_project
from publishing.counting.count_lines import describe_outcome
from publishing.counting.count_records import Outcome, Request, count_records
from publishing.counting.counting import MeasureCounts
from publishing.counting.town import draw_town, write_rows
from tests.counting.town_checks import AREAS, OWN, look_up

CASES = Path(__file__).parent / "cases"
__all__ = ["AREAS", "OWN", "breaks", "look_up", "measure", "read_csv", "said", "town_files"]
Count = Callable[..., Outcome]


@pytest.fixture(scope="session")
def project() -> Project:
    return find_project(Path(__file__).parent)


@pytest.fixture
def count(project: Project, tmp_path: Path) -> Count:
    """Count files, each a path or a name with its text, in a folder of their own."""

    def run(form: str, *files: Path | tuple[str, str], covers: str = "2021-04..2025-03", **options) -> Outcome:
        folder = tmp_path / "records"
        folder.mkdir(exist_ok=True)
        for file in files:
            name, content = (file.name, file.read_bytes()) if isinstance(file, Path) else (file[0], file[1].encode())
            (folder / name).write_bytes(content)
        options.setdefault("to", tmp_path / "counts")
        return count_records(project, Request(form, folder, covers=covers, area=OWN, **options))

    return run


def said(outcome: Outcome) -> str:
    """The screen of an outcome."""
    buffer = io.StringIO()
    console = Console(file=buffer, width=500)
    for line in describe_outcome(outcome):
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    return buffer.getvalue()


def measure(outcome: Outcome, name: str) -> MeasureCounts:
    return next(each for each in outcome.counted if each.measure.name == name)


def breaks(outcome: Outcome) -> dict[str, int]:
    """How many rows break each rule."""
    return {finding.number: finding.rows for finding in outcome.findings}


def town_files(seed: int, children: int, areas: list[str] | None = None) -> tuple[dict, list[tuple[str, str]]]:
    """A random town: its tables, and its files as texts."""
    tables = draw_town(seed, areas or AREAS, children)
    return tables, [(f"{name}.csv", write_rows(rows)) for name, rows in tables.items()]


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))
