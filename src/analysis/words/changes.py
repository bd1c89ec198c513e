"""A change between two figures in sentences: direction, size with its limits, and what cannot be said.

No sentence says that something rose or fell where the change is not unusual, or its limits include no change. Verbs
stand in the past, so that a subject may be singular or plural: "Referrals" or "The rate of referrals".
"""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from analysis.model.decomposition import Decomposition
from analysis.model.judged_change import Change
from analysis.model.limits import Estimate
from analysis.model.per_day import PerDayChange
from analysis.model.yearly_change import Trend
from analysis.numbers import listed, plural, say, say_count, say_number, say_share, upper_first
from analysis.periods import Period
from analysis.words.levels import period_of, say_published_since, say_when, write
from analysis.words.missing_data import say_missing, say_why
from analysis.words.statement import Statement, Status, Subject, judge, say_direction

PARTS = {  # what a factor's change comes to, where it rose and where it fell
    "population": ("more children living here", "fewer children living here"),
    "rate": ("more of them for each child living here", "fewer of them for each child living here"),
    "starts": ("more starts for each child living here", "fewer starts for each child living here"),
    "length": ("their lasting longer", "their lasting less long"),
}
CLOSE_TO_NONE = 0.005  # a change under half a percent rounds to none, and is told as such


def say_change(subject: Subject, change: Change, earlier: pd.Series, later: pd.Series) -> Statement:
    """A change in three parts: both figures, how large it is among authorities, and a verdict where it is unusual.

    `earlier` and `later` are the rows that `judge_change` was given, with value, start and end.
    """
    if pd.isna(later["value"]):
        return say_missing(subject, str(later.get("value_status", "")), subject.period)
    if pd.isna(earlier["value"]):
        why = say_why(str(earlier.get("value_status", "")))
        none = f"Whether {subject.within} changed cannot be said: the figure for the year before {why}."
        return Statement("change", subject, change, none, Status.CANNOT_SAY)
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
        sentence = f"{what} {verb} from {old} to {new}, {size}. That is unusual: {say_among(change)}."
    else:
        status = Status.NO_CLEAR_CHANGE
        sentence = f"{both}. {upper_first(say_among(change))}."
    question = f"What lies behind the change in {subject.within} from {old} to {new}?" if change.unusual else ""
    facts: dict[str, Any] = {
        "value": float(later["value"]),
        "value_before": float(earlier["value"]),
        "later": bool(since),
    }
    if not since and later["end"] == earlier["end"] + pd.DateOffset(years=1):
        facts["year"] = say_direction(change.unusual, upwards)
    return Statement("change", subject, change, sentence, status, change.unusual, question=question, facts=facts)


def say_sums(
    subject: Subject, sums: tuple[str, str], quarters: tuple[Period, Period], change: Change | None
) -> Statement | str:
    """The sums of the months of two quarters, the earlier first; whether that is unusual where it is known what is."""
    both = f"{subject.title} in {quarters[1].words}: {sums[1]}; in {quarters[0].words}: {sums[0]}"
    if change is None or change.unusual is None:
        return f"{both}."
    upwards = change.value > 1
    verdict = upper_first(f"{'that is unusual: ' if change.unusual else ''}{say_among(change)}")
    status = judge(upwards, subject.indicator.polarity) if change.unusual else Status.NO_CLEAR_CHANGE
    question = f"What lies behind the change in {subject.within} since {quarters[0].words}?" if change.unusual else ""
    facts = {"quarter": say_direction(change.unusual, upwards), "before": quarters[0].words}
    sentence = f"{both} ({say(change.value - 1, 'change')}). {verdict}."
    return Statement("change", subject, change, sentence, status, change.unusual, question=question, facts=facts)


def say_parts(subject: Subject, parts: Decomposition, earlier: pd.Series, later: pd.Series) -> Statement | str:
    """What made the change of a count on one day: population, starts, and how long each lasts; arithmetic, no cause.

    Nothing for what is counted over a year, nor where a figure is missing: the sentence on the change says why.
    """
    if parts.reason is not None or subject.indicator.when_counted != "at_end":
        return ""
    effects, moved = parts.table.set_index("factor")["effect"], parts.table.set_index("factor")["factor_change"]
    made = [
        f"{PARTS[str(name)][int(moved[name] < 0)]} made {_signed(effect)}"
        for name, effect in effects.items()
        if round(effect)
    ]
    if not made:  # every part rounds to none
        return ""
    figures = f"from {say_count(parts.before)} {say_when(period_of(earlier))} to {say_count(parts.after)}"
    settled = "" if "length" not in effects else " How long they last is the number on the day per start in the year."
    sentence = f"Of the change in {subject.counted} {figures} ({_signed(parts.change)}), {listed(made)}.{settled}"
    return Statement("parts", subject, parts, sentence)


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
    facts = {against: say_direction(change.unusual, upwards)}
    if not change.unusual:
        sentence = f"{both}. That is no clear change ({limits})."
        return Statement("change", subject, change, sentence, Status.NO_CLEAR_CHANGE, False, facts=facts)
    verb = "rose" if upwards else "fell"
    moved = f"{subject.opening} {verb} by {say_percent(change.ratio)} a day"
    status = judge(upwards, subject.indicator.polarity)
    question = f"What lies behind the change in {subject.within} from {earlier.words} to {later.words}?"
    sentence = f"{moved}: {rates}{left_out} ({limits})."
    return Statement("change", subject, change, sentence, status, True, question=question, facts=facts)


def _signed(number: float) -> str:
    """A whole number with its sign: '+14', '−3'."""
    whole = round(number)
    return f"+{whole:,}" if whole > 0 else say_number(whole)


def say_among(change: Change) -> str:
    """How large a change is among authorities: the range of ordinary changes, and how many changed more."""
    least, most = (_ordinary(edge, change.kind) for edge in (change.ordinary_lower, change.ordinary_upper))
    step = "from one quarter to the next" if change.ordinary and change.ordinary.every == "quarter" else "in a year"
    range_ = f"{say_share(change.confidence)} of authorities of this size change by {least} to {most} {step}"
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


def say_difference(
    subject: Subject, what: str, change: Estimate, before: tuple[float, str], after: tuple[float, str]
) -> Statement:
    """A change between two shares from their difference (the later less the earlier) and its limits, in points.

    `what` opens the sentence; `before` and `after` are a figure and its period in words.
    """
    cannot = _say_unknown(subject, what, change, before, after)
    if cannot:
        return cannot
    low, high = float(change.lower) * 100, float(change.upper) * 100
    unit = "percentage points"
    if low <= 0 <= high:
        range_ = f"The difference could be anything from {say_step(low)} to {say_step(high)} {unit}."
        return _no_clear_change(subject, what, change, before, after, range_)
    least, most = sorted((abs(low), abs(high)))
    size = f"{say_points(abs(float(change.value)) * 100)} {unit}"
    return _clear_change(
        subject, what, change, before, after, size, f"{say_points(least)} to {say_points(most)}", upwards=low > 0
    )


def say_ratio(
    subject: Subject, what: str, ratio: Estimate, before: tuple[float, str], after: tuple[float, str]
) -> Statement:
    """A change between two counts or rates from their ratio (the later over the earlier) and its limits."""
    cannot = _say_unknown(subject, what, ratio, before, after)
    if cannot:
        return cannot
    if ratio.lower <= 1 <= ratio.upper:
        range_ = f"It could be anything from {say_range_of_change(ratio)}."
        return _no_clear_change(subject, what, ratio, before, after, range_)
    size, limits = say_percent(float(ratio.value)), say_limits_of_change(ratio)
    return _clear_change(subject, what, ratio, before, after, size, limits, upwards=bool(ratio.lower > 1))


def say_stated_counts(subject: Subject, row: pd.Series, ratio: Estimate) -> Statement:
    """A stated count beside the one before it, or the one that its stated change implies.

    `row` is one of `analysis.measures.stated_figures.read_statements`, and the subject is what is counted.
    """
    after = row["count"] if pd.notna(row["count"]) else row["things"], row["period"]
    if row["compared"] == row["indicator"]:
        return say_ratio(subject, row["what"], ratio, (row["before_count"], row["before_when"]), after)
    what = f"{subject.title} in {row['where']}" if row["where"] else subject.title
    stated = say_ratio(subject, what, ratio, (row["implied"], f"{row['implied_when']} (as the change implies)"), after)
    return replace(stated, question="") if row["where"] else stated  # nobody here answers for what is not the area's


def _say_unknown(
    subject: Subject, what: str, change: Estimate, before: tuple[float, str], after: tuple[float, str]
) -> Statement | None:
    """That a change cannot be told from chance, and why; None where it can."""
    if change.reason is None and not pd.isna([change.lower, change.upper]).any():
        return None
    why = f"We cannot say whether that is a change. {change.reason or ''}"
    sentence = f"{what} went from {_say_both(subject, before, after)}. {why}".strip()
    return Statement("change", subject, change, sentence, Status.CANNOT_SAY)


def _no_clear_change(
    subject: Subject, what: str, change: Estimate, before: tuple[float, str], after: tuple[float, str], range_: str
) -> Statement:
    sentence = f"{what} went from {_say_both(subject, before, after)}. That is no clear change. {range_}"
    return Statement("change", subject, change, sentence, Status.NO_CLEAR_CHANGE, False)


def _clear_change(
    subject: Subject,
    what: str,
    change: Estimate,
    before: tuple[float, str],
    after: tuple[float, str],
    size: str,
    limits: str,
    *,
    upwards: bool,
) -> Statement:
    old, new = (f"{write(subject, figure)} in {when}" for figure, when in (before, after))
    confidence = f"{say_share(change.confidence)} confidence: {limits}"
    sentence = f"{what} {'rose' if upwards else 'fell'} from {old} to {new}, by {size} ({confidence})."
    question = f"What lies behind the change in {subject.within} from {before[1]} to {after[1]}?"
    status = judge(upwards, subject.indicator.polarity)
    return Statement("change", subject, change, sentence, status, True, question=question)


def _say_both(subject: Subject, before: tuple[float, str], after: tuple[float, str]) -> str:
    return f"{write(subject, before[0])} in {before[1]} to {write(subject, after[0])} in {after[1]}"


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
