"""Quarters and months against the year."""

import pytest


def quarters(tools, *values, **more):
    return [
        tools.observation("referrals", f"2013-14 Q{number}", value, source="board", **more)
        for number, value in zip((3, 4, 1, 2), values, strict=False)
    ]


@pytest.mark.parametrize(
    ("known", "year", "impossible"),
    [((231, 264), 3495, True), ((231, 264), 1551, False), ((231, 264), 1552, True), ((231, 264), 400, True)],
    ids=["the annual report's", "twice the largest each", "one more", "less than those known"],
)
def test_unknown_quarters_above_twice_the_largest_or_below_zero_are_a_warning(tools, known, year, impossible):
    rows = [*quarters(tools, *known), tools.observation("referrals", "2013-14", year, source="report")]
    found = tools.findings_of("quarters_and_year", rows)
    assert bool(found) == impossible
    assert all(finding["severity"] == "warning" for finding in found)


def test_the_warning_gives_the_figures_and_says_that_definitions_may_differ(tools):
    rows = [*quarters(tools, 231, 264), tools.observation("referrals", "2013-14", 3495, source="report")]
    (warning,) = tools.findings_of("quarters_and_year", rows)
    assert "231 in October to December 2013 and 264 in January to March 2014, against 3,495" in warning["detail"]
    assert "contacts and referrals" in warning["message"]


def test_a_year_with_all_quarters_known_is_another_checks_matter(tools):
    rows = [*quarters(tools, 231, 264, 240, 250), tools.observation("referrals", "2013-14", 3495, source="report")]
    assert not tools.findings_of("quarters_and_year", rows)
    assert tools.findings_of("parts_elsewhere", rows, severity="warning")


def test_small_years_are_left_to_chance(tools):
    rows = [
        tools.observation("audits", "2013-14 Q3", 1, source="board"),
        tools.observation("audits", "2013-14", 20, source="report"),
    ]
    assert not tools.findings_of("quarters_and_year", rows)


def test_counts_that_do_not_add_up_are_not_compared(tools):
    rows = [
        tools.observation("children", "2013-14 Q3", 231, source="board"),
        tools.observation("children", "2013-14", 3495, source="report"),
    ]
    assert not tools.findings_of("quarters_and_year", rows)


@pytest.mark.parametrize(("quarter", "apart"), [(231, True), (770, False), (765, True)])
def test_a_quarter_far_from_the_months_of_another_source_is_a_warning(tools, quarter, apart):
    months = zip(["2013-10", "2013-11", "2013-12"], [284, 265, 232], strict=True)  # DfE's months come to 781
    rows = [tools.observation("referrals", month, value, source="dfe") for month, value in months]
    rows.append(tools.observation("referrals", "2013-14 Q3", quarter, source="board"))
    assert bool(tools.findings_of("parts_elsewhere", rows, severity="warning")) == apart
    assert bool(tools.findings_of("parts_elsewhere", rows, severity="note")) != apart


def test_the_detail_is_left_out_where_the_months_are_from_a_return(tools):
    returned = {"source": "council", "file": "returns/council.csv"}
    rows = [tools.observation("referrals", f"2013-{month}", 260, **returned) for month in (10, 11, 12)]
    rows.append(tools.observation("referrals", "2013-14 Q3", 231, source="board"))
    (warning,) = tools.findings_of("parts_elsewhere", rows)
    assert "780" not in str(warning)


def test_months_that_are_not_all_there_are_no_measure_of_a_quarter(tools):
    rows = [tools.observation("referrals", month, 284, source="dfe") for month in ("2013-10", "2013-11")]
    rows.append(tools.observation("referrals", "2013-14 Q3", 231, source="board"))
    assert not tools.findings_of("parts_elsewhere", rows)
