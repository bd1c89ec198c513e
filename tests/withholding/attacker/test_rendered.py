"""The attacker reads a rendered release: age groups of which every district has a small one, by no contract a sum."""

import re
import shutil
from io import StringIO
from pathlib import Path

import pytest
from program import Attack
from reading import Seen
from rich.console import Console
from surfaces import read_chart_marks, read_csv, read_html_tables, read_pdf, read_sheets
from worlds import ALL, Figure, World

from analysis.project import Project, find_project
from publishing.circulation.approved_release import read_release
from publishing.circulation.messages import Letter
from publishing.release.pdf import Printed
from publishing.running import quarter
from publishing.running.progress import RunProgress
from publishing.running.up_to_date import Asked

pytestmark = pytest.mark.run

ROOT = find_project(Path(__file__).parent).root
AREAS = {
    "Southampton": "E06000045",
    "Eastleigh": "E07000086",
    "Romsey": "L:romsey",
    "New Forest": "E07000091",
    "Southampton, Eastleigh, Romsey and New Forest": "L:four_districts",
}
GROUPS = ("Under 13", "13 to 15", "16 and 17")
COUNTS = [(3, 24, 30), (2, 18, 20), (4, 8, 10), (5, 20, 26)]  # invented
CONTRACT = """\
title: Offences by age
supplier: A partner
file: by_age_{financial year}
layout: measures_across
precedence: 2
area_columns: [area_code]
name_column: area
period_column: year
period: financial year
columns:
  All: sexual_offences
  Under 13: {indicator: sexual_offences, breakdown: under 13}
  13 to 15: {indicator: sexual_offences, breakdown: 13 to 15}
  16 and 17: {indicator: sexual_offences, breakdown: 16 and 17}
totals:
  - {over: area, whole: "L:four_districts", indicators: [sexual_offences]}
"""


def write_return() -> str:
    totals = [*COUNTS, tuple(sum(column) for column in zip(*COUNTS, strict=True))]
    lines = ["area_code,area,year,All," + ",".join(GROUPS)]
    for (name, code), row in zip(AREAS.items(), totals, strict=True):
        lines.append(f'{code},"{name}",2013-14,{sum(row)},' + ",".join(map(str, row)))
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def release(make_once, open_kernels) -> Path:
    """The release of one report, which is made once. Tests only read it."""

    def make(folder: Path) -> None:
        for part in ("params", "notebooks"):
            shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("sources", ".*"))
        (folder / "params" / "sources").mkdir()
        (folder / "params" / "sources" / "by_age.yaml").write_text(CONTRACT, encoding="utf-8")
        for name in ("published", "returns"):
            (folder / "data" / "raw" / name).mkdir(parents=True)
        (folder / "data" / "raw" / "returns" / "by_age_2013-14.csv").write_text(write_return(), encoding="utf-8")
        printed = Printed.WHOLE if shutil.which("chromium") and shutil.which("pdftotext") else Printed.NOT
        asked, told = Asked(only=("sexual_offences",), printed=printed), RunProgress(Console(file=StringIO()))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(quarter, "warm_kernels", open_kernels)
            quarter.run_quarter(Project(folder, folder / "data"), told, folder / "reports", asked, jobs=1)

    (manifest,) = (make_once("rendered", make) / "reports").glob("*/manifest.json")
    return manifest.parent


@pytest.fixture(scope="module")
def page(release) -> str:
    return (release / "sexual_offences.html").read_text(encoding="utf-8")


def find_tables(tables: list[list[list[str]]]) -> dict[str, dict[str, list[str]]]:
    """The table of counts and the table of shares, each as rows by area, in the order of `GROUPS` after the whole."""
    found = {}
    for table in tables:
        for start, head in enumerate(table):
            if set(GROUPS) <= set(head) and "Area" in head:
                rows = {
                    row[head.index("Area")]: [row[head.index(name)] for name in ("All", *GROUPS)]
                    for row in table[start + 1 :]
                    if row[head.index("Area")] in AREAS
                }
                kind = "shares" if any("%" in cell for row in rows.values() for cell in row) else "counts"
                found[kind] = rows
    return found


def test_page_csv_and_workbook_show_the_same_cells(release, page):
    files = [read_csv(path) for path in sorted((release / "data").glob("*_table-*.csv"))]
    marked = [
        [[cell.replace("withheld", "[c]") for cell in row] for row in table] for table in (*read_html_tables(page),)
    ]
    shown = find_tables(marked)
    assert set(shown) == {"counts", "shares"}
    assert find_tables(files) == shown
    assert find_tables(read_sheets(release / "data" / "tables.xlsx"))["counts"] == shown["counts"]


def attack(release: Path) -> tuple[Attack, list[Figure]]:
    """The attack with every number of the tables of counts and shares; a share is true to half a per cent."""
    tables = find_tables([read_csv(path) for path in sorted((release / "data").glob("*_table-*.csv"))])
    figures, seen = {}, []
    for number, name in enumerate(AREAS):
        inside = range(len(COUNTS)) if number == len(COUNTS) else [number]
        for place, group in enumerate(("", *GROUPS)):
            columns = range(len(GROUPS)) if not group else [place - 1]
            cells = frozenset((row, column, 0) for row in inside for column in columns)
            count = sum(COUNTS[row][column] for row, column, _ in cells)
            figure = Figure((ALL if number == len(COUNTS) else name, group, "2013-14"), cells, count)
            figures[number, place] = figure
            text = tables["counts"][name][place]
            seen.append(Seen(figure, float(text) if text.isdigit() else None, "sub_group"))
    world = World(0, "counts", (), (), ("sub_group",), (len(COUNTS), len(GROUPS), 1))
    return Attack(world, [seen]), [figures[row, column + 1] for row in range(4) for column in range(3)]


def test_no_small_count_of_the_page_can_be_narrowed(release):
    outsider, figures = attack(release)
    for figure in figures:
        if figure.count <= 5:
            low, high = outsider.limit(figure)
            assert low <= 1, figure
            assert high >= 5, figure


def test_the_marks_of_the_charts_stand_at_percentages_that_the_tables_show(page, release):
    tables = [read_csv(path) for path in sorted((release / "data").glob("*.csv"))]
    shown = [int(cell[:-1]) for table in tables for row in table for cell in row if re.fullmatch(r"\d+%", cell)]
    read = [read_chart_marks(svg) for svg in re.findall(r"<svg.*?</svg>", page, re.DOTALL)]
    assert sum(len(places) for places, _ in read) > 2
    for places, pixel in read:
        for place in places:
            assert any(abs(place - percent) <= 0.5 + pixel for percent in shown), place


def test_the_printed_page_has_the_rows_of_the_page_on_screen(release):
    path = release / "sexual_offences.pdf"
    if not path.exists():
        pytest.skip("no browser to print with, or nothing to read what it printed")
    rows = find_tables([read_csv(each) for each in sorted((release / "data").glob("*_table-*.csv"))])["counts"]
    assert " ".join(["Romsey", *rows["Romsey"]]) in re.sub(r"\s+", " ", read_pdf(path))


def test_the_message_says_no_number_that_the_page_does_not(release, page):
    released = read_release(release)
    letter = Letter(released, "all", "anna@example.org", released.manifest["pages"])
    words = re.sub(r"<[^>]+>", " ", page)
    said = letter.text().split("Attached:")[0]
    assert set(re.findall(r"\d+", said)) <= set(re.findall(r"\d+", words))
