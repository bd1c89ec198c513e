"""What could be taken for another figure than it is, and is not accepted: parts for wholes, wholes for groups."""

from io import BytesIO

import openpyxl
import pytest

from .conftest import SOUTHAMPTON

PLANS = """
    layout: measures_across
    file: plans
    area_columns: [Area]
    period_in: A1
    period: financial year
    columns: {Began: h_pupils}
"""


@pytest.mark.parametrize(
    "part",
    ["to date", "Q1", "(Quarter 1)", "first half", "first six months", "April to June", "Apr-Jun", "(part year)"],
)
def test_a_title_that_names_a_part_of_a_year_is_not_read_as_the_year(part, read_case):
    case = read_case("plans.csv", f"Plans 2014-15 {part},\nArea,Began\nSouthampton,402\n", PLANS)

    assert "cell A1: expected the whole of a period" in case.refusal


@pytest.mark.parametrize("title", ["Plans at 31 March, 2014-15", "Plans 2014-15 (published in June 2015)"])
def test_a_day_or_a_month_in_a_title_does_not_make_its_year_a_part(title, read_case):
    case = read_case("plans.csv", f'"{title}",\nArea,Began\nSouthampton,402\n', PLANS)

    assert case.value("h_pupils", period="2014-15") == 402


@pytest.mark.parametrize(
    ("title", "heading", "place"),
    [("Plans 2014-15 (thousands)", "Began", "A1"), ("Plans 2014-15", "Began (000s)", "B2")],
)
def test_a_title_or_heading_that_says_thousands_is_not_read_as_ones(title, heading, place, read_case):
    spec = PLANS.replace("Began", heading)
    case = read_case("plans.csv", f"{title},\nArea,{heading}\nSouthampton,402\n", spec)

    assert f"cell {place}: expected figures in ones" in case.refusal


def test_thousands_in_the_heading_of_a_column_that_is_not_read_change_nothing(read_case):
    text = "Plans 2014-15,,\nArea,Began,Population (000s)\nSouthampton,402,49\n"

    assert read_case("plans.csv", text, PLANS + "    left_out: others\n").value("h_pupils") == 402


AGES = """
    layout: rows
    file: ages_{financial year}
    area: E06000045
    breakdown_columns: [Age]
    columns: {n: h_pupils}
"""


@pytest.mark.parametrize("whole", ["All ages", "Overall", "Persons", "Grand total", "All children"])
def test_a_whole_that_is_not_declared_is_no_group(whole, read_case):
    case = read_case("ages_2014-15.csv", f"Age,n\n0-4,8\n5-9,61\n{whole},69\n", AGES)

    assert "cell A4: expected an item here, not a total" in case.refusal


def test_a_second_whole_beside_the_declared_one_is_no_group(read_case):
    spec = PLANS + "    breakdown_columns: {Sex: Total}\n"
    text = "Plans 2014-15,,\nArea,Sex,Began\nSouthampton,Total,402\nSouthampton,All,410\n"

    assert "cell B4: expected a group here, not a total" in read_case("plans.csv", text, spec).refusal


@pytest.mark.parametrize("age", ["05-Sep", "Oct-14", "2014-10-01", "2024-09-05"])
def test_an_age_that_a_spreadsheet_made_a_date_is_no_group(age, read_case):
    case = read_case("ages_2014-15.csv", f"Age,n\n0-4,8\n{age},61\n", AGES)

    assert "cell A3: expected an item here, not a date" in case.refusal


def test_months_are_groups_where_all_are_months(read_case):
    case = read_case("ages_2014-15.csv", "Age,n\nApr-14,8\nMay-14,61\n", AGES)

    assert case.value("h_pupils", breakdown="May-14") == 61


def test_groups_that_differ_in_capitals_and_dashes_alone_are_one(read_case):
    spec = PLANS.replace("period_in: A1", "period_column: Year") + "    breakdown_columns: [Age]\n"
    text = "Year,Area,Age,Began\n2013-14,Southampton,5-9 Years,11\n2014-15,Southampton,5–9 years,12\n"

    assert read_case("plans.csv", text, spec).value("h_pupils", period="2014-15", breakdown="5-9 Years") == 12


def test_a_point_before_three_zeros_may_mean_a_thousand(read_case):
    case = read_case("ages_2014-15.csv", "Age,n\n0-4,1.000\n", AGES)

    assert "cell B2: expected a whole number without a point" in case.refusal


def test_rows_of_one_sex_are_not_read_as_everybody(read_case):
    text = "Plans 2014-15,,\nArea,Sex,Began\nSouthampton,Male,402\nPortsmouth,Female,240\n"
    spec = PLANS + "    left_out: "

    assert "cell B3: expected rows of both sexes" in read_case("plans.csv", text, f"{spec}others\n").refusal
    assert read_case("plans.csv", text, f"{spec}Sex\n").value("h_pupils", SOUTHAMPTON) == 402


EVENTS = """
    layout: measures_across
    file: list_{quarter}
    area_columns: [District]
    period_column: Month
    period: month
    count_rows: missing_episodes
    left_out: others
"""


def test_an_event_that_stands_twice_is_not_counted_twice(read_case):
    rows = "8,Jan 2015,Southampton\n9,Jan 2015,Southampton\n9,Jan 2015,Southampton\n"
    case = read_case("list_2014-15_q4.csv", f"Episode,Month,District\n{rows}", EVENTS)

    assert "cell A4: expected each event once" in case.refusal


def test_events_without_numbers_may_be_alike(read_case):
    rows = "Jan 2015,Southampton,High\nJan 2015,Southampton,High\nFeb 2015,Southampton,Low\n"
    case = read_case("list_2014-15_q4.csv", f"Month,District,Grading\n{rows}", EVENTS)

    assert case.value("missing_episodes", period="2015-01") == 2


def test_rows_that_stand_for_several_events_are_not_counted_as_one_each(read_case):
    rows = "Jan 2015,Southampton,3\nJan 2015,Southampton,2\nFeb 2015,Southampton,7\n"
    case = read_case("list_2014-15_q4.csv", f"Month,District,Episodes\n{rows}", EVENTS)

    assert "cell C2: expected a row for each event: 'Episodes'" in case.refusal


MONTHS = """
    layout: periods_across
    file: months
    area: E06000045
    period: month
    total: Total
    rows: {Children: h_pupils}
"""


@pytest.mark.parametrize(
    ("figures", "running"), [("1,3,6,6", True), ("1,1,2,4", False), ("0,0,5,5", False), ("4,4,4,4", False)]
)
def test_sums_since_the_first_month_are_not_read_as_months(figures, running, read_case):
    case = read_case("months.csv", f",Apr-14,May-14,Jun-14,Total\nChildren,{figures}\n", MONTHS)

    assert any("cell B2: expected the figures of each period" in str(each) for each in case.cleaned.refusals) is running


RATES = """
    layout: measures_across
    file: rates
    area_columns: [Code]
    period_column: Year
    period: financial year
    columns: {HEADING: referral_rate}
"""


@pytest.mark.parametrize(
    ("title", "heading", "place"),
    [
        ("Referrals per 1,000 children", "Rate", "A1"),
        ("Referrals", "Rate per 100000", "C2"),
        ("Referrals per 10,000 children", "rate_per_1000", "C2"),
        ("Referrals per thousand", "Rate", "A1"),
        ("Referrals", "Rate per 100k", "C2"),
    ],
)
def test_a_rate_per_another_number_than_its_indicators_is_not_read(title, heading, place, read_case):
    rows = f'"{title}"\nCode,Year,{heading}\nE06000045,2013/14,44.2\n'
    case = read_case("rates.csv", rows, RATES.replace("HEADING", heading))

    assert f"cell {place}: expected a rate per 10,000, and this says another number" in case.refusal


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("Referrals per 1,000 and per 10,000 children", "Rate"),
        ("Referrals per 1,000", "rate_per_10000"),
        ("Referrals per 10k children", "Rate"),
        ("Referrals per 100% of cases", "Rate"),
        ("Rates per ten thousand", "Rate"),
    ],
)
def test_a_rate_is_read_where_its_heading_else_one_of_the_titles_says_its_number(title, heading, read_case):
    rows = f'"{title}"\nCode,Year,{heading}\nE06000045,2013/14,44.2\n'

    assert read_case("rates.csv", rows, RATES.replace("HEADING", heading)).value("referral_rate") == 44.2


def test_a_note_below_that_says_thousands_is_not_passed_over(read_case):
    rows = "Code,Year,Referrals\nE06000045,2013/14,4402\n\nAll figures are in thousands\n"
    case = read_case("rates.csv", rows, RATES.replace("HEADING: referral_rate", "Referrals: referrals"))

    assert "cell A4: expected figures in ones" in case.refusal


def test_a_note_below_on_rounding_to_thousands_changes_nothing(read_case):
    rows = "Code,Year,Referrals\nE06000045,2013/14,4402\n\nEngland is rounded to thousands\n"
    case = read_case("rates.csv", rows, RATES.replace("HEADING: referral_rate", "Referrals: referrals"))

    assert case.value("referrals") == 4402


@pytest.mark.parametrize(("cell", "is_read"), [(402, False), ("c", True)])
def test_a_number_that_is_merged_over_two_areas_is_neithers(cell, is_read, read_case):
    opened = openpyxl.Workbook()
    for row in (["Plans 2014-15"], ["Area", "Began"], ["Southampton", cell], ["Portsmouth"]):
        opened.active.append(row)
    opened.active.merge_cells("B3:B4")
    buffer = BytesIO()
    opened.save(buffer)
    case = read_case("plans.xlsx", buffer.getvalue(), PLANS)

    assert (case.cleaned.refusals == []) == is_read
    assert is_read or "cell B3: expected a figure for each cell: this one is merged over several" in case.refusal
