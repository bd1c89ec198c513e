"""How a series went from year to year, in sentences: its slope, the gap to another, levels that seem to break."""

import pandas as pd

from analysis.model.gap import GapTrend
from analysis.model.level_shift import LevelShifts
from analysis.model.limits import Estimate
from analysis.model.yearly_change import Trend
from analysis.numbers import lower_first, say_limits, say_share
from analysis.words.changes import say_limits_of_change, say_percent, say_points, say_range_of_change, say_step
from analysis.words.levels import period_of, say_when, write
from analysis.words.statement import Statement, Status, Subject, judge

RECENT_YEARS = 3  # a level that began longer ago is no news


def say_course(subject: Subject, shifts: LevelShifts, own: pd.DataFrame) -> Statement:
    """How the figures went over the years: lowest, highest, and since when they stand at their present level.

    `own` are the area's years with a figure. Figures are those received or worked out, never fitted ones. A shift that
    was found by searching is a question, and no claim.
    """
    if len(own) < 2:
        one = "There is one figure" if len(own) else "There is no figure"
        none = f"{one} of {subject.inside}, so there is no course over the years to describe."
        return Statement("trend", subject, shifts, none, Status.CANNOT_SAY)
    low, high = own.loc[own["value"].idxmin()], own.loc[own["value"].idxmax()]
    span = f"From {own['period'].iloc[0]} to {own['period'].iloc[-1]}"
    ends = " and ".join(
        f"{name} {say_when(period_of(row))} ({write(subject, float(row['value']))})"
        for name, row in sorted((("lowest", low), ("highest", high)), key=lambda pair: pair[1]["end"])
    )
    course = f"{span}, {subject.inside} was {ends}."
    if shifts.reason is not None or shifts.table.empty:
        return Statement("trend", subject, shifts, course, None)
    last = shifts.table.iloc[-1]
    since = own[own["start"] >= pd.Timestamp(last["start"])]["value"]
    range_ = say_limits(since.min(), since.max(), subject.column.form)
    level = f" It has been at another level since {last['label']} ({range_})."
    recent = len(since) <= RECENT_YEARS
    upwards = bool(last["after"] > last["before"])
    asked = f"What changed in {subject.inside} with {last['label']} (practice, recording or need), and will it last?"
    return Statement("trend", subject, shifts, course + level, judge(upwards, None) if recent else None, recent,
                     question=asked)  # fmt: skip


def describe_trend(what: str, trend: Trend, when: str) -> str:
    """A trend a year: its direction and size with limits, or that there is none to be seen, or why nothing is said.

    `when` is the first and last period: '2006-07 to 2013-14'.
    """
    if trend.reason is not None:
        return f"For {lower_first(what)} no trend can be given. {trend.reason}"
    after = f" {trend.caveat}" if trend.caveat else ""
    if trend.points is not None:
        change, lower, upper = (figure * 100 for figure in trend.points)
        one, unit = Estimate(change, lower, upper, trend.method, trend.confidence), " percentage points"
        nothing, sizes = (
            lower <= 0 <= upper,
            (say_points(abs(change)), *map(say_points, sorted((abs(lower), abs(upper))))),
        )
        range_ = f"{say_step(one.lower)} to {say_step(one.upper)}{unit}"
    else:
        nothing, unit, lower = trend.lower <= 1 <= trend.upper, "", trend.lower - 1
        sizes = (say_percent(trend.ratio), *say_limits_of_change(trend).split(" to "))
        range_ = say_range_of_change(trend)
    if nothing:
        return f"{what} showed no clear trend from {when}: the change a year could be anything from {range_}.{after}"
    verb = "rose" if lower > 0 else "fell"
    return (
        f"{what} {verb} by about {sizes[0]}{unit} a year from {when} ({say_share(trend.confidence)} confidence: "
        f"{sizes[1]} to {sizes[2]}).{after}"
    )


def describe_gap(what: str, other: str, gap: GapTrend, when: str) -> str:
    """Whether the gap between an area and a comparator closes: `direction` as the model found it."""
    if gap.reason is not None:
        return f"Whether the gap between {lower_first(what)} and {other} is closing cannot be said. {gap.reason}"
    told = f"{what} went from {_times(gap.first)} {other} to {_times(gap.last)} {other}, {when}"
    if gap.direction in (None, "no clear change"):
        return f"{told}: chance alone could explain that change."
    words = {"closing": "the gap narrowed", "widening": "the gap widened", "crossed": "the two changed places"}
    return f"{told}: {words[gap.direction]}."


def describe_level_shifts(shifts: LevelShifts) -> list[str]:
    """The questions that candidate breaks raise, and nothing that claims one."""
    return [] if shifts.reason is not None else [str(question) for question in shifts.table["question"]]


def _times(ratio: float) -> str:
    if 0.95 <= ratio <= 1.05:
        return "about the same as"
    return f"{ratio:.1f} times"
