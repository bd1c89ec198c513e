"""A project in a temporary folder, with reports as small as they can be."""

from collections.abc import Callable
from functools import partial
from io import StringIO
from pathlib import Path

import nbformat
import pytest
from rich.console import Console

from analysis.definitions import read_definitions
from analysis.project import Project
from publishing.release.made_page import Unit
from publishing.running import quarter
from publishing.running.progress import RunProgress
from publishing.running.units import plan_units

PARAMS = {
    "run.yaml": "area: E06000045\nquarter: 2013-14 Q4\ntime_limit_seconds: 60\n",
    "partnership.yaml": """\
name: Example partnership
areas: [E06000045]
contact: the business unit
marking: "Official: sensitive"
audiences: {Board: {decision: Agree what to do.}}
""",
    "policy.yaml": """\
confidence: 0.95
profile: sub_group
profiles: {sub_group: {withhold_up_to: 5}}
chart: {wide: 720, narrow: 340}
""",
    "areas.yaml": """\
areas:
  - {code: E92000001, name: England, kind: country}
  - {code: E06000045, name: Southampton, kind: authority}
  - {code: E06000044, name: Portsmouth, kind: authority}
""",
    "indicators.yaml": """\
missing_children:
  title: Children missing
  kind: count
  counts: people
  unit: children
  topic: missing
  meaning: [{since: 2013-04-01, definition: Children reported missing., reference: The police}]
""",
    "annotations.yaml": "annotations: []\n",
}

PARAMETERS = """\
report: str = "missing"
area: str = "E06000045"
quarter: str = "2013-14 Q4"
data: str = "../data"
"""
COMPLETE = """\
from IPython.display import display
display({"text/html": "<p>End</p>"}, raw=True, metadata={"lscb": {"part": "complete"}})
"""


def write_notebook(path: Path, *cells: str, parameters: str = PARAMETERS) -> Path:
    """A notebook of a heading, a parameters cell and more code cells."""
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell("# A title"),
            nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]}),
            *map(nbformat.v4.new_code_cell, cells),
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path


def write_report(root: Path, name: str, notebook: str = "missing.ipynb", **others: str) -> None:
    """A report's parameter file."""
    keys = {"title": f"The page {name}", "audience": "Board", "question": "How many?", "notebook": notebook} | others
    path = root / "params" / "reports" / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{key}: {value}\n" for key, value in keys.items()), encoding="utf-8")


POLICE = """\
title: Children reported missing
supplier: the police
precedence: 2
file: police
layout: periods_across
period: month
area: E06000045
headings: [Measure]
rows: {Children: missing_children}
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_kernels) -> Project:
    """A project with one report, whose notebook does nothing but end."""
    monkeypatch.setattr(quarter, "warm_kernels", open_kernels)
    root = tmp_path / "a project"
    for folder in ("params/sources", "params/reports", "data/raw/published", "data/raw/returns"):
        (root / folder).mkdir(parents=True)
    for name, text in PARAMS.items():
        (root / "params" / name).write_text(text, encoding="utf-8")
    write_report(root, "missing")
    write_notebook(root / "notebooks" / "missing.ipynb", COMPLETE)
    return Project(root=root, data=root / "data")


@pytest.fixture
def add_report(project: Project) -> Callable[..., None]:
    """Write another report's parameter file: its name, and the keys that differ."""
    return partial(write_report, project.root)


@pytest.fixture
def add_police(project: Project) -> Callable[..., Path]:
    """Write the police's months of missing children into a folder of raw/, with their contract and more keys of it."""

    def add(folder: str, figures: str, more: str = "") -> Path:
        (project.params / "sources" / "police.yaml").write_text(POLICE + more, encoding="utf-8")
        path = project.raw / folder / "police.csv"
        path.write_text(figures, encoding="utf-8")
        return path

    return add


@pytest.fixture
def add_notebook(project: Project) -> Callable[..., Path]:
    """Write a notebook's cells, with one that completes it unless told otherwise."""

    def add(*cells: str, name: str = "missing", parameters: str = PARAMETERS, complete: bool = True) -> Path:
        path = project.notebooks / f"{name}.ipynb"
        return write_notebook(path, *cells, *([COMPLETE] if complete else []), parameters=parameters)

    return add


@pytest.fixture
def plan(project: Project) -> Callable[..., list[Unit]]:
    """The units of the project as its files stand now."""

    def units(*only: str, areas: tuple[str, ...] = ("E06000045",), quarter: str = "2013-14 Q4") -> list[Unit]:
        return plan_units(project, read_definitions(project.params), areas, quarter, only)

    return units


@pytest.fixture
def progress() -> RunProgress:
    """A run's progress, written to nowhere that is seen but as plain lines in `told.console.file`."""
    return RunProgress(Console(file=StringIO(), width=200))
