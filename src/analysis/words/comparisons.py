"""A figure beside that of others, in sentences."""

import pandas as pd

from analysis.model.among_neighbours import AmongNeighbours
from analysis.model.comparison import Comparison
from analysis.numbers import plural, say, say_limits, say_share
from analysis.words.levels import period_of, say_when, write
from analysis.words.missing_data import say_missing
from analysis.words.statement import Statement, Status, Subject, judge


def say_neighbours(subject: Subject, among: AmongNeighbours, row: pd.Series, england: str = "") -> Statement:
    """Where the area stands among its statistical neighbours: median, spread, how many are known, and a verdict.

    The verdict is only where the figure lies outside what the neighbours' spread predicts. `row` is the area's latest
    figure, `england` a sentence on England's.
    """
    if pd.isna(among.value):
        return say_missing(subject, str(row.get("value_status", "")), subject.period)
    when = say_when(period_of(row))
    if among.unusual is None:
        few = f"{subject.title} cannot be compared with its neighbours {when}: {say_known(among)}. {england}".strip()
        return Statement("comparison", subject, among, few, Status.CANNOT_SAY)
    form = subject.column.form
    spread = say_limits(among.lowest, among.highest, form)
    figures = f"{subject.area_name} {write(subject, among.value)}, {among.known} neighbours {spread} with a median of"
    place = f"{say_rank(among)} {when}"
    beside = f"{subject.title}: {figures} {write(subject, among.median)}; {place}."
    range_ = f"{say_share(among.confidence)} of areas like them would have {say_limits(among.lower, among.upper, form)}"
    far = f"That is unusually {'high' if among.side == 'above' else 'low'} among them"
    verdict = far if among.unusual else "That is within their ordinary spread"
    status = judge(among.side == "above", subject.indicator.polarity) if among.unusual else Status.SIMILAR
    question = f"Why does {subject.inside} stand so far from that of similar areas?" if among.unusual else ""
    sentence = f"{beside} {verdict}: {range_}. {england}".strip()
    return Statement("comparison", subject, among, sentence, status, among.unusual, question=question,
                     caption=f"{subject.title}, {when}: {say_rank(among)}")  # fmt: skip


def say_rank(among: AmongNeighbours) -> str:
    """How many of the known neighbours are higher: '3 of 10 neighbours are higher'."""
    higher = "none" if among.above == 0 else str(among.above)
    unknown = f" ({plural(among.missing, 'more')} not known)".replace("mores", "more") if among.missing else ""
    return f"{higher} of {among.known} neighbours {'is' if among.above == 1 else 'are'} higher{unknown}"


def say_known(among: AmongNeighbours) -> str:
    """How many neighbours have a figure, where they are too few to compare with."""
    return f"{among.known} of {among.known + among.missing} have a figure, and five are needed"


def say_england(subject: Subject, years: pd.DataFrame, latest: pd.Series) -> str:
    """England's figure beside the area's latest: of the same period, else the last before it with its age."""
    known = years[years["england"].notna() & (years["end"] <= latest["end"])]
    if known.empty:
        return "England has no figure to compare with."
    last = known.iloc[-1]
    figure = f"England: {write(subject, float(last['england']))}"
    return f"{figure}." if last["end"] == latest["end"] else f"{figure} {say_when(period_of(last))}, an earlier period."


def describe_comparison(
    what: str,
    figure: float,
    compared: Comparison | str,
    benchmark: float,
    name: str,
    form: str,
    *,
    per: int | None = None,
) -> str:
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
