"""docs/explore.md does what it says, run as it is written; so does the notebook beside it."""

import re
from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt
import nbformat
import pandas as pd
import pytest

from analysis.page.page import open_page
from analysis.project import find_project

ROOT = find_project(Path(__file__).parent).root


@pytest.fixture(autouse=True)
def on_the_cleaned_figures(real_project, monkeypatch):
    matplotlib.use("Agg")
    monkeypatch.chdir(ROOT / "notebooks")
    monkeypatch.setattr("analysis.reading.find_project", lambda start, data=None: real_project)
    monkeypatch.setattr("analysis.marking.find_project", lambda start, data=None: real_project)
    yield
    plt.close("all")


def test_the_steps_of_the_document_lead_from_the_figures_to_a_season_with_the_hub_marked():
    known: dict = {}
    for step in re.findall(
        r"```python\n(.*?)```", (ROOT / "docs" / "explore.md").read_text(encoding="utf-8"), re.DOTALL
    ):
        exec(step, known)

    assert known["months"]["area_name"].nunique() == 11
    assert "multi-agency" in " ".join(note.title + note.text for note in known["noted"]).lower()
    assert len(known["season"].table) == 12


def test_a_page_marks_a_chart_of_ones_own_with_the_annotations_of_its_area(real_project):
    page = open_page("referrals", area="Southampton", quarter="2013-14 Q4", data=real_project.data)
    _, axes = plt.subplots()
    axes.plot(pd.to_datetime(["2013-04-01", "2014-03-31"]), [1, 2])

    assert [note.title for note in page.mark(axes, "referrals")] == ["Multi-Agency Safeguarding Hub opened"]
    assert [text.get_text() for text in axes.texts] == ["1"]


@pytest.mark.filterwarnings("ignore:FigureCanvasAgg is non-interactive")
def test_the_notebook_runs_from_its_first_cell_to_its_last(real_project):
    known: dict = {}
    for cell in nbformat.read(ROOT / "notebooks" / "explore.ipynb", as_version=4).cells:
        if cell.cell_type == "code":
            exec(cell.source, known)
            if "parameters" in cell.metadata.tags:
                known["data"] = str(real_project.data)

    assert len(known["near"]) == 10
    assert known["page"].outputs.parts[-1].kind == "chart"
