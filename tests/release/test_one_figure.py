"""One figure, one name, one comparator in a release: pages, scorecard, front page and board papers agree."""

import csv
import html
import json
import re
from collections import defaultdict
from pathlib import Path

import pytest

from publishing.release.front_page import FrontRow, read_rows

pytestmark = pytest.mark.run


@pytest.fixture(scope="module")
def manifest(demo_release: Path) -> dict:
    return json.loads((demo_release / "manifest.json").read_text(encoding="utf-8"))


def words_of(page: Path) -> str:
    text = re.sub(r"<style>.*?</style>", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def test_no_two_pages_lead_with_two_figures_of_one_indicator_and_period(manifest):
    figures = defaultdict(set)
    for lead in filter(None, (page["lead"] for page in manifest["pages"])):
        figures[lead["title"], lead["period"]].add(lead["figure"])

    assert figures
    assert {key: some for key, some in figures.items() if len(some) > 1} == {}


def test_the_scorecard_gives_the_figures_that_pages_lead_with(demo_release, manifest):
    with (demo_release / "data" / "scorecard_table-1.csv").open(encoding="utf-8-sig", newline="") as lines:
        latest = {row["Item"]: row["Latest"] for row in csv.DictReader(lines)}
    leads = [page["lead"] for page in manifest["pages"] if page["lead"]]
    shared = {
        lead["title"]: (latest[lead["title"]], f"{lead['figure'].split(' per ')[0]} ({lead['period']})")
        for lead in leads
        if lead["title"] in latest and f"({lead['period']})" in latest[lead["title"]]
    }

    assert {"Rate of children in need", "Rate of looked-after children"} <= shared.keys()
    assert [title for title, (scorecard, page) in shared.items() if scorecard != page] == []


def test_the_lead_figure_of_a_page_stands_on_it(demo_release, manifest):
    for page in manifest["pages"]:
        if page["lead"] and page["report"] in ("children_in_need", "looked_after", "child_protection", "referrals"):
            assert page["lead"]["figure"].split(" per ")[0] in words_of(demo_release / page["file"]), page["report"]


def test_a_page_leads_with_a_figure_that_it_gives_where_it_gives_one_that_can_lead(other_releases):
    made = json.loads((other_releases["Rutland"] / "manifest.json").read_text(encoding="utf-8"))
    given = {
        page["report"]: {said["indicator"] for said in page["statements"] if said["kind"] == "level"}
        for page in made["pages"]
    }
    led = {page["report"]: page["lead"]["indicator"] for page in made["pages"] if page["lead"]}

    assert {report: name for report, name in led.items() if given[report] and name not in given[report]} == {}
    assert led["referral_sources"] == "referrals"


def test_the_front_page_and_the_papers_say_only_what_pages_say(demo_release, manifest):
    said = " ".join(words_of(demo_release / page["file"]) for page in manifest["pages"])
    for page in [demo_release / "index.html", *(demo_release / "papers").glob("*.html")]:
        text = page.read_text(encoding="utf-8")
        for cell in re.findall(r'class="headline">(.*?)(?:<br>|</td>)', text, flags=re.DOTALL):
            sentence = re.sub(r"<strong.*?</strong>", "", cell, flags=re.DOTALL)
            assert " ".join(html.unescape(re.sub(r"<[^>]+>", " ", sentence)).split()) in said, page.name


@pytest.fixture(scope="module")
def three_areas(demo_release, other_releases) -> dict[Path, list[FrontRow]]:
    """The releases of three areas with the rows of their front pages."""
    releases = [demo_release, *other_releases.values()]
    made = [json.loads((release / "manifest.json").read_text(encoding="utf-8")) for release in releases]
    return {release: read_rows(one["pages"]) for release, one in zip(releases, made, strict=True)}


def test_the_outcomes_page_leads_with_and_draws_all_that_the_front_page_calls_unusual(three_areas):
    for release, rows in three_areas.items():
        unusual = [row for row in rows if row.verdict.endswith("and unusual")]
        page = (release / "outcomes.html").read_text(encoding="utf-8")
        box = page[page.index("In short") : page.index("On this page")]
        first = page[page.index('class="key-charts"') :].split("</section>")[0]

        assert box.count("and unusual</strong>") == len(unusual)
        for row in unusual:
            (card,) = [card for card in first.split("<article>") if f'href="{row.file}"' in card]
            assert ("<svg" in card) == (row.file != "scorecard.html"), row.file  # which has no chart
    assert any(row.verdict.endswith("and unusual") for rows in three_areas.values() for row in rows)


def test_every_headline_of_the_front_page_says_of_when_it_is_and_every_question_to_whom_it_is_put(three_areas):
    for row in (row for rows in three_areas.values() for row in rows):
        if row.status:
            assert re.search(r"\b(19|20)\d\d\b|not stated", f"{row.headline} {row.figure}"), row.headline
        if row.question:
            assert re.match(r"To (?!whoever)[^:]+: [A-Z0-9]", row.question), row.question


def test_no_two_pages_give_two_figures_or_two_medians_of_neighbours_for_one_indicator_and_period(
    demo_release, other_releases
):
    figures, medians, pages = defaultdict(set), defaultdict(set), defaultdict(set)
    for release in (demo_release, *other_releases.values()):
        made = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
        compared = [(page, said) for page in made["pages"] for said in page["statements"] if "median" in said]
        for page, said in compared:
            key = release.name, said["indicator"], said["breakdown"], said["period"]
            figures[key].add(said["figure"])
            medians[key].add(said["median"])
            pages[key].add(page["report"])

    assert [key for key, some in pages.items() if len(some) > 1], "no figure is on two pages, so nothing was compared"
    assert {key: some for key, some in figures.items() if len(some) > 1} == {}
    assert {key: some for key, some in medians.items() if len(some) > 1} == {}


def test_no_two_pages_say_that_one_figure_went_two_ways_in_a_year(demo_release, other_releases):
    ways, said_by = defaultdict(set), defaultdict(set)
    for release in (demo_release, *other_releases.values()):
        made = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
        for page in made["pages"]:
            own = [said for said in page["statements"] if not said["breakdown"] and said["area"] == made["area"]]
            for said in [*own, page["lead"] or {}]:
                if said.get("year"):
                    key = release.name, said["indicator"], numbers_of(said["period"])
                    ways[key].add(said["year"])
                    said_by[key].add(page["report"])

    assert [key for key, some in said_by.items() if len(some) > 1], "no change is on two pages: nothing was compared"
    assert {key: some for key, some in ways.items() if len(some) > 1} == {}


def test_the_front_page_and_the_page_on_data_quality_tell_alike_how_many_verdicts_chance_would_make(demo_release):
    front, quality = (words_of(demo_release / name) for name in ("index.html", "data_quality.html"))
    told = re.search(r"We tested \d+ changes and differences at .*? seldom more than \d+[.,]", front)

    assert told
    assert told[0] in quality
    assert not any("<!--lscb:" in page.read_text(encoding="utf-8") for page in demo_release.glob("*.html"))


def numbers_of(period: str) -> str:
    """The numbers of a period, which are the same in words and as a label: '31 March 2014', '31 Mar 2014'."""
    return " ".join(re.findall(r"\d+", period))


def test_what_the_data_set_counts_apart_has_a_name_of_its_own(demo_release):
    words = words_of(demo_release / "scorecard.html")

    assert "New referrals as the data set counts them" in words
    assert not re.search(r"(?<!New )Referrals 264", words)


def test_national_figures_stand_in_no_column_of_the_area(demo_release):
    with (demo_release / "data" / "family_justice_figure-1.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))

    assert all(row["What"].endswith("(England)") for row in rows)
    assert list(rows[0]) == ["What", "England", "Lower limit", "Upper limit"]
