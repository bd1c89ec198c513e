"""Rate × population against the count."""

import pytest


def rows_of(tools, *, rate=734, referrals=3495, population=47458, at="30 June 2013"):
    # 3,495 contacts at 734 per 10,000 in Southampton LSCB's annual report 2013-14; ONS's estimate of children in 2013
    return [
        tools.observation("referrals", "2013-14", referrals, source="report"),
        tools.observation("rate", "2013-14", rate, source="report", cell="B2"),
        tools.observation("population", at, population, source="ons"),
    ]


def test_a_rate_that_gives_the_count_is_a_note(tools):
    (note,) = tools.findings_of("rate_and_population", rows_of(tools))
    assert note["severity"] == "note"
    assert "3,495 at 734 per 10,000 imply a population of 47,616, estimated 47,458" in note["detail"]


def test_a_rate_nearly_two_per_cent_off_the_count_is_a_note(tools):
    assert tools.findings_of("rate_and_population", rows_of(tools, rate=748))[0]["severity"] == "note"


@pytest.mark.parametrize("changed", [{"rate": 760}, {"referrals": 3600}, {"population": 49000}])
def test_a_rate_more_than_two_per_cent_off_the_count_is_a_warning(tools, changed):
    (warning,) = tools.findings_of("rate_and_population", rows_of(tools, **changed))
    assert (warning["severity"], warning["cell"]) == ("warning", "B2")
    assert "imply a population of" in warning["detail"]


@pytest.mark.parametrize("at", ["30 June 2014", "30 June 2012"])
def test_a_population_of_another_year_is_not_used(tools, at):
    assert not tools.findings_of("rate_and_population", rows_of(tools, at=at))


def test_the_latest_population_before_the_periods_end_is_used(tools):
    rows = [*rows_of(tools), tools.observation("population", "31 December 2013", 60000, source="later")]
    (warning,) = tools.findings_of("rate_and_population", rows)
    assert "60,000" in warning["detail"]


def test_a_small_rate_is_allowed_its_rounding(tools):
    assert tools.findings_of("rate_and_population", rows_of(tools, rate=5, referrals=25))[0]["severity"] == "note"
    assert tools.findings_of("rate_and_population", rows_of(tools, rate=5, referrals=30))[0]["severity"] == "warning"


def test_the_count_of_the_same_file_comes_before_a_better_sources(tools):
    rows = [*rows_of(tools), tools.observation("referrals", "2013-14", 9999, source="dfe", precedence=1)]
    assert tools.findings_of("rate_and_population", rows)[0]["severity"] == "note"


def test_a_rate_alone_is_held_against_the_best_sources_count(tools):
    rows = [*rows_of(tools)[1:], tools.observation("referrals", "2013-14", 9999, source="dfe")]
    assert tools.findings_of("rate_and_population", rows)[0]["severity"] == "warning"


def test_the_detail_is_left_out_where_the_count_is_from_a_return(tools):
    rows = rows_of(tools)
    rows[0] |= {"source": "council", "file": "returns/council.csv"}
    (note,) = tools.findings_of("rate_and_population", rows)
    assert "3,495" not in str(note)


def test_a_small_count_and_what_it_implies_are_left_out(tools):
    (warning,) = tools.findings_of("rate_and_population", rows_of(tools, rate=20, referrals=4))
    assert warning["detail"] is None or warning["detail"] != warning["detail"]
