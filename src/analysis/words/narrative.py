"""Sentences from results: direction, size with its limits, comparison, and what cannot be said.

No sentence says that something rose, fell or differs where the limits include no change. Verbs stand in the past, so
that a subject may be singular or plural: "Referrals" or "The rate of referrals".
"""

import numpy as np
import pandas as pd

from analysis.model.comparison import Comparison
from analysis.model.gap import GapTrend
from analysis.model.level_shift import LevelShifts
from analysis.model.limits import Estimate
from analysis.model.missing import MissingYear
from analysis.model.target import TargetChance
from analysis.model.yearly_change import Trend
from analysis.numbers import lower_first, say, say_count, say_limits, say_share
from analysis.words.narrative_months import (
    describe_constant_rate,
    describe_control,
    describe_forecast,
    describe_season,
)

__all__ = [
    "describe_comparison", "describe_constant_rate", "describe_control", "describe_difference", "describe_figure",
    "describe_forecast", "describe_gap", "describe_level_shifts", "describe_missing_year", "describe_ratio",
    "describe_season", "describe_target", "describe_trend",
]  # fmt: skip

CLOSE_TO_NONE = 0.005  # a change under half a percent rounds to none, and is told as such


def describe_figure(
    what: str, figure: float, form: str, when: str, *, per: int | None = None,
    lower: float | None = None, upper: float | None = None, confidence: float = 0.95,
) -> str:  # fmt: skip
    """A figure with its period and limits: 'Referrals came to 734 per 10,000 in 2013-14 (95% confidence: …).'"""
    if pd.isna(figure):
        return f"For {lower_first(what)} there is no figure for {when}."
    limits = ""
    if lower is not None and upper is not None and not pd.isna([lower, upper]).any():
        limits = f" ({say_share(confidence)} confidence: {say_limits(lower, upper, form)})"
    return f"{what} came to {say(figure, form, per=per)} in {when}{limits}."


def describe_difference(
    what: str, change: Estimate, before: tuple[float, str], after: tuple[float, str], form: str = "share",
    per: int | None = None,
) -> str:  # fmt: skip
    """A change between two figures from their difference (the later less the earlier) and its limits.

    `before` and `after` are a figure and its period in words. Differences of shares are told in percentage points.
    """
    told = f"{say(before[0], form)} in {before[1]} and {say(after[0], form, per=per)} in {after[1]}"
    if change.reason is not None or pd.isna([change.lower, change.upper]).any():
        return f"{what} stood at {told}. Whether that is a change cannot be said. {change.reason or ''}".strip()
    scale, unit = (100, " percentage points") if form == "share" else (1, "")
    low, high = change.lower * scale, change.upper * scale
    if low <= 0 <= high:
        return (f"{what} stood at {told}: no clear change. The difference could be anything from {_step(low)} to "
                f"{_step(high)}{unit}.")  # fmt: skip
    verb, size = ("rose", change.value) if low > 0 else ("fell", -change.value)
    least, most = sorted((abs(low), abs(high)))
    return (
        f"{what} {verb} from {say(before[0], form)} in {before[1]} to {say(after[0], form, per=per)} in {after[1]}, by "
        f"{_size(size * scale)}{unit} ({say_share(change.confidence)} confidence: {_size(least)} to {_size(most)})."
    )


def describe_ratio(what: str, ratio: Estimate, before: tuple[float, str], after: tuple[float, str], form: str = "count",
                   per: int | None = None) -> str:  # fmt: skip
    """A change between two counts or rates from their ratio (the later over the earlier) and its limits."""
    told = f"{say(before[0], form)} in {before[1]} and {say(after[0], form, per=per)} in {after[1]}"
    if ratio.reason is not None or pd.isna([ratio.lower, ratio.upper]).any():
        return f"{what} stood at {told}. Whether that is a change cannot be said. {ratio.reason or ''}".strip()
    if ratio.lower <= 1 <= ratio.upper:
        return f"{what} stood at {told}: no clear change. It could be anything from {_range_of_change(ratio)}."
    verb = "rose" if ratio.lower > 1 else "fell"
    return (
        f"{what} {verb} from {say(before[0], form)} in {before[1]} to {say(after[0], form, per=per)} in {after[1]}, by "
        f"{_percent(ratio.value)} ({say_share(ratio.confidence)} confidence: {_limits_of_change(ratio)})."
    )


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
        nothing, sizes = lower <= 0 <= upper, (_size(abs(change)), *map(_size, sorted((abs(lower), abs(upper)))))
        range_ = f"{_step(one.lower)} to {_step(one.upper)}{unit}"
    else:
        nothing, unit, lower = trend.lower <= 1 <= trend.upper, "", trend.lower - 1
        sizes = (_percent(trend.ratio), *_limits_of_change(trend).split(" to "))
        range_ = _range_of_change(trend)
    if nothing:
        return f"{what} showed no clear trend from {when}: the change a year could be anything from {range_}.{after}"
    verb = "rose" if lower > 0 else "fell"
    return (f"{what} {verb} by about {sizes[0]}{unit} a year from {when} ({say_share(trend.confidence)} confidence: "
            f"{sizes[1]} to {sizes[2]}).{after}")  # fmt: skip


def describe_gap(what: str, other: str, gap: GapTrend, when: str) -> str:
    """Whether the gap between an area and a comparator closes: `direction` as the model found it."""
    if gap.reason is not None:
        return f"Whether the gap between {lower_first(what)} and {other} is closing cannot be said. {gap.reason}"
    told = f"{what} went from {_times(gap.first)} {other} to {_times(gap.last)} {other}, {when}"
    if gap.direction in (None, "no clear change"):
        return f"{told}: chance alone could explain that change."
    words = {"closing": "the gap narrowed", "widening": "the gap widened", "crossed": "the two changed places"}
    return f"{told}: {words[gap.direction]}."


def describe_comparison(
    what: str, figure: float, compared: Comparison | str, benchmark: float, name: str, form: str,
    *, per: int | None = None,
) -> str:  # fmt: skip
    """A figure against a benchmark, from a verdict; which side is better is said only where the indicator has one."""
    verdict = compared if isinstance(compared, str) else compared.verdict
    age = None if isinstance(compared, str) else compared.age
    after = f" {age}" if age else ""
    if verdict == "not compared":
        reason = None if isinstance(compared, str) else compared.reason
        return f"{what} cannot be compared with {name}. {reason or 'One of the two has no figure.'}"
    told = f"{what}, {say(figure, form, per=per)}, "
    against = f"{name}, {say(benchmark, form)}"
    if verdict == "similar":
        return f"{told}cannot be told apart from that of {against}.{after}"
    above = figure > benchmark
    good = "lower" if above == (verdict == "worse") else "higher"
    judged = f", and {good} is better" if verdict in ("better", "worse") else ""
    return f"{told}stood {'above' if above else 'below'} that of {against}{judged}.{after}"


def describe_level_shifts(shifts: LevelShifts) -> list[str]:
    """The questions that candidate breaks raise, and nothing that claims one."""
    return [] if shifts.reason is not None else [str(question) for question in shifts.table["question"]]


def describe_target(what: str, chance: TargetChance, target: str) -> str:
    """The chance of meeting a target next, in words that do not promise."""
    if chance.reason is not None:
        return f"The chance that {what} meets the target ({target}) cannot be given. {chance.reason}"
    caveat = f" {chance.caveat}" if chance.caveat else ""
    sure = "less than 1%" if chance.chance < 0.01 else "more than 99%" if chance.chance > 0.99 else None
    share = sure or say_share(chance.chance)
    return f"If things go on as they did, the chance that {what} meets the target ({target}) is {share}.{caveat}"


def describe_missing_year(year: MissingYear) -> list[str]:
    """What a year's monthly totals say of its episodes and children."""
    if year.reason is not None and pd.isna(year.episodes_of_known_months):
        return [year.reason]
    known = year.months - year.months_missing
    span = f"the {known} months of {year.months} with figures" if year.months_missing else f"the {year.months} months"
    most = "" if pd.isna(year.children_at_most) else f" and at most {say_count(year.children_at_most)}"
    return [
        f"There were {say_count(year.episodes_of_known_months)} missing episodes in {span}.",
        f"At least {say_count(year.children_at_least)}{most} children went missing; how many in all cannot be told, "
        "since a child missing in several months is counted in each.",
    ]


def _percent(ratio: float) -> str:
    change = abs(ratio - 1)
    return say_share(change) if change >= CLOSE_TO_NONE else say_share(change, 1)


def _limits_of_change(result) -> str:
    least, most = sorted((abs(result.lower - 1), abs(result.upper - 1)))
    return f"{_percent(1 + least)} to {_percent(1 + most)}"


def _range_of_change(result) -> str:
    upper = "no limit" if np.isinf(result.upper) else f"a rise of {_percent(result.upper)}"
    return f"a fall of {_percent(result.lower)} to {upper}"


def _size(points: float) -> str:
    return f"{points:.0f}" if points >= 0.95 else f"{points:.1f}"


def _step(points: float) -> str:
    return f"a {'fall' if points < 0 else 'rise'} of {_size(abs(points))}"


def _times(ratio: float) -> str:
    if 0.95 <= ratio <= 1.05:
        return "about the same as"
    return f"{ratio:.1f} times"
