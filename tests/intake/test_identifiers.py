"""What identifies a child, and what only looks like it. The numbers are made up; their check signs are right."""

import csv
from pathlib import Path

import pytest

from analysis.project import find_project
from publishing.intake.identifiers import (
    NHS,
    POSTCODES,
    UPN,
    describe_identifier,
    find_identifier,
    find_number,
    is_nhs_number,
    is_upn,
)

ROOT = find_project(Path(__file__).parent).root


def test_the_letter_of_a_upn_is_the_weighted_sum_modulo_23():
    # GovTalk Data Standards Catalogue, Unique Pupil Number 2.0: 8x2 + 1x4 + 2x5 + 5x10 + 1x13 = 93, and 93 - 4x23 = 1
    assert is_upn("B801200005001")
    assert not any(is_upn(f"{letter}801200005001") for letter in "ACDEFGHJKLMNPQRTUVWXYZ")


def test_the_last_letter_of_a_temporary_upn_counts_as_its_place():
    assert is_upn("A80120000501A")  # 92 is 4x23, and A counts as 0
    assert is_upn("P80120000501B")  # 92 + 13x1 = 105, and 105 - 4x23 = 13, the place of P without I and O


def test_the_last_digit_of_an_nhs_number_is_11_less_the_weighted_sum_modulo_11():
    # NHS Data Dictionary, NHS Number: 9x10 + 4x9 + 3x8 + 4x7 + 7x6 + 6x5 + 5x4 + 9x3 + 1x2 = 299; 11 - 299 mod 11 = 9
    assert is_nhs_number("9434765919")
    assert not any(is_nhs_number(f"943476591{digit}") for digit in range(9))


def test_ten_equal_digits_are_no_nhs_number():
    assert not is_nhs_number("0000000000")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("B801200005001", UPN),
        ("b801200005001", UPN),
        ("B 801 2000 05 001", UPN),
        ("pupil B801200005001, twice", UPN),
        ("XB801200005001", None),
        ("B8012000050011", None),
        ("C801200005001", None),
        ("9434765919", NHS),
        ("943 476 5919", NHS),
        ("943-476-5919", NHS),
        ("NHS 9434765919.", NHS),
        ("943 4765919", None),
        ("19434765919", None),
        ("0.9434765919", None),
        ("9434765919.5", None),
        ("£9434765919", None),
        ("9434765918", None),
        ("E06000045", None),
        ("2013-14", None),
        ("02380 833336", None),
    ],
)
def test_a_number_is_found_by_its_check_sign_wherever_it_stands(text, found):
    assert find_number(text) == found


@pytest.mark.parametrize(
    "heading",
    ["UPN", "upn ", "NHS_Number", "NHS No.", "Date of birth", "D.O.B.", "DOB", "Surname", "Child's name", "Case ID"],
)
def test_a_heading_of_a_record_is_known_however_it_is_written(heading):
    assert describe_identifier(heading)
    assert find_identifier([["area", heading], ["Southampton", "x"]])[:2] == (0, 1)


@pytest.mark.parametrize(
    "text",
    ["SCR Name:", "Number of cases", "Name of authority", "Age", "Postcodes covered", "Re-referrals", "", "UPNs"],
)
def test_other_words_are_no_heading_of_a_record(text):
    assert describe_identifier(text) is None


def test_a_name_counts_among_three_headings_that_the_contract_does_not_have():
    rows = [["Name", "Age", "Ward"], ["x", "11", "y"]]

    assert find_identifier(rows) == (0, 0, "a heading 'name'")
    assert find_identifier(rows, allowed={"Name"}) is None
    assert find_identifier([["Name", "Phone"]]) is None


def test_a_contract_cannot_allow_what_only_a_record_has():
    assert find_identifier([["UPN", "n"]], allowed={"UPN"})


def test_one_postcode_is_an_address_of_the_sender_and_two_in_a_column_are_a_list():
    assert find_identifier([["SO14 7LY"], ["x"]]) is None
    assert find_identifier([["SO14 7LY", "so147fp"]]) is None
    assert find_identifier([["SO14 7LY"], ["so147fp"]]) == (1, 0, POSTCODES)


@pytest.mark.parametrize(
    "path", sorted((ROOT / "data" / "raw" / "published").glob("*.csv")), ids=lambda path: path.name
)
def test_no_published_file_is_taken_for_records(path):
    with path.open(encoding="utf-8-sig", newline="") as lines:
        assert find_identifier(list(csv.reader(lines))) is None
