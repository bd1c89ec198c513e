"""A layout is one class: registered, it is read, asked for, begun and known to every stage without another change."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import pytest

from analysis.definitions import read_definitions
from analysis.definitions.contract import Figures, Measure, describe_sources
from analysis.project import Project, find_project
from publishing.forms.new_files import write_new
from publishing.forms.template import make_form
from publishing.intake.cleaning import clean_sources
from publishing.intake.figures import read_figures
from publishing.intake.layouts import LAYOUTS, read_sources
from publishing.intake.layouts.layout import Entry, Layout
from publishing.intake.measured_cells import place_figures

ROOT = find_project(Path(__file__).parent).root


class OneFigure(Layout):
    """A made layout: one figure in the second cell of the first row."""

    layout: Literal["one_figure"]
    figure: str

    FILE = "{name}_{{quarter}}"
    START = "area: {area}\nfigure: {figure}\n"

    def read(self, grid, codes, indicators):
        grid.mark(0, 0, "label")
        return read_figures(
            [place_figures(grid, Measure(indicator=self.figure), [0], 1, self.area, grid.period)], grid, indicators
        )

    def make_table(self, asked):
        return [["Figure"]], [[Entry(Measure(indicator=self.figure))]]

    def _figures(self) -> Iterable[Figures]:
        return [self.figure]


@pytest.fixture
def begun(tmp_path, monkeypatch) -> Project:
    """A checkout in which `lscb new source` began a specification in the made layout."""
    monkeypatch.setitem(LAYOUTS, "one_figure", OneFigure)
    root = tmp_path / "checkout"
    for folder in ("params", "docs"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("images", ".*"))
    (root / "data" / "raw" / "returns").mkdir(parents=True)
    shutil.rmtree(root / "params" / "sources")
    (root / "params" / "sources").mkdir()
    project = find_project(root)
    list(write_new(project, "source", "made", layout="one_figure", indicator="missing_episodes"))
    return project


def test_a_made_layout_is_read_where_its_class_is_registered(begun):
    (begun.raw / "returns" / "made_2014-15_q1.csv").write_text("Episodes,41\n", encoding="utf-8")
    cleaned = clean_sources(begun, read_definitions(begun.params), write=False)

    assert cleaned.refusals == []
    (read,) = cleaned.observations.to_dict("records")
    assert (read["indicator"], read["value"], read["cell"]) == ("missing_episodes", 41, "B1")
    assert (read["area"], read["period"]) == ("E06000045", "2014-15 Q1")


def test_a_made_layout_has_a_form_where_its_class_is_registered(begun):
    sources = read_sources(begun.params / "sources")
    form = make_form(begun, read_definitions(begun.params), sources, "made", "2014-15 Q1")

    assert form.file == "made_2014-15_q1.xlsx"
    assert form.sheets[0].headings == [["Figure"]]


def test_what_a_specification_says_in_common_is_known_without_its_layout(begun, monkeypatch):
    monkeypatch.delitem(LAYOUTS, "one_figure")

    assert describe_sources(begun.params / "sources")["made"].supplier == "the partner who sends it"


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_layout_says_all_that_one_class_is_to_say(name):
    kind = LAYOUTS[name]

    said = [kind.__doc__, kind.START.strip(), kind.FILE.startswith("{name}")]
    assert all(said)
    assert not kind.__abstractmethods__
