"""Files in which something is wrong: tests/counting/cases/messy/expected.csv says what must become of each."""

import pytest

from analysis.refusals import SourceRefused
from tests.counting.conftest import CASES, breaks, look_up, read_csv, said

MESSY = CASES / "messy"
FILES = {path.name[:2]: path for path in MESSY.glob("[0-9]*")}
YEAR = "2024-04..2025-03"


def run(count, number: str):
    return count("ssda903", FILES[number], covers=YEAR)


def test_every_file_that_is_listed_is_tried():
    listed = {row["file"] for row in read_csv(MESSY / "expected.csv")}
    assert listed == {path.name for path in FILES.values()}


@pytest.mark.parametrize(
    ("number", "rows"),
    [("01", 3), ("02", 3), ("03", 3), ("04", 3), ("05", 3), ("06", 3), ("07", 1), ("09", 1), ("22", 1), ("27", 3)],
)
def test_a_file_that_is_only_written_differently_is_read_whole(count, number, rows):
    outcome = run(count, number)
    assert outcome.rows == {"Missing": rows}
    assert breaks(outcome) == {}


@pytest.mark.parametrize(
    ("number", "rule"),
    [
        ("11", "1004"),
        ("12", "1004"),
        ("13", "1004"),
        ("14", "1004"),
        ("18", "1004"),
        ("24", "1006"),
        ("25", "586"),
        ("26", "574"),
        ("17", "repeated"),
        ("21", "cut off"),
        ("10", "1004"),
    ],
)
def test_a_fault_is_a_finding_by_its_number_and_counts_one_row(count, number, rule):
    assert breaks(run(count, number))[rule] == 1


@pytest.mark.parametrize(
    ("number", "words"), [("08", "MIS_END is missing"), ("20", "is empty"), ("23", "counts, not records")]
)
def test_a_file_that_cannot_be_counted_is_refused_and_says_why(count, number, words):
    with pytest.raises(SourceRefused, match=words):
        run(count, number)


def test_counts_are_told_where_they_belong(count):
    with pytest.raises(SourceRefused, match="data/raw/returns"):
        run(count, "23")


@pytest.mark.parametrize(("number", "note"), [("04", "semicolons"), ("04", "cp1252"), ("03", "utf-16"), ("05", "tabs")])
def test_another_separator_or_encoding_is_noted(count, number, note):
    assert note in said(run(count, number))


def test_dates_that_a_spreadsheet_made_numbers_of_are_hinted_at(count):
    assert "dates came out of a spreadsheet as numbers (1 row)" in said(run(count, "14"))


def test_ids_that_differ_by_blanks_and_capitals_are_one_child(count):
    outcome = run(count, "15")
    assert "1 child by trimmed and folded id, 2 as written" in said(outcome)
    assert look_up(outcome)["2024-25", "looked_after_missing_children"] == 1


def test_ids_that_differ_by_zeros_are_two_children(count):
    outcome = run(count, "16")
    assert "differ from another by leading zeros only" in said(outcome)
    assert look_up(outcome)["2024-25", "looked_after_missing_children"] == 2


def test_a_row_that_stands_twice_is_counted_once(count):
    assert look_up(run(count, "17"))["2024-25", "looked_after_missing_incidents"] == 2


def test_a_row_without_a_date_is_not_counted(count):
    assert look_up(run(count, "18"))["2024-25", "looked_after_missing_incidents"] == 2


def test_month_and_day_are_never_swapped(count):
    assert look_up(run(count, "11"))["2024-25", "looked_after_missing_incidents"] == 0


def test_headings_alone_are_zeros_for_the_months_covered(count):
    outcome = run(count, "19")
    assert outcome.rows == {"Missing": 0}
    assert look_up(outcome)["2024-25", "looked_after_missing_children"] == 0
