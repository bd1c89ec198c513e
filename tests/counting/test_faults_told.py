"""Faults that once changed a count and were told by nobody: each is now a finding, a note or a refusal."""

import gzip

import pytest

from analysis.refusals import SourceRefused
from tests.counting.conftest import breaks, look_up, said

YEAR = "2024-04..2025-03"
MISSING = "CHILD,DOB,MISSING,MIS_START,MIS_END\n"
LOG = "person_id,date_of_birth,missing_from,returned,home_la_code\n"
OFFENCES = "person_id,date_of_birth,offence_date,outcome_date,outcome\n"
LIST_3 = "Child Unique ID,Date of referral,Number of Referrals in Last 12 Months\n"
LIST_8 = "Child Unique ID,Legal Status,Date Started to be Looked After,Date Ceased,Reason Ceased\n"
CARE = "clae_person_id,clae_cla_episode_start_date,clae_cla_episode_start_reason,clae_cla_episode_ceased_date,"
CARE += "clae_cla_episode_ceased_reason\n"

TOLD = {
    "someone of 18 is missing from care": ("ssda903", f"{MISSING}A,12/03/1990,M,13/11/2024,\n", {"B2": 1}),
    "born after going missing": ("police_missing", f"{LOG}A,2025-01-01,13/11/2024 10:00,,E06000045\n", {"M15": 1}),
    "18 at the outcome": ("youth_justice", f"{OFFENCES}A,2000-01-01,2024-05-01,2024-06-01,Fine\n", {"Y9": 1}),
    "a reason in words": ("annex_a", f"{LIST_8}A,C2,13/11/2024,20/11/2024,E4A Returned home\n", {"L8d": 1}),
    "a legal status in words": ("annex_a", f"{LIST_8}A,V4 Short breaks,13/11/2024,,\n", {"L8c": 1}),
    "reasons that are no codes": ("ssd", f"{CARE}A,2024-05-01,Start,2024-06-01,Home\n", {"143": 1, "149": 1}),
    "a number in words": ("annex_a", f"{LIST_3}A,13/11/2024,one\n", {"L3a": 1}),
    "fewer referrals than the file has": (
        "annex_a",
        f"{LIST_3}A,13/05/2024,1\nA,13/06/2024,2\nA,13/07/2024,1\nB,13/07/2024,1\n",
        {"L3b": 1},
    ),
    "rows without an id": (
        "ssda903",
        f"{MISSING},,M,13/11/2024,\nNaN,,M,14/11/2024,\nNone,,M,14/11/2024,\nA,,M,13/11/2024,NaT\n",
        {"no id": 3},
    ),
}


@pytest.mark.parametrize(("form", "text", "rules"), TOLD.values(), ids=list(TOLD))
def test_what_changes_a_count_is_a_finding(count, form, text, rules):
    assert breaks(count(form, ("records.csv", text), covers=YEAR, check=True)) == rules


def test_what_databases_and_pandas_write_for_nothing_is_no_child(count):
    rows = "cine_person_id,cine_referral_date\nA,2024-06-03T00:00:00.000\n\\N,2024-06-04T00:00:00.000\n"
    found = look_up(count("ssd", ("referrals.csv", rows + "<NA>,2024-06-05T00:00:00.000\n"), covers=YEAR))

    assert found["2024-25", "referrals"] == 1


def test_a_file_of_other_months_is_told_because_its_counts_are_zeros(count):
    rows = MISSING + "A,12/03/2010,M,13/11/2019,14/11/2019\nB,12/03/2010,M,13/12/2019,14/12/2019\n"

    assert "Missing: none of 2 rows begins in the months of --covers" in said(
        count("ssda903", ("missing.csv", rows), covers=YEAR)
    )


def test_ids_that_a_spreadsheet_made_decimal_are_hinted_at(count):
    rows = MISSING + "1001,12/03/2010,M,13/11/2024,14/11/2024\n1001.0,12/03/2010,M,15/11/2024,\n"

    assert "of 2 ids 1 differ from another by leading zeros only, or by .0 at the end" in said(
        count("ssda903", ("missing.csv", rows), covers=YEAR, check=True)
    )


def test_two_columns_for_one_are_refused_under_whichever_names(count):
    rows = "person_id,missing_since,missing_from,returned\nA,13/11/2024 10:00,13/11/2024 11:00,\n"
    with pytest.raises(SourceRefused, match="missing_from stands over two columns"):
        count("police_missing", ("log.csv", rows), covers=YEAR)


@pytest.mark.parametrize("content", [b"PK\x03\x04" + bytes(60), gzip.compress(MISSING.encode())], ids=["zip", "gzip"])
def test_a_packed_file_by_the_name_of_a_text_is_refused_as_that(count, tmp_path, content):
    path = tmp_path / "missing.csv"
    path.write_bytes(content)
    with pytest.raises(SourceRefused, match="is packed, or a workbook by another name"):
        count("ssda903", path, covers=YEAR)
