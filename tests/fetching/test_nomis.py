"""Nomis: page by page, by what came and not by what was asked for, and counted to the last row."""

import pytest
from replaying import Route

HEAD = "DATE,GEOGRAPHY_NAME,GEOGRAPHY_CODE,C_AGE_NAME,OBS_VALUE,RECORD_OFFSET,RECORD_COUNT"
AT = "/api/v01/dataset/NM_2002_1.data.csv"
ENTRY = """\
title: Children by age
publisher: Office for National Statistics
service: nomis
data_set: NM_2002_1
query: {geography: TYPE423, time: "2022,latest"}
page_rows: 3
lag: a year
take: [OBS_VALUE]
row: [DATE, GEOGRAPHY_CODE, C_AGE_NAME]
area: [GEOGRAPHY_CODE]
period: DATE
"""


def a_row(number: int, count: object = 5, value: int | None = None) -> str:
    return f"2023,Southampton,E06000045,Age {number},{value or 2300 + number},{number},{count}"


def a_page(first: int, *rows: str, asked: int | None = None) -> Route:
    body = "\n".join([HEAD, *rows]) + "\n"
    return Route(AT, body.encode(), headers={"Content-Type": "text/csv"}, query={"recordoffset": str(first)})


def whole(**more: object) -> list[Route]:
    return [a_page(0, *map(a_row, range(3))), a_page(3, *map(a_row, range(3, 5)))]


@pytest.fixture
def entries():
    return {"ages": ENTRY}


def kept(run) -> bytes:
    [path] = (run.folder / "ages").iterdir()
    return path.read_bytes()


def test_all_pages_are_joined_under_one_row_of_headings(run, server):
    server.put(*whole())

    assert run() == 0
    assert kept(run).decode().splitlines() == [HEAD, *map(a_row, range(5))]


def test_the_next_page_begins_where_the_last_ended_however_short_it_was(run, server):
    """A service whose limit is lower than what was asked for cuts without an error."""
    server.put(a_page(0, a_row(0), a_row(1)), a_page(2, a_row(2)), a_page(3, a_row(3), a_row(4)))

    assert run() == 0
    assert kept(run).count(b"\n") == 6


def test_what_is_asked_for_goes_along_with_every_page(run, server):
    server.put(*whole())
    run()

    assert all("geography=TYPE423&time=2022%2Clatest" in asked for asked in server.asked)
    assert all("recordlimit=3" in asked for asked in server.asked)


FAULTS = {
    "cut short": ([a_page(0, *map(a_row, range(3))), a_page(3)], "came without rows"),
    "the same page again": (
        [a_page(0, *map(a_row, range(3))), a_page(3, *map(a_row, range(3)))],
        "rows 0 and on came where 3 and on were asked for",
    ),
    "counts that differ": ([a_page(0, a_row(0, 5), a_row(1, 6))], "not say how many there are"),
    "a row left out": ([a_page(0, a_row(0), a_row(2)), a_page(2, a_row(2), a_row(3), a_row(4))], "or some are missing"),
    "a table that grew meanwhile": (
        [a_page(0, *map(a_row, range(3))), a_page(3, *(a_row(number, 6) for number in range(3, 6)))],
        "another number than before",
    ),
    "a count that is none": ([a_page(0, a_row(0, "many"))], "not say how many there are"),
    "more rows than there are": ([a_page(0, *(a_row(number, 2) for number in range(3)))], "more rows came"),
    "no count": ([Route(AT, b"DATE,OBS_VALUE\n2023,1\n", headers={"Content-Type": "text/csv"})], "RECORD_COUNT"),
    "a page of HTML": (
        [Route(AT, b"<html><body>Error</body></html>", headers={"Content-Type": "text/html"})],
        "answered with a web page",
    ),
    "other headings": (
        [
            a_page(0, *map(a_row, range(3))),
            Route(
                AT,
                (HEAD.replace("GEOGRAPHY_NAME", "PLACE") + "\n" + a_row(3) + "\n" + a_row(4) + "\n").encode(),
                headers={"Content-Type": "text/csv"},
                query={"recordoffset": "3"},
            ),
        ],
        "other headings than the first",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_table_that_is_not_whole_is_refused(fault, run, server):
    routes, words = FAULTS[fault]
    server.put(*routes)

    assert run() == 3
    assert words in run.faults
    assert not (run.folder / "ages").exists()


def test_revised_estimates_of_the_same_year_are_a_version_of_their_own(run, server):
    server.put(*whole())
    run()
    server.put(a_page(0, a_row(0, value=2400), a_row(1), a_row(2)))

    assert run(check=True) == 10
    assert "OBS_VALUE: 1 figure of 1 area; the largest is Southampton 2023, 2300 to 2400" in run.screen
    assert run(update=True) == 0
    assert len(list((run.folder / "ages").iterdir())) == 2


def test_the_pinned_edition_that_the_service_has_no_more_stays(run, server):
    server.put(*whole())
    run()
    before = run.files()
    server.put(a_page(0, a_row(0, value=2400), a_row(1), a_row(2)))

    assert run() == 0
    assert "which the service no longer has; the file here stays" in run.screen
    assert run.files() == before
