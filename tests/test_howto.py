"""Every task of docs/howto.md does what it says, run as it is written in a copy of the checkout."""

import csv
import importlib.util
import json
import re
import shlex
import shutil
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest

from analysis.project import find_project
from tests.nightly import sample

ROOT = find_project(Path(__file__).parent).root
HOWTO = (ROOT / "docs" / "howto.md").read_text(encoding="utf-8")
TASKS = dict(re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", HOWTO, re.MULTILINE | re.DOTALL))
EXPECTED = {
    "A new quarter's file": ("missing", "March 2015"),
    "A corrected return": ("missing", "March 2015"),
    "Setting a file aside": ("data/findings.csv", "The police will send it again."),
    "Comments": ("custody", "The group asks the court team for the reasons"),
    "Board papers and print": (
        "papers/missing-exploited-and-trafficked-group",
        "Agree the questions to put to the police",
    ),
    "A new return": ("referrals", "March 2015"),
    "A file of another form": ("referral_sources", "Schools"),
    "A new indicator": ("young_carers", "assessed as young carers"),
    "A new report": ("repeat_missing", "Children who go missing again"),
    "A new area": ("referrals", "Newborough"),
    "A new public data set": ("referrals", "Children aged 0 to 17, mid-year (as downloaded)"),
}
"""The page or file that each task ends with, and words that are in it."""

SOME = ("A new report",)

POPULATION = """\
time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,new_la_code,\
la_name,age_group,population_estimate
2012,Mid-year,Local authority,E92000001,England,E12000008,South East,852,E06000045,Southampton,0 to 17,46877
2013,Mid-year,Local authority,E92000001,England,E12000008,South East,852,E06000045,Southampton,0 to 17,47458
"""

_BLOCK = re.compile(r"(?P<before>[^\n]*)\n\n(?P<margin> *)```(?P<kind>\w+)\n(?P<text>.*?)\n *```", re.DOTALL)
_DONE = re.compile(r"(?P<what>Save as|Change in|Add to the end of)\s+`(?P<file>[^`]+)`:$")


class Step(NamedTuple):
    """A fenced block: commands, or what is done to a file."""

    kind: str
    text: str
    done: str = ""
    file: str = ""


def read_steps(task: str) -> list[Step]:
    """The blocks of a task in their order; a block that is no command says before it what is done to which file."""
    steps = []
    for found in _BLOCK.finditer(task):
        text = textwrap.dedent(f"{found['text']}\n") if found["kind"] != "yaml" else unindent(found)
        if found["kind"] == "sh":
            steps.append(Step("sh", text))
            continue
        said = _DONE.search(" ".join(task[: found.end("before")].split()))
        assert said, f"nothing says what the block before {found['text'][:40]!r} is for"
        steps.append(Step(found["kind"], text, said["what"], said["file"]))
    return steps


def unindent(found: re.Match) -> str:
    """The text without the margin of its block alone: what YAML is indented by is its own."""
    return "".join(line.removeprefix(found["margin"]) + "\n" for line in found["text"].splitlines())


@pytest.fixture
def catalogue(monkeypatch) -> Iterator[None]:
    """The department's data catalogue on loopback, with one file; the figures are those of the repository."""
    spec = importlib.util.spec_from_file_location("replaying", ROOT / "tests" / "fetching" / "replaying.py")
    replaying = sys.modules["replaying"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(replaying)
    block = {
        "dataSets": [{"dataSetFileId": "f1", "title": "ONS mid-year population estimates 2012 to 2013", "rows": 2}]
    }
    page = f'<!doctype html><script id="__NEXT_DATA__" type="application/json">{json.dumps(block)}</script>'
    html, table = {"Content-Type": "text/html"}, {"Content-Type": "text/csv"}
    release = json.dumps({"latestRelease": {"slug": "2024", "title": "Reporting year 2024"}}).encode()
    routes = [
        replaying.Route("/api/publications/children-in-need", release, headers={"Content-Type": "application/json"}),
        replaying.Route("/find-statistics/children-in-need/2024/data-guidance", page.encode(), headers=html),
        replaying.Route("/data-catalogue/data-set/f1/csv", POPULATION.encode(), headers=table),
    ]
    with replaying.Replay(routes) as running:
        monkeypatch.setenv("LSCB_FETCH_BASE", f"ees_catalogue={running.address}")
        yield


@pytest.fixture
def root(tmp_path, monkeypatch) -> Path:
    """A copy of what a checkout holds, and the place where commands are given from."""
    root = tmp_path / "checkout"
    for folder in ("params", "notebooks", "docs", "data/raw/published"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("images", ".*"))
    shutil.copy(ROOT / "data" / "raw" / "README.md", root / "data" / "raw")
    (root / "data" / "raw" / "returns").mkdir()
    monkeypatch.chdir(root)
    monkeypatch.delenv("LSCB_DEBUG", raising=False)
    return root


def give_commands(text: str, type_command) -> str:
    """Give each line as a command; what the last one printed."""
    for line in text.splitlines():
        program, *words = shlex.split(line)
        assert program == "lscb"
        ended = type_command(*words)
        assert ended.code == (10 if "--check" in words else 0), f"{line}: {ended.err}"
    return ended.out


def change(path: Path, difference: str) -> None:
    """Put lines after '+' in the place of the lines after '-' above them, which stand there once."""
    text = path.read_text(encoding="utf-8")
    for before, after in re.findall(r"((?:^-.*\n)+)((?:^\+.*\n)+)", difference, re.MULTILINE):
        old, new = (re.sub(r"^[-+]", "", lines, flags=re.MULTILINE) for lines in (before, after))
        assert text.count(old) == 1, f"{path.name}: {old!r}"
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def save_book(path: Path, text: str) -> None:
    """A table as a workbook, its numbers as numbers."""
    book = openpyxl.Workbook()
    for row in csv.reader(text.splitlines()):
        book.active.append([int(cell) if cell.isdecimal() else cell or None for cell in row])
    book.save(path)


@pytest.mark.run
@pytest.mark.parametrize("title", sample(EXPECTED, tried=SOME))
def test_a_task_done_as_it_is_written_ends_with_its_page(title, root, catalogue, monkeypatch, type_command):
    told = ""
    for step in read_steps(TASKS[title]):
        if step.kind == "sh":
            told = give_commands(step.text, type_command)
        elif step.done == "Change in":
            change(root / step.file, step.text)
        elif step.done == "Save as" and step.file.endswith(".xlsx"):
            save_book(root / step.file, step.text)
        elif step.done == "Save as":
            (root / step.file).write_text(step.text, encoding="utf-8")
        else:
            with (root / step.file).open("a", encoding="utf-8") as file:
                file.write(step.text)

    page, words = EXPECTED[title]
    folder = root / told.splitlines()[-1].split("Open ")[1]
    text = (folder.parent / (page if "." in page else f"{page}.html")).read_text(encoding="utf-8")
    assert words in re.sub(r"<[^>]+>", "", text)


def test_the_document_has_these_tasks_and_a_way_to_each():
    assert list(TASKS) == list(EXPECTED)
    for title in TASKS:
        assert f"(#{re.sub(r'[^a-z ]', '', title.lower()).replace(' ', '-')})" in HOWTO


def test_every_block_of_a_task_is_run():
    kinds = [step.kind for task in TASKS.values() for step in read_steps(task)]

    assert len(kinds) == HOWTO.count("```") // 2
    assert set(kinds) == {"sh", "csv", "diff", "yaml", "md"}
