"""Months until something happens again: re-offending after an outcome, a referral after a referral."""

import ibis
import ibis.expr.types as ir

from publishing.counting.aggregates import Asked, counts
from publishing.counting.counting_words import UNFINISHED
from publishing.counting.queries.offending import add_unfinished, find_reoffences, select_cohort, select_outcomes
from publishing.counting.queries.referrals import first_of_each_day

NEVER = 0


def months_between(first: ir.DateValue, later: ir.DateValue) -> ir.IntegerValue:
    """The number of the month after a day in which a later day lies: 1 up to the same day of the next month."""
    whole = (later.year() - first.year()).cast("int64") * 12 + (later.month() - first.month()).cast("int64")
    return ibis.greatest(whole + ibis.ifelse(later.day() > first.day(), 1, 0), 1)


def _count_by_month(children: ir.Table) -> ir.Table:
    """Children by area, period and the month in which it happened (0 where it did not); the whole in month -1."""
    named = children.mutate(
        breakdown=ibis.ifelse(children.month == NEVER, "never", "month " + children.month.cast("string"))
    )
    return named.group_by(["area", "period", "breakdown"]).aggregate(
        children=named.count(), **{UNFINISHED: named[UNFINISHED].sum()}
    )


@counts("reoffending_time")
def count_reoffending_time(asked: Asked) -> ir.Table:
    """Children of a year's cohort, each once with its first index date, by the month of the first re-offence."""
    rows = select_outcomes(asked)
    cohort = select_cohort(asked, rows)
    again = find_reoffences(asked, rows, cohort)
    again = again.group_by(["area", "period", "child"]).aggregate(next=again.started.min())
    joined = add_unfinished(asked, rows, cohort).left_join(again, ["area", "period", "child"])
    month = ibis.ifelse(joined.next.isnull(), NEVER, months_between(joined.index, joined.next))
    return _count_by_month(joined.select("area", "period", UNFINISHED, month=month))


@counts("rereferral_time")
def count_rereferral_time(asked: Asked) -> ir.Table:
    """Children referred in a year, each once with the first referral in it, by the month of the next referral."""
    window = asked.number("follow_up_months")
    days = first_of_each_day(asked)
    days = days.mutate(next=days.day.lead().over(ibis.window(group_by="child", order_by="day")))
    latest = days.aggregate(latest=days.day.max())
    within = days.filter(asked.grain.within(days.day))
    within = within.mutate(period=asked.grain.number(within.day))
    # the next referral after the first is the earliest of those that follow any, so that no join is needed
    first = within.group_by(["area", "period", "child"]).aggregate(index=within.day.min(), next=within.next.min())
    joined = first.cross_join(latest)
    until = joined.index + ibis.interval(months=window)
    in_time = (joined.next <= until).fill_null(False)
    over = until <= ibis.greatest(joined.latest, ibis.date(asked.reaches))
    month = ibis.ifelse(in_time, months_between(joined.index, joined.next), NEVER)
    named = joined.select("area", "period", month=month, **{UNFINISHED: ibis.ifelse(over, 0, 1)})
    return _count_by_month(named)
