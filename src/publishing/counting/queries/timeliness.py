"""Assessments in 45 working days, and initial child protection conferences in 15."""

from datetime import date

import ibis
import ibis.expr.types as ir

from publishing.counting.aggregates import Asked, counts
from publishing.counting.one_where import one_where

MONDAY = date(1900, 1, 1)
LONGEST = 2  # years before a period in which what ends in it may have begun and still matter for the limit


def working_days(asked: Asked, start: ir.DateValue, end: ir.DateValue) -> ir.IntegerValue:
    """Working days from one day to another: the first day is 0; no weekends, no bank holidays of England."""
    from analysis.model.timeline import bank_holidays  # half a second and 55 MB, which counts of other things save

    years = range(asked.grain.start.year - LONGEST, asked.grain.end.year + 1)
    holidays = [day for year in years for day in sorted(bank_holidays(year)) if day.weekday() < 5]
    free = _holidays_up_to(end, holidays) - _holidays_up_to(start, holidays)
    return _weekdays(end) - _weekdays(start) - free


def _holidays_up_to(day: ir.DateValue, holidays: list[date]) -> ir.IntegerValue:
    """How many of the holidays, in their order, are on a day or before it."""
    return ibis.cases(*((day < ibis.date(each), place) for place, each in enumerate(holidays)), else_=len(holidays))


def _weekdays(day: ir.DateValue) -> ir.IntegerValue:
    """Mondays to Fridays from a Monday long ago up to a day."""
    days = day.delta(ibis.date(MONDAY), unit="day").cast("int64")
    return (days // 7) * 5 + ibis.least(days % 7, 4)


@counts("assessments")
def count_assessments(asked: Asked) -> ir.Table:
    """Assessments authorised in a period, and those within the working days of the switch."""
    rows = asked.events("assessments")
    rows = rows.filter(rows.child.notnull() & rows.started.notnull() & asked.grain.within(rows.ended))
    rows = rows.select("child", "area", "started", "ended").distinct()
    days = working_days(asked, rows.started, rows.ended)
    in_time = one_where((days <= asked.number("working_days")) & (rows.ended >= rows.started))
    rows = rows.mutate(period=asked.grain.number(rows.ended), in_time=in_time)
    return rows.group_by(["area", "period"]).aggregate(
        assessments_completed=rows.count(), assessments_in_45_days=rows.in_time.sum()
    )


@counts("conferences")
def count_conferences(asked: Asked) -> ir.Table:
    """Initial conferences held in a period, and those within the working days from the strategy discussion.

    The discussion and the conference stand in one row, or in two tables that the enquiry's id joins.
    """
    rows = asked.events("enquiries")
    if asked.has("conferences"):
        held = asked.events("conferences")
        held = held.filter(held.enquiry.notnull() & held.started.notnull()).select("enquiry", on=held.started)
        rows = rows.join(held, rows.enquiry == held.enquiry).select("child", "area", "started", conference="on")
    else:
        rows = rows.select("child", "area", "started", "conference")
    rows = rows.filter(rows.child.notnull() & rows.started.notnull() & asked.grain.within(rows.conference)).distinct()
    days = working_days(asked, rows.started, rows.conference)
    in_time = one_where((days <= asked.number("working_days")) & (rows.conference >= rows.started))
    rows = rows.mutate(period=asked.grain.number(rows.conference), in_time=in_time)
    return rows.group_by(["area", "period"]).aggregate(
        initial_conferences=rows.count(), initial_conferences_in_15_days=rows.in_time.sum()
    )
