"""The labels of a form's rows: the areas and periods that it asks about, and how they are written."""

import calendar
from collections.abc import Iterator
from datetime import date

from analysis.definitions.contract import PeriodKind
from analysis.definitions.headed_columns import Columns
from analysis.periods import (
    Period,
    calendar_year,
    calendar_years,
    day,
    financial_year,
    financial_year_of,
    quarter,
    quarter_of,
)
from publishing.intake.layouts.layout import Asked

YEARS = 5
"""How many years a form asks about where its contract has years: the new one, and four that may have been revised."""


def list_periods(kind: PeriodKind, whole: Period) -> list[Period]:
    """The months or quarters of a whole period; of other kinds the last five that are over when it ends."""
    if kind == "month":
        return whole.months()
    if kind in ("quarter", "month, quarter or year"):
        return list(dict.fromkeys(quarter(*quarter_of(each.start)) for each in whole.months()))
    last = _last(kind, whole.end)
    return [_years_before(last, years) for years in reversed(range(YEARS))]


def write_period(period: Period, kind: PeriodKind) -> str:
    """A period as cleaning reads it: Apr-14, Quarter 1 2014/15, 2014/15, 2014, 2014-16 or 31 March 2014."""
    start, end = period.start, period.end
    if kind == "month":
        return f"{calendar.month_abbr[start.month]}-{start:%y}"
    if kind == "quarter":
        return f"Quarter {period.label[-1]} {period.label[:4]}/{period.label[5:7]}"
    if kind == "financial year":
        return period.label.replace("-", "/")
    if kind == "calendar years":
        return f"{start.year}-{end:%y}"
    return period.label if kind in ("day", "month, quarter or year") else str(end.year)


def _last(kind: PeriodKind, until: date) -> Period:
    """The newest period of a kind that is over on a day."""
    year = until.year if (until.month, until.day) == (12, 31) else until.year - 1
    if kind in ("financial year", "reporting year"):
        current = financial_year_of(until)
        return current if current.end == until else current.earlier()
    if kind == "calendar year":
        return calendar_year(year)
    if kind == "calendar years":
        return calendar_years(year - 2, year)
    if kind == "mid-year":
        return day(date(until.year if until >= date(until.year, 6, 30) else until.year - 1, 6, 30))
    return day(financial_year(until.year - (until < date(until.year, 3, 31)) - 1).end)


def _years_before(period: Period, years: int) -> Period:
    if period.kind == "calendar years":  # which overlap with those of the years beside them
        return calendar_years(period.start.year - years, period.end.year - years)
    return period.earlier(years)


def describe_headings(contract: Columns) -> list[str]:
    """The headings that say what a row is about, those of its groups left away, and those that nobody reads."""
    groups = [*getattr(contract, "breakdown_columns", ()), getattr(contract, "category_column", None)]
    return [name for name in [*contract.column_names(), *contract.named_left_out] if name not in groups]


def write_periods(kind: PeriodKind, asked: Asked) -> list[str]:
    """The labels of the periods of a kind that a form asks about, in its file's period or the quarter's year."""
    whole = asked.period or financial_year_of(asked.quarter.start)
    return [write_period(each, kind) for each in list_periods(kind, whole)]


def label_rows(contract: Columns, asked: Asked) -> Iterator[dict[str, str]]:
    """The labels of each row by heading: a declared area's name, or the area of the run, and its period."""
    periods = (write_periods(contract.period, asked) if contract.period else []) or [""]
    for area in _label_areas(contract, asked):
        for period in periods:
            labels = area | dict.fromkeys(contract.period_column[:1], period)
            yield labels | dict.fromkeys(contract.named_left_out, "")


def _label_areas(contract: Columns, asked: Asked) -> list[dict[str, str]]:
    if not contract.area_columns:
        return [{}]
    first, *others = contract.area_columns
    if contract.areas and contract.name_column is None:
        return [dict.fromkeys(others, "") | {first: name} for name in contract.areas]
    area = asked.definitions.areas.named(asked.area)
    named = {contract.name_column: area.name} if contract.name_column else {}
    return [dict.fromkeys(others, "") | {first: area.code} | named]
