"""The Open Geography portal: all pages of a layer, and errors that come with status 200."""

import json

import pytest
from replaying import Route

AT = "/LAD24_LU/FeatureServer/0/query"
ENTRY = """\
title: Authorities
publisher: Office for National Statistics
service: geography
layer: LAD24_LU
lag: each year
take: [LAD24CD, LAD24NM]
row: [LAD24CD]
area: [LAD24CD]
"""


def a_page(offset: int, *names: str, more: bool = False) -> Route:
    features = [
        {"attributes": {"LAD24CD": f"E0600004{number}", "LAD24NM": name}}
        for number, name in enumerate(names, start=offset)
    ]
    page = {"features": features} | ({"exceededTransferLimit": True} if more else {})
    kind = {"Content-Type": "application/json"}
    return Route(AT, json.dumps(page).encode(), headers=kind, query={"resultOffset": str(offset)})


@pytest.fixture
def entries():
    return {"areas": ENTRY}


def test_pages_are_followed_while_the_service_says_that_more_follow(run, server):
    server.put(a_page(0, "Isle of Wight", "Portsmouth", more=True), a_page(2, "Southampton"))

    assert run() == 0
    [path] = (run.folder / "areas").iterdir()
    assert [len(json.loads(line)["features"]) for line in path.read_text().splitlines()] == [2, 1]


def test_an_error_with_status_200_is_refused(run, server):
    error = {"error": {"code": 400, "message": "Invalid URL"}}
    server.put(Route(AT, json.dumps(error).encode(), headers={"Content-Type": "application/json"}))

    assert run() == 3
    assert "answered with the error 400: Invalid URL" in run.faults


def test_more_rows_that_never_come_are_refused(run, server):
    server.put(a_page(0, "Southampton", more=True), a_page(1, more=True))

    assert run() == 3
    assert "says that more rows follow after 1, and sends none" in run.faults


def test_a_layer_of_another_year_is_refused_by_its_fields(run, server):
    page = {"features": [{"attributes": {"LAD25CD": "E06000045", "LAD25NM": "Southampton"}}]}
    server.put(Route(AT, json.dumps(page).encode(), headers={"Content-Type": "application/json"}))

    assert run() == 3
    assert "LAD24CD (there is LAD25CD)" in run.faults


def test_an_area_that_goes_is_told(run, server):
    server.put(a_page(0, "Portsmouth", "Southampton"))
    run()
    server.put(a_page(0, "Portsmouth"))

    assert run(check=True) == 10
    assert "lost      1 area" in run.screen
