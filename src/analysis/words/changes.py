"""A change between two figures in sentences: direction, size with its limits, and what cannot be said.

No sentence says that something rose or fell where the change is not unusual, or its limits include no change. Verbs
stand in the past, so that a subject may be singular or plural: "Referrals" or "The rate of referrals".
"""

import numpy as np
import pandas as pd

from analysis.model.judged_change import Change
from analysis.model.limits import Estimate
from analysis.model.per_day import PerDayChange
from analysis.model.yearly_change import Trend
from analysis.numbers import listed, plural, say, say_number, say_share, upper_first
from analysis.periods import Period
from analysis.words.levels import period_of, say_published_since, say_when, write
from analysis.words.missing_data import say_missing
from analysis.words.statement import Statement, Status, Subject, judge

CLOSE_TO_NONE = 0.005  # a change under half a percent rounds to none, and is told as such


def say_change(subject: Subject, change: Change, earlier: pd.Series, later: pd.Series) -> Statement:
    """A change in three parts: both figures, how large it is among authorities, and a verdict where it is unusual.

    `earlier` and `later` are the rows that `judge_change` was given, with value, start and end.
    """
    if pd.isna(later["value"]):
        return say_missing(subject, str(later.get("value_status", "")), subject.period)
    if pd.isna(earlier["value"]):
        reason = "There is no figure for the year before to compare with."
        return Statement("change", subject, change, f"{subject.opening}: {reason}", Status.CANNOT_SAY)
    old, new = (f"{write(subject, float(row['value']))} {say_when(period_of(row))}" for row in (earlier, later))
    upwards = bool(later["value"] > earlier["value"])
    size = _size_of_change(subject, float(earlier["value"]), float(later["value"]))
    since = say_published_since(subject, later["end"])
    what = since + (subject.within if since else subject.opening)
    both = f"{what} was {old} and {new}{f', {size}' if size else ''}"
    if change.unusual is None:
        sentence = f"{both}. {change.why}"
        return Statement("change", subject, change, sentence, Status.CANNOT_SAY)
    if change.unusual:
        verb, status = "rose" if upwards else "fell", judge(upwards, subject.indicator.polarity)
        sentence = f"{what} {verb} from {old} to {new}, {size}. That is unusual: {_among(change)}."
    else:
        status = Status.NO_CLEAR_CHANGE
        sentence = f"{both}. {upper_first(_among(change))}."
    question = f"What lies behind the change in {subject.within} from {old} to {new}?" if change.unusual else ""
    facts = {"value": float(later["value"]), "value_before": float(earlier["value"]), "later": bool(since)}
    return Statement("change", subject, change, sentence, status, change.unusual, question=question, facts=facts)


def say_per_day(subject: Subject, change: PerDayChange, later: Period, earlier: Period) -> Statement:
    """A quarter's events per day beside those of another, with the months that have no figure left out of both."""
    if change.reason is not None:
        sentence = f"{subject.opening} in {later.words} cannot be compared with {earlier.words}. {change.reason}"
        return Statement("change", subject, change, sentence, Status.CANNOT_SAY)
    gaps = listed(f"{month.start_time:%B %Y}" for month in change.missing)
    left_out = f" (without {gaps})" if gaps else ""
    rates = f"{say_number(change.later)} a day in {later.words} and {say_number(change.earlier)} in {earlier.words}"
    both = f"{subject.opening}: {rates}{left_out}"
    against = "quarter" if later.earlier() == earlier else "year"
    edges = " to ".join(say(edge - 1, "change") for edge in (change.lower, change.upper))
    limits = f"{say_share(change.confidence)} limits of the change: {edges}"
    upwards = change.ratio > 1
    if not change.unusual:
        sentence = f"{both}. That is no clear change ({limits})."
        facts = {against: Status.NO_CLEAR_CHANGE.value}
        return Statement("change", subject, change, sentence, Status.NO_CLEAR_CHANGE, False, facts=facts)
    verb = "rose" if upwards else "fell"
    moved = f"{subject.opening} {verb} by {say_percent(change.ratio)} a day"
    status = judge(upwards, subject.indicator.polarity)
    question = f"What lies behind the change in {subject.within} from {earlier.words} to {later.words}?"
    sentence = f"{moved}: {rates}{left_out} ({limits})."
    return Statement("change", subject, change, sentence, status, True, question=question, facts={against: verb})


def _among(change: Change) -> str:
    """How large a change is among authorities: the range of ordinary changes, and how many changed more."""
    least, most = (_ordinary(edge, change.kind) for edge in (change.ordinary_lower, change.ordinary_upper))
    range_ = f"{say_share(change.confidence)} of authorities of this size change by {least} to {most} in a year"
    if change.ordinary and not change.compared:
        range_ += f" (as learned up to {change.ordinary.last:%B %Y})"
    if not change.compared:
        return range_
    return f"{range_}, and {say_share(change.changed_more)} of the other {change.compared} changed more"


def _ordinary(edge: float, kind: str) -> str:
    """One end of the ordinary changes: '−37%', '+6 points'."""
    if kind == "proportion":
        return f"{say(round(edge * 100), 'number') if edge < 0 else f'+{round(edge * 100)}'} points"
    return say(edge - 1, "change")


def _size_of_change(subject: Subject, before: float, after: float) -> str:
    """How large a change is, as its figures are written: 'a fall of 10%', 'a rise of 2 percentage points'."""
    which = "a rise" if after > before else "a fall"
    if subject.column.form == "share":
        points = round(after * 100) - round(before * 100)
        return f"{which} of {plural(abs(points), 'percentage point')}" if points else ""
    return f"{which} of {say_percent(after / before)}" if before and after != before else ""


def describe_difference(
    what: str,
    change: Estimate,
    before: tuple[float, str],
    after: tuple[float, str],
    form: str = "share",
    per: int | None = None,
) -> str:
    """A change between two figures from their difference (the later less the earlier) and its limits.

    `before` and `after` are a figure and its period in words. Differences of shares are told in percentage points.
    """
    text = f"{say(before[0], form)} in {before[1]} and {say(after[0], form, per=per)} in {after[1]}"
    if change.reason is not None or pd.isna([change.lower, change.upper]).any():
        return f"{what} stood at {text}. Whether that is a change cannot be said. {change.reason or ''}".strip()
    scale, unit = (100, " percentage points") if form == "share" else (1, "")
    low, high = float(change.lower) * scale, float(change.upper) * scale
    if low <= 0 <= high:
        return (
            f"{what} stood at {text}: no clear change. The difference could be anything from {say_step(low)} to "
            f"{say_step(high)}{unit}."
        )
    verb, size = ("rose", float(change.value)) if low > 0 else ("fell", -float(change.value))
    least, most = sorted((abs(low), abs(high)))
    return (
        f"{what} {verb} from {say(before[0], form)} in {before[1]} to {say(after[0], form, per=per)} in {after[1]}, by "
        f"{say_points(size * scale)}{unit} ({say_share(change.confidence)} confidence: "
        f"{say_points(least)} to {say_points(most)})."
    )


def describe_ratio(
    what: str,
    ratio: Estimate,
    before: tuple[float, str],
    after: tuple[float, str],
    form: str = "count",
    per: int | None = None,
) -> str:
    """A change between two counts or rates from their ratio (the later over the earlier) and its limits."""
    text = f"{say(before[0], form)} in {before[1]} and {say(after[0], form, per=per)} in {after[1]}"
    if ratio.reason is not None or pd.isna([ratio.lower, ratio.upper]).any():
        return f"{what} stood at {text}. Whether that is a change cannot be said. {ratio.reason or ''}".strip()
    if ratio.lower <= 1 <= ratio.upper:
        return f"{what} stood at {text}: no clear change. It could be anything from {say_range_of_change(ratio)}."
    verb = "rose" if ratio.lower > 1 else "fell"
    return (
        f"{what} {verb} from {say(before[0], form)} in {before[1]} to {say(after[0], form, per=per)} in {after[1]}, by "
        f"{say_percent(float(ratio.value))} ({say_share(ratio.confidence)} confidence: {say_limits_of_change(ratio)})."
    )


def say_percent(ratio: float) -> str:
    """The size of a change that a ratio stands for, as a percentage."""
    change = abs(ratio - 1)
    return say_share(change) if change >= CLOSE_TO_NONE else say_share(change, 1)


def say_limits_of_change(result: Estimate | Trend) -> str:
    """The limits of a change that a ratio stands for: '5% to 19%'."""
    least, most = sorted((abs(float(result.lower) - 1), abs(float(result.upper) - 1)))
    return f"{say_percent(1 + least)} to {say_percent(1 + most)}"


def say_range_of_change(result: Estimate | Trend) -> str:
    """The limits of a ratio that may be a fall or a rise: 'a fall of 5% to a rise of 3%'."""
    upper = "no limit" if np.isinf(result.upper) else f"a rise of {say_percent(float(result.upper))}"
    return f"a fall of {say_percent(float(result.lower))} to {upper}"


def say_points(points: float) -> str:
    """Percentage points: whole, with a decimal below one."""
    return f"{points:.0f}" if points >= 0.95 else f"{points:.1f}"


def say_step(points: float) -> str:
    """Percentage points with their direction: 'a fall of 2'."""
    return f"a {'fall' if points < 0 else 'rise'} of {say_points(abs(points))}"
