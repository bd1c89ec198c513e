"""From contact to care: how many children of a year's first contacts reach each step within so many months."""

import ibis
import ibis.expr.types as ir

from publishing.counting.aggregates import Asked, counts
from publishing.counting.one_where import one_where

STEPS = {
    "journey_referral": "referrals",
    "journey_assessment": "assessments",
    "journey_enquiry": "enquiries",
    "journey_plan": "protection_plans",
    "journey_care": "care_episodes",
}


@counts("journeys")
def count_journeys(asked: Asked) -> ir.Table:
    """Children whose first contact lies in the year, and how many of them reach each step within the follow-up."""
    rows = asked.events("contacts")
    rows = rows.filter(rows.child.notnull() & rows.started.notnull())
    first = rows.group_by(["area", "child"]).aggregate(contact=rows.started.min())
    first = first.filter(asked.grain.within(first.contact))
    first = first.mutate(period=asked.grain.number(first.contact))
    months = ibis.interval(months=asked.number("follow_up_months"))
    for name, events in STEPS.items():
        first = _add_step(first, asked.events(events), name, months) if asked.has(events) else first.mutate(**{name: 0})
    return first.group_by(["area", "period"]).aggregate(
        journey_contact=first.count(), **{name: first[name].cast("int64").sum() for name in STEPS}
    )


def _add_step(first: ir.Table, events: ir.Table, name: str, months: ir.IntervalValue) -> ir.Table:
    """The children with 1 where one of the events begins from the first contact on and within the months."""
    later = events.select(other="child", on=events.started)
    joined = first.join(later, first.child == later.other)
    reached = joined.filter((joined.on >= joined.contact) & (joined.on <= joined.contact + months))
    reached = reached.select("child").distinct().rename(reached="child")
    marked = first.left_join(reached, first.child == reached.reached)
    return marked.mutate(**{name: one_where(marked.reached.notnull())}).drop("reached")
