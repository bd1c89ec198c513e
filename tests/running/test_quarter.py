"""One command cleans, makes every page and releases them; a failure releases nothing of its area."""

import json
from pathlib import Path

import pytest

from analysis.project import Project
from analysis.refusals import NotebookFailed, ParametersRefused, RunInProgress, SourceRefused
from publishing.release.release_list import list_releases, read_attempt
from publishing.running.lock import hold
from publishing.running.quarter import Outcome, run_quarter
from publishing.running.up_to_date import Asked

pytestmark = pytest.mark.run

FIGURES = "Measure,Jan-14,Feb-14,Mar-14\nChildren,17,19,23\n"


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "reports"


@pytest.fixture
def run(project: Project, progress, output: Path):
    """Run the project's quarter into `output`, two reports at a time."""

    def run_here(asked: Asked = Asked(), **others) -> Outcome:  # noqa: B008
        return run_quarter(project, progress, output, asked, **{"jobs": 2} | others)

    return run_here


@pytest.fixture
def figures(add_police) -> Path:
    """A received file and its contract."""
    return add_police("published", FIGURES)


def pages(release: Path) -> list[str]:
    return sorted(path.name for path in release.glob("*.html"))


def test_every_report_is_made_and_released_with_its_contents(run, output, add_report, figures):
    add_report("other", title="The other page")

    outcome = run()

    (release,) = outcome.releases
    assert release.name.startswith("E06000045-2013-14-Q4-")
    assert pages(release) == ["index.html", "missing.html", "other.html"]
    assert "The other page" in (release / "index.html").read_text(encoding="utf-8")
    assert release.name in (output / "index.html").read_text(encoding="utf-8")
    assert outcome.reports == 2
    assert outcome.findings > 0


def test_each_report_has_a_line_with_its_title(run, progress, add_report):
    add_report("other", title="The other page")

    run()

    lines = progress.console.file.getvalue().splitlines()
    assert sorted(line.split(":")[0] for line in lines if "made in" in line) == ["The other page", "The page missing"]


def test_a_report_that_fails_keeps_all_from_being_released_while_the_others_are_still_made(
    run, progress, output, add_report, add_notebook
):
    add_notebook("# fall\n1 / 0", name="falls")
    add_report("falls", notebook="falls.ipynb", order="1")

    with pytest.raises(NotebookFailed, match=r"falls .*code cell 2 ‘fall’: ZeroDivisionError"):
        run(jobs=1)

    assert list_releases(output) == []
    assert not list(output.glob(".staging-*"))
    assert "The page falls: failed" in progress.console.file.getvalue()
    assert "The page missing: made" in progress.console.file.getvalue()


def test_the_list_of_releases_tells_of_a_failed_attempt_until_a_run_succeeds(run, output, add_notebook):
    (release,) = run().releases
    add_notebook("1 / 0")
    with pytest.raises(NotebookFailed):
        run()

    progress = (output / "index.html").read_text(encoding="utf-8")
    assert release.name in progress
    assert "a report could not be made" in progress

    add_notebook()
    run()
    assert "a report could not be made" not in (output / "index.html").read_text(encoding="utf-8")


def test_a_refused_file_releases_nothing_where_all_is_to_be_strict(run, output, figures):
    figures.write_text(FIGURES.replace("Feb-14", "Total"), encoding="utf-8")

    with pytest.raises(SourceRefused, match=r"police.csv"):
        run(strict=True)

    assert list_releases(output) == []
    assert read_attempt(output)["reason"] == "a received file was refused"


def test_a_mistaken_parameter_stops_the_run_before_anything_is_written(run, project: Project, output, add_report):
    add_report("missing", parameters="{moths: 3}")

    with pytest.raises(ParametersRefused, match="moths"):
        run()

    assert not output.exists()
    assert not project.processed.exists()


def test_a_second_run_in_the_same_folder_is_refused_and_changes_nothing(run, output):
    with hold(output):
        before = sorted(output.iterdir())
        with pytest.raises(RunInProgress, match=r"reports/ is in use by process \d+ on .*, since"):
            run()

        assert sorted(output.iterdir()) == before


def test_only_the_reports_named_are_made(run, add_report):
    add_report("other")

    (release,) = run(Asked(only=("other",))).releases

    assert pages(release) == ["index.html", "other.html"]


def test_each_area_has_a_release_of_its_own_and_a_failure_in_one_leaves_the_other(run, output, add_notebook):
    add_notebook("assert area != 'E06000044'")

    with pytest.raises(NotebookFailed):
        run(Asked(("E06000044", "E06000045")))

    assert [release["area_name"] for release in list_releases(output)] == ["Southampton"]


def test_the_latest_quarter_is_the_one_of_the_newest_figure(run, figures):
    figures.write_text(FIGURES.replace("-14", "-15"), encoding="utf-8")

    (release,) = run(Asked(quarter="latest")).releases

    assert "2014-15-Q4" in release.name


def test_the_manifest_tells_what_the_release_was_made_from_but_not_where(run, project: Project, figures, tmp_path):
    (release,) = run().releases

    text = (release / "manifest.json").read_text(encoding="utf-8")
    manifest = json.loads(text)
    assert list(manifest["inputs"]) == ["published/police.csv"]
    assert manifest["pages"][0]["parameters"] == {"report": "missing", "area": "E06000045", "quarter": "2013-14 Q4"}
    assert manifest["code"]["commit"] == "not in git"
    assert set(manifest["files"]) == {
        "data/figures.csv",
        "data/findings.csv",
        "index.html",
        "missing.html",
        "papers/board.docx",
        "papers/board.html",
    }
    assert tmp_path.name not in text


def test_the_tables_of_a_page_are_released_beside_it(run, add_notebook):
    add_notebook(
        "from IPython.display import display\n"
        "column = {'heading': 'Cost', 'form': 'money', 'cells': ['£4'], 'figures': [4], 'places': 0}\n"
        "part = {'part': 'table', 'id': 'table-1', 'caption': 'c', 'columns': [column]}\n"
        "display({'text/html': '<p>t</p>'}, raw=True, metadata={'lscb': part})"
    )

    (release,) = run().releases

    assert (release / "data" / "missing_table-1.csv").read_text(encoding="utf-8-sig") == "Cost\n£4\n"


@pytest.mark.nightly
def test_two_runs_give_the_same_bytes_but_for_the_stamp(run, figures):
    first, second = run().releases[0], run(jobs=1).releases[0]

    for name in pages(first):
        if name != "index.html":
            assert (first / name).read_bytes() == (second / name).read_bytes()
    assert first.name < second.name


def test_all_areas_are_released_but_those_without_figures_that_nobody_named(run, output, add_report, figures, progress):
    add_report("missing", needs="[missing_children]")

    run(Asked(("all",)))

    assert [release["area_name"] for release in list_releases(output)] == ["Southampton"]
    assert "Portsmouth: 1 report left out, no figures, so that it has no release" in progress.console.file.getvalue()
