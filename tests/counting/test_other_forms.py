"""The census's XML, Annex A's lists in workbooks, Parquet, several files of a table, and empty forms."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from analysis.definitions.record_forms import read_forms
from analysis.project import find_project
from analysis.refusals import ParametersRefused, SourceRefused, StorageRefused
from publishing.counting.blank_forms import write_blank_forms
from tests.counting.conftest import CASES, breaks, look_up, read_csv

PROJECT = find_project()
CHILD = """<Child><ChildIdentifiers><LAchildID>{0}</LAchildID><PersonBirthDate>2012-05-01</PersonBirthDate>
<Sex>2</Sex></ChildIdentifiers>{1}</Child>"""
REFERRAL = "<CINdetails><CINreferralDate>{0}</CINreferralDate><ReferralNFA>{1}</ReferralNFA>{2}</CINdetails>"
ASSESSMENT = """<Assessments><AssessmentActualStartDate>2024-05-01</AssessmentActualStartDate>
<AssessmentAuthorisationDate>{0}</AssessmentAuthorisationDate></Assessments>"""
ENQUIRY = """<Section47><S47ActualStartDate>2024-05-01</S47ActualStartDate>
<DateOfInitialCPC>{0}</DateOfInitialCPC></Section47>"""
PLAN = """<ChildProtectionPlans><CPPstartDate>2024-05-22</CPPstartDate><NumberOfPreviousCPP>{0}</NumberOfPreviousCPP>
</ChildProtectionPlans>"""


def census(*children: str, head: str = "<Message>") -> tuple[str, str]:
    return "census.xml", f"{head}<Children>{''.join(children)}</Children></Message>"


def test_the_census_is_read_child_by_child(count):
    """1 May 2024 is a Wednesday: 45 working days on, past two bank holidays, is 5 July; 15 are 23 May."""
    first = REFERRAL.format(
        "2024-05-01", "true", ASSESSMENT.format("2024-07-05") + ENQUIRY.format("2024-05-23") + PLAN.format(1)
    )
    second = REFERRAL.format(
        "2024-06-01", "0", ASSESSMENT.format("2024-07-08") + ENQUIRY.format("2024-05-24") + PLAN.format(0)
    )
    found = look_up(
        count("cin_census", census(CHILD.format("A", first), CHILD.format("B", second)), covers="2024-04..2025-03")
    )
    assert found["2024-25", "referrals"] == 2
    assert found["2024-25", "assessments_completed"] == 2
    assert found["2024-25", "assessments_in_45_days"] == 1
    assert found["2024-25", "initial_conferences"] == 2
    assert found["2024-25", "initial_conferences_in_15_days"] == 1
    assert found["2024-25", "child_protection_plans_started"] == 2
    assert found["2024-25", "second_or_subsequent"] == 1


@pytest.mark.nightly  # by day tests/counting/test_ways_of_writing.py reads one
def test_the_census_in_its_namespace_is_the_same(count):
    head = '<Message xmlns="urn:census">'
    found = count("cin_census", census(CHILD.format("A", REFERRAL.format("2024-05-01", "1", "")), head=head))
    assert found.rows["Child"] == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<Message><Children></Children></Message>", "elements <Child>"),
        ("<Message><Children><Child>", "cut off"),
        ('<!DOCTYPE m [<!ENTITY a "aaaa">]><Message>&a;</Message>', "without a document type"),
    ],
)
def test_what_is_no_census_is_refused(count, text, words):
    with pytest.raises(SourceRefused, match=words):
        count("cin_census", ("census.xml", text))


def test_annex_a_is_read_from_a_workbooks_sheets_whatever_their_headings_look_like(count, tmp_path):
    path = tmp_path / "annex.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as book:
        contacts, referrals = book.add_worksheet("1"), book.add_worksheet("3")
        contacts.write_row(0, 0, ["List 1: contacts"])
        contacts.write_row(2, 0, ["Child unique ID ", "Date of\nbirth", "DATE OF CONTACT", "Contact Source"])
        contacts.write_row(3, 0, ["7", "01/02/2012", "10/04/2024", "a) Police"])
        referrals.write_row(0, 0, ["Child Unique ID", "Date of Birth", "Date of referral", "Referral NFA?"])
        referrals.write_row(1, 0, [7, "01/02/2012", "12/04/2024", "b) No"])
    outcome = count("annex_a", path, covers="2023-04..2025-03")
    assert outcome.rows == {"List 1 contacts": 1, "List 3 referrals": 1}
    assert look_up(outcome)["2024-25", "referrals"] == 1
    assert look_up(outcome)["2024-25", "journey_contact"] == 1


def test_parquet_is_read_with_its_own_dates(count, tmp_path):
    rows = read_csv(CASES / "worked" / "rereferrals.csv")
    table = pa.Table.from_pylist(rows)
    place = table.column_names.index("cine_referral_date")
    table = table.set_column(place, "cine_referral_date", table["cine_referral_date"].cast(pa.date32()))
    path = tmp_path / "referrals.parquet"
    pq.write_table(table, path)
    found = look_up(count("ssd", path, covers="2022-04..2025-03"))
    assert found["2023-24", "rereferrals"] == 3


def test_two_extracts_that_overlap_count_each_row_once(count):
    text = (CASES / "worked" / "rereferrals.csv").read_text(encoding="utf-8")
    head, *rows = text.splitlines()
    halves = ["\n".join([head, *part]) for part in (rows[:9], rows[4:])]
    found = look_up(count("ssd", ("one.csv", halves[0]), ("two.csv", halves[1]), covers="2022-04..2025-03"))
    assert (found["2023-24", "referrals"], found["2023-24", "rereferrals"]) == (8, 3)


def test_a_file_of_another_form_is_passed_over_and_told_by_its_form(count):
    worked = CASES / "worked"
    outcome = count("ssd", worked / "rereferrals.csv", worked / "missing.csv", covers="2023-04..2025-03")
    assert "1 file is of other forms (police_missing); not read." in outcome.notes


def test_a_file_that_the_return_has_and_no_measure_needs_is_passed_over(count):
    reviews = ("reviews.csv", "CHILD,DOB,REVIEW,REVIEW_CODE\nA,01/01/2012,02/02/2024,PN1\n")
    outcome = count("ssda903", CASES / "messy" / "01_plain.csv", reviews, covers="2024-04..2025-03")
    assert any("Reviews, which no measure needs" in note for note in outcome.notes)


def test_the_hour_that_the_clocks_repeat_is_a_finding_and_no_end(count):
    """Back at 01:40 summer time and missing from 01:55: written by the clock, the episode ends before it begins."""
    log = "person_id,missing_from,returned\nA,27/10/2024 01:55,27/10/2024 01:25\n"
    outcome = count("police_missing", ("log.csv", log), covers="2024-04..2025-03")
    assert breaks(outcome) == {"M3": 1}
    assert look_up(outcome)["2024-25", "missing_episodes"] == 1
    assert look_up(outcome)["2024-25", "returned"] == 0


TABLES = [form for form in read_forms(PROJECT.params / "records").values() if form.kind == "tables"]


@pytest.mark.parametrize("form", TABLES, ids=lambda form: form.name)
def test_an_empty_form_is_recognised_and_counts_to_nothing(count, tmp_path, form):
    lines = list(write_blank_forms(PROJECT, form.name, tmp_path / "blank"))
    outcome = count(form.name, *(tmp_path / "blank").iterdir(), covers="2024-04..2025-03")
    assert len(lines) == len(form.tables)
    assert set(outcome.rows.values()) == {0}
    assert {value for value in look_up(outcome).values() if value} == set()


def test_an_empty_form_is_not_written_over_nor_into_the_project(tmp_path):
    list(write_blank_forms(PROJECT, "ssd", tmp_path))
    with pytest.raises(StorageRefused, match="there already"):
        list(write_blank_forms(PROJECT, "ssd", tmp_path))
    with pytest.raises(StorageRefused, match="outside"):
        list(write_blank_forms(PROJECT, "ssd", PROJECT.root / "data"))
    with pytest.raises(ParametersRefused, match="XML"):
        list(write_blank_forms(PROJECT, "cin_census", tmp_path))


def test_the_own_area_has_zeros_where_only_others_have_records(count):
    log = "person_id,missing_from,returned,home_la_code\nP1,01/06/2024 10:00,02/06/2024 10:00,E06000044\n"
    outcome = count("police_missing", ("log.csv", log), covers="2024-04..2025-03")

    assert look_up(outcome)["2024-25", "missing_children"] == 0
