"""A page by kind for a count of which no change on the year before was received."""

import shutil

import nbformat
import pytest

from analysis.definitions import read_definitions
from analysis.measures.published import read_shown
from analysis.measures.released_figures import read_earlier
from analysis.project import Project
from analysis.refusals import ParametersRefused
from publishing.intake.cleaning import clean_sources
from publishing.withholding.deciding import write_shown

from .conftest import ROOT, SOUTHAMPTON

INDICATOR = """
carers_by_age:
  title: Young carers
  kind: count
  counts: people
  unit: children
  topic: missing
  meaning:
    - since: 2013-04-01
      definition: Young carers known to the service, each once.
      reference: Invented for this test
"""
SOURCE = """
title: Young carers by age
supplier: the carers' service
file: carers_by_age_{financial year}
layout: rows
precedence: 2
area: E06000045
breakdown_columns: [Age]
total: All ages
columns: {Young carers: carers_by_age}
"""
REPORT = """
title: Young carers by age
audience: Main Board
question: How old are the young carers?
notebook: breakdown.ipynb
needs: [carers_by_age]
parameters: {count: carers_by_age, whole: "", change: "", added: ""}
"""


@pytest.fixture(scope="module")
def carers(tmp_path_factory) -> Project:
    root = tmp_path_factory.mktemp("carers")
    shutil.copytree(ROOT / "params", root / "params", ignore=shutil.ignore_patterns("sources", "published"))
    for folder in ("params/sources", "params/published", "data/raw/published", "data/raw/returns"):
        (root / folder).mkdir(parents=True)
    (root / "pyproject.toml").touch()
    (root / "params" / "published.lock").write_text("{}\n", encoding="utf-8")
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    with (root / "params" / "indicators.yaml").open("a", encoding="utf-8") as file:
        file.write(INDICATOR)
    (root / "params" / "sources" / "carers_by_age.yaml").write_text(SOURCE, encoding="utf-8")
    (root / "params" / "reports" / "carers_by_age.yaml").write_text(REPORT, encoding="utf-8")
    rows = "Age,Young carers\nUnder 5,8\n5-9,61\n10-14,92\n15-17,47\nAll ages,208\n"
    (root / "data" / "raw" / "returns" / "carers_by_age_2013-14.csv").write_text(rows, encoding="utf-8")
    project = Project(root, root / "data")
    definitions = read_definitions(project.params)
    cleaned = clean_sources(project, definitions)
    assert [str(refusal) for refusal in cleaned.refusals] == []
    write_shown(project, definitions, cleaned.observations, read_earlier(root / "none"))
    return project


@pytest.fixture(autouse=True)
def in_its_checkout(carers, monkeypatch) -> None:
    """A notebook finds its checkout by the folder that it runs in."""
    monkeypatch.chdir(carers.root)


def run_page(project: Project, **parameters: str) -> dict:
    """The names that the notebook's cells leave, run from the first to the last with a report's parameters."""
    names: dict = {}
    for cell in nbformat.read(project.notebooks / "breakdown.ipynb", as_version=4).cells:
        if cell.cell_type == "code":
            exec(compile(cell.source, "breakdown.ipynb", "exec"), names)
        if "parameters" in cell.metadata.get("tags", []):
            names |= {"report": "carers_by_age", "area": SOUTHAMPTON, "quarter": "2013-14 Q4", **parameters}
            names |= {"data": str(project.data), "count": "carers_by_age", "whole": ""}
    return names


def test_a_page_by_kind_is_made_without_its_section_on_change(carers, capsys):
    names = run_page(carers, change="", added="")

    assert list(names["found"].counts.columns) == ["", "Under 5", "5-9", "10-14", "15-17"]
    assert not names["changes"]["before"].notna().any()
    said = capsys.readouterr().out
    assert "There were 208 young carers in Southampton in 2013-14." in said
    assert "in 2012-13" not in said


def test_what_pages_may_read_has_the_categories_in_the_order_received(carers):
    shown = read_shown(carers, read_definitions(carers.params), ["carers_by_age"])

    assert shown["breakdown"].tolist() == ["", "Under 5", "5-9", "10-14", "15-17"]


def test_another_counts_change_is_refused_by_name(carers):
    with pytest.raises(ParametersRefused, match="sexual_offences_change is not a change of carers_by_age"):
        run_page(carers, change="sexual_offences_change", added="")
