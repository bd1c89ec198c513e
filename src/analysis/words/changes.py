"""A change held against what authorities ordinarily change, in sentences: its figures, its size, and a verdict.

No sentence says that something rose or fell where the change is not unusual. Verbs stand in the past, so that a subject
may be singular or plural: "Referrals" or "The rate of referrals".
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.measures.readings import period_of
from analysis.model.decomposition import Decomposition
from analysis.model.judged_change import Change
from analysis.numbers import listed, plural, say, say_count, say_day, say_number, say_share, say_signed, upper_first
from analysis.periods import Period
from analysis.words.chance import say_percent
from analysis.words.levels import say_when
from analysis.words.missing_data import say_absent, say_missing, say_why
from analysis.words.statement import Statement, Status, Subject, ask_why, judge, say_direction

MOST = 10.0  # an ordinary rise of more than this, +1,000%, is one of a handful of children
PARTS = {  # what a factor's change comes to, where it rose and where it fell
    "population": ("more children living here", "fewer children living here"),
    "rate": ("a higher rate", "a lower rate"),
    "starts": ("a higher rate of starts", "a lower rate of starts"),
    "length": ("a longer time each", "a shorter time each"),
}


def say_change(subject: Subject, change: Change, earlier: pd.Series, later: pd.Series) -> Statement:
    """A change in three parts: both figures, how large it is among authorities, and a verdict where it is unusual.

    `earlier` and `later` are the rows that `judge_change` was given, with value, start and end.
    """
    if pd.isna(later["value"]):
        return say_missing(subject, str(later.get("value_status", "")), subject.period)
    if pd.isna(earlier["value"]):
        why = f"the figure for the year before {say_why(str(earlier.get('value_status', '')))}"
        if subject.began and later["end"] - pd.DateOffset(years=1) < pd.Timestamp(subject.began):
            why = f"{subject.area_name} began on {say_day(subject.began)}"
        none = f"Whether {subject.within} changed cannot be said: {why}."
        return Statement("change", subject, change, none, Status.CANNOT_SAY)
    old, new = (f"{subject.write(float(row['value']))} {say_when(period_of(row))}" for row in (earlier, later))
    upwards = bool(later["value"] > earlier["value"])
    size = _size_of_change(subject, float(earlier["value"]), float(later["value"]))
    both = f"{subject.opening} was {old} and {new}{f', {size}' if size else ''}"
    if change.unusual is None:
        return Statement("change", subject, change, f"{both}. {change.why}", Status.CANNOT_SAY)
    sentence = f"{both}. {say_how_unusual(change)}."
    if change.unusual:
        moved = f"{subject.opening} {'rose' if upwards else 'fell'} from {old} to {new}, {size}"
        sentence = f"{moved}. {say_how_unusual(change)}."
    facts: dict[str, Any] = {"value": float(later["value"]), "value_before": float(earlier["value"])}
    if later["end"] == earlier["end"] + pd.DateOffset(years=1):
        facts["year"] = say_direction(change.unusual, upwards)
    return _state(subject, change, sentence, f"from {old} to {new}", facts, upwards=upwards)


def say_sum_alone(subject: Subject, figure: str, gaps: Mapping[str, str]) -> str:
    """The sum of a quarter's months, and why the quarter before has none: the status of each month without a figure."""
    now = f"{subject.title} in {subject.period}: {figure}"
    return f"{now}. The quarter before has no total: {say_absent(gaps)}."


def say_sums(
    subject: Subject, sums: tuple[str, str], quarters: tuple[Period, Period], change: Change | None
) -> Statement | str:
    """The sums of the months of two quarters, the earlier first; whether that is unusual where it is known what is."""
    both = f"{subject.title} in {quarters[1].words}: {sums[1]}; in {quarters[0].words}: {sums[0]}"
    if change is None or change.unusual is None:
        return f"{both}."
    upwards = change.value > 1
    facts = {"quarter": say_direction(change.unusual, upwards), "before": quarters[0].words}
    size = f" ({say(change.value - 1, 'change')})" if np.isfinite(change.value) else ""  # from none there is no size
    sentence = f"{both}{size}. {say_how_unusual(change)}."
    return _state(subject, change, sentence, f"since {quarters[0].words}", facts, upwards=upwards)


def say_figure_changed(was: float, now: float, withhold_up_to: int) -> str:
    """That a figure is another than when something was written about it, with both unless one is small; '' if not."""
    if np.isclose(now, was):
        return ""
    if any(0 < value <= withhold_up_to for value in (now, was)):
        return "The figure has changed since this was written."
    return f"The figure has changed since: it was {say_number(was)} when this was written and is {say_number(now)} now."


def _state(
    subject: Subject, change: Change, sentence: str, between: str, facts: Mapping[str, Any], *, upwards: bool
) -> Statement:
    """A judged change: better or worse, higher or lower, and a question only where it is unusual."""
    status = judge(upwards, subject.indicator.polarity) if change.unusual else Status.NO_CLEAR_CHANGE
    question = ask_why(subject.within, upwards, between) if change.unusual else ""
    return Statement("change", subject, change, sentence, status, change.unusual, question=question, facts=facts)


def say_parts(subject: Subject, parts: Decomposition, earlier: pd.Series, later: pd.Series) -> Statement | str:
    """What made the change of a count on one day: population, starts, and how long each lasts; arithmetic, no cause.

    Nothing for what is counted over a year, nor where a figure is missing: the sentence on the change says why.
    """
    if parts.reason is not None or subject.indicator.when_counted != "at_end":
        return ""
    effects, moved = parts.table.set_index("factor")["effect"], parts.table.set_index("factor")["factor_change"]
    made = [
        f"{PARTS[str(name)][int(moved[name] < 0)]} {'added' if effect > 0 else 'took away'} {abs(round(effect)):,}"
        for name, effect in effects.items()
        if round(effect)
    ]
    if not made:  # every part rounds to none
        return ""
    figures = f"from {say_count(parts.before)} {say_when(period_of(earlier))} to {say_count(parts.after)}"
    settled = "" if "length" not in effects else " The time each lasts is the number on the day per start in the year."
    whole = say_signed(round(parts.change))
    sentence = f"Of the change in {subject.counted} {figures} ({whole}), {listed(made)}.{settled}"
    return Statement("parts", subject, parts, sentence)


def say_how_unusual(change: Change) -> str:
    """Whether a judged change is unusual, with how much authorities ordinarily change."""
    return f"That is unusual: {say_among(change)}" if change.unusual else upper_first(say_among(change))


def say_among(change: Change) -> str:
    """How large a change is among authorities: the range of ordinary changes, and how many changed more."""
    least, most = say_ordinary(change)
    step = "from one quarter to the next" if change.ordinary and change.ordinary.every == "quarter" else "in a year"
    range_ = f"{say_share(change.confidence)} of authorities of this size change by {least} to {most} {step}"
    if not change.compared:
        return range_
    return f"{range_}, and {say_share(change.changed_more)} of the other {change.compared} changed more for their size"


def say_ordinary(change: Change) -> list[str]:
    """Both ends of the ordinary changes: '−37%', '+6 points'; of a count of nearly none no percentage says more."""
    edges = change.ordinary_lower, change.ordinary_upper
    if change.kind == "proportion":
        return [f"{say_signed(round(edge * 100))} points" for edge in edges]
    return [f"more than {say(MOST, 'change')}" if edge > 1 + MOST else say(edge - 1, "change") for edge in edges]


def _size_of_change(subject: Subject, before: float, after: float) -> str:
    """How large a change is, as its figures are written: 'a fall of 10%', 'a rise of 2 percentage points'."""
    which = "a rise" if after > before else "a fall"
    if subject.column.form == "share":
        points = round(after * 100) - round(before * 100)
        return f"{which} of {plural(abs(points), 'percentage point')}" if points else ""
    return f"{which} of {say_percent(after / before)}" if before and after != before else ""
