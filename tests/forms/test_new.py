"""Starting files run as they are written, and pass the tests that the files of the repository pass."""

import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from analysis.definitions import read_definitions
from analysis.project import Project, find_project
from analysis.refusals import ParametersRefused
from publishing.forms.dictionary import describe_indicators
from publishing.forms.new_files import write_new
from publishing.intake.layouts import LAYOUTS, check_sources, read_sources
from publishing.running.checking import check_parameter_files
from tests.nightly import sample

ROOT = find_project(Path(__file__).parent).root
HELD = [
    "tests/notebooks/test_shape.py",
    "tests/test_documents.py",
    "tests/definitions/test_indicators.py",
    "tests/definitions/test_questions.py",
    "tests/forms/test_dictionary.py",
]
"""The tests that a file which an analyst adds must pass, and those of them that it can fail."""
CONCERNED = "young_carers or every_indicator_is_one or every_topic or dictionary_in_the_repository"
FEWEST = 13


def new(project: Project, kind: str, name: str, **options: str) -> list[str]:
    return list(write_new(project, kind, name, **options))


@pytest.mark.nightly
def test_what_was_written_passes_the_tests_of_the_repository(copied: Project):
    new(copied, "indicator", "young_carers")
    new(copied, "source", "young_carers")
    new(copied, "source", "hospital", layout="measures_across")
    new(copied, "report", "young_carers")
    for name in HELD:
        (copied.root / name).parent.mkdir(parents=True, exist_ok=True)
        (copied.root / name).write_bytes((ROOT / name).read_bytes())
    asked = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *HELD, "-k", CONCERNED]

    done = subprocess.run(asked, cwd=copied.root, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout[-3000:]
    assert int(re.search(r"(\d+) passed", done.stdout)[1]) >= FEWEST


def run_cells(project: Project, name: str, **parameters: str) -> list:
    """Run a notebook's code cells in this process; the parts that were handed to its page."""
    known: dict = {}
    for cell in nbformat.read(project.notebooks / f"{name}.ipynb", as_version=4).cells:
        if cell.cell_type == "code":
            exec(cell.source, known)
            known |= parameters if "parameters" in cell.metadata.tags else {}
    return known["page"].outputs.parts


@pytest.mark.parametrize(
    ("indicator", "kind"),
    sample(
        [
            ("referrals", "year"),
            ("referral_rate", "year"),
            ("rereferral_share", "year"),
            ("missing_children", "month"),
            ("looked_after_children", "year"),
            ("board_income", "year"),
        ],
        tried=[("referral_rate", "year"), ("missing_children", "month")],
    ),
)
def test_a_new_reports_notebook_makes_a_page_of_any_figures(indicator, kind, copied, real_project, monkeypatch):
    new(copied, "report", "first_look", indicator=indicator)
    monkeypatch.chdir(copied.notebooks)

    parts = run_cells(copied, "first_look", data=str(real_project.data), kind=kind)

    assert [part.kind for part in parts][-1] == "complete"
    assert sum(part.kind == "chart" for part in parts) == 1
    assert next(part for part in parts if part.kind == "summary" and part.words)


def test_without_figures_the_notebook_still_ends_and_says_so(copied, real_project, monkeypatch):
    new(copied, "report", "first_look")
    monkeypatch.chdir(copied.notebooks)

    parts = run_cells(copied, "first_look", data=str(real_project.data), area="E07000091", figure="referral_rate")

    assert [part.kind for part in parts][-1] == "complete"
    assert not [part for part in parts if part.kind == "chart"]


def test_a_new_report_fits_its_notebook_and_names_the_figure_that_it_needs(copied):
    new(copied, "report", "first_look", indicator="missing_children")

    definitions = read_definitions(copied.params)
    check_parameter_files(copied, definitions, ["E06000045"], "2013-14 Q4", ["first_look"])
    assert definitions.reports["first_look"].needs == ["missing_children"]
    assert definitions.reports["first_look"].parameters["kind"] == "year"  # the police give the year beside the months


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_new_source_is_accepted_in_every_layout(layout, copied):
    new(copied, "source", "hospital", layout=layout, indicator="missing_episodes")

    definitions, sources = read_definitions(copied.params), read_sources(copied.params / "sources")
    check_sources(sources, definitions.indicators, definitions.areas)
    assert sources["hospital"].layout == layout
    assert sources["hospital"].indicators() == {"missing_episodes"}


def test_a_new_source_is_about_the_indicator_of_its_name_where_there_is_one(copied):
    new(copied, "source", "custodial_sentences")

    sources = read_sources(copied.params / "sources")
    assert sources["custodial_sentences"].indicators() == {"custodial_sentences"}


def test_a_new_indicator_is_an_entry_alone_and_says_how_its_source_is_begun(copied):
    before = sorted((copied.params / "sources").iterdir())
    told = new(copied, "indicator", "young_carers")

    assert told[0] == "Added to params/indicators.yaml"
    assert told[1].endswith("lscb new source young_carers")
    assert sorted((copied.params / "sources").iterdir()) == before
    assert read_definitions(copied.params).indicators["young_carers"].title == "Young carers"


def test_what_stood_in_a_file_before_stays_as_it_was(copied):
    before = (copied.params / "indicators.yaml").read_text(encoding="utf-8")
    new(copied, "indicator", "young_carers")

    assert (copied.params / "indicators.yaml").read_text(encoding="utf-8").startswith(before)


def test_the_dictionary_follows_a_new_indicator(copied):
    new(copied, "indicator", "young_carers")

    definitions, sources = read_definitions(copied.params), read_sources(copied.params / "sources")
    assert "`young_carers`" in describe_indicators(definitions, sources)
    written = (copied.root / "docs" / "dictionary.md").read_text(encoding="utf-8")
    assert written == describe_indicators(definitions, sources)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_files_of_the_checkout_can_be_read_by_everyone_who_works_on_it(copied):
    (copied.params / "indicators.yaml").chmod(0o664)
    before = os.umask(0o077)
    try:
        new(copied, "indicator", "young_carers")
        new(copied, "source", "young_carers")
    finally:
        os.umask(before)

    modes = [(copied.params / name).stat().st_mode & 0o777 for name in ("indicators.yaml", "sources/young_carers.yaml")]
    assert modes == [0o664, 0o644]


@pytest.mark.parametrize(
    ("kind", "name", "told"),
    [
        ("report", "missing", "is there already"),
        ("source", "police_missing", "is there already"),
        ("indicator", "referrals", "is there already"),
        ("report", "rates", "notebooks/rates.ipynb is there already"),
        ("report", "Young-carers", "small letters"),
        ("report", "../young", "small letters"),
        ("report", "", "small letters"),
        ("source", "con", "small letters"),
        ("report", "a" * 41, "40 at most"),
        ("repport", "young_carers", "Did you mean 'report'"),
    ],
)
def test_a_name_that_is_taken_or_none_is_refused_and_nothing_is_written(kind, name, told, copied):
    before = sorted(copied.root.rglob("*"))

    with pytest.raises(ParametersRefused, match=told):
        new(copied, kind, name)

    assert sorted(copied.root.rglob("*")) == before


@pytest.mark.parametrize(
    ("kind", "options", "told"),
    [
        ("source", {"layout": "row"}, "No layout 'row'. Did you mean 'rows'"),
        ("source", {"indicator": "referals"}, "Did you mean 'referrals'"),
        ("report", {"indicator": "business_plan_status"}, "is in words"),
        ("report", {"layout": "rows"}, "says nothing of a new report"),
        ("indicator", {"indicator": "referrals"}, "says nothing of a new indicator"),
        ("indicator", {"layout": "rows"}, "says nothing of a new indicator"),
    ],
)
def test_an_option_that_cannot_be_meant_is_refused(kind, options, told, copied):
    with pytest.raises(ParametersRefused, match=told):
        new(copied, kind, "young_carers", **options)
