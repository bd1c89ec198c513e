"""Looked-after children: on a day, started, ceased, placements, and missing or away from care."""

import ibis
import ibis.expr.types as ir

from publishing.counting.aggregates import Asked, counts
from publishing.counting.cover import Grain
from publishing.counting.one_where import one_where

SHORT_TERM = ["V3", "V4"]  # series of short-term placements, which published figures leave out
STARTED, GOES_ON = "S", "X1"
OPEN = 9999  # the year in which an open episode ends


def select_episodes(asked: Asked, *reasons: str) -> ir.Table:
    """Episodes of care, each once: child, area, started, ended and reasons; without short-term placements."""
    rows = asked.events("care_episodes")
    rows = rows.filter(rows.child.notnull() & rows.started.notnull())
    rows = rows.filter(rows.legal_status.isnull() | rows.legal_status.notin(SHORT_TERM))
    return rows.select("child", "area", "started", "ended", *reasons).distinct()


def spread_over_periods(rows: ir.Table, grain: Grain, longer_by: int = 0) -> ir.Table:
    """A row for each period that a row's days from `started` to `ended` lie in, the first and the last day included.

    Adds `period`, and `first` and `last`, the numbers of the periods of both days (`last` null while open).
    `longer_by` goes on for so many periods after the end.
    """
    low, high = grain.number_of(grain.start), grain.number_of(grain.end)
    rows = rows.mutate(first=grain.number(rows.started), last=grain.number(rows.ended))
    rows = rows.filter((rows.first <= high) & (rows.last.isnull() | (rows.last + longer_by >= low)))
    until = ibis.least((rows.last + longer_by).fill_null(high), high)
    return rows.mutate(period=ibis.range(ibis.greatest(rows.first, low), until + 1).unnest())


@counts("looked_after")
def count_looked_after(asked: Asked) -> ir.Table:
    """Children looked after at the end of a period and at any time in it; who started and who ceased, each once."""
    rows, grain = select_episodes(asked, "rne", "rec"), asked.grain
    spans = spread_over_periods(rows, grain)
    still = spans.last.isnull() | (spans.period < spans.last)
    spans = spans.select("area", "period", "child", on_day=one_where(still), in_period=1, started=0, ceased=0)
    starts = rows.filter(grain.within(rows.started) & (rows.rne == STARTED))
    starts = starts.select(
        "area", "child", period=grain.number(starts.started), on_day=0, in_period=0, started=1, ceased=0
    )
    ends = rows.filter(grain.within(rows.ended) & rows.rec.notnull() & (rows.rec != GOES_ON))
    ends = ends.select("area", "child", period=grain.number(ends.ended), on_day=0, in_period=0, started=0, ceased=1)
    columns = ["area", "period", "child", "on_day", "in_period", "started", "ceased"]
    everything = _as_counts(spans, columns).union(_as_counts(starts, columns)).union(_as_counts(ends, columns))
    children = everything.group_by(["area", "period", "child"]).aggregate(
        **{name: everything[name].max() for name in columns[3:]}
    )
    return children.group_by(["area", "period"]).aggregate(
        looked_after_children=children.on_day.sum(),
        looked_after_in_year=children.in_period.sum(),
        looked_after_started=children.started.sum(),
        looked_after_ceased=children.ceased.sum(),
    )


def _as_counts(table: ir.Table, columns: list[str]) -> ir.Table:
    return table.select(**{name: table[name] if name == "child" else table[name].cast("int64") for name in columns})


@counts("placements")
def count_placements(asked: Asked) -> ir.Table:
    """Children looked after at the end of the year with three or more placements in it, and in two years.

    Placements are the one open on 1 April, whatever its reason, and every episode that begins later for one of the
    reasons in the switch `moves`; on the stricter reading only those in `stricter_moves`.
    """
    rows, year = select_episodes(asked, "rne"), asked.grain.number
    rows = rows.mutate(
        april=year(rows.started) + ibis.ifelse(_is_first_of_april(rows.started), 0, 1),  # the first that finds it open
        until=ibis.ifelse(rows.ended.isnull(), OPEN, year(rows.ended) - one_where(_is_first_of_april(rows.ended))),
        moved=rows.rne.isin(asked.words("moves")),
        moved_strictly=rows.rne.isin(asked.words("stricter_moves")),
    )
    rows = spread_over_periods(rows, asked.grain, longer_by=1)
    is_open, was_open = rows.until >= rows.period, rows.until >= rows.period - 1
    children = rows.group_by(["area", "period", "child"]).aggregate(
        on_day=rows.count(where=(rows.first <= rows.period) & (rows.last.isnull() | (rows.last > rows.period))),
        placements=rows.count(where=ibis.ifelse(rows.april > rows.period, rows.moved, is_open)),
        strict=rows.count(where=ibis.ifelse(rows.april > rows.period, rows.moved_strictly, is_open)),
        two_years=rows.count(where=ibis.ifelse(rows.april >= rows.period, rows.moved, was_open)),
    )
    children = children.filter(children.on_day > 0)
    many = asked.number("placements")
    return children.group_by(["area", "period"]).aggregate(
        children_at_year_end=children.count(),
        three_or_more_placements=children.count(where=children.placements >= many),
        three_or_more_placements_stricter=children.count(where=children.strict >= many),
        three_or_more_placements_two_years=children.count(where=children.two_years >= many),
    )


def _is_first_of_april(day: ir.DateValue) -> ir.BooleanValue:
    return (day.month() == 4) & (day.day() == 1)


@counts("missing_from_care")
def count_missing_from_care(asked: Asked) -> ir.Table:
    """Looked-after children who went missing, and those away: children, incidents, more than once, on the last day.

    A child all of whose episodes of care are short-term placements is left out.
    """
    rows, grain = asked.events("care_absences"), asked.grain
    rows = rows.filter(rows.child.notnull() & rows.started.notnull() & rows.absence.notnull())
    rows = spread_over_periods(rows.select("child", "area", "absence", "started", "ended").distinct(), grain)
    if asked.has("care_episodes"):
        episodes = asked.events("care_episodes")
        all_short = episodes.legal_status.isin(SHORT_TERM).fill_null(False).all()
        children = episodes.group_by("child").aggregate(all_short=all_short)
        rows = rows.anti_join(children.filter(children.all_short), "child")
    begun = rows.first == rows.period
    away = rows.last.isnull() | (rows.period < rows.last)
    rows = rows.mutate(begun=one_where(begun), on_day=one_where(away))
    children = rows.group_by(["area", "period", "child", "absence"]).aggregate(
        n=rows.begun.sum(), on_day=rows.on_day.max()
    )
    named: dict[str, ir.IntegerScalar] = {}
    for code, word in (("M", "missing"), ("A", "away")):
        kind = children.absence == code
        named |= {
            f"looked_after_{word}_children": one_where(kind & (children.n > 0)).sum(),
            f"looked_after_{word}_incidents": ibis.ifelse(kind, children.n, 0).sum(),
            f"looked_after_{word}_repeat_children": one_where(kind & (children.n > 1)).sum(),
            f"looked_after_{word}_on_day": one_where(kind & (children.on_day == 1)).sum(),
        }
    return children.group_by(["area", "period"]).aggregate(**named)
