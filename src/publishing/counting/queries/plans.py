"""Child protection plans: started, second ones, ended by length, and on a day."""

import ibis
import ibis.expr.types as ir

from publishing.counting.aggregates import Asked, counts
from publishing.counting.one_where import one_where
from publishing.counting.queries.care import spread_over_periods

LENGTHS = {
    "lasted_up_to_3_months": (None, 3),
    "lasted_3_to_6_months": (3, 6),
    "lasted_6_to_12_months": (6, 12),
    "lasted_1_to_2_years": (12, 24),
    "lasted_two_years_or_more": (24, None),
}
"""Months above the first and up to the second; from a year on, from the first and below the second (DfE, table D7)."""

COUNTS = ["started", "second", "second_in_two_years", "ended", *LENGTHS, "on_day", "in_period"]


def select_plans(asked: Asked) -> ir.Table:
    """Each plan once, with whether the child had one before, ever or that ended within the switch's months."""
    rows = asked.events("protection_plans")
    rows = rows.filter(rows.child.notnull() & rows.started.notnull())
    rows = rows.select("child", "area", "started", "ended", "previous").distinct()
    earlier = rows.started > rows.started.min().over(ibis.window(group_by="child"))
    by_start = ibis.window(group_by="child", order_by="started")
    last_end = rows.ended.lag().over(by_start)
    recent = last_end + ibis.interval(months=asked.number("recent_months")) >= rows.started
    return rows.mutate(is_second=(earlier | (rows.previous > 0)).fill_null(False), is_recent=recent.fill_null(False))


@counts("protection_plans")
def count_plans(asked: Asked) -> ir.Table:
    """Plans that started and ended in a period, second ones, how long they had lasted, and those at its end."""
    rows, grain = select_plans(asked), asked.grain
    starts = rows.filter(grain.within(rows.started))
    starts = _mark(
        starts,
        grain.number(starts.started),
        started=True,
        second=starts.is_second,
        second_in_two_years=starts.is_recent,
    )
    ends = rows.filter(grain.within(rows.ended))
    lengths = {name: _lasted(ends, low, high) for name, (low, high) in LENGTHS.items()}
    ends = _mark(ends, grain.number(ends.ended), ended=True, **lengths)
    spans = spread_over_periods(rows, grain)
    still = spans.last.isnull() | (spans.period < spans.last)
    spans = _mark(spans, spans.period, on_day=still, in_period=True)
    everything = starts.union(ends).union(spans)
    children = everything.group_by(["area", "period", "child"]).aggregate(
        **{name: everything[name].sum() for name in COUNTS}
    )
    return children.group_by(["area", "period"]).aggregate(
        child_protection_plans_started=children.started.sum(),
        children_starting_plans=one_where(children.started > 0).sum(),
        second_or_subsequent=children.second.sum(),
        second_within_two_years=children.second_in_two_years.sum(),
        child_protection_plans=children.on_day.sum(),
        child_protection_plans_in_year=children.in_period.sum(),
        child_protection_plans_ended=children.ended.sum(),
        **{name: children[name].sum() for name in LENGTHS},
    )


def _mark(rows: ir.Table, period: ir.IntegerValue, **marks: ir.BooleanValue | bool) -> ir.Table:
    """The rows' keys with each count as 0 or 1."""
    values = {name: ibis.literal(marks[name]) if marks.get(name) is True else marks.get(name) for name in COUNTS}
    counted = {name: ibis.literal(0, "int64") if value is None else one_where(value) for name, value in values.items()}
    return rows.select("area", "child", period=period.cast("int64"), **counted)


def _lasted(rows: ir.Table, low: int | None, high: int | None) -> ir.BooleanValue:
    """Whether a plan lasted for more than `low` and up to `high` months, with the years' bounds the other way round."""
    after = {months: rows.started + ibis.interval(months=months) for months in (low, high) if months}
    above = True if low is None else rows.ended >= after[low] if low >= 12 else rows.ended > after[low]
    below = True if high is None else rows.ended < after[high] if high >= 12 else rows.ended <= after[high]
    return ibis.and_(above, below)
