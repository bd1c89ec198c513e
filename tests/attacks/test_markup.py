"""Markup, scripts and formulas through every door by which words reach a page: nothing runs, nothing is unescaped."""

import csv
import html
import re
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from rich.console import Console

from analysis.project import Project, find_project
from publishing.release.index_pages import write_releases_index
from publishing.running import quarter
from publishing.running.progress import RunProgress

ROOT = find_project(Path(__file__).parent).root
pytestmark = pytest.mark.run

FORMULA = "=HYPERLINK(0)"
DOORS = [
    "area",
    "neighbour",
    "indicator",
    "unit",
    "definition",
    "reference",
    "source",
    "supplier",
    "report",
    "audience",
    "question",
    "decision",
    "partnership",
    "contact",
    "annotation",
    "text",
    "author",
    "evidence",
    "comment",
    "ask",
    "sheet",
    "file",
    "extra",
]
ON_NO_PAGE = {"unit", "neighbour", "extra"}  # nothing on the two reports says them
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'"
# what a page must not have, whatever made it
LIVE = """() => [...document.querySelectorAll('*')].flatMap(node => [
    ...(/^(script|iframe|object|embed|form|base|img|link|audio|video|template)$/i.test(node.localName)
        ? [node.outerHTML.slice(0, 200)] : []),
    ...[...node.attributes].filter(one => /^on/i.test(one.name)
        || /^\\s*(javascript|data|vbscript|https?):/i.test(one.value)
        && !(node.localName === 'svg' || one.name.startsWith('xmlns'))).map(one => `${one.name}=${one.value}`)])"""


def attack(door: str) -> str:
    """Words that would run, ask for a picture or close what they stand in, and say by which door they came."""
    return (
        f"""{door}-door"'><img src=x onerror=alert(1)><script>alert(2)</script><svg onload=alert(3)>{{{{7*7}}}}&lt;"""
    )


def name_attack(door: str) -> str:
    """The same for a file's or sheet's name, in which no slash and few signs may stand."""
    return f"{door}-door<img src=x onerror=alert(4)>"


def change(path: Path, how: Callable[[Any], None]) -> None:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    how(content)
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")


def spoil_definitions(params: Path) -> None:
    def areas(content):
        codes = {area["name"]: area["code"] for area in content["areas"]}
        for group in content["groups"]:
            group["areas"] = [codes.get(area, area) for area in group["areas"]]
        for area in content["areas"]:
            if area["code"] in ("E06000045", "E06000044"):
                area["name"] += attack("area" if area["code"] == "E06000045" else "neighbour")

    def indicators(content):
        one = content["missing_children"]
        one["title"] = FORMULA + attack("indicator")
        one["unit"] += attack("unit")
        one["meaning"][0]["definition"] += attack("definition")
        one["meaning"][0]["reference"] += attack("reference")

    change(params / "areas.yaml", areas)
    change(params / "indicators.yaml", indicators)
    change(
        params / "partnership.yaml",
        lambda content: content.update(
            name="The " + attack("partnership"),
            contact="the " + attack("contact"),
            audiences=content["audiences"] | {attack("audience"): {"decision": attack("decision")}},
        ),
    )


def spoil_words(params: Path) -> None:
    note = {
        "title": name_attack("annotation"),
        "text": attack("text"),
        "indicators": ["missing_children"],
        "area": "E06000045",
        "at": date(2013, 10, 1),
        "author_role": attack("author"),
        "written": date(2014, 5, 1),
        "evidence": attack("evidence"),
    }
    change(params / "annotations.yaml", lambda content: content.update(annotations=[note]))
    change(
        params / "reports" / "missing.yaml",
        lambda content: content.update(
            title=name_attack("report"), audience=attack("audience"), question=attack("question")
        ),
    )
    (params / "questions.yaml").write_text(
        yaml.safe_dump({"partners": {"missing": attack("ask")}, "findings": {"not_supplied": "Why not {what}?"}})
    )
    comment = params / "comments" / "2013-14 Q4" / "missing.md"
    comment.parent.mkdir(parents=True)
    told = f"# {attack('comment')}\n\n[a](javascript:alert(5)) <javascript:alert(6)> ![b](https://example.org/c.png)\n"
    comment.write_text(told, encoding="utf-8")


def spoil_return(project: Project, returns) -> None:
    """A published table whose sheet, file and contract hold attacks; December is all zeros, which is found."""
    contract = project.params / "sources" / "police_missing.yaml"
    change(
        contract,
        lambda content: content.update(
            title=attack("source"),
            supplier=attack("supplier"),
            sheet=name_attack("sheet")[:31],
            file="police_missing_{financial year}_*",
        ),
    )
    months = [(91 + number, 131 + number, 21 + number, 61 + number) for number in range(12)]
    path = returns.write_missing(project, [*months[:8], (0, 0, 0, 0), *months[9:]])
    book = openpyxl.load_workbook(path)
    book.worksheets[0].title = name_attack("sheet")[:31]
    book.worksheets[0].cell(9, 1).value = FORMULA[1:] + attack("extra")
    book.save(project.raw / "published" / f"police_missing_2013-14_{name_attack('file')}.xlsx")
    path.unlink()


@pytest.fixture(scope="module")
def release(make_once, returns) -> Path:
    """A release of two reports with an attack through every door, and a list with a failed attempt: made once."""

    def make(folder: Path) -> None:
        project = returns.make_checkout(folder, 5)
        spoil_definitions(project.params)
        spoil_words(project.params)
        spoil_return(project, returns)
        quarter.run_quarter(project, RunProgress(Console(file=StringIO())), folder / "reports")
        told = {"when": "2026-11-23T09:00:00+00:00", "reason": attack("report")}
        (folder / "reports" / "failed.html").write_text(write_releases_index([], told), encoding="utf-8")

    (manifest,) = (make_once("attacked", make) / "reports").glob("*/manifest.json")
    return manifest.parent


@pytest.fixture(scope="module")
def pages(release) -> list[Path]:
    """Every page of the release, its contents, and the list of releases, also with a failed attempt."""
    return [
        *sorted(release.glob("*.html")),
        *sorted(release.glob("papers/*.html")),
        release.parent / "index.html",
        release.parent / "failed.html",
    ]


@pytest.mark.parametrize("door", [door for door in DOORS if door not in ON_NO_PAGE])
def test_words_come_through_every_door_as_words(pages, door):
    written = "".join(path.read_text(encoding="utf-8") for path in pages)

    assert f"{door}-door" in html.unescape(written)


def test_no_attack_stands_unescaped_in_any_file_that_a_browser_opens(pages):
    for path in pages:
        written = path.read_text(encoding="utf-8")
        assert not re.search(
            r"<script|<img|<svg onload|onerror=alert\(\d\)>|>49&|=.?javascript:", written, re.IGNORECASE
        )


@pytest.mark.browser
def test_nothing_runs_and_nothing_is_asked_for_in_chromium(pages, browser):
    dialogs, requests, said, live = [], [], [], []
    tab = browser.new_page()
    tab.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    tab.on("request", lambda request: requests.append(request.url))
    tab.on("console", lambda message: said.append(message.text))
    for path in pages:
        tab.goto(path.as_uri())
        tab.evaluate("document.querySelectorAll('details').forEach(node => node.open = true)")
        live += tab.evaluate(LIVE)
    tab.close()

    assert (dialogs, said, live) == ([], [], [])
    assert requests == [path.as_uri() for path in pages]


def test_every_page_and_list_forbids_what_it_does_not_need(pages):
    for path in pages:
        written = path.read_text(encoding="utf-8")
        (policy,) = re.findall(r"<meta[^>]*Content-Security-Policy[^>]*>", written)
        assert POLICY in html.unescape(policy)
        assert written.index(policy) < written.index("<title")


def test_no_cell_of_a_csv_file_starts_a_formula(release):
    seen = []
    for path in sorted((release / "data").glob("*.csv")):
        for row in csv.reader(StringIO(path.read_text(encoding="utf-8-sig"))):
            seen += row
            assert [cell for cell in row if cell.startswith(("=", "+", "@", "\t", "\r"))] == []
            assert [cell for cell in row if cell.startswith("-") and not re.fullmatch(r"-[\d.]+%?", cell)] == []

    assert any(FORMULA in cell for cell in seen)


def test_no_cell_of_a_spreadsheet_is_a_formula_or_a_link(release):
    book = openpyxl.load_workbook(release / "data" / "tables.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]

    assert any(FORMULA in str(cell.value) for cell in cells)
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert [cell.hyperlink.target for cell in cells if cell.hyperlink and cell.hyperlink.target] == []
