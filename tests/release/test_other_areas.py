"""A release for another area than the partnership's shows nothing of the partnership's: no name, figure, finding."""

import csv
import html
import json
import re
from pathlib import Path

import pytest

from analysis.definitions import read_definitions
from analysis.definitions.sources import read_sources

from .conftest import ROOT

pytestmark = pytest.mark.run
AREAS = ["Birmingham", "Rutland"]


def words_of(page: Path) -> str:
    """What a reader sees of a page, without its style."""
    text = re.sub(r"<style>.*?</style>", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", " ", text))


def pages_of(release: Path) -> list[Path]:
    return sorted([*release.glob("*.html"), *release.glob("papers/*.html")])


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
