"""Referrals and re-referrals."""

import ibis
import ibis.expr.types as ir

from publishing.counting.aggregates import Asked, counts


def first_of_each_day(asked: Asked) -> ir.Table:
    """Each child's referrals, the first of several on one day alone: columns child, area, day and the `last` day."""
    rows = asked.events("referrals")
    rows = rows.filter(rows.child.notnull() & rows.started.notnull())
    rows = rows.select("child", "area", day=rows.started)
    rows = rows.mutate(last=rows.day.lag().over(ibis.window(group_by="child", order_by="day")))
    return rows.filter(rows.last.isnull() | (rows.last < rows.day))


@counts("rereferrals")
def count_referrals(asked: Asked) -> ir.Table:
    """Referrals, those with an earlier one of the child at most so many calendar months before, and the children."""
    window = ibis.interval(months=asked.number("window_months"))
    days = first_of_each_day(asked)
    days = days.mutate(again=days.last + window >= days.day)
    days = days.filter(asked.grain.within(days.day))
    days = days.mutate(period=asked.grain.number(days.day))
    children = days.group_by(["area", "period", "child"]).aggregate(n=days.count(), again=days.count(where=days.again))
    return children.group_by(["area", "period"]).aggregate(
        referrals=children.n.sum(),
        rereferrals=children.again.sum(),
        children_referred=children.count(),
        children_rereferred=children.count(where=children.again > 0),
    )
