"""What is kept of an earlier run: each change makes the pages that it touches again and no others, to the same bytes.

Notebooks are executed in this process, each as if in its own: what is tested is which, and what becomes of the rest.
"""

import os
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_output

from analysis.measures import dependencies
from analysis.project import Project
from publishing.release.made_page import MadePage, Unit
from publishing.running import page_cache as kept
from publishing.running import quarter
from publishing.running import workers as making
from publishing.running.digests import Digests
from publishing.running.pages import collect_page
from publishing.running.quarter import run_quarter
from publishing.running.up_to_date import Asked
from tests.nightly import NIGHTLY

READ = """\
from analysis.page.page import open_page
page = open_page(report, area=area, quarter=quarter, data=data)
read = page.read(*indicators.split(), areas=places.split() or None)
page.data()
page.summary(f"There were {read['numerator'].sum():.0f} in all.")
breaks = page.breaks(*indicators.split())
page.close()
"""
QUALITY = """\
from analysis.page.page import open_page
from analysis.page import questions_to_suppliers as data_quality
page = open_page(report, area=area, quarter=quarter, data=data)
page.findings(everything=True)
accounts = data_quality.read_accounts(page)
page.close()
"""
PARAMETERS = """\
report: str = ""
area: str = ""
quarter: str = ""
data: str = ""
indicators: str = ""
places: str = ""
"""
INDICATOR = """\
{name}:
  title: {title}
  kind: count
  counts: people
  unit: children
  topic: {name}
  meaning: [{{since: 2013-04-01, definition: What is meant., reference: The source}}]
"""
CONTRACT = """\
title: {title}
supplier: the {name}
precedence: 2
file: {name}
layout: periods_across
period: month
area: {area}
headings: [Measure]
rows: {{{title}: {indicator}}}
"""
SOURCES = {
    "police": ("Children missing", "missing_children", "E06000045", "17,19,23"),
    "council": ("Referrals", "referrals", "E06000045", "217,219,223"),
    "neighbour": ("Children missing", "missing_children", "E06000044", "27,29,31"),
}
REPORTS = {
    "missing": "{indicators: missing_children}",
    "referrals": "{indicators: referrals}",
    "both": "{indicators: [missing_children, referrals]}",
    "beside": "{indicators: missing_children, places: [E06000044]}",
}
ALL = {*REPORTS, "quality"}
ANNOTATION = """\
annotations:
  - title: A remark
    text: What is known.
    indicators: [referrals]
    area: {area}
    at: 2014-02-01
    author_role: Analyst
    written: 2014-05-01
    evidence: A letter
"""
OTHER = ANNOTATION.format(area="E06000044").rstrip()


@pytest.fixture
def made_anew(monkeypatch) -> list[str]:
    """The names of the reports that were made, not kept, since the list was last emptied."""
    names = []

    def make(unit: Unit, **others) -> MadePage:
        names.append(unit.report.name)
        return make_here(unit)

    real = kept.hash_tools
    monkeypatch.setattr(kept, "hash_tools", lambda project: real(project) | {"code": "as it is"})
    monkeypatch.setattr(quarter, "make_page", make)
    monkeypatch.setattr(quarter, "open_threads", lambda jobs: making.open_threads(1))
    monkeypatch.setattr(quarter, "warm_kernels", lambda **others: quarter.nullcontext(quarter.PrivateKernel))
    return names


def make_here(unit: Unit) -> MadePage:
    """What a unit's notebook makes, its cells executed in this process."""
    dependencies._noted.clear()
    notebook, before, names = nbformat.read(unit.notebook, as_version=4), Path.cwd(), {}
    os.chdir(unit.notebook.parent)
    try:
        for cell in notebook.cells:
            if cell.cell_type == "code":
                exec(cell.source, names)
                names |= dict(unit.parameters)
    finally:
        os.chdir(before)
    bundles = [part._repr_mimebundle_() for part in names["page"].outputs.parts]
    notebook.cells[-1].outputs = [new_output("display_data", data=data, metadata=meta) for data, meta in bundles]
    return collect_page(unit, notebook)


@pytest.fixture
def several(project: Project, add_notebook, add_report) -> Project:
    """Five reports on three sources, of which two are about the same indicator of another area."""
    add_notebook(READ, name="read", parameters=PARAMETERS, complete=False)
    add_notebook(QUALITY, name="quality", parameters=PARAMETERS, complete=False)
    for name, parameters in REPORTS.items():
        add_report(name, notebook="read.ipynb", parameters=parameters)
    add_report("quality", notebook="quality.ipynb")
    titles = {"missing_children": "Children missing", "referrals": "Referrals"}
    text = "".join(INDICATOR.format(name=name, title=title) for name, title in titles.items())
    (project.params / "indicators.yaml").write_text(text, encoding="utf-8")
    for name, (title, indicator, area, figures) in SOURCES.items():
        contract = CONTRACT.format(name=name, title=title, indicator=indicator, area=area)
        (project.params / "sources" / f"{name}.yaml").write_text(contract, encoding="utf-8")
        received = project.raw / "published" / f"{name}.csv"
        received.write_text(f"Measure,Jan-14,Feb-14,Mar-14\n{title},{figures}\n", encoding="utf-8")
    (project.root / "requirements.lock").write_text("pandas==3.0\n", encoding="utf-8")
    return project


@pytest.fixture
def run(several, made_anew, progress, tmp_path) -> Callable[..., set[str]]:
    """Run all reports and return the names of those that were made anew."""

    def run_here(output: str = "reports", **others) -> set[str]:
        made_anew.clear()
        run_quarter(several, progress, tmp_path / output, **others)
        return set(made_anew)

    return run_here


def newest(output: Path) -> dict[str, bytes]:
    """The files of the newest release, without those that name it."""
    release = sorted(path for path in output.iterdir() if path.is_dir())[-1]
    files = {path.relative_to(release).as_posix(): path for path in release.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in files.items() if name not in ("manifest.json", "index.html")}


def replace(path: str, old: str, new: str) -> Callable[[Project], None]:
    def change(project: Project) -> None:
        text = (project.root / path).read_text(encoding="utf-8")
        assert old in text
        (project.root / path).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def write(path: str, text: str) -> Callable[[Project], None]:
    def change(project: Project) -> None:
        (project.root / path).parent.mkdir(parents=True, exist_ok=True)
        (project.root / path).write_text(text, encoding="utf-8")

    return change


def touch_everything(project: Project) -> None:
    for path in project.root.rglob("*"):
        os.utime(path)


RAW = "data/raw/published"
LOG = """\
| file | from | table | received | covers | licence |
| --- | --- | --- | --- | --- | --- |
| `police.csv` | us | a report | 2014-05-01 | a | b |
"""
CHANGES = {
    "policy": (replace("params/policy.yaml", "withhold_up_to: 5", "withhold_up_to: 6"), ALL),
    "the name of an area": (replace("params/areas.yaml", "Portsmouth", "City of Portsmouth"), ALL),
    "questions": (write("params/questions.yaml", "partners: {referrals: the council}\n"), ALL),
    "the lock": (replace("requirements.lock", "3.0", "3.1"), ALL),
    "nothing": (lambda project: None, set()),
    "only the files' times": (touch_everything, set()),
    "a figure": (replace(f"{RAW}/police.csv", "17", "18"), {"missing", "both"}),
    "another source's figure": (replace(f"{RAW}/council.csv", "217", "218"), {"referrals", "both"}),
    "a figure of another area": (replace(f"{RAW}/neighbour.csv", "27", "28"), {"beside"}),
    "what an indicator means": (
        replace("params/indicators.yaml", "What is meant", "What was meant"),
        {"missing", "both", "beside"},
    ),
    "a report's title": (replace("params/reports/missing.yaml", "The page", "A page"), {"missing"}),
    "a report's parameter": (replace("params/reports/both.yaml", "missing_children, ", ""), {"both"}),
    "a notebook": (replace("notebooks/quality.ipynb", "accounts = ", "known = "), {"quality"}),
    "an annotation": (write("params/annotations.yaml", ANNOTATION.format(area="E06000045")), {"referrals", "both"}),
    "another area's annotation": (replace("params/annotations.yaml", "annotations:", OTHER), set()),
    "a comment": (write("params/comments/2013-14 Q4/missing.md", "What we think."), {"missing"}),
    "another quarter's comment": (write("params/comments/2013-14 Q3/missing.md", "What we thought."), set()),
    "a contract's title": (
        replace("params/sources/council.yaml", "title: R", "title: Our r"),
        {"referrals", "both", "quality"},
    ),
    "the day on which a file came": (write("data/raw/README.md", LOG), {"missing", "quality"}),  # a finding less
}

SOME = ("nothing", "a figure", "a notebook")


def test_each_change_makes_the_pages_again_that_it_touches_and_no_others(run, several, tmp_path):
    """In the end the release, of which most pages were kept, is what one made anew is."""
    assert run() == ALL
    made, tried = {}, CHANGES if NIGHTLY else {name: CHANGES[name] for name in SOME}
    for name, (change, _) in tried.items():
        change(several)
        made[name] = run()

    assert made == {name: touched for name, (_, touched) in tried.items()}
    assert run("fresh", fresh=True) == ALL
    assert newest(tmp_path / "reports") == newest(tmp_path / "fresh")


@pytest.mark.nightly
def test_other_code_makes_everything_again(run, monkeypatch):
    run()
    real = kept.hash_tools
    monkeypatch.setattr(kept, "hash_tools", lambda project: real(project) | {"code": "other"})

    assert run() == ALL


@pytest.mark.nightly
def test_the_commit_of_the_day_stands_on_a_kept_page(run, monkeypatch, tmp_path):
    run()
    words = quarter.describe_made_with
    monkeypatch.setattr(quarter, "describe_made_with", lambda *given: words(*given) | {"commit": "3f2c1ab"})

    assert run() == set()
    assert b"3f2c1ab" in newest(tmp_path / "reports")["missing.html"]


def test_a_damaged_kept_page_is_made_again(run, several):
    run()
    empty, short, flipped, *_ = sorted((several.kept).glob(f"*{kept.ENDING}"))
    empty.write_bytes(b"")
    short.write_bytes(short.read_bytes()[:-9])
    flipped.write_bytes(flipped.read_bytes()[:70] + b"x" + flipped.read_bytes()[71:])

    assert len(run()) == 3
    assert run() == set()


def test_kept_pages_are_for_their_owner_alone(run, several):
    run()

    folder = several.kept
    assert folder.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.iterdir())


@pytest.mark.nightly
def test_a_page_that_does_not_say_what_it_rests_on_is_made_every_time(run, several, add_notebook):
    silent = READ.replace("page.close()", "from analysis.page.parts import Part\npage.show(Part('complete', '', ''))")
    add_notebook(silent, name="read", parameters=PARAMETERS, complete=False)
    run()

    assert run() == set(REPORTS)


@pytest.mark.nightly
def test_pages_made_after_a_notebook_was_changed_in_mid_run_are_not_kept(several, made_anew, run, monkeypatch):
    again = quarter.make_page

    def change_meanwhile(unit: Unit, **others) -> MadePage:
        page = make_here(unit)
        if unit.report.name == "quality":
            replace("notebooks/quality.ipynb", "accounts = ", "known = ")(several)
        return page

    monkeypatch.setattr(quarter, "make_page", change_meanwhile)
    run()
    monkeypatch.setattr(quarter, "make_page", again)

    assert run() == {"quality", "referrals"}  # the one after it too: nobody knows what that has read


@pytest.mark.nightly
def test_a_fresh_run_learns_shared_seasons_anew_too(run, several):
    run()
    season = several.kept / f"what an earlier run learned{kept.SEASON}"
    season.write_bytes(b"")

    run()
    assert season.exists()
    run(fresh=True)
    assert not season.exists()


@pytest.mark.nightly
def test_the_pages_unused_for_the_longest_time_are_cleared_beyond_a_size(run, several):
    run()
    folder = several.kept
    paths = sorted(folder.glob(f"*{kept.ENDING}"))
    for age, path in enumerate(paths):
        os.utime(path, ns=(age * 10**9, age * 10**9))

    kept.KeptPages.clear(type("Kept", (), {"folder": folder})(), most=sum(path.stat().st_size for path in paths[2:]))

    assert sorted(folder.glob(f"*{kept.ENDING}")) == paths[2:]


LAST = """\
import json
from analysis.page.page import open_page
from analysis.page.parts import Part
page = open_page(report, area=area, quarter=quarter, data=data)
cards = json.loads((page.project.kept / cards_file).read_text()) if cards_file else {}
page.say("; ".join(f"{name}: {card['said'][0]['sentence']}" for name, card in cards.items() if card["said"]))
page.close()
"""


@pytest.fixture
def run_last(several, add_notebook, add_report, run) -> Callable[..., set[str]]:
    """Run with a sixth report, first in order, that is made of what the others come to."""
    add_notebook(LAST, name="last", parameters=PARAMETERS + 'cards_file: str = ""\n', complete=False)
    add_report("last", notebook="last.ipynb", order="0")
    return run


def test_a_page_of_what_others_come_to_is_made_after_them_and_told_it(run_last, made_anew, tmp_path):
    run_last()

    assert made_anew[-1] == "last"
    assert "missing: There were 59 in all." in newest(tmp_path / "reports")["last.html"].decode()


@pytest.mark.nightly
def test_it_is_made_again_when_another_page_says_something_else_and_only_then(run_last, several):
    run_last()
    assert run_last() == set()

    replace(f"{RAW}/council.csv", "217", "218")(several)
    assert run_last() == {"referrals", "both", "last"}


def test_alone_it_is_told_nothing(run_last):
    assert run_last(asked=Asked(only=("last",))) == {"last"}


@pytest.mark.nightly
def test_where_its_file_cannot_be_written_it_is_told_nothing(run_last, monkeypatch):
    monkeypatch.setattr(kept.KeptPages, "keep", lambda *_: None)
    monkeypatch.setattr(kept, "replace_file", raise_full)

    assert "last" in run_last()


def raise_full(*_: object) -> None:
    raise OSError("full")


def test_what_no_digest_is_known_for_is_never_the_same(several):
    digests = [Digests(several, None).digest(["weather", ["today"]]) for _ in range(2)]

    assert digests[0] != digests[1]
