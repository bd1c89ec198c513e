"""A figure beside that of others, in sentences."""

import pandas as pd

from analysis.model.among_neighbours import AmongNeighbours
from analysis.model.comparison import Comparison
from analysis.numbers import listed, say, say_limits, say_share, upper_first
from analysis.words.levels import period_of, say_published_since, say_when, write
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
        few = f"{subject.opening} cannot be compared with its neighbours {when}: {say_known(among)}. {england}".strip()
        return Statement("comparison", subject, among, few, Status.CANNOT_SAY)
    form = subject.column.form
    spread = f"{write(subject, among.median)} (from {say_limits(among.lowest, among.highest, form)})"
    since = say_published_since(subject, row["end"])
    own = f"{upper_first(since + when)} {subject.within} of {subject.area_name} was {write(subject, among.value)}"
    beside = f"{own}; the median of its neighbours was {spread}, and {say_rank(among)}."
    range_ = f"{say_share(among.confidence)} of areas like them would have {say_limits(among.lower, among.upper, form)}"
    far = f"That is unusually {'high' if among.side == 'above' else 'low'} among them"
    verdict = f"{far}: {range_}." if among.unusual else "That is within their ordinary spread."
    status = judge(among.side == "above", subject.indicator.polarity) if among.unusual else Status.SIMILAR
    question = f"Why is {subject.within} so far from that of similar areas?" if among.unusual else ""
    sentence = f"{beside} {verdict} {england}".strip()
    return Statement(
        "comparison",
        subject,
        among,
        sentence,
        status,
        among.unusual,
        question=question,
        caption=f"{subject.headed}, {when}: {say_rank(among)}",
        facts={"later": bool(since)},
    )


def caption_years(subject: Subject, row: pd.Series) -> str:
    """What a chart of the years shows last: the area's figure, and of the same period its neighbours' and England's."""
    if pd.isna(row["value"]):
        return f"{subject.headed}: no figure for {subject.area_name}"
    names = {"value": subject.area_name, "neighbours_median": "its neighbours’ median", "england": "England"}
    phrases = [
        f"{name} {write(subject, float(row[column]))}" for column, name in names.items() if pd.notna(row[column])
    ]
    return f"{subject.headed}: {listed(phrases)} {say_when(period_of(row))}"


def say_rank(among: AmongNeighbours) -> str:
    """How many of the known neighbours are higher: '3 of 10 neighbours are higher'."""
    higher = "none" if among.above == 0 else str(among.above)
    unknown = f" ({among.missing} more not known)" if among.missing else ""
    return f"{higher} of {among.known} neighbours {'was' if among.above == 1 else 'were'} higher{unknown}"


def say_known(among: AmongNeighbours) -> str:
    """How many neighbours have a figure, where they are too few to compare with."""
    return f"{among.known} of {among.known + among.missing} have a figure, and five are needed"


def say_england(subject: Subject, years: pd.DataFrame, latest: pd.Series) -> str:
    """England's figure beside the area's latest: of the same period, else the last before it with its age."""
    known = years[years["england"].notna() & (years["end"] <= latest["end"])]
    if known.empty:
        return "England has no figure to compare with."
    last = known.iloc[-1]
    figure = write(subject, float(last["england"]))
    if last["end"] == latest["end"]:
        return f"England had {figure}."
    return f"England had {figure} {say_when(period_of(last))}, its last figure before."


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
    phrases = f"{what}, {say(figure, form, per=per)}, "
    against = f"{name}, {say(benchmark, form)}"
    if verdict == "similar":
        return f"{phrases}cannot be told apart from that of {against}.{after}"
    above = figure > benchmark
    good = "lower" if above == (verdict == "worse") else "higher"
    judged = f", and {good} is better" if verdict in ("better", "worse") else ""
    return f"{phrases}stood {'above' if above else 'below'} that of {against}{judged}.{after}"
