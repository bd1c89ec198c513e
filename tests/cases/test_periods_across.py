"""Periods across, as people write them, and what stands in a cell that is no plain figure."""

import zipfile
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from .conftest import PORTSMOUTH

MONTHS = ["Apr-14", "May-14", "Jun-14", "Jul-14", "Aug-14", "Sep-14", "Oct-14", "Nov-14", "Dec-14", "Jan-15", "Feb-15"]
MONTHS += ["Mar-15"]
REFERRALS = [41, 38, 44, 52, 29, 47, 50, 43, 36, 45, 40, 48]
COUNCIL = """
    layout: periods_across
    file: council_referrals_{financial year}
    area: E06000045
    period: month
    rows: {Referrals: referrals}
"""


def as_csv(headings: list[str], *, separator: str = ",", first: str = "") -> str:
    lines = [["", *headings], ["Referrals", *map(str, REFERRALS)]]
    return first + "".join(separator.join(line) + "\r\n" for line in lines)


@pytest.mark.parametrize(
    "headings",
    [
        [month.upper() for month in MONTHS],
        [month.replace("Sep", "Sept").replace("-", ". ") for month in MONTHS],
        [month.replace("-", " '") for month in MONTHS],
        [month.replace("-", "’") for month in MONTHS],
        [month.replace("-", "-20") for month in MONTHS],
        [f"20{month[4:]} {month[:3]}" for month in MONTHS],
    ],
)
def test_months_are_read_however_a_person_writes_them(headings, read_case):
    case = read_case("council_referrals_2014-15.csv", as_csv(headings).encode(), COUNCIL)

    assert [case.value("referrals", period=period) for period in ("2014-04", "2014-09", "2015-03")] == [41, 47, 48]


def test_months_and_quarters_without_a_year_are_of_the_year_in_the_files_name(read_case):
    months = as_csv([month[:3] for month in MONTHS])
    case = read_case("council_referrals_2014-15.csv", months.encode(), COUNCIL)

    assert [case.value("referrals", period=period) for period in ("2014-04", "2015-03")] == [41, 48]


def test_months_without_a_year_that_begin_in_january_are_no_financial_year(read_case):
    months = as_csv([month[:3] for month in [*MONTHS[9:], *MONTHS[:9]]])
    case = read_case("council_referrals_2014-15.csv", months.encode(), COUNCIL)

    assert "cell E1: expected the month after the one before it" in case.refusal


def test_a_label_that_is_merged_over_rows_is_of_each_of_them(read_case, book):
    rows = [["Area", "Measure", 2013, 2014], ["Southampton", "A", 1, 2], [None, "B", 3, 4], ["Portsmouth", "A", 5, 6]]
    workbook = openpyxl.load_workbook(BytesIO(book(Sheet=[*rows, [None, "B:", 7, 8]])))
    workbook.active.merge_cells("A2:A3")
    workbook.active.merge_cells("A4:A5")
    workbook.save(content := BytesIO())
    specification = """
        layout: periods_across
        file: two_measures
        period: calendar year
        labels: [area, measure]
        headings: [Area, Measure]
        rows: {A: h_pupils, B: h_place}
    """
    case = read_case("two_measures.xlsx", content.getvalue(), specification)

    assert (case.value("h_place", period="2014"), case.value("h_place", PORTSMOUTH, "2013")) == (4, 7)


def test_a_month_and_a_number_that_can_be_a_day_are_no_month(read_case):
    headings = [f"{month[4:]}-{month[:3]}" for month in MONTHS]

    assert (
        "expected a row of headings"
        in read_case("council_referrals_2014-15.csv", as_csv(headings).encode(), COUNCIL).refusal
    )


def save(fill) -> bytes:
    """A workbook of the council's table, with what `fill` does to its sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([None, *MONTHS])
    sheet.append(["Referrals", *REFERRALS])
    fill(sheet)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def type_last_days(sheet) -> None:
    """The months as the dates that EOMONTH makes, shown as Apr-14."""
    for number in range(12):
        following = date(2014 + (number >= 8), (number + 4) % 12 + 1, 1)
        cell = sheet.cell(1, number + 2)
        cell.value, cell.number_format = date.fromordinal(following.toordinal() - 1), "mmm-yy"


def test_months_typed_as_their_last_day_are_read_where_the_specification_says_so(read_case):
    case = read_case("council_referrals_2014-15.xlsx", save(type_last_days), COUNCIL + "    typed_dates: true\n")

    assert case.value("referrals", period="2015-03") == 48


def test_the_refusal_of_typed_months_names_the_setting(read_case):
    case = read_case("council_referrals_2014-15.xlsx", save(type_last_days), COUNCIL)

    assert "typed as dates" in case.refusal
    assert "`typed_dates: true`" in case.refusal


def with_note(place: str, *, figure: str, note: str, font: InlineFont):
    def fill(sheet) -> None:
        sheet[place] = CellRichText(figure, TextBlock(font, note))

    return fill


@pytest.mark.parametrize(("figure", "value"), [("44", 44), ("4", 4), ("96", 96)])
@pytest.mark.parametrize("align", ["superscript", "subscript"])
def test_a_raised_or_lowered_digit_is_no_part_of_a_figure(figure, value, align, read_case):
    book = save(with_note("D2", figure=figure, note="1", font=InlineFont(vertAlign=align)))
    case = read_case("council_referrals_2014-15.xlsx", book, COUNCIL)

    assert case.value("referrals", period="2014-06") == value
    assert case.finding("text_set_apart")["cell"] == "D2"


@pytest.mark.parametrize(
    ("cell_size", "figure", "note", "note_size", "value"),
    [(11, "44", "1", 7, 44), (11, "4", "12", 9, 4), (12, "1,0", "44", 11, 1044), (None, "44", "*", 6, 44)],
    ids=["set small", "two digits", "hardly smaller", "a star"],
)
def test_a_digit_in_smaller_letters_is_no_part_of_a_figure(cell_size, figure, note, note_size, value, read_case):
    def fill(sheet) -> None:
        sheet["D2"] = CellRichText(figure, TextBlock(InlineFont(sz=note_size), note))
        sheet["D2"].font = Font(sz=cell_size)

    case = read_case("council_referrals_2014-15.xlsx", save(fill), COUNCIL)

    assert case.value("referrals", period="2014-06") == value


def test_a_smaller_number_of_more_digits_is_part_of_the_figure(read_case):
    book = save(with_note("D2", figure="1", note=",044", font=InlineFont(sz=6)))

    assert read_case("council_referrals_2014-15.xlsx", book, COUNCIL).value("referrals", period="2014-06") == 1044


def test_digits_that_are_struck_out_give_way_to_those_beside_them(read_case):
    def fill(sheet) -> None:
        sheet["G2"] = CellRichText(TextBlock(InlineFont(strike=True), "47"), "53")

    case = read_case("council_referrals_2014-15.xlsx", save(fill), COUNCIL)

    assert case.value("referrals", period="2014-09") == 53
    assert case.finding("text_set_apart")["message"] == "Parts of cells are struck out."


def test_a_whole_cell_that_is_struck_out_is_a_finding(read_case):
    def fill(sheet) -> None:
        sheet["G2"].font = Font(strike=True)

    case = read_case("council_referrals_2014-15.xlsx", save(fill), COUNCIL)

    assert case.finding("text_set_apart")["cell"] == "G2"
    assert case.finding("text_set_apart")["message"] == "Cells are struck out as a whole."


STYLES = {
    "raised": '<style:text-properties style:text-position="super 58%"/>',
    "lowered": '<style:text-properties style:text-position="sub 58%"/>',
    "struck": '<style:text-properties style:text-line-through-style="solid"/>',
    "unseen": '<style:text-properties text:display="none"/>',
    "small": '<style:text-properties fo:font-size="6pt"/>',
    "part": '<style:text-properties fo:font-size="58%"/>',
    "eight": '<style:text-properties fo:font-size="8pt"/>',
}


INHERITED = (
    '<style:style style:name="child" style:family="text" style:parent-style-name="grand"/>'
    '<style:style style:name="grand" style:family="text" style:parent-style-name="raised"/>'
    '<style:style style:name="level" style:family="text" style:parent-style-name="struck"><style:text-properties '
    'style:text-line-through-style="none"/></style:style>'
    '<style:style style:name="old" style:family="table-cell" style:parent-style-name="older"/>'
    '<style:style style:name="older" style:family="table-cell"><style:text-properties '
    'style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="smaller" style:family="text" style:parent-style-name="small"/>'
    '<style:style style:name="fine print" style:family="table-cell"><style:text-properties '
    'fo:font-size="8pt"/></style:style>'
)


def make_ods(cell: str, style: str = "") -> bytes:
    """The council's table as a spreadsheet program writes it, one cell of it given as XML."""
    styles = "".join(
        f'<style:style style:name="{name}" style:family="text">{properties}</style:style>'
        for name, properties in STYLES.items()
    )
    styles = INHERITED + styles  # a parent may stand behind its child
    texts = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{month}</text:p></table:table-cell>' for month in MONTHS
    )
    numbers = [
        f'<table:table-cell office:value-type="float" office:value="{count}"><text:p/></table:table-cell>'
        for count in REFERRALS
    ]
    styled = f' table:style-name="{style}"' if style else ""
    numbers[2] = f'<table:table-cell{styled} office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style", "fo")
    )
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f'<office:spreadsheet><table:table table:name="Referrals"><table:table-row><table:table-cell/>{texts}'
        f'</table:table-row><table:table-row><table:table-cell office:value-type="string"><text:p>Referrals</text:p>'
        f"</table:table-cell>{''.join(numbers)}</table:table-row></table:table></office:spreadsheet></office:body>"
        f"</office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
        'manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
        "</manifest:manifest>"
    )
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", manifest)
        package.writestr("content.xml", content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('44<text:span text:style-name="raised">1</text:span>', 44),
        ('26<text:span text:style-name="lowered">3</text:span>', 26),
        ('<text:span text:style-name="struck">47</text:span>53', 53),
        ('<text:span text:style-name="unseen">47</text:span>53', 53),
        ('<text:span text:style-name="plain">44</text:span>', 44),
        ('44<text:span text:style-name="child">1</text:span>', 44),
        ('44<text:span text:style-name="small">1</text:span>', 44),
        ('44<text:span text:style-name="smaller">1</text:span>', 44),
        ('44<text:span text:style-name="part">1</text:span>', 44),
        ('<text:span text:style-name="struck">47</text:span><text:span text:style-name="level">53</text:span>', 53),
    ],
)
def test_an_ods_cell_is_read_without_what_is_raised_struck_out_or_not_displayed(cell, value, read_case):
    case = read_case("council_referrals_2014-15.ods", make_ods(cell), COUNCIL)

    assert case.value("referrals", period="2014-06") == value


def test_parts_of_cells_that_are_not_displayed_are_a_finding(read_case):
    case = read_case(
        "council_referrals_2014-15.ods", make_ods('<text:span text:style-name="unseen">47</text:span>53'), COUNCIL
    )

    assert case.finding("text_set_apart")["message"] == "Parts of cells are not displayed."


def test_an_ods_cell_whose_style_strikes_out_is_read_by_its_spans(read_case):
    cell = '47 <text:span text:style-name="level">53</text:span>'
    case = read_case("council_referrals_2014-15.ods", make_ods(cell, "old"), COUNCIL)
    assert case.value("referrals", period="2014-06") == 53

    whole = read_case("council_referrals_2014-15.ods", make_ods("44", "old"), COUNCIL)
    assert whole.value("referrals", period="2014-06") == 44
    assert whole.finding("text_set_apart")["message"] == "Cells are struck out as a whole."


@pytest.mark.parametrize(("style", "value"), [("", 44), ("fine print", 441)])
def test_letters_are_smaller_than_their_cell_by_the_style_of_either(style, value, read_case):
    book = make_ods('44<text:span text:style-name="eight">1</text:span>', style)

    assert read_case("council_referrals_2014-15.ods", book, COUNCIL).value("referrals", period="2014-06") == value


def test_a_run_that_is_written_as_its_struck_out_cell_is_struck_out(read_case):
    def fill(sheet) -> None:
        sheet["G2"] = CellRichText("47", TextBlock(InlineFont(), "53"))
        sheet["G2"].font = Font(strike=True)

    case = read_case("council_referrals_2014-15.xlsx", save(fill), COUNCIL)

    assert case.value("referrals", period="2014-09") == 53


@pytest.mark.parametrize("dash", list("-–—−‑"))
def test_a_dash_of_any_length_is_a_hyphen(dash, read_case):
    text = as_csv(MONTHS).replace(",38,", f",{dash},")
    case = read_case("council_referrals_2014-15.csv", text.encode(), COUNCIL)

    assert case.row("referrals", period="2014-05")["status"] == "not_available"
    assert case.value("referrals", period="2014-04") == 41


@pytest.mark.parametrize("marker", ["low", "[low]", "[w]", "[z]", "~", ":", "k", "[x]"])
def test_the_markers_of_official_statistics_are_known(marker, read_case):
    case = read_case("council_referrals_2014-15.csv", as_csv(MONTHS).replace(",38,", f",{marker},").encode(), COUNCIL)

    assert case.row("referrals", period="2014-05")["status"] in ("not_available", "not_applicable")


def test_a_refusal_names_every_bad_cell_and_the_markers_that_would_do(read_case):
    text = as_csv(MONTHS).replace(",38,44,", ",tbc,12.5,").replace(",43,", ",tbc,")
    refusal = read_case("council_referrals_2014-15.csv", text.encode(), COUNCIL).refusal

    assert "cells C2, I2: expected a figure or a marker that the file specification knows (n/a, c, x, z," in refusal
    assert "a sender's own go into `markers`" in refusal
    assert "cell D2: expected a whole number" in refusal
    assert "tbc" not in refusal


@pytest.mark.parametrize(
    "content",
    [
        as_csv(MONTHS, separator=";", first="sep=;\r\n").encode(),
        as_csv(MONTHS, separator=";").encode(),
        as_csv(MONTHS, separator="\t").encode("utf-16"),
        as_csv(MONTHS, separator="\t").encode(),
        as_csv(MONTHS, first="sep=,\r\n").encode(),
    ],
)
def test_another_separator_is_read_where_only_it_makes_a_table(content, read_case):
    assert read_case("council_referrals_2014-15.csv", content, COUNCIL).value("referrals", period="2014-04") == 41


def test_unicode_text_with_titles_of_half_its_rows_is_read(read_case):
    text = "Referrals\r\nChildren's services\r\nAs agreed\r\n" + as_csv(MONTHS, separator="\t")

    case = read_case("council_referrals_2014-15.txt", text.encode("utf-16"), COUNCIL)
    assert case.value("referrals", period="2014-04") == 41


def test_notes_on_labels_and_months_are_read_over(read_case):
    text = as_csv(MONTHS).replace("Referrals", "referrals²").replace(MONTHS[2], f"{MONTHS[2]}¹")

    assert read_case("council_referrals_2014-15.csv", text.encode(), COUNCIL).value("referrals", period="2014-06") == 44


QUARTERS = """
    Area,Apr - Jun 2023,Jul - Sep 2023,Oct - Dec 2023,Jan - Mar 2024,Apr - Jun 2024 [p]
    Southampton,118,131,104,121,127
    Portsmouth,88,*,91,79,95
"""


BY_QUARTER = """
    layout: periods_across
    file: police_quarters
    period: quarter
    labels: [area]
    headings: [Area]
    measure: missing_episodes
    markers: {"*": suppressed_at_source}
"""


def test_quarters_in_words_are_quarters_and_the_newest_is_provisional(read_case):
    case = read_case("police_quarters.csv", QUARTERS, BY_QUARTER)

    assert [case.value("missing_episodes", period=f"2023-24 Q{number}") for number in (1, 2, 3, 4)] == [
        118,
        131,
        104,
        121,
    ]
    newest = case.row("missing_episodes", period="2024-25 Q1")
    assert (newest["value"], newest["status"]) == (127, "provisional")
    assert case.row("missing_episodes", PORTSMOUTH, period="2023-24 Q2")["status"] == "suppressed_at_source"


def test_quarters_numbered_from_january_are_read_where_that_is_declared(read_case):
    text = "area,2023 Q4,2024 Q1\nSouthampton,104,121\n"
    spec = """
        layout: periods_across
        file: police_quarters
        period: calendar quarter
        labels: [area]
        headings: [area]
        measure: missing_episodes
    """
    case = read_case("police_quarters.csv", text, spec)

    assert case.value("missing_episodes", period="2023-24 Q4") == 121


YEARS = """
    layout: periods_across
    file: population_by_area
    period: calendar year
    labels: [area]
    headings: [AuthorityCode]
    measure: population
"""


def test_years_may_have_gaps_and_only_go_one_way(read_case):
    text = "AuthorityCode,1991,2001,2011,2021,2022,2023\nE06000045,41200,43100,46300,49400,49900,50500\n"
    case = read_case("population_by_area.csv", text, YEARS)

    assert (case.value("population", period="1991"), case.value("population", period="2023")) == (41200, 50500)
    assert len(case.cleaned.observations) == 6
    assert (
        "cell G1: expected the calendar year after"
        in read_case("population_by_area.csv", text.replace("2023", "2002"), YEARS).refusal
    )


def test_years_may_begin_with_the_newest(read_case):
    text = "AuthorityCode,2023,2021,2011\nE06000045,50500,49400,46300\n"

    assert read_case("population_by_area.csv", text, YEARS).value("population", period="2011") == 46300


@pytest.mark.parametrize(
    "headings",
    [
        ["2023 Apr-Jun", "2023 Jul-Sep", "2024 Jan-Mar"],
        ["Qtr 1 2023/24", "1st quarter 2023/24", "Fourth quarter 2023/24"],
        ["2023/24 Q1 (Apr-Jun)", "2023/24 Q2 (Jul-Sep)", "2023/24 Q4 (Jan-Mar)"],
    ],
)
def test_quarters_are_read_in_other_words(headings, read_case):
    spec = """
        layout: measures_across
        file: police_quarters
        area: E06000045
        period_column: Quarter
        period: quarter
        columns: {Episodes: missing_episodes}
    """
    rows = "".join(f"{heading},{count}\n" for count, heading in enumerate(headings, start=20))
    case = read_case("police_quarters.csv", f"Quarter,Episodes\n{rows}", spec)
    quarters = ["2023-24 Q1", "2023-24 Q1" if "1st" in headings[1] else "2023-24 Q2", "2023-24 Q4"]

    assert list(case.cleaned.observations["period"]) == quarters


def test_months_that_are_not_those_of_the_quarter_beside_them_are_no_quarter(read_case):
    text = QUARTERS.replace("Jul - Sep 2023", "2023/24 Q2 (Apr-Jun)")

    assert "cell C1: expected a quarter such as" in read_case("police_quarters.csv", text, BY_QUARTER).refusal


YEARS_ABOVE = [["", "2023/24", None, "2024/25"], ["Area", "Q3", "Q4", "Q1"], ["Southampton", 104, 121, 127]]


def test_years_that_stand_above_quarters_are_read_with_them(read_case, book):
    case = read_case("police_quarters.xlsx", book(Sheet=YEARS_ABOVE), BY_QUARTER + "    header_rows: 2\n")

    assert case.value("missing_episodes", period="2023-24 Q4") == 121
    assert case.value("missing_episodes", period="2024-25 Q1") == 127


@pytest.mark.parametrize(
    ("cell", "status"), [("38 [p]", "provisional"), ("38r", "revised"), ("38 (p)", "provisional"), ("38²", "reported")]
)
def test_a_mark_or_a_raised_note_behind_a_figure_is_no_part_of_it(cell, status, read_case):
    case = read_case("council_referrals_2014-15.csv", as_csv(MONTHS).replace(",38,", f",{cell},").encode(), COUNCIL)

    row = case.row("referrals", period="2014-05")
    assert (row["value"], row["status"]) == (38, status)


@pytest.mark.parametrize("cell", ["38 (1)", "38*", "38 [c]"])
def test_what_may_be_more_than_a_note_behind_a_figure_is_not_read(cell, read_case):
    text = as_csv(MONTHS).replace(",38,", f",{cell},")

    assert "cell C2: expected a figure" in read_case("council_referrals_2014-15.csv", text.encode(), COUNCIL).refusal


STAFF = """
    layout: measures_across
    file: staff_{reporting year}
    area_columns: [Area]
    columns: {n: h_pupils, fte: h_sw_fte}
"""


def read_staff(read_case, *rows: str):
    return read_case("staff_2024.csv", "\n".join(["Area;n;fte", *rows, ""]), STAFF)


def test_a_comma_is_a_decimal_point_where_another_cell_shows_it(read_case):
    case = read_staff(read_case, "Southampton;1.234;1,234", "Portsmouth;985;212,5")

    assert (case.value("h_pupils"), case.value("h_sw_fte")) == (1234, 1.234)
    assert case.value("h_sw_fte", PORTSMOUTH) == 212.5


def test_a_decimal_comma_makes_no_whole_number(read_case):
    assert "cell B2: expected a whole number" in read_staff(read_case, "Southampton;1,234;12,5").refusal


def test_a_comma_parts_thousands_where_another_cell_has_a_point(read_case):
    assert read_staff(read_case, "Southampton;1,234;1,234.5", "Portsmouth;985;12.5").value("h_pupils") == 1234


def test_a_comma_that_can_be_read_in_two_ways_is_refused_but_in_a_count(read_case):
    assert "cell C2: expected a figure without a comma" in read_staff(read_case, "Southampton;1,234;1,234").refusal
    assert read_staff(read_case, "Southampton;1,234;12").value("h_pupils") == 1234


def test_decimal_commas_and_points_in_one_file_are_refused(read_case):
    assert (
        "a decimal comma and others a decimal point" in read_staff(read_case, "Southampton;1;12,5", "P;1;12.5").refusal
    )


def test_the_digits_that_a_program_holds_of_a_decimal_are_that_decimal(read_case):
    text = "Area,n,fte\nSouthampton,1,212.39999999999998\n"

    assert read_case("staff_2024.csv", text, STAFF).value("h_sw_fte") == 212.4


def test_a_code_and_a_name_beside_each_other_must_agree(read_case):
    spec = BY_QUARTER.replace("labels: [area]", "labels: [area, area]").replace("[Area]", "[Code, Area]")
    text = "Code,Area,Apr - Jun 2023,Jul - Sep 2023\nE06000045,Southampton,118,131\n"

    assert read_case("police_quarters.csv", text, spec).value("missing_episodes", period="2023-24 Q1") == 118
    wrong = text.replace("Southampton", "Portsmouth")
    assert "cell B2: expected a row labelled" in read_case("police_quarters.csv", wrong, spec).refusal
