"""Missing episodes, the children in them, and the return interviews after them."""

import ibis
import ibis.expr.types as ir

from publishing.counting.ages import ADULT, age_on
from publishing.counting.aggregates import Asked, counts
from publishing.counting.one_where import one_where


def add_age(asked: Asked) -> ir.Table:
    """The rows with the age when the episode begins: from the date of birth, else as the log has it, else none."""
    rows = asked.events("missing_episodes")
    rows = rows.mutate(day=rows.started.cast("date"))
    return rows.mutate(years=ibis.coalesce(age_on(rows.born, rows.day), rows.age))


def join_episodes(asked: Asked) -> ir.Table:
    """Children's episodes: rows that overlap are one episode recorded twice, rows that touch are two.

    Columns child, area, place, sex, years, started, ended (null while missing or where the end is before the start),
    day, returned, offered, accepted, held. Rows that overlap but say another place or another risk are two reports and
    stay two. Someone of 18 or more is left out; without a date of birth or an age everyone in the log is a child.
    """
    rows = add_age(asked)
    rows = rows.filter(rows.child.notnull() & rows.started.notnull())
    rows = rows.filter(rows.years.isnull() | (rows.years < ADULT))
    if asked.settings.get("absent", "counted") == "left out":
        rows = rows.filter(rows.category.isnull() | (rows.category != "absent"))
    valid = rows.ended.isnull() | (rows.ended >= rows.started)
    rows = rows.mutate(ended=ibis.ifelse(valid, rows.ended, ibis.null()))
    alike = ["child", "area", *(name for name in ("place", "risk") if asked.has("missing_episodes", name))]
    before = ibis.window(group_by=alike, order_by=["started", "ended"], preceding=(None, 1))
    rows = rows.mutate(
        latest=rows.ended.max().over(before),
        last=rows.started.lag().over(ibis.window(group_by=alike, order_by=["started", "ended"])),
    )
    joined = (rows.started < rows.latest) | (rows.started == rows.last)
    rows = rows.mutate(begins=ibis.ifelse(joined.fill_null(False), 0, 1))
    rows = rows.mutate(
        episode=rows.begins.sum().over(
            ibis.window(group_by=alike, order_by=["started", "ended"], preceding=None, following=0)
        )
    )
    taken = {
        "sex": rows.sex.max(),
        "offered": rows.offered.fill_null(False).any(),
        "accepted": rows.accepted.fill_null(False).any(),
        "held": rows.held.max(),
    }
    there = {name: value for name, value in taken.items() if asked.has("missing_episodes", name)}
    ends = rows.group_by([*alike, "episode"]).aggregate(
        started=rows.started.min(), ended=rows.ended.max(), years=rows.years.min(), **there
    )
    # what the files do not have is not carried through the grouping, which is the dearest step
    absent = {name: ibis.null().cast(rows[name].type()) for name in (*taken, "place") if name not in ends.columns}
    ends = ends.mutate(**absent)
    return ends.mutate(
        day=ends.started.cast("date"),
        returned=ends.ended.notnull(),
        offered=ends.offered.fill_null(False),
        accepted=ends.accepted.fill_null(False),
    )


def add_interviews(episodes: ir.Table, hours: int) -> ir.Table:
    """Each returned episode with what became of its return interview, as 0 or 1."""
    within = (episodes.held >= episodes.ended) & (episodes.held <= episodes.ended + ibis.interval(hours=hours))
    returned = episodes.returned
    return episodes.mutate(
        was_returned=one_where(returned),
        was_offered=one_where(returned & episodes.offered),
        was_accepted=one_where(returned & episodes.accepted),
        was_in_time=one_where(returned & within),
    )


@counts("missing_counts")
def count_missing_episodes(asked: Asked) -> ir.Table:
    """Children, episodes, repeats and return interviews: an episode belongs to the period in which it begins."""
    episodes = add_interviews(join_episodes(asked), asked.number("interview_hours"))
    episodes = episodes.filter(asked.grain.within(episodes.day))
    episodes = episodes.mutate(period=asked.grain.number(episodes.day))
    children = episodes.group_by(["area", "period", "child"]).aggregate(
        n=episodes.count(),
        returned=episodes.was_returned.sum(),
        offered=episodes.was_offered.sum(),
        accepted=episodes.was_accepted.sum(),
        in_time=episodes.was_in_time.sum(),
    )
    repeats = children.n >= asked.number("repeat_episodes")
    return children.group_by(["area", "period"]).aggregate(
        missing_children=children.count(),
        missing_episodes=children.n.sum(),
        missing_repeat_children=one_where(repeats).sum(),
        missing_repeat_episodes=ibis.ifelse(repeats, children.n, 0).sum(),
        returned=children.returned.sum(),
        rhi_offered=children.offered.sum(),
        rhi_accepted=children.accepted.sum(),
        rhi_within_72_hours=children.in_time.sum(),
    )


LENGTHS = {
    8: "length up to 8 hours",
    24: "length 8 to 24 hours",
    48: "length 1 to 2 days",
    168: "length 2 to 7 days",
    672: "length 7 to 28 days",
}
LONGEST = "length over 28 days"
AGES = {12: "age under 12", 15: "age 12 to 14", 18: "age 15 to 17"}


@counts("missing_profile")
def count_missing_profile(asked: Asked) -> ir.Table:
    """Children, episodes and children missing again, by age at the first episode, sex, place and length."""
    episodes = join_episodes(asked)
    episodes = episodes.filter(asked.grain.within(episodes.day))
    episodes = episodes.mutate(period=asked.grain.number(episodes.day))
    of_child = ibis.window(group_by=["area", "period", "child"])
    episodes = episodes.mutate(
        n=episodes.count().over(of_child),
        youngest=episodes.years.min().over(of_child),
        known=episodes.sex.max().over(of_child),
    )
    hours = episodes.ended.delta(episodes.started, unit="minute").cast("int64") / 60
    words = {
        "age": ibis.cases(*[(episodes.youngest < limit, word) for limit, word in AGES.items()], else_=None),
        "sex": "sex " + episodes.known,
        "place": "place " + episodes.place,
        "length": ibis.cases(
            (episodes.ended.isnull(), ibis.null("string")),
            *[(hours <= limit, word) for limit, word in LENGTHS.items()],
            else_=LONGEST,
        ),
    }
    parts = [episodes.select("area", "period", "child", "n", breakdown=word) for word in words.values()]
    rows = parts[0].union(parts[1]).union(parts[2]).union(parts[3])
    rows = rows.filter(rows.breakdown.notnull())
    children = rows.group_by(["area", "period", "breakdown", "child"]).aggregate(episodes=rows.count(), n=rows.n.max())
    again = children.n >= asked.number("repeat_episodes")
    return children.group_by(["area", "period", "breakdown"]).aggregate(
        missing_children=children.count(),
        missing_episodes=children.episodes.sum(),
        missing_repeat_children=one_where(again).sum(),
    )
