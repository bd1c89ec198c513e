"""Proven re-offending by cohort, first-time entrants and custody."""

import ibis
import ibis.expr.types as ir

from publishing.counting.ages import ADULT, age_on
from publishing.counting.aggregates import Asked, counts
from publishing.counting.counting_words import UNFINISHED
from publishing.counting.one_where import one_where

SUBSTANTIVE = ["substantive", "custody"]
CRIMINAL_RESPONSIBILITY = 10  # Children and Young Persons Act 1933, section 50


def select_outcomes(asked: Asked) -> ir.Table:
    """Offences with a substantive outcome, each once: child, area, born, started (when committed), ended, outcome."""
    rows = asked.events("offences")
    rows = rows.filter(rows.child.notnull() & rows.ended.notnull() & rows.outcome.isin(SUBSTANTIVE))
    rows = rows.select("child", "area", "offence", "born", "started", "ended", "outcome").distinct()
    if asked.has("people"):
        people = asked.events("people")
        people = people.group_by("child").aggregate(known=people.born.min())
        rows = rows.left_join(people, "child").drop("child_right")
        rows = rows.mutate(born=ibis.coalesce(rows.born, rows.known)).drop("known")
    return rows


def select_cohort(asked: Asked, rows: ir.Table) -> ir.Table:
    """One index date per child and period, its first substantive outcome there, at the age of 10 to 17 that day."""
    within = rows.filter(asked.grain.within(rows.ended))
    within = within.mutate(period=asked.grain.number(within.ended))
    cohort = within.group_by(["area", "period", "child"]).aggregate(index=within.ended.min(), born=within.born.min())
    age = age_on(cohort.born, cohort.index)
    return cohort.filter((age >= CRIMINAL_RESPONSIBILITY) & (age < ADULT))


def find_reoffences(asked: Asked, rows: ir.Table, cohort: ir.Table) -> ir.Table:
    """Offences of the cohort's children committed after the index date within the follow-up, and proven in time."""
    follow_up, proof = (asked.number(name) for name in ("follow_up_months", "proof_months"))
    again = rows.select("child", "started", "ended").rename(child_again="child")
    found = cohort.join(again, cohort.child == again.child_again)
    return found.filter(
        (found.started > found.index)
        & (found.started <= found.index + ibis.interval(months=follow_up))
        & (found.ended <= found.index + ibis.interval(months=follow_up + proof))
    )


def add_unfinished(asked: Asked, rows: ir.Table, cohort: ir.Table) -> ir.Table:
    """The cohort with 1 in `unfinished` where follow-up and proof run past the cover and past the last outcome."""
    months = asked.number("follow_up_months") + asked.number("proof_months")
    latest = rows.aggregate(latest=rows.ended.max())
    joined = cohort.cross_join(latest)
    reach = ibis.greatest(joined.latest, ibis.date(asked.reaches))
    over = joined.index + ibis.interval(months=months) <= reach
    return joined.mutate(**{UNFINISHED: ibis.ifelse(over, 0, 1)}).drop("latest")


@counts("reoffending_cohorts")
def count_reoffending(asked: Asked) -> ir.Table:
    """The cohort, the children in it who re-offended, and their re-offences."""
    rows = select_outcomes(asked)
    cohort = select_cohort(asked, rows)
    again = find_reoffences(asked, rows, cohort)
    again = again.group_by(["area", "period", "child"]).aggregate(n=again.count())
    cohort = add_unfinished(asked, rows, cohort)
    joined = cohort.left_join(again, ["area", "period", "child"])
    number = joined.n.fill_null(0)
    joined = joined.select("area", "period", UNFINISHED, n=number)
    return joined.group_by(["area", "period"]).aggregate(
        cohort=joined.count(),
        reoffenders=one_where(joined.n > 0).sum(),
        reoffences=joined.n.sum(),
        **{UNFINISHED: joined[UNFINISHED].sum()},
    )


@counts("youth_outcomes")
def count_youth_outcomes(asked: Asked) -> ir.Table:
    """Children of 10 to 17 whose first substantive outcome ever lies in a period, and their sentences to custody."""
    rows = select_outcomes(asked)
    first = rows.ended.min().over(ibis.window(group_by="child"))
    rows = rows.mutate(first=first)
    age = age_on(rows.born, rows.ended)
    rows = rows.filter(asked.grain.within(rows.ended) & (age >= CRIMINAL_RESPONSIBILITY) & (age < ADULT))
    rows = rows.mutate(
        period=asked.grain.number(rows.ended),
        entered=one_where(rows.first == rows.ended),
        custody=one_where(rows.outcome == "custody"),
    )
    days = rows.group_by(["area", "period", "child", "ended"]).aggregate(
        entered=rows.entered.max(), custody=rows.custody.max()
    )
    children = days.group_by(["area", "period", "child"]).aggregate(
        entered=days.entered.max(), custody=days.custody.sum()
    )
    return children.group_by(["area", "period"]).aggregate(
        first_time_entrants=children.entered.sum(), custodial_sentences=children.custody.sum()
    )
