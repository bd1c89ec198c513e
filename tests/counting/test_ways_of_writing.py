"""One table written in many ways: it is read whole, or refused with a reason; never counted as zeros."""

import io
from datetime import datetime

import openpyxl
import pytest

from analysis.refusals import SourceRefused
from tests.counting.conftest import breaks, look_up, said

YEAR = "2024-04..2025-03"
HEADINGS = ["CHILD", "DOB", "MISSING", "MIS_START", "MIS_END"]
ROWS = [
    ["1001", "12/03/2010", "M", "13/11/2024", "25/11/2024"],
    ["1002", "19/05/2011", "M", "21/11/2024", "04/01/2025"],
    ["1003", "01/01/2012", "A", "02/02/2025", ""],
]


def write(rows=(HEADINGS, *ROWS), sign: str = ",", end: str = "\r\n") -> str:
    return end.join(sign.join(row) for row in rows) + end


def with_dates(form: str) -> str:
    """The table with its dates in another form."""
    rows = [
        [datetime.strptime(cell, "%d/%m/%Y").strftime(form) if "/" in cell else cell for cell in row] for row in ROWS
    ]
    return write((HEADINGS, *rows))


def workbook(*sheets: list[list]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"Sheet {number}")
        for row in rows:
            sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


DATED = [[datetime.strptime(cell, "%d/%m/%Y") if "/" in cell else cell for cell in row] for row in ROWS]
READ = {
    "bars": write(sign="|").encode(),
    "semicolons after a byte order mark": b"\xef\xbb\xbf" + write(sign=";").encode(),
    "UTF-16 without a byte order mark": write().encode("utf-16-le"),
    "UTF-16, the other way round": write().encode("utf-16-be"),
    "UTF-32": write().encode("utf-32"),
    "line ends of old machines": write(end="\r").encode(),
    "headings of another system's line end": (write([HEADINGS]) + write(ROWS, end="\n")).encode(),
    "one line that ends differently": (write([HEADINGS, ROWS[0]], end="\n") + write(ROWS[1:])).encode(),
    "a line that names the separator": b"sep=;\r\n" + write(sign=";").encode(),
    "a title above": b"Missing from care,,,,\r\n\r\n" + write().encode(),
    "empty lines between": write(end="\r\n\r\n").encode(),
    "hard blanks in headings": write(([f"{HEADINGS[0]}\u00a0", *HEADINGS[1:]], *ROWS)).encode(),
    "commas at the end of lines": write([[*row, "", ""] for row in (HEADINGS, *ROWS)]).encode(),
    "every cell in quotes": write([[f'"{cell}"' for cell in row] for row in (HEADINGS, *ROWS)]).encode(),
    "ISO dates": with_dates("%Y-%m-%d").encode(),
    "dates with a T and midnight": with_dates("%Y-%m-%dT00:00:00").encode(),
    "blanks around dates": with_dates(" %d/%m/%Y ").encode(),
    "nothing as SQL writes it": write([[cell or "NULL" for cell in row] for row in (HEADINGS, *ROWS)]).encode(),
    "dates with midnight": with_dates("%d/%m/%Y 00:00:00").encode(),
    "codes in small letters": write((HEADINGS, *([*row[:2], row[2].lower(), *row[3:]] for row in ROWS))).encode(),
}


@pytest.mark.parametrize("content", READ.values(), ids=list(READ))
def test_a_table_that_is_only_written_differently_is_counted_as_it_is(count, tmp_path, content):
    path = tmp_path / "missing.csv"
    path.write_bytes(content)
    outcome = count("ssda903", path, covers=YEAR)

    assert (outcome.rows, breaks(outcome)) == ({"Missing": 3}, {})
    assert look_up(outcome)["2024-25", "looked_after_missing_children"] == 2
    assert look_up(outcome)["2024-25", "looked_after_away_children"] == 1


def test_dates_that_a_workbook_knows_as_dates_are_read_on_whichever_sheet(count, tmp_path):
    path = tmp_path / "book.xlsx"
    people = [["CHILD", "SEX", "DOB", "ETHNIC"], [1001, 1, datetime(2010, 3, 12), "WBRI"]]
    path.write_bytes(workbook([["A note"]], people, [["Missing, as exported"], [], HEADINGS, *DATED], []))
    outcome = count("ssda903", path, covers=YEAR)

    assert (outcome.rows, breaks(outcome)) == ({"Header": 1, "Missing": 3}, {})
    assert look_up(outcome)["2024-25", "looked_after_missing_children"] == 2


@pytest.mark.parametrize("form", ["%d.%m.%Y", "%d-%b-%Y", "%d/%m/%y"])
def test_a_table_of_which_no_date_can_be_read_is_refused_and_not_counted_as_zeros(count, form):
    with pytest.raises(SourceRefused, match=r"none of 3 rows can be counted.*MIS_START \(dates as 13/11/2024 or"):
        count("ssda903", ("missing.csv", with_dates(form)), covers=YEAR)


def test_a_refused_table_of_a_spreadsheets_numbers_is_told_what_they_are(count):
    rows = "1001,40249,M,45609,45621\n1002,40249,M,45610,45622\n"
    with pytest.raises(SourceRefused, match=r"(?s)Rule 1004.*\(2 rows, error\).*out of a spreadsheet as numbers"):
        count("ssda903", ("missing.csv", ",".join(HEADINGS) + "\n" + rows), covers=YEAR)


def test_a_heading_over_two_columns_is_refused(count):
    twice = "CHILD,DOB,MISSING,MIS_START,Mis Start,MIS_END\n1001,12/03/2010,M,13/11/2024,14/11/2024,25/11/2024\n"
    with pytest.raises(SourceRefused, match="MIS_START stands over two columns"):
        count("ssda903", ("missing.csv", twice), covers=YEAR)


def test_a_file_of_a_byte_order_mark_alone_is_empty(count):
    with pytest.raises(SourceRefused, match="is empty"):
        count("ssda903", ("missing.csv", "\ufeff"), covers=YEAR)


REFERRALS = "cine_person_id,cine_referral_date\nZ,2020-01-01{time}\nA,2024-05-01{time}\nA,2024-08-01{time}\n"


@pytest.mark.parametrize("time", ["", " 00:00:00", " 00:00:00.000", "T00:00:00"])
def test_dates_are_read_as_database_tools_write_them(count, time):
    found = look_up(count("ssd", ("referrals.csv", REFERRALS.format(time=time)), covers=YEAR))
    assert (found["2024-25", "referrals"], found["2024-25", "rereferrals"]) == (2, 1)


def test_the_word_for_nothing_is_no_child(count):
    rows = REFERRALS.format(time="") + "NULL,2024-06-01\nNULL,2024-07-01\n"
    outcome = count("ssd", ("referrals.csv", rows), covers=YEAR)
    assert breaks(outcome)["R2"] == 2
    assert look_up(outcome)["2024-25", "children_referred"] == 1


def test_a_row_in_two_files_is_told_and_counted_once(count):
    outcome = count("ssda903", ("a.csv", write()), ("b.csv", write((HEADINGS, ROWS[0]))), covers=YEAR)
    assert breaks(outcome) == {"in several files": 1}
    assert look_up(outcome)["2024-25", "looked_after_missing_incidents"] == 2


LOG = "person_id,age,missing_from,returned,home_la_code,category\n"


def log(count, *rows: str):
    """The outcome of a police log with rows of id, age, area and category, all in November 2024."""
    texts = [
        "{},{},13/11/2024 10:00,13/11/2024 20:00,{},{}\n".format(*(cell.strip() for cell in row.split(",")))
        for row in rows
    ]
    return count("police_missing", ("log.csv", LOG + "".join(texts)), covers=YEAR)


def test_an_age_is_a_whole_number_and_never_rounded_to_an_adults(count):
    outcome = log(count, "A, 17.5, E06000045,", "B, 17.0, E06000045,", "C, 18.0, E06000045,")
    assert breaks(outcome) == {"M12": 1}
    assert look_up(outcome)["2024-25", "missing_children"] == 2


def test_a_row_of_no_known_area_is_told_because_it_counts_for_none(count):
    outcome = log(count, "A, 12, Southampton,", "B, 12, Nowhere,", "C, 12, ,")
    assert breaks(outcome) == {"M13": 2}
    assert look_up(outcome)["2024-25", "missing_children"] == 1


def test_an_unknown_category_is_told_and_counts_as_missing(count):
    outcome = log(count, "A, 12, E06000045, Absent", "B, 12, E06000045, Walked off", "C, 12, E06000045, Missing")
    assert breaks(outcome) == {"M14": 1}
    assert look_up(outcome)["2024-25", "missing_children"] == 2


def test_what_is_wrong_with_such_a_table_is_said_by_check(count):
    outcome = count("ssda903", ("missing.csv", with_dates("%d.%m.%Y")), covers=YEAR, check=True)

    assert breaks(outcome)["1004"] == 3


def test_rows_above_the_headings_are_noted(count):
    outcome = count("ssda903", ("missing.csv", "Missing from care,,,,\n" + write()), covers=YEAR)

    assert "1 row above the headings" in said(outcome)


@pytest.mark.parametrize("written", ["\u00a01001", "1001\t", '"1001\n"'], ids=["hard blank", "tab", "line break"])
def test_white_space_around_an_id_makes_no_other_child(count, written):
    rows = f"1001,12/03/2010,M,13/11/2024,15/11/2024\n{written},12/03/2010,M,13/12/2024,15/12/2024\n"
    outcome = count("ssda903", ("a.csv", "CHILD,DOB,MISSING,MIS_START,MIS_END\n" + rows), covers=YEAR)

    assert look_up(outcome)["2024-25", "looked_after_missing_children"] == 1
    assert look_up(outcome)["2024-25", "looked_after_missing_repeat_children"] == 1


def test_a_file_of_an_edition_without_a_column_is_read_beside_one_that_has_it(count):
    older = "CHILD,MISSING,MIS_START,MIS_END\n1007,M,13/11/2024,15/11/2024\n"
    outcome = count("ssda903", ("a.csv", write()), ("b.csv", older), covers=YEAR)

    assert (outcome.rows, breaks(outcome)) == ({"Missing": 4}, {})
    assert look_up(outcome)["2024-25", "looked_after_missing_children"] == 3


def test_an_absence_that_was_open_in_an_older_extract_is_no_second_one(count):
    head = "CHILD,DOB,MISSING,MIS_START,MIS_END\n"
    older = ("a.csv", head + "1001,12/03/2010,M,13/11/2024,\n")
    newer = ("b.csv", head + "1001,12/03/2010,M,13/11/2024,15/11/2024\n")
    outcome = count("ssda903", older, newer, covers=YEAR)

    assert breaks(outcome) == {"superseded": 1}
    assert look_up(outcome)["2024-25", "looked_after_missing_incidents"] == 1


CENSUS = """<?xml version="1.0" encoding="{encoding}"?>{type}<{p}Message{space}><{p}Children><{p}Child>
<{p}ChildIdentifiers><{p}LAchildID>A1</{p}LAchildID></{p}ChildIdentifiers>
<{p}CINdetails><{p}CINreferralDate>2024-06-03</{p}CINreferralDate></{p}CINdetails>
</{p}Child></{p}Children></{p}Message>"""


@pytest.mark.parametrize(
    ("prefix", "space", "encoding"),
    [("", "", "utf-16"), ("", ' xmlns="urn:cin"', "utf-8"), ("c:", ' xmlns:c="urn:cin"', "utf-8")],
    ids=["UTF-16", "a namespace", "a namespace with a prefix"],
)
def test_a_census_is_read_in_any_namespace_and_encoding(count, tmp_path, prefix, space, encoding):
    path = tmp_path / "census.xml"
    path.write_bytes(CENSUS.format(encoding=encoding, type="", p=prefix, space=space).encode(encoding))

    assert look_up(count("cin_census", path, covers=YEAR))["2024-25", "referrals"] == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_in_whichever_encoding(count, tmp_path, encoding):
    path = tmp_path / "census.xml"
    declared = '<!DOCTYPE Message [<!ENTITY a "b">]>'
    path.write_bytes(CENSUS.format(encoding=encoding, type=declared, p="", space="").encode(encoding))

    with pytest.raises(SourceRefused, match="without a document type"):
        count("cin_census", path, covers=YEAR)


def test_a_comment_that_speaks_of_one_is_none(count, tmp_path):
    path = tmp_path / "census.xml"
    path.write_text(CENSUS.format(encoding="utf-8", type="<!-- <!DOCTYPE x> -->", p="", space=""), encoding="utf-8")

    assert count("cin_census", path, covers=YEAR).rows["CINdetails"] == 1
