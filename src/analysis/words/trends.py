"""How a series went from year to year, in sentences: its slope, the gap to another, levels that seem to break."""

from math import log

import pandas as pd

from analysis.measures.readings import period_of
from analysis.model.bend import Bend
from analysis.model.interrupted import StepEffect
from analysis.model.level_shift import LevelShifts
from analysis.model.limits import Estimate
from analysis.model.slope import AHEAD, Slope
from analysis.numbers import plural, say, say_limits, say_share
from analysis.schemas import Dated
from analysis.words.chance import say_percent, say_range_of_change
from analysis.words.levels import say_when
from analysis.words.statement import Statement, Status, Subject, judge

LEAST_YEARS = 3  # two are a change, which is given as one
RECENT_YEARS = 3  # a level that began longer ago is no news


def say_course(subject: Subject, own: Dated, shifts: LevelShifts, slope: Slope) -> Statement:
    """How the figures went over the years: lowest, highest, and since when they stand at their present level.

    `own` are the area's years with a figure, their `value`: received or worked out, never fitted. A slope is given only
    where one line describes the years; a shift that was found by searching is a question, and no claim.
    """
    if len(own) < LEAST_YEARS:
        few = ("There is no figure", "There is one figure", "There are two figures")[len(own)]
        none = f"{few} of {subject.within}: too few to see a trend."
        return Statement("trend", subject, shifts, none, Status.CANNOT_SAY)
    low, high = own.loc[own["value"].idxmin()], own.loc[own["value"].idxmax()]
    span = f"From {own['period'].iloc[0]} to {own['period'].iloc[-1]}"
    ends = " and ".join(
        f"{name} {say_when(period_of(row))} ({subject.write(float(row['value']))})"
        for name, row in sorted((("lowest", low), ("highest", high)), key=lambda pair: pair[1]["end"])
    )
    asked = own["end"].iloc[-1].year - own["end"].iloc[0].year + 1
    gaps = f" ({plural(asked - len(own), 'year has', 'years have')} no figure)" if asked > len(own) else ""
    if low["value"] == high["value"]:
        ends = f"{subject.write(float(low['value']))} each time"
    text = f"{span}{gaps}, {subject.within} was {ends}."
    if shifts.reason is not None or shifts.table.empty:
        return _say_slope(subject, slope, text)
    last = shifts.table.iloc[-1]
    begins = [own["start"].min(), *pd.to_datetime(shifts.table["start"])][-2:]  # of the last two levels
    since = own.loc[own["start"] >= begins[1], "value"]
    before = own.loc[own["start"].between(*begins, inclusive="left"), "value"]
    now, once = (say_limits(figures.min(), figures.max(), subject.column.form) for figures in (since, before))
    recent, upwards = len(since) <= RECENT_YEARS, bool(last["after"] > last["before"])
    level = f"seems to have {'risen' if upwards else 'fallen'} to another level from {last['label']} on: {now} since, "
    level += f"{once} in the years just before."
    question = (
        f"What changed in {subject.within} from {last['label']} on (practice, recording or need), and will it last?"
    )
    status, question = (judge(upwards, None), question) if recent else (None, "")
    sentence = f"{subject.opening} {level} {text}" if recent else f"{text} It {level}"
    return Statement("trend", subject, shifts, sentence, status, recent or None, question=question)


def _say_slope(subject: Subject, slope: Slope, text: str) -> Statement:
    """The lowest and highest figure, where the years seem to turn, and how steep they are where one line fits them.

    A slope has the limits of the years ahead: of slopes of eight years to 2020 that were given, nearly all went
    the other way in the four years after.
    """
    if slope.bend is not None:
        return Statement("trend", subject, slope, f"{text} {_say_bend(slope.bend)}")
    if slope.why is not None or slope.direction not in ("rose", "fell") or subject.indicator.kind == "proportion":
        return Statement("trend", subject, slope, text)
    limits = say_limits(abs(slope.lower - 1), abs(slope.upper - 1), "share", places=0)
    size = f"{say_percent(slope.ratio)} a year ({say_share(slope.confidence)} limits {limits})"
    status = judge(slope.direction == "rose", subject.indicator.polarity)
    ahead = " to ".join(say(edge - 1, "change") for edge in (slope.ahead_lower, slope.ahead_upper))
    sentence = (
        f"{subject.opening} {slope.direction} by about {size}. That is no forecast: over the next {AHEAD} years it may "
        f"go {ahead} a year. {text}"
    )
    return Statement("trend", subject, slope, sentence, status, True)


def _say_bend(bend: Bend) -> str:
    """Where the years seem to turn, by which way they went; how steep a bend found by searching is has no limits."""
    went, goes = ("rising" if ratio > 1 else "falling" for ratio in (bend.before, bend.after))
    faster = abs(log(bend.after)) > abs(log(bend.before))
    since = goes if went != goes else "faster" if faster else "more slowly"
    return f"It seems to have turned with {bend.label}: {went} before, {since} since."


def say_known_change(subject: Subject, title: str, effect: StepEffect) -> Statement:
    """What a known change did to the months, in plain words on what it can and cannot show."""
    if effect.reason is not None:
        sentence = f"{title}: we cannot say yet what it did to {subject.within}. {effect.reason}"
        return Statement("trend", subject, effect, sentence, Status.CANNOT_SAY)
    limits = say_range_of_change(Estimate(effect.step, effect.lower, effect.upper, effect.method, effect.confidence))
    beside = "" if pd.isna(effect.control_step) else " beside its neighbours over the same months"
    caution = "Other things that changed in those months would look the same."
    if not effect.unusual:
        sentence = f"{title}: {subject.within} show no clear step then{beside} (anything from {limits}). {caution}"
        return Statement("trend", subject, effect, sentence, Status.NO_CLEAR_CHANGE, False)
    upwards = effect.step > 1
    sentence = (
        f"{title}: {subject.within} then {'rose' if upwards else 'fell'} by {say_percent(effect.step)}{beside} "
        f"({say_share(effect.confidence)} limits: {limits}). {caution}"
    )
    return Statement("trend", subject, effect, sentence, judge(upwards, subject.indicator.polarity), True)
