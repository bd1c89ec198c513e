"""Tables to read: the real figures in a folder of their own, and small ones written by a test."""

import importlib.util
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.definitions import Definitions, read_definitions
from analysis.definitions.contract import Source
from analysis.definitions.parameter_files import check_definition
from analysis.periods import parse_period
from analysis.project import Project, find_project
from publishing.intake.cleaning import names_of_areas
from publishing.intake.figures import Reading
from publishing.intake.files import find_files, find_received, read_log
from publishing.intake.grids import Grid, read_grid
from publishing.intake.layouts import LAYOUTS, read_sources

ROOT = find_project(Path(__file__).parent).root

# The corpus is a package of makers beside the tests, which the tests import as `faults`.
_CORPUS = importlib.util.spec_from_file_location("faults", Path(__file__).parent / "faults" / "__init__.py")
sys.modules["faults"] = importlib.util.module_from_spec(_CORPUS)
_CORPUS.loader.exec_module(sys.modules["faults"])


@pytest.fixture(scope="session")
def definitions() -> Definitions:
    return read_definitions(ROOT / "params")


@pytest.fixture(scope="session")
def sources() -> dict[str, Source]:
    return read_sources(ROOT / "params" / "sources")


@pytest.fixture(scope="session")
def codes(definitions) -> dict[str, str]:
    return names_of_areas(definitions.areas)


@pytest.fixture
def project(tmp_path) -> Project:
    """The checkout, with a copy of the published figures that a test may change."""
    raw = tmp_path / "data" / "raw"
    shutil.copytree(ROOT / "data" / "raw" / "published", raw / "published")
    shutil.copy(ROOT / "data" / "raw" / "README.md", raw)
    (raw / "returns").mkdir()
    return find_project(ROOT, data=tmp_path / "data")


@pytest.fixture
def read_source(project, sources, codes, definitions) -> Callable[[str], tuple[Grid, Reading]]:
    """Read the one file of a source in the project's data."""

    def read(name: str) -> tuple[Grid, Reading]:
        received, log = find_received(project.raw), read_log(project.raw)
        [found] = find_files(project.raw, sources[name], received, log)
        grid = read_grid(found.path, found.file, sources[name])
        grid.period, grid.named = found.period, found.named
        reading = sources[name].read(grid, codes, definitions.indicators)
        grid.count_roles()
        return grid, reading

    return read


@pytest.fixture
def make_contract() -> Callable[..., Source]:
    """A contract with the fields that a test does not care about filled in."""

    def make(**fields: object) -> Source:
        common = {"name": "test", "title": "Test", "supplier": "the supplier", "file": "test", "precedence": 2}
        return check_definition(LAYOUTS[fields["layout"]], common | fields, "test")

    return make


@pytest.fixture
def read_table(make_contract, codes, definitions) -> Callable[..., tuple[Grid, pd.DataFrame]]:
    """Read a table given as lines of cells divided by '|', by a contract given as its fields."""

    def read(lines: str, *, of: str | None = None, named: str = "", file: str = "published/test.csv", **fields):
        rows = [[cell.strip() for cell in line.split("|")] for line in lines.strip("\n").splitlines()]
        texts = np.full((len(rows), max(map(len, rows))), "", dtype=object)
        for number, row in enumerate(rows):
            texts[number, : len(row)] = row
        contract = make_contract(**fields)
        grid = Grid(texts, file, contract, sheet=contract.sheet)
        grid.period = parse_period(of, ["quarter", "financial year", "calendar year"]) if of else None
        grid.named = named
        reading = contract.read(grid, codes, definitions.indicators)
        grid.count_roles()
        return grid, reading

    return read


def pick(reading: Reading, indicator: str, **where: object) -> pd.Series:
    """The one observation of an indicator that has the values asked for."""
    rows = reading.observations[reading.observations["indicator"] == indicator]
    for column, value in where.items():
        rows = rows[rows[column] == value]
    assert len(rows) == 1, f"{len(rows)} observations"
    return rows.iloc[0]


@pytest.fixture(name="pick")
def _pick() -> Callable[..., pd.Series]:
    return pick
