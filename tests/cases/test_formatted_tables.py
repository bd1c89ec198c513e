"""Workbooks and extracts made for people to look at: titles, notes, empty rows, rows of headings, merged labels."""

from datetime import datetime
from io import BytesIO

import openpyxl
import pytest
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from .conftest import ENGLAND, PORTSMOUTH, SOUTHAMPTON

PLYMOUTH = "E06000026"
LA4 = [
    ["Table LA4: Offending (1)"],
    ["Years: 2014"],
    [],
    [
        "",
        "Number of children looked after (2)",
        "",
        "Aged 10 to 17 (3)",
        "",
        "Convicted or subject to a caution (4)",
        "",
    ],
    ["", "", "", "", "", "Number", "Percentage"],
    [],
    ["ENGLAND", 47800, "", 30500, "", 1700, 5.6],
    [],
    ["SOUTH EAST", 6100, "", 4000, "", 230, 5.8],
    ["Portsmouth", 180, "", 110, "", "x", "x"],
    ["Southampton", 350, "", 215, "", 15, 7.0],
    [],
    ["SOUTH WEST", 4000, "", 2700, "", 160, 5.9],
    ["Plymouth", 260, "", 165, "", 10, "."],
    [],
    [],
    ["1. Collected for children looked after for at least twelve months."],
    ["x = number not given, of five or fewer"],
]
FORMATTED = """
    layout: measures_across
    file: SFR_sample_LA_tables
    sheet: Table LA4
    header_rows: 2
    area_columns: [""]
    period_in: A2
    period: reporting year
    markers: {x: suppressed_at_source, ".": not_applicable}
    columns:
      Number of children looked after (9): h_pupils
      Aged 10 to 17: h_place
      Convicted or subject to a caution / Number: h_cautioned
      Convicted or subject to a caution / Percentage: {indicator: h_share, percent: bare}
"""


def test_a_formatted_table_is_read_through_its_empty_rows_and_columns(read_case, book):
    case = read_case("SFR_sample_LA_tables.xlsx", book(Index=[["Contents"]], Table_LA4=LA4), FORMATTED)

    assert [case.value(name, period="2013-14") for name in ("h_pupils", "h_place", "h_cautioned")] == [350, 215, 15]
    assert case.value("h_share") == 0.07
    assert [case.value("h_pupils", area) for area in (ENGLAND, "E12000008", PLYMOUTH)] == [47800, 6100, 260]
    assert case.row("h_cautioned", PORTSMOUTH)["status"] == "suppressed_at_source"
    assert case.row("h_share", PLYMOUTH)["status"] == "not_applicable"


@pytest.mark.parametrize("title", ["Years to March", "2013 and 2014"])
def test_a_cell_that_holds_no_period_or_two_is_refused(title, read_case, book):
    rows = [LA4[0], [title], *LA4[2:]]
    case = read_case("SFR_sample_LA_tables.xlsx", book(Table_LA4=rows), FORMATTED)

    assert "sheet 'Table LA4', cell A2: expected" in case.refusal


def test_labels_merged_over_rows_stand_in_each_of_them(read_case):
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for row in (
        ["Area", "Age", "Children"],
        ["Southampton", "0 to 9", 31],
        [None, "10 to 17", 42],
        ["Portsmouth", "0 to 9", 17],
    ):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    buffer = BytesIO()
    workbook.save(buffer)
    spec = """
        layout: measures_across
        file: ages_{reporting year}
        area_columns: [Area]
        breakdown_columns: [Age]
        columns: {Children: h_pupils}
    """
    case = read_case("ages_2014.xlsx", buffer.getvalue(), spec)

    assert case.value("h_pupils", breakdown="10 to 17") == 42
    assert case.value("h_pupils", PORTSMOUTH, breakdown="0 to 9") == 17


def test_three_rows_of_headings_are_joined(read_case, book):
    rows = [
        ["Area", "Children", "", "", ""],
        ["", "In need [note 1]", "", "Looked after", ""],
        ["", "Number", "Percent", "Number", "Percent"],
        ["Southampton", 900, 1.5, 500, 0.9],
    ]
    spec = """
        layout: measures_across
        file: children_{reporting year}
        header_rows: 3
        area_columns: [Area]
        columns:
          Children / In need / Number: h_pupils
          Children / Looked after / Number: h_place
        left_out: others
    """
    case = read_case("children_2014.xlsx", book(Sheet=rows), spec)

    assert (case.value("h_pupils"), case.value("h_place")) == (900, 500)
    assert case.finding("left_out")["treatment"] == "Not read: 2 more columns."


def ods(**sheets: list[list[str | int | float | datetime]]) -> bytes:
    """An .ods workbook; dates are typed as such."""
    document = OpenDocumentSpreadsheet()
    for name, rows in sheets.items():
        table = Table(name=name)
        for row in rows:
            line = TableRow()
            for value in row:
                line.addElement(make_cell(value))
            table.addElement(line)
        document.spreadsheet.addElement(table)
    buffer = BytesIO()
    document.write(buffer)
    return buffer.getvalue()


def make_cell(value: str | int | float | datetime) -> TableCell:
    if isinstance(value, datetime):
        cell, shown = TableCell(valuetype="date", datevalue=f"{value:%Y-%m-%d}"), f"{value:%d/%m/%Y}"
    elif isinstance(value, str):
        cell, shown = TableCell(valuetype="string"), value
    else:
        cell, shown = TableCell(valuetype="float", value=value), str(value)
    cell.addElement(P(text=shown))
    return cell


ENTRANTS = [
    ["Table 2.1: First time entrants by local authority"],
    ["This worksheet contains one table."],
    [
        "Area code",
        "Local authority [note 1]",
        "Year ending December [note 2]",
        "First time entrants",
        "Rate [note 1]",
        "Notes",
    ],
    [ENGLAND, "England", "2023 [p]", 8210, 145.0, "[note 2]"],
    [PORTSMOUTH, "Portsmouth", "2023 [p]", "[c]", "[c]", "[note 2]"],
    [SOUTHAMPTON, "Southampton", "2022", 42, 194.3, ""],
    [SOUTHAMPTON, "Southampton", "2023 [p]", 39, 179.1, "[note 2]"],
]
ACCESSIBLE = """
    layout: measures_across
    file: youth_justice_sample_tables
    area_columns: [Area code]
    name_column: "Local authority [note 7]"
    period_column: Year ending December
    period: calendar year
    labels: [Notes]
    columns: {First time entrants: first_time_entrants, "Rate [note 3]": first_time_entrant_rate}
"""


def test_notes_in_headings_may_change_and_a_provisional_mark_is_kept(read_case):
    book = ods(Cover=[["Youth justice sample statistics"]], Notes=[["Notes", ""]], Table_2_1=ENTRANTS)
    case = read_case(
        "youth_justice_sample_tables.ods", book, ACCESSIBLE.replace("file", "sheet: Table_2_1\n    file", 1)
    )

    assert (case.value("first_time_entrants", period="2022"), case.value("first_time_entrant_rate", period="2022")) == (
        42,
        194.3,
    )
    newest = case.row("first_time_entrants", period="2023")
    assert (newest["value"], newest["status"]) == (39, "provisional")
    assert case.row("first_time_entrants", PORTSMOUTH)["status"] == "suppressed_at_source"


def test_the_one_sheet_beside_cover_and_notes_needs_no_name(read_case):
    book = ods(Cover=[["Youth justice"]], Contents=[["Table 2.1"]], Notes=[["Notes"]], Table_2_1=ENTRANTS)
    case = read_case("youth_justice_sample_tables.ods", book, ACCESSIBLE)

    assert case.value("first_time_entrants", period="2022") == 42


def test_a_day_typed_as_a_date_is_one(read_case):
    rows = [
        ["Inspection judgements as at 31 March 2025", "", "", "", ""],
        [
            "Local authority area code",
            "Local authority name",
            "Inspection date",
            "Overall effectiveness",
            "Care leavers",
        ],
        [SOUTHAMPTON, "Southampton", datetime(2023, 6, 12), "Good", "Good"],
        [PORTSMOUTH, "Portsmouth", datetime(2022, 11, 7), "Outstanding", ""],
    ]
    spec = """
        layout: measures_across
        file: inspections_sample
        area_columns: [Local authority area code]
        name_column: Local authority name
        period_column: Inspection date
        period: day
        columns: {Overall effectiveness: h_text}
        left_out: [Care leavers]
    """
    case = read_case("inspections_sample.ods", ods(Inspections=rows), spec)

    assert case.row("h_text", period="12 June 2023")["text"] == "Good"
    assert case.row("h_text", PORTSMOUTH, period="7 November 2022")["text"] == "Outstanding"


CLAIMANTS = """
    Claimants aged 16 to 17
    ONS Crown Copyright Reserved [from Nomis]

    date,August 2024
    measure,Claimants

    local authority: county / unitary,mnemonic,Count,% of residents
    Southampton,E06000045,"1,045",2.1
    Portsmouth,E06000044,935,!

    ! estimate is not reliable
"""
NOMIS = """
    layout: measures_across
    file: nomis_claimants
    area_columns: [mnemonic]
    name_column: "local authority: county / unitary"
    columns: {Count: h_pupils}
    left_out: ["% of residents"]
"""


def test_the_month_above_a_table_is_its_period(read_case):
    case = read_case("nomis_claimants.csv", CLAIMANTS, NOMIS + "    period_in: B4\n    period: month\n")

    assert case.value("h_pupils", period="2024-08") == 1045
    assert case.value("h_pupils", PORTSMOUTH) == 935


@pytest.mark.parametrize("name", ["nomis_claimants_2024-08", "nomis_claimants_aug_2024", "nomis_claimants_August-2024"])
def test_the_month_in_a_files_name_is_its_period(name, read_case):
    case = read_case(f"{name}.csv", CLAIMANTS, NOMIS.replace("nomis_claimants", "'nomis_claimants_{month}'"))

    assert case.value("h_pupils", period="2024-08") == 1045


def test_a_heading_that_names_the_month_is_over_years_that_end_in_it(read_case, book):
    rows = [["Area", "Year ending June [note 1]", "Reports"], ["Southampton", 2022, 5], ["Southampton", "2023 [p]", 7]]
    spec = """
        layout: measures_across
        file: reports
        area_columns: [Area]
        period_column: Year ending June
        period: year ending
        columns: {Reports: h_pupils}
    """
    case = read_case("reports.xlsx", book(Sheet=rows), spec)

    assert case.value("h_pupils", period="year to June 2022") == 5
    assert case.row("h_pupils", period="year to June 2023")["status"] == "provisional"


def test_quarters_typed_as_their_last_days_are_quarters(read_case, book):
    rows = [["Area", "Quarter", "Reports"], *(["Southampton", datetime(2024, end, 30), end] for end in (6, 9))]
    spec = """
        layout: measures_across
        file: reports
        area_columns: [Area]
        period_column: Quarter
        period: quarter
        columns: {Reports: h_pupils}
    """

    assert read_case("reports.xlsx", book(Sheet=rows), spec).value("h_pupils", period="2024-25 Q2") == 9


def test_names_with_the_numbers_of_notes_are_areas(read_case, book):
    noted = {"Southampton": "Southampton (5)", "Plymouth": "Plymouth²"}
    rows = [[noted.get(row[0], row[0]), *row[1:]] if row else row for row in LA4]
    case = read_case("SFR_sample_LA_tables.xlsx", book(Table_LA4=rows), FORMATTED)

    assert (case.value("h_pupils"), case.value("h_pupils", PLYMOUTH)) == (350, 260)


def test_a_note_on_the_name_of_another_area_does_not_hide_it(read_case):
    text = "Code,Area,n\nE06000045,Portsmouth (2),5\n"
    spec = """
        layout: measures_across
        file: areas_{reporting year}
        area_columns: [Code]
        name_column: Area
        columns: {n: h_pupils}
    """

    assert "cell B2: expected the name of the area whose code" in read_case("areas_2014.csv", text, spec).refusal


def test_a_note_may_have_its_number_in_a_cell_of_its_own(read_case, book):
    rows = [*LA4, ["1.", "Children looked after for twelve months"], ["x", "not shown"]]
    case = read_case("SFR_sample_LA_tables.xlsx", book(Table_LA4=rows), FORMATTED)

    assert case.value("h_pupils") == 350
    more = [*rows, ["Southampton", 1, "", 2, "", 3, 4]]
    refusal = read_case("SFR_sample_LA_tables.xlsx", book(Table_LA4=more), FORMATTED).refusal
    assert "cell A21: expected notes only after the empty row" in refusal


def test_a_column_without_a_heading_is_left_out_with_the_others(read_case):
    text = "Area,,n\nSouthampton,852,5\n"
    spec = """
        layout: measures_across
        file: areas_{reporting year}
        area_columns: [Area]
        columns: {n: h_pupils}
        left_out: others
    """

    assert read_case("areas_2014.csv", text, spec).value("h_pupils") == 5


@pytest.mark.parametrize("day", ["Monday 12 June 2023", "12JUN2023", "2023-06-12 09:30:00", "12-Jun-23"])
def test_a_day_is_read_with_its_weekday_or_time(day, read_case):
    spec = """
        layout: measures_across
        file: visits
        area_columns: [Area]
        period_column: Day
        period: day
        columns: {Grade: h_text}
    """

    case = read_case("visits.csv", f"Area,Day,Grade\nSouthampton,{day},Good\n", spec)
    assert case.row("h_text")["period"] == "12 June 2023"


SIMPLE = """
    layout: measures_across
    file: beside_others
    area_columns: [area]
    period_column: year
    period: financial year
    columns: {pupils: h_pupils}
"""
ROWS = [["area", "year", "pupils"], ["Southampton", "2013-14", 11], ["Portsmouth", "2013-14", 12]]


@pytest.mark.parametrize("others", [["Sheet2", "Sheet3"], ["Cover_sheet", "Notes"], ["Read_me", "Metadata"]])
def test_the_table_beside_empty_sheets_covers_and_notes_is_found(others, read_case, book):
    sheets = {name: [] if name.startswith("Sheet") else [["words"], ["more words"]] for name in others}
    case = read_case("beside_others.xlsx", book(Table_1=ROWS, **sheets), SIMPLE)

    assert case.value("h_pupils") == 11


def test_the_table_beside_hidden_sheets_is_found_and_they_are_named(read_case, book):
    workbook = openpyxl.load_workbook(BytesIO(book(Data=ROWS, Lookup=[["a", 1], ["b", 2]])))
    workbook["Lookup"].sheet_state = "hidden"
    workbook.save(content := BytesIO())
    case = read_case("beside_others.xlsx", content.getvalue(), SIMPLE)

    assert case.value("h_pupils") == 11
    assert "hidden_sheets" in case.rules()


def test_a_sheet_is_known_whatever_its_capitals(read_case, book):
    case = read_case("beside_others.xlsx", book(DATA=ROWS, Other=ROWS), SIMPLE + "    sheet: Data\n")

    assert case.value("h_pupils") == 11


def test_two_tables_are_refused_until_one_is_named(read_case, book):
    assert "expected one sheet only" in read_case("beside_others.xlsx", book(One=ROWS, Two=ROWS), SIMPLE).refusal


def test_notes_whose_commas_divide_them_and_headings_of_two_lines_are_read(read_case):
    text = 'area,year,"pupils\non roll"\nSouthampton,2013-14,11\n\nNote: figures, as sent, may change\n'
    case = read_case("beside_others.csv", text, SIMPLE.replace("pupils:", "pupils on roll:"))

    assert case.value("h_pupils") == 11


def test_a_quotation_mark_that_swallows_a_row_is_refused(read_case):
    text = 'area,year,pupils\nSouthampton,2013-14,"11\nPortsmouth",2013-14,12\n'

    assert "row 2: a cell holds a line break" in read_case("beside_others.csv", text, SIMPLE).refusal


@pytest.mark.parametrize(("named", "rule"), [("852 Southampton", None), ("851 Southampton", "unknown_area")])
def test_a_code_and_a_name_in_one_cell_have_to_be_of_one_area(named, rule, read_case):
    text = f"area,year,pupils\n{named},2013-14,11\nPortsmouth (E06000044),2013-14,12\n"
    case = read_case("beside_others.csv", text, SIMPLE)

    assert case.value("h_pupils", PORTSMOUTH) == 12
    assert ("unknown_area" in case.rules()) == (rule is not None)
