"""Twelve months from April in each row: January to March are of the next calendar year."""

from calendar import month_name

import pytest

from analysis.refusals import SourceRefused

MONTHS = [*month_name[4:], *month_name[1:4]]
HEADINGS = " | ".join(["code", "year", *MONTHS, "total"])
# Southampton, 2013-14: Department for Education, Children in need, table C6
SOUTHAMPTON = "E06000045 | 2014 | 261|413|380|298|235|308|284|265|232|284|266|245 | 3471"
TABLE = f"{HEADINGS}\n{SOUTHAMPTON}"
C6 = {
    "layout": "measures_across",
    "area_columns": ["code"],
    "period_column": "year",
    "period": "reporting year",
    "months": "referrals",
    "columns": {"total": "referrals"},
}


@pytest.mark.parametrize(("period", "value"), [("2013-04", 261), ("2013-12", 232), ("2014-01", 284), ("2014-03", 245)])
def test_january_to_march_fall_in_the_next_calendar_year(period, value, read_table, pick):
    _, reading = read_table(TABLE, **C6)

    assert pick(reading, "referrals", period=period)["value"] == value


def test_the_total_is_of_the_financial_year(read_table, pick):
    _, reading = read_table(TABLE, **C6)

    assert pick(reading, "referrals", period="2013-14")["value"] == 3471


def test_a_suppressed_month_is_missing_and_no_zero(read_table, pick):
    _, reading = read_table(TABLE.replace("|413|", "|c|"), **C6)

    assert pick(reading, "referrals", period="2013-05")["status"] == "suppressed_at_source"


def test_a_table_without_one_of_the_months_is_refused(read_table):
    with pytest.raises(SourceRefused, match="expected a column headed 'May'"):
        read_table(TABLE.replace("May", "Mai"), **C6)


def test_the_real_table_reads_to_the_cell(read_source, pick):
    grid, reading = read_source("dfe_referrals_by_month")
    cell = pick(reading, "referrals", area="E06000045", period="2014-01")

    assert cell["value"] == 284
    assert grid.cells([cell["row"]], [cell["column"]]) == ["M3"]
    assert grid.count_roles()["total"] == 144
