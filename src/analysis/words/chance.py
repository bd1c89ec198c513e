"""A change that can be held against chance alone, since nobody knows how much its figure ordinarily changes.

One rule for every page: what chance explains is no clear change; of what is more than chance explains it is not known
whether it is unusual. Ordinary changes are never narrower than chance, and for counts of authorities far wider. How
many verdicts of a release chance alone would call unusual is said here too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from analysis.model.comparison import FalseAlarms, expect_false_alarms
from analysis.model.differences import PerDayChange
from analysis.model.limits import Estimate
from analysis.numbers import listed, plural, say, say_number, say_share
from analysis.periods import Period
from analysis.words.statement import Statement, Status, Subject, ask_why, judge, say_direction

BEYOND = "That is more than chance explains; whether it is unusual is not known."
CLOSE_TO_NONE = 0.005  # a change under half a percent rounds to none, and is called so
VERDICTS = "verdicts"  # the mark that these words replace when all pages of a release are made
AT_RELEASE = "How many verdicts chance alone would make is told when all pages are made."


def state_beside_chance(
    subject: Subject,
    change: Any,
    sentence: str,
    *,
    clear: bool,
    upwards: bool,
    question: str = "",
    caption: str = "",
    facts: Mapping[str, Any] | None = None,
) -> Statement:
    """A change with its verdict by the rule of this module. `clear` says that its limits leave out no change.

    Higher or lower is all that can be said of a clear one: better or worse is kept for what is known to be unusual.
    """
    status = judge(upwards, None) if clear else Status.NO_CLEAR_CHANGE
    unusual = None if clear else False
    text, asked = (f"{sentence} {BEYOND}", question) if clear else (sentence, "")
    facts = {"beyond_chance": clear, "headline": sentence, **(facts or {})}
    return Statement("change", subject, change, text, status, unusual, caption, question=asked, facts=facts)


def say_beside_chance(
    subject: Subject, what: str, change: Estimate, before: tuple[float, str], after: tuple[float, str]
) -> Statement:
    """A change between two figures from their difference or ratio (the later over the earlier) and its limits.

    `what` opens the sentence; `before` and `after` are a figure and its period in words.
    """
    old, new = (f"{subject.write(figure)} in {when}" for figure, when in (before, after))
    both = f"{what} went from {old} to {new}"
    if change.reason is not None or pd.isna([change.lower, change.upper]).any():
        why = f"{both}. We cannot say whether that is a change. {change.reason or ''}".strip()
        return Statement("change", subject, change, why, Status.CANNOT_SAY)
    size, range_ = _say_points(change, before[0], after[0]) if change.none == 0 else _say_ratio(change)
    upwards = bool(change.value > change.none)
    if not change.clear:
        sentence = f"{both}. That is no clear change: it could be anything from {range_}."
        return state_beside_chance(subject, change, sentence, clear=False, upwards=upwards)
    sentence = f"{both}{size} ({say_share(change.confidence)} limits: {range_})."
    question = ask_why(subject.within, upwards, f"from {before[1]} to {after[1]}")
    return state_beside_chance(subject, change, sentence, clear=True, upwards=upwards, question=question)


def say_stated_counts(subject: Subject, row: pd.Series, ratio: Estimate) -> Statement:
    """A stated count beside the one before it, or the one that its stated change implies.

    `row` is one of `analysis.measures.stated_figures.read_statements`, and the subject is what is counted.
    """
    after = row["count"] if pd.notna(row["count"]) else row["things"], row["period"]
    if row["compared"] == row["indicator"]:
        return say_beside_chance(subject, row["what"], ratio, (row["before_count"], row["before_when"]), after)
    what = f"{subject.title} in {row['where']}" if row["where"] else subject.title
    before = row["implied"], f"{row['implied_when']} (as the change implies)"
    stated = say_beside_chance(subject, what, ratio, before, after)
    if not row["where"]:
        return stated
    return replace(stated, question="", facts={**stated.facts, "elsewhere": True})  # nobody here answers for it


def say_per_day(subject: Subject, change: PerDayChange, later: Period, earlier: Period) -> Statement:
    """A quarter's events per day beside those of another, with the months that have no figure left out of both."""
    if change.reason is not None:
        sentence = f"{subject.opening} in {later.words} cannot be compared with {earlier.words}. {change.reason}"
        return Statement("change", subject, change, sentence, Status.CANNOT_SAY)
    gaps = listed(f"{month.start_time:%B %Y}" for month in change.missing)
    left_out = f" (without {gaps})" if gaps else ""
    rates = f"{say_number(change.later)} a day in {later.words} and {say_number(change.earlier)} in {earlier.words}"
    edges = " to ".join(say(float(edge) - 1, "change") for edge in (change.lower, change.upper))
    limits = f"({say_share(change.confidence)} limits of the change: {edges})"
    moved, upwards = say(float(change.value) - 1, "change"), bool(change.value > 1)
    size = f": {moved} {limits}" if change.clear else f". That is no clear change {limits}"
    against = "quarter" if later.earlier() == earlier else "year"
    sentence = f"{subject.opening}: {rates}{left_out}{size}."
    question = ask_why(subject.within, upwards, f"from {earlier.words} to {later.words}")
    facts = {against: say_direction(None if change.clear else False, upwards, beyond=change.clear)}
    return state_beside_chance(
        subject, change, sentence, clear=change.clear, upwards=upwards, question=question, facts=facts
    )


def say_percent(ratio: float) -> str:
    """The size of a change that a ratio stands for, as a percentage."""
    change = abs(ratio - 1)
    return say_share(change) if change >= CLOSE_TO_NONE else say_share(change, 1)


def say_range_of_change(result: Estimate) -> str:
    """The limits of a ratio: 'a fall of 5% to a rise of 3%', 'a fall of 18% to 68%' where both go one way."""
    lower, upper = float(result.lower), float(result.upper)
    least, most = ("no limit" if np.isinf(edge) else say_percent(edge) for edge in (lower, upper))
    if upper < 1:
        return f"a fall of {most} to {least}"
    if lower > 1:
        return f"a rise of {least} to {most}"
    return f"a fall of {least} to {most if np.isinf(upper) else f'a rise of {most}'}"


def _say_ratio(ratio: Estimate) -> tuple[str, str]:
    """The size of a change and its limits, as a share of the earlier figure; from none there is no size."""
    value = float(ratio.value)
    size = "" if np.isinf(value) else f", a {'rise' if value > 1 else 'fall'} of {say_percent(value)}"
    return size, say_range_of_change(ratio)


def share_step(before: float, after: float) -> float:
    """The change of a share between its figures as they are written, in whole percent; unrounded where they agree.

    From 20% (19.7) to 22% (22.4) is 2 points for whoever reads the two, and not the 3 that 2.7 rounds to.
    """
    return (round(after * 100) - round(before * 100)) / 100 or after - before


def _say_points(change: Estimate, before: float, after: float) -> tuple[str, str]:
    """The size of a change and its limits, in percentage points."""
    low, high = float(change.lower), float(change.upper)
    size = f", {_step(share_step(before, after))} percentage points"
    if low > 0 or high < 0:
        least, most = sorted((low, high), key=abs)
        return size, f"{_step(least)} to {_points(most)}"
    return size, f"{_step(low)} to {_step(high)} percentage points"


def _points(share: float) -> str:
    """Percentage points without their sign: whole, with a decimal below one."""
    points = abs(share) * 100
    return f"{points:.0f}" if points >= 0.95 else f"{points:.1f}"


def _step(share: float) -> str:
    """Percentage points with their direction: 'a fall of 2'."""
    return f"a {'fall' if share < 0 else 'rise'} of {_points(share)}"


def count_verdicts(pages: Sequence[Mapping[str, Any]], confidence: float) -> FalseAlarms:
    """How many verdicts the pages give of their quarter, each once however many pages give it; how many are unusual."""
    judged = {
        tuple(str(one.get(name)) for name in ("kind", "indicator", "breakdown", "area", "period", "before")): one
        for page in pages
        for one in page.get("statements", [])
        if one["unusual"] is not None
    }
    return expect_false_alarms(len(judged), sum(one["unusual"] for one in judged.values()), confidence)


def say_verdicts(pages: Sequence[Mapping[str, Any]], confidence: float) -> str:
    """How many verdicts the pages give, what chance alone would make of them, and what that means for a reader."""
    verdicts = count_verdicts(pages, confidence)
    if not verdicts.given:
        return "No page of this release calls a figure usual or unusual."
    tested = plural(verdicts.given, "change or difference", "changes and differences")
    unusual = f"{verdicts.unusual or 'none'} {'are' if verdicts.unusual > 1 else 'is'} unusual"
    expected = say_number(verdicts.expected, 0 if verdicts.expected >= 1 else 1)
    still = f"about {expected} would still be, and seldom {f'more than {verdicts.most}' if verdicts.most else 'any'}"
    follows = f"Ask what lies behind {'it' if verdicts.unusual == 1 else 'each'} before you act."
    if verdicts.unusual > verdicts.most:
        follows = "So many are more than chance explains."
    said = f"We tested {tested} at the {say_share(verdicts.confidence)} level: {unusual}."
    return f"{said} If nothing had changed or differed, {still}.{f' {follows}' if verdicts.unusual else ''}"
