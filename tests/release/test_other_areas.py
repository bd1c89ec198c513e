"""A release for another area than the partnership's shows nothing of the partnership's: no name, figure, finding."""

import csv
import html
import json
import re
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from analysis.definitions import read_definitions
from analysis.numbers import say_count
from publishing.intake.layouts import read_sources
from tests.nightly import sample

from .conftest import ROOT

pytestmark = pytest.mark.run
AREAS = sample(["Birmingham", "Rutland"], tried=["Rutland"])


def words_of(page: Path) -> str:
    """What a reader sees of a page, without its style."""
    text = re.sub(r"<style>.*?</style>", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", " ", text))


def pages_of(release: Path) -> list[Path]:
    return sorted([*release.glob("*.html"), *release.glob("papers/*.html")])


def texts_of(release: Path) -> dict[str, str]:
    """What stands in each file of a release that is no picture, a workbook's and a document's parts together."""
    found = {}
    for path in sorted(release.rglob("*")):
        if path.suffix in (".html", ".csv", ".json"):
            found[path.name] = path.read_text(encoding="utf-8-sig")
        elif path.suffix in (".xlsx", ".docx"):
            with zipfile.ZipFile(path) as parts:
                found[path.name] = " ".join(parts.read(name).decode("utf-8", "ignore") for name in parts.namelist())
    return found


def thousands(figures: pd.Series) -> set[str]:
    """Figures of a thousand or more as pages write them: too long to stand on two pages by chance."""
    return {say_count(figure) for figure in figures.dropna() if figure >= 1000}


@pytest.mark.parametrize("area", AREAS)
def test_every_page_of_the_release_is_read_by_these_tests(other_releases, area):
    release = other_releases[area]
    made = {page["file"] for page in json.loads((release / "manifest.json").read_text(encoding="utf-8"))["pages"]}
    read = {path.name for path in pages_of(release)}

    assert made
    assert made | {"index.html"} <= read
    assert read == {path.name for path in release.rglob("*.html")}


@pytest.mark.parametrize("area", AREAS)
def test_no_file_of_the_release_names_the_partnerships_area(other_releases, area):
    texts = texts_of(other_releases[area])

    assert {".html", ".csv", ".json", ".xlsx", ".docx"} <= {Path(name).suffix for name in texts}
    assert [name for name, text in texts.items() if "Southampton" in text or "E06000045" in text] == []


@pytest.mark.parametrize("area", AREAS)
def test_no_figure_that_only_the_partnerships_documents_give_is_on_a_page(other_releases, area):
    release = other_releases[area]
    rows = pd.read_parquet(release.parents[1] / "data" / "processed" / "observations.parquet")
    owned = {source.name for source in read_sources(ROOT / "params" / "sources").values() if source.owner}
    theirs, others = rows[rows["source"].isin(owned)], rows[~rows["source"].isin(owned)]
    figures = [thousands(table[column]) for table in (theirs, others) for column in ("numerator", "value")]
    only_theirs = (figures[0] | figures[1]) - figures[2] - figures[3]

    assert len(only_theirs) > 10
    for page in pages_of(release):
        assert not only_theirs & set(re.findall(r"\d{1,3}(?:,\d{3})+", words_of(page))), page.name


@pytest.mark.parametrize("area", AREAS)
def test_every_page_is_headed_with_the_area_and_names_neither_the_partnership_nor_its_area(other_releases, area):
    partnership = read_definitions(ROOT / "params").partnership
    for page in pages_of(other_releases[area]):
        words = words_of(page)
        assert f"Reports for {area}" in words, page.name
        assert "Southampton" not in words, page.name
        assert partnership.name not in words, page.name


@pytest.mark.parametrize("area", AREAS)
def test_no_page_rests_on_a_document_of_the_partnership(other_releases, area):
    manifest = json.loads((other_releases[area] / "manifest.json").read_text(encoding="utf-8"))
    owned = {source.name for source in read_sources(ROOT / "params" / "sources").values() if source.owner}

    read = {source for page in manifest["pages"] for source in page["read"]}
    assert read
    assert not read & owned


@pytest.mark.parametrize("area", AREAS)
def test_no_finding_is_about_a_document_of_the_partnership(other_releases, area):
    with (other_releases[area] / "data" / "findings.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    owned = [source.title for source in read_sources(ROOT / "params" / "sources").values() if source.owner]

    assert rows
    assert not [row for row in rows if any(title in row["Source"] for title in owned)]


@pytest.mark.parametrize("area", AREAS)
def test_no_figure_of_the_printed_neighbours_and_none_of_another_areas_annotations_is_on_a_page(other_releases, area):
    told = " ".join(words_of(page) for page in pages_of(other_releases[area]))

    assert "as quoted" not in told
    assert "Multi-Agency Safeguarding Hub" not in told


@pytest.mark.parametrize("area", AREAS)
def test_the_pages_are_about_the_areas_own_figures(other_releases, area):
    (lead,) = [
        page["lead"]
        for page in json.loads((other_releases[area] / "manifest.json").read_text(encoding="utf-8"))["pages"]
        if page["report"] == "children_in_need"
    ]

    assert lead["indicator"] == "children_in_need_rate"
    assert lead["period"] == "31 Mar 2024"
    assert lead["beside"]
