"""A figure with its period and its limits, in a sentence."""

import pandas as pd

from analysis.measures.readings import period_of
from analysis.numbers import plural, say_count, say_limits, say_share, upper_first
from analysis.periods import Period
from analysis.words.missing_data import say_missing, say_why
from analysis.words.statement import Statement, Subject

EXPECTED = 12  # months: a figure of the year before surprises nobody


def say_level(
    subject: Subject, row: pd.Series, newest: pd.Series | None = None, *, confidence: float = 0.95
) -> Statement:
    """The newest figure: how many, how often with its limits, and for when; or why there is none.

    `row` has value, start and end, and where they are known numerator, denominator, lower, upper, value_status. Where
    the `newest` year is later, it is said why that has none.
    """
    if pd.isna(row["value"]):
        return say_missing(subject, str(row.get("value_status", "")), subject.period)
    when = say_when(period_of(row))
    form, figure = subject.column.form, subject.write(float(row["value"]))
    limits = ""
    if pd.notna(row.get("lower")):
        limits = f" ({say_share(confidence)} limits {say_limits(row['lower'], row['upper'], form)})"
    counts = [say_count(row[name]) if pd.notna(row.get(name)) else "" for name in ("numerator", "denominator")]
    if form == "share" and all(counts) and subject.counted:
        sentence = (
            f"{when} there were {counts[0]} {subject.counted} out of {counts[1]} {subject.whole}: {figure}{limits}."
        )
    elif counts[0] and subject.counted:
        sentence = f"{when} there were {counts[0]} {subject.counted}: {figure} {subject.per_what}{limits}."
    else:
        sentence = f"{when} {subject.within} was {figure} {subject.per_what}".rstrip() + f"{limits}."
    sentence = upper_first(sentence)
    if newest is not None and newest["end"] > row["end"]:
        sentence += f" The figure for {period_of(newest).words} {say_why(str(newest['value_status']))}."
    caption = f"{subject.title}: {subject.area_name} {figure} {when}"
    return Statement("level", subject, None, sentence, caption=caption, facts={"value": float(row["value"])})


def say_when(period: Period) -> str:
    """A period in a sentence: 'in 2013-14', 'on 31 March 2014', 'in January to March 2014'."""
    return f"{'on' if period.kind == 'day' else 'in'} {period.words}"


def say_age(newest: pd.Timestamp | None, quarter: Period) -> str:
    """That the newest figure is a year or more older than the quarter; empty where it is not, or none is known."""
    if newest is None or pd.isna(newest):
        return ""
    last = pd.Timestamp(newest)
    months = (quarter.end.year - last.year) * 12 + quarter.end.month - last.month
    if months < EXPECTED:
        return ""
    return f"The newest figures are for {last:%B %Y}, {plural(months // 12, 'year')} before this quarter."
