"""How a series went from year to year, in sentences: its slope, the gap to another, levels that seem to break."""

from analysis.model.gap import GapTrend
from analysis.model.level_shift import LevelShifts
from analysis.model.limits import Estimate
from analysis.model.yearly_change import Trend
from analysis.numbers import lower_first, say_share
from analysis.words.changes import say_limits_of_change, say_percent, say_points, say_range_of_change, say_step


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
