"""Every route of the replay folder: what `lscb fetch` makes of it, with the entries of the repository.

The folder's README says where its answers come from and under which licence.
"""

import gzip
import json
from pathlib import Path

import pytest
from replaying import Replay, Route
from service_routes import ONE, in_json, the_data_set

from analysis.project import find_project
from analysis.refusals import ServiceRefused
from publishing.fetching.web import Web

FOLDER = Path(__file__).parent / "replay"
PUBLISHED = find_project(FOLDER).params / "published"
COLLECTION = "/government/collections/youth-justice-statistics"
ID = "00000000-0000-4000-8000-000000000"


def read_routes() -> list[Route]:
    """The folder's routes that are asked with GET, in their order."""
    told = json.loads((FOLDER / "routes.json").read_text(encoding="utf-8"))["routes"]
    return [
        Route(
            path=route["path"],
            body=(FOLDER / route["file"]).read_bytes() if "file" in route else b"",
            status=route["status"],
            headers=route.get("headers", {}),
            query=route.get("query", {}),
            times=route.get("times"),
            truncate_to=route.get("truncate_to"),
        )
        for route in told
        if route["method"] == "GET"
    ]


@pytest.fixture
def server():
    with Replay(read_routes()) as running:
        yield running


@pytest.fixture
def entries():
    return {path.stem: path.read_text(encoding="utf-8") for path in PUBLISHED.glob("*.yaml")}


@pytest.fixture(autouse=True)
def chosen(project):
    """The checkout chose version 1.0, which the service has two newer ones than."""
    (project.params / "published.lock").write_text('dfe_c1_referrals:\n  version: "1.0"\n', encoding="utf-8")


def test_from_an_empty_checkout_one_command_brings_what_is_served_logged_and_pinned(run):
    assert run() == 3
    kept = {str(path.relative_to(run.folder)) for path in run.folder.rglob("*.*") if path.parent != run.folder}

    assert kept == {
        "dfe_c1_referrals/1.0.csv",
        "ohid_injury_admissions/2012-13_1ae73c4a.csv",
        "ons_population_by_age/2023_187b66d4.csv",
    }
    assert {line["file"] for line in run.log} == kept
    assert all(name in run.lock for name in kept)
    assert all("404: is not there" in line for line in run.warned)
    assert run.said[-1] == f"{len(run.log) + len(run.warned)} data sets: none with something new, 17 refused."


def test_on_release_day_the_screen_says_what_is_new_revised_and_lost(run):
    run("dfe_c1_referrals")

    assert run("dfe_c1_referrals", check=True) == 10
    assert "revised   referral_count: 1 figure of 1 area; the largest is Southampton 2024, 3094 to 3101" in run.screen
    assert "announced as lost: period 2013; column rereferral_child_percent" in run.screen
    assert "announced as renamed: area Somerset (E10000027) to Somerset (E06000066)" in run.screen
    assert len(run.said) <= 24  # a screen


def test_the_revised_edition_is_taken_and_the_one_that_is_not_served_is_told(run):
    run("dfe_c1_referrals")

    assert run("dfe_c1_referrals", update=True) == 3
    assert 'version: "1.1"' in run.lock
    assert "dataSetVersion=2.0: answered 404" in run.faults


def test_a_file_of_the_catalogue_with_the_headings_of_earlier_years_is_read(run):
    headings = gzip.decompress((FOLDER / "ees" / "c1_old_headings.csv.gz").read_bytes()).splitlines()[0].decode()
    changes = {
        "service: ees\n": f"service: ees_catalogue\nfile: {ID}001\n",
        "publication: Children in need": "publication: children-in-need",
        "  - referral_count\n": "  - Referrals\n",
        "  - rereferral_count\n  - rereferral_percent\n  - no_further_action_count\n": "",
        "  - not_in_need_count\n  - referral_child_count\n  - rereferral_child_count\n": "",
    }
    run.change_entry("dfe_c1_referrals", changes)
    (run.project.params / "published.lock").unlink()
    assert "Re_referrals_percent" in headings
    assert run("dfe_c1_referrals") == 0
    assert "cannot be read" not in run.screen


OTHER_DATA_SETS = {
    "404": "answered 404: is not there",
    "403": "answered 403: is not open to the public",
    "504": "answered 504",
    "010": "this data set is deprecated. 342f9a01-26f0-2a71-91a1-f8bc0bee8b11 supersedes it",
}


@pytest.mark.parametrize("number", OTHER_DATA_SETS)
def test_a_data_set_that_cannot_be_had_is_refused_with_the_reason(number, run, server):
    list_instead(server, number)

    assert run("dfe_c1_referrals") == 3
    assert OTHER_DATA_SETS[number] in run.faults
    assert run.log == []


def test_a_data_set_behind_too_many_requests_is_fetched_after_the_seconds_asked_for(run, server):
    list_instead(server, "429")

    assert run("dfe_c1_referrals") == 0
    assert run.waits == [1.0, 1.0]


@pytest.mark.parametrize(
    ("number", "words"),
    [("0aa", "the answer breaks off after 400 bytes, 6 times"), ("200", "answered with a web page")],
)
def test_a_file_that_is_cut_off_or_a_page_is_refused(number, words, run, server):
    list_instead(server, number)
    path = f"/statistics/v1/data-sets/{ID}{number}"
    versions = next(route for route in server.routes if route.path == f"{ONE}/versions")
    server.put(
        in_json(path, the_data_set(ID + number)), Route(f"{path}/versions", versions.body, headers=versions.headers)
    )

    assert run("dfe_c1_referrals") == 3
    assert words in run.faults
    assert run.log == []


def list_instead(server: Replay, number: str) -> None:
    """The publication lists another of the replay's data sets in place of its own."""
    route = next(route for route in server.routes if route.path.endswith("/data-sets"))
    route.body = route.body.replace(ONE.rpartition("/")[2].encode(), (ID + number).encode())


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("ohid_injury_admissions", "indicator: 90284", "indicator: 90285", "has headings and no rows: the area type"),
        ("ons_population_by_age", "NM_2002_1", "NM_1_1", "answered with a web page where data was asked for"),
        ("yjb_local_level", COLLECTION, "/government/statistics/old", "answered 410: is gone"),
        ("yjb_local_level", COLLECTION, "/government/statistics/moved", "has no links.documents"),
        ("yjb_local_level", "Local_level_open_data*.ods", "*_*", "2 attachments fit"),
    ],
)
def test_an_answer_that_is_not_what_was_asked_for_is_refused(name, old, new, words, run):
    run.change_entry(name, {old: new})

    assert run(name) == 3
    assert words in run.faults
    assert run.log == []


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/api/crimes-street/all-crime", "answered 503"),
        ("/api/crimes-at-location", "answered 429"),
        ("/api/area_types", "answered 500"),
    ],
)
def test_a_fault_without_a_body_or_a_time_to_wait_is_told(path, words, server):
    with Web("test", sleep=lambda _: None) as web, pytest.raises(ServiceRefused, match=words):
        web.get_json(server.address + path)
