"""Files of the data catalogue: found anew in every release, by title, or by the id that someone wrote down."""

import json

import pytest
from replaying import Route
from service_routes import ENTRY, REVISED, TABLE, in_csv, in_json

FILE = "911dae20-ac5d-4e28-bee8-53a658761fa5"
BY_TITLE = ENTRY.replace("service: ees\npublication: Children in need", "service: ees_catalogue\npublication: in-need")
LATEST = {"latestRelease": {"slug": "2025", "title": "Reporting year 2025", "published": "2025-10-30T09:30:00Z"}}


def guidance(*files: dict, slug: str = "2025") -> Route:
    """A release's page of guidance, with its files somewhere in a block of JSON."""
    block = json.dumps({"props": {"pageProps": {"release": {"dataSets": files}}}})
    page = f'<!doctype html><p>Guide</p><script id="__NEXT_DATA__" type="application/json">{block}</script>'
    return Route(f"/find-statistics/in-need/{slug}/data-guidance", page.encode(), headers={"Content-Type": "text/html"})


def a_file(identifier: str = FILE, title: str = "C1 Referrals by local authority") -> dict:
    return {"dataSetFileId": identifier, "title": title, "rows": 8}


@pytest.fixture
def entries():
    return {"c1": BY_TITLE}


@pytest.fixture
def catalogue(server):
    server.put(
        in_json("/api/publications/in-need", LATEST),
        guidance(a_file(), a_file("other", "C2 Assessments")),
        in_csv(f"/data-catalogue/data-set/{FILE}/csv", TABLE),
    )
    return server


def test_the_file_is_found_by_its_title_and_named_by_release_and_id(run, catalogue):
    assert run() == 0
    assert (run.folder / "c1" / "2025_911dae20.csv").read_bytes() == TABLE.encode()
    assert run.log[0]["edition"] == "Reporting year 2025"


def test_a_new_release_with_another_id_is_news(run, catalogue):
    run()
    catalogue.put(
        in_json("/api/publications/in-need", {"latestRelease": {"slug": "2026", "title": "Reporting year 2026"}}),
        guidance(a_file("22222222-new"), slug="2026"),
        in_csv("/data-catalogue/data-set/22222222-new/csv", REVISED),
    )

    assert run(check=True) == 10
    assert "new       2026_22222222" in run.screen
    assert "3094 to 3101" in run.screen


def test_a_file_that_the_page_describes_twice_is_one(run, catalogue):
    catalogue.put(guidance(a_file(), a_file(), a_file("other", "C2 Assessments")))

    assert run() == 0


def test_a_page_without_the_block_is_refused_with_the_way_round(run, catalogue):
    page = Route(
        "/find-statistics/in-need/2025/data-guidance", b"<!doctype html>", headers={"Content-Type": "text/html"}
    )
    catalogue.put(page)

    assert run() == 3
    assert "the page has no block of data any more" in run.faults
    assert "write its id into the entry, as `file`" in run.faults


@pytest.mark.parametrize("files", [[], [a_file(), a_file("again")]], ids=["none", "two"])
def test_not_exactly_one_file_of_the_title_is_refused(files, run, catalogue):
    catalogue.put(guidance(*files))

    assert run() == 3
    assert "fits" in run.faults or "fit" in run.faults


@pytest.mark.parametrize("entries", [{"c1": f"{BY_TITLE}file: {FILE}\n"}])
def test_an_id_written_by_hand_is_asked_for_without_looking(run, catalogue):
    assert run() == 0
    assert catalogue.asked == [f"/data-catalogue/data-set/{FILE}/csv"]


def test_an_id_that_is_none_is_refused(run, catalogue):
    catalogue.put(guidance(a_file("../../secret")))

    assert run() == 3
    assert "is no id of a file" in run.faults
