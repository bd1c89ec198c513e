"""Months or years across, a measure or an area in each row."""

import numpy as np
import pytest

from analysis.refusals import SourceRefused

MONTHS = """
Police table
  | Apr-13 | May-13 | Jun-13 | Total
Children | 91 | 128 | 1,121 | 1,340
Episodes | 130 | n/a |  | 322

A note
"""
POLICE = {
    "layout": "periods_across",
    "area": "E06000045",
    "period": "month",
    "rows": {"Children": "missing_children", "Episodes": "missing_episodes"},
    "total": "Total",
}
RATES = """
 | | 2011/12 | 2012/13 | 2013/14
Rate per 10,000 | LA | 93 | 104 | 105
 | SN | 82 | 83 | n/a
"""
COUNCIL = {
    "layout": "periods_across",
    "period": "financial year",
    "labels": ["measure", "area"],
    "rows": {"Rate per 10,000": "looked_after_rate"},
    "areas": {"LA": "E06000045", "SN": "SN:printed"},
}


def test_a_cell_is_an_observation_with_its_period_and_address(read_table, pick):
    grid, reading = read_table(MONTHS, **POLICE)
    cell = pick(reading, "missing_children", period="2013-05")

    assert (cell["numerator"], cell["value"], cell["status"]) == (128, 128, "reported")
    assert (cell["start"].date().isoformat(), cell["end"].date().isoformat()) == ("2013-05-01", "2013-05-31")
    assert grid.cells([cell["row"]], [cell["column"]]) == ["C3"]


def test_a_marker_and_a_blank_are_rows_with_a_status_and_without_a_number(read_table, pick):
    _, reading = read_table(MONTHS, **POLICE)

    assert pick(reading, "missing_episodes", period="2013-05")["status"] == "not_available"
    assert pick(reading, "missing_episodes", period="2013-06")["status"] == "not_supplied"
    assert np.isnan(pick(reading, "missing_episodes", period="2013-06")["value"])


def test_the_total_column_is_of_the_files_period(read_table, pick):
    _, reading = read_table(MONTHS, of="2013-14 Q1", **POLICE)

    assert pick(reading, "missing_children", period="2013-14 Q1")["value"] == 1340


def test_every_cell_is_accounted_for_by_what_it_is(read_table):
    grid, _ = read_table(MONTHS, **POLICE)

    assert grid.count_roles() == {"figure": 4, "marker": 1, "label": 6, "total": 2, "finding": 0, "outside": 2}


def test_a_stock_under_a_year_is_one_of_the_years_last_day(read_table, pick):
    _, reading = read_table(RATES, of="2013-14", **COUNCIL)
    cell = pick(reading, "looked_after_rate", area="E06000045", period="31 March 2014")

    assert cell["value"] == 105
    assert cell["start"] == cell["end"]


def test_an_empty_measure_is_the_one_above_it(read_table, pick):
    _, reading = read_table(RATES, **COUNCIL)

    assert pick(reading, "looked_after_rate", area="SN:printed", period="31 March 2013")["value"] == 83


def test_months_typed_as_dates_are_read_only_where_the_contract_says_so(read_table, pick):
    typed = MONTHS.replace("Apr-13", "2013-04-01").replace("May-13", "2013-05-01").replace("Jun-13", "2013-06-01")
    _, reading = read_table(typed, typed_dates=True, **POLICE)

    assert pick(reading, "missing_children", period="2013-04")["value"] == 91
    with pytest.raises(SourceRefused, match="expected a row of headings, each a month"):
        read_table(typed, **POLICE)


def test_a_date_in_the_middle_of_a_month_is_no_month(read_table):
    with pytest.raises(SourceRefused, match="cell C2: expected a month"):
        read_table(MONTHS.replace("May-13", "2013-05-13"), typed_dates=True, **POLICE)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("May-13", "13-May", "cell C2: expected a month such as 'Apr-13' or the heading 'Total'"),
        ("| May-13", "| Jun-13", "cell C2: expected the month after the one before it"),
        ("May-13", "", "cell C2: expected a month"),
        ("| Total", "| Sum", "cell E2: expected a month such as 'Apr-13' or the heading 'Total'"),
        ("Episodes", "Secret", "cell A4: expected a row labelled 'Children' or 'Episodes'"),
        ("  | Apr-13", " Secret | Apr-13", "cell A2: expected none"),
        ("| 128", "| 12.5", "cell C3: expected a whole number"),
        ("| 128", "| -128", "cell C3: expected a figure that is not negative"),
        ("| 128", "| 12%", "cell C3: expected a figure without a percent sign"),
        ("| 128", "| secret", "cell C3: expected a figure or a marker that the file specification knows"),
        ("A note", "Others | 1 | 2 | 3 | 6", "cell A6: expected notes only after the empty row"),
        ("Episodes | 130 | n/a |  | 322\n", "", "cell A3: expected also a row labelled 'Episodes'"),
    ],
)
def test_a_table_that_is_not_the_contracts_is_refused_with_the_cell(old, new, expected, read_table):
    with pytest.raises(SourceRefused, match=expected) as refused:
        read_table(MONTHS.replace(old, new), **POLICE)
    assert "ecret" not in str(refused.value)
    assert "Ask the supplier" in str(refused.value)


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("2013-14", "expected the last month of 2013-14"),
        ("2012-13 Q4", "expected the last month of 2012-13 Q4"),
    ],
)
def test_columns_that_are_not_those_of_the_files_period_are_refused(period, expected, read_table):
    with pytest.raises(SourceRefused, match=expected):
        read_table(MONTHS, of=period, **POLICE)


def test_a_first_month_that_is_left_out_is_refused(read_table):
    late = "\n".join(
        line if "|" not in line else "|".join(np.delete(line.split("|"), 1)) for line in MONTHS.split("\n")
    )

    with pytest.raises(SourceRefused, match="cell B2: expected the first month of 2013-14 Q1"):
        read_table(late, of="2013-14 Q1", **POLICE)


def test_an_area_that_the_contract_does_not_name_is_refused(read_table):
    with pytest.raises(SourceRefused, match="cell B3: expected a row labelled 'LA' or 'SN'"):
        read_table(RATES.replace("| SN |", "| XX |"), **COUNCIL)


def test_the_real_police_table_reads_to_the_cell(read_source, pick):
    grid, reading = read_source("police_missing")

    assert len(reading.observations) == 52
    assert pick(reading, "missing_children", period="2013-12")["value"] == 0
    total = pick(reading, "missing_repeat_episodes", period="2013-14")
    assert total["value"] == 1043
    assert grid.cells([total["row"]], [total["column"]]) == ["Missing!N7"]


@pytest.mark.parametrize(
    ("source", "indicator", "area", "period", "value"),
    [
        ("council_referral_rate", "referral_rate", "E06000045", "2013-14", 734),
        ("council_referral_rate", "referral_rate", "SN:printed", "2012-13", 679),
        ("council_protection_plan_rate", "child_protection_plan_rate", "E92000001", "31 March 2007", 25),
        ("council_looked_after_rate", "looked_after_rate", "E06000045", "31 March 2014", 105),
        ("council_rereferrals", "rereferral_share", "SN:printed", "2012-13", 0.27),
    ],
)
def test_the_councils_real_tables_read_to_the_cell(source, indicator, area, period, value, read_source, pick):
    _, reading = read_source(source)

    assert pick(reading, indicator, area=area, period=period)["value"] == value


def test_the_doubled_row_of_the_real_table_is_read_twice(read_source):
    _, reading = read_source("council_rereferrals")
    city = reading.observations[reading.observations["area"] == "E06000045"]

    assert city.groupby("period")["value"].agg(["size", "nunique"]).drop_duplicates().to_numpy().tolist() == [[2, 1]]
