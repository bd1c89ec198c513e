"""A release stands while nothing at all has changed that it was made from, and it is whole; that is known at once."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.hashes import hash_of
from analysis.project import Project
from publishing.running import up_to_date as up_to_date
from publishing.running.up_to_date import Asked, find_up_to_date, hash_everything, note_up_to_date

NAME = "E06000045-2013-14-Q4-20261123T090000Z"
PAGE = b"<p>The page</p>"


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """A folder with one release and the list of it."""
    release = tmp_path / "reports" / NAME
    release.mkdir(parents=True)
    (release / "missing.html").write_bytes(PAGE)
    manifest = {"made": "2026-11-23T09:00:00+00:00", "files": {"missing.html": hash_of(PAGE)}}
    (release / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (release.parent / "index.html").write_text(f'<a href="{NAME}/index.html">', encoding="utf-8")
    return release.parent


@pytest.fixture
def note(project: Project, output: Path) -> Callable[..., None]:
    """Note what the release was made from, as a run does when it ends."""
    return lambda only_today=False: note_up_to_date(
        project, output, Asked(), hash_everything(project), [output / NAME], only_today
    )


def test_a_release_stands_while_nothing_changes_and_says_since_when(project, output, note):
    note()

    progress = find_up_to_date(project, output, Asked())

    assert progress == f"Nothing changed since 23 November 2026, 09:00 UTC; release {NAME} stands."


def test_the_times_of_files_say_nothing(project, output, note):
    note()
    for path in [*project.root.rglob("*"), *output.rglob("*")]:
        os.utime(path)

    assert find_up_to_date(project, output, Asked())


def test_another_areas_release_changes_nothing(project, output, note):
    note()
    (output / "E06000044-2013-14-Q4-20261123T100000Z").mkdir()

    assert find_up_to_date(project, output, Asked())


CHANGES = {
    "a parameter": lambda root, output: (root / "params/run.yaml").write_text("area: E06000044"),
    "a contract that was added": lambda root, output: (root / "params/sources/new.yaml").write_text("title: A"),
    "a notebook": lambda root, output: (root / "notebooks/missing.ipynb").write_text("{}"),
    "a received file": lambda root, output: (root / "data/raw/returns/new.csv").write_text("a"),
    "the lock": lambda root, output: (root / "requirements.lock").write_text("pandas"),
    "a page": lambda root, output: (output / NAME / "missing.html").write_text("other"),
    "a page that is gone": lambda root, output: (output / NAME / "missing.html").unlink(),
    "a file more": lambda root, output: (output / NAME / "more.html").write_text(""),
    "the manifest": lambda root, output: (output / NAME / "manifest.json").write_text("{}"),
    "the list": lambda root, output: (output / "index.html").unlink(),
    "a list without it": lambda root, output: (output / "index.html").write_text(""),
    "a failed attempt": lambda root, output: (output / ".failed-attempt.json").write_text("{}"),
    "another release of the area": lambda root, output: (output / "E06000045-2013-14-Q3-20261123T100000Z").mkdir(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_it_stands_no_more_after_a_change(project, output, note, change):
    note()
    change(project.root, output)

    assert find_up_to_date(project, output, Asked()) is None


@pytest.mark.parametrize("asked", [Asked(("E06000044",)), Asked((), "2013-14 Q3"), Asked((), None, ("missing",))])
def test_it_stands_for_what_was_asked_alone(project, output, note, asked):
    note()

    assert find_up_to_date(project, output, asked) is None


@pytest.mark.parametrize(("only_today", "is_unchanged"), [(True, False), (False, True)])
def test_where_the_day_has_a_say_it_stands_for_that_day(project, output, note, monkeypatch, only_today, is_unchanged):
    note(only_today)
    monkeypatch.setattr(up_to_date, "_today", lambda: "2126-01-01")

    assert bool(find_up_to_date(project, output, Asked())) == is_unchanged


def test_other_code_is_a_change(project, output, note, monkeypatch):
    note()
    real = up_to_date.hash_tools
    monkeypatch.setattr(up_to_date, "hash_tools", lambda project: real(project) | {"code": "other"})

    assert find_up_to_date(project, output, Asked()) is None


def test_a_spoiled_note_is_as_none(project, output, note):
    note()
    (path,) = project.processed.glob(f"*/*{up_to_date.ENDING}")
    path.write_text("[", encoding="utf-8")

    assert find_up_to_date(project, output, Asked()) is None


def test_it_is_known_without_the_libraries_that_only_a_run_needs():
    heavy = ["pandas", "numpy", "pydantic", "ruamel.yaml", "nbformat", "matplotlib", "jinja2"]
    modules = "publishing.running.command, publishing.forms.returns_folder"
    code = f"import sys, {modules}; print([name for name in {heavy} if name in sys.modules])"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
