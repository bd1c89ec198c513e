"""Missing episodes, the children in them, and the return interviews after them."""

import ibis
import ibis.expr.types as ir

from publishing.counting.ages import ADULT, age_on
from publishing.counting.aggregates import Asked, counts
from publishing.counting.one_where import one_where
from publishing.counting.portable_dates import is_reached

MOMENT = ibis.interval(microseconds=1)  # shorter than any log tells


def add_age(asked: Asked) -> ir.Table:
    """The rows with the age when the episode begins: from the date of birth, else as the log has it, else none."""
    rows = asked.events("missing_episodes")
    rows = rows.mutate(day=rows.started.cast("date"))
    return rows.mutate(years=ibis.coalesce(age_on(rows.born, rows.day), rows.age))


def mark_beginnings(asked: Asked) -> ir.Table:
    """The log's rows of children, with `begins` where a row is not one more report of the episode before it.

    Rows that overlap are one episode recorded twice, rows that touch are two. Rows that overlap but say another place
    or another risk are two reports and stay two. Someone of 18 or more is left out; without a date of birth or an age
    everyone in the log is a child. An end before the start is none.
    """
    rows = add_age(asked)
    rows = rows.filter(rows.child.notnull() & rows.started.notnull())
    rows = rows.filter(rows.years.isnull() | (rows.years < ADULT))
    if asked.settings.get("absent", "counted") == "left out":
        rows = rows.filter(rows.category.isnull() | (rows.category != "absent"))
    rows = rows.mutate(ended=ibis.ifelse(rows.ended >= rows.started, rows.ended, ibis.null()))
    until = ibis.greatest(rows.ended.coalesce(rows.started), rows.started + MOMENT)  # what begins together is one
    before = ibis.window(group_by=_alike(asked), order_by=["started", "ended"], preceding=(None, 1))
    rows = rows.mutate(until=until.max().over(before))
    return rows.mutate(begins=~(rows.started < rows.until).fill_null(False))


def join_episodes(asked: Asked) -> ir.Table:
    """Children's episodes, each with what any of its rows says.

    Columns child, area, place, sex, years, started, ended (null while missing), offered, accepted, held.
    """
    rows, alike = mark_beginnings(asked), _alike(asked)
    until_here = ibis.window(group_by=alike, order_by=["started", "ended"], preceding=None, following=0)
    rows = rows.mutate(episode=one_where(rows.begins).sum().over(until_here))
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
    return ends.mutate(**absent)


def _alike(asked: Asked) -> list[str]:
    """What the rows of one episode agree in."""
    return ["child", "area", *(name for name in ("place", "risk") if asked.has("missing_episodes", name))]


def select_in_periods(asked: Asked, episodes: ir.Table) -> ir.Table:
    """The episodes that begin in a period, with its number in `period`."""
    day = episodes.started.cast("date")
    return episodes.filter(asked.grain.within(day)).mutate(period=asked.grain.number(day))


INTERVIEWS = {"offered": "rhi_offered", "accepted": "rhi_accepted", "held": "rhi_within_72_hours"}


@counts("missing_counts")
def count_missing_episodes(asked: Asked) -> ir.Table:
    """Children, episodes, repeats and return interviews: an episode belongs to the period in which it begins.

    Where the log has nothing on interviews an episode is recorded by its first row. That row has an end wherever any of
    the episode's rows has one: of rows that begin together open ones come last, and none is joined to an open one.
    """
    recorded = [name for name in INTERVIEWS if asked.has("missing_episodes", name)]
    if recorded:
        episodes = join_episodes(asked)
    else:
        rows = mark_beginnings(asked)
        episodes = rows.filter(rows.begins)
    episodes = select_in_periods(asked, episodes)
    returned, hours = episodes.ended.notnull(), ibis.interval(hours=asked.number("interview_hours"))
    kept = {
        "offered": episodes.offered,
        "accepted": episodes.accepted,
        "held": is_reached(episodes.held, episodes.ended) & (episodes.held <= episodes.ended + hours),
    }
    children = episodes.group_by(["area", "period", "child"]).aggregate(
        n=episodes.count(),
        returned=episodes.count(where=returned),
        **{name: episodes.count(where=returned & kept[name]) for name in recorded},
    )
    repeats = children.n >= asked.number("repeat_episodes")
    return children.group_by(["area", "period"]).aggregate(
        missing_children=children.count(),
        missing_episodes=children.n.sum(),
        missing_repeat_children=children.count(where=repeats),
        missing_repeat_episodes=children.n.sum(where=repeats),
        returned=children.returned.sum(),
        **{INTERVIEWS[name]: children[name].sum() for name in recorded},
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
    episodes = select_in_periods(asked, join_episodes(asked))
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
        missing_repeat_children=children.count(where=again),
    )
