"""Which months are covered, which periods lie in them, and how a period becomes a number and comes back."""

from datetime import date

import ibis
import pytest

from analysis.periods import financial_year, month, quarter
from analysis.refusals import ParametersRefused
from publishing.counting.cover import Grain, add_months, parse_cover
from publishing.counting.duckdb_engine import open_duckdb
from publishing.counting.returns import write_period


def test_only_whole_periods_are_in_a_cover():
    cover = parse_cover("2023-05..2024-06")
    assert [each.label for each in cover.periods("quarter")] == ["2023-24 Q2", "2023-24 Q3", "2023-24 Q4", "2024-25 Q1"]
    assert cover.periods("financial year") == []
    assert len(cover.periods("month")) == 14


@pytest.mark.parametrize(
    "text", ["2024-04", "2024-04..", "2024-13..2025-03", "April 2024..March 2025", "2025-03..2024-04"]
)
def test_anything_else_is_refused(text):
    with pytest.raises(ParametersRefused, match="--covers"):
        parse_cover(text)


@pytest.mark.parametrize(
    ("kind", "period"),
    [
        ("month", month(2024, 1)),
        ("month", month(2023, 12)),
        ("quarter", quarter(2023, 4)),
        ("quarter", quarter(2024, 1)),
        ("financial year", financial_year(2023)),
    ],
)
def test_a_number_leads_back_to_its_period_in_python_and_in_the_engine(kind, period):
    grain = Grain(kind, [period])
    days = ibis.literal(period.start).name("first").as_table().mutate(last=ibis.literal(period.end))
    with open_duckdb([]) as engine:
        ((first, last),) = engine.run(days.select(a=grain.number(days.first), b=grain.number(days.last)))
    assert grain.period(first) == grain.period(last) == grain.period(grain.number_of(period.end)) == period


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2023, 2, 28), 12, date(2024, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
    ],
)
def test_months_end_on_the_last_day_that_there_is(day, months, later):
    assert add_months(day, months) == later


@pytest.mark.parametrize(("period", "written"), [(month(2011, 12), "December 2011"), (month(2024, 12), "2024-12")])
def test_a_month_that_could_be_a_financial_year_is_written_with_its_name(period, written):
    assert write_period(period) == written
