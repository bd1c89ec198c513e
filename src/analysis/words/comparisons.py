"""A figure beside that of others, in sentences."""

import pandas as pd

from analysis.measures.readings import period_of
from analysis.measures.stated_figures import Stated
from analysis.model.among_neighbours import LEAST_NEIGHBOURS, AmongNeighbours
from analysis.model.yearly_rates import Years
from analysis.numbers import listed, lower_first, say_count, say_limits, say_share, upper_first
from analysis.words.levels import say_when
from analysis.words.missing_data import say_missing
from analysis.words.statement import Statement, Status, Subject, judge

MOVED = 0.1  # by how much a rate must move for its shrunk value to be worth a sentence


def say_neighbours(
    subject: Subject, among: AmongNeighbours, row: pd.Series, england: str = "", previous: pd.Series | None = None
) -> Statement:
    """Where the area stands among its statistical neighbours: median, spread, how many are known, and a verdict.

    The verdict is only where the figure lies outside what the neighbours' spread predicts. `row` is the area's latest
    figure, `england` a sentence on England's. A verdict on a figure that came without its cases has the `previous` one
    beside it, for it may rest on few.
    """
    if pd.isna(among.value):
        return say_missing(subject, str(row.get("value_status", "")), subject.period)
    when = say_when(period_of(row))
    if among.unusual is None:
        why = say_known(subject, among)
        few = f"{subject.opening} cannot be compared with its neighbours {when}: {why}. {england}".strip()
        return Statement("comparison", subject, among, few, Status.CANNOT_SAY)
    form = subject.column.form
    own = f"{upper_first(when)} {subject.within} of {subject.area_name} was {subject.write(among.value)}"
    beside = f"{own}, against a median of {subject.write(among.median)} for its neighbours."
    span = say_limits(among.lowest, among.highest, form)
    spread = f"The neighbours’ figures go from {span}; {say_rank(among)}."
    range_ = f"{say_share(among.confidence)} of areas like them would have {say_limits(among.lower, among.upper, form)}"
    far = f"That is unusually {'high' if among.side == 'above' else 'low'} among them"
    verdict = f"{far if among.unusual else 'That is within their ordinary spread'}: {range_}."
    if among.unusual and pd.isna(row.get("numerator")):
        verdict += f" {_say_without_cases(subject, previous)}"
    status = judge(among.side == "above", subject.indicator.polarity) if among.unusual else Status.SIMILAR
    question = f"Why is {subject.within} so far from that of similar areas?" if among.unusual else ""
    sentence = " ".join(filter(None, [beside, verdict, spread, _say_shrunk(subject, among), england]))
    caption, headline = f"{subject.headed}, {when}: {say_rank(among)}", f"{beside} {verdict}"
    facts = {"headline": headline, "figure": subject.write(among.value), "median": subject.write(among.median)}
    return Statement("comparison", subject, among, sentence, status, among.unusual, caption, question, facts)


def _say_without_cases(subject: Subject, previous: pd.Series | None) -> str:
    """That a figure came without its cases, and what it was before, for a figure of few cases moves far by chance."""
    unknown = "How many cases it rests on was not published"
    if previous is None or pd.isna(previous["value"]):
        return f"{unknown}."
    return f"{unknown}; {say_when(period_of(previous))} it was {subject.write(float(previous['value']))}."


def _say_shrunk(subject: Subject, among: AmongNeighbours) -> str:
    """A rate of few cases read together with its neighbours', where that moves it by a tenth or more."""
    if not among.value or pd.isna(among.shrunk) or abs(among.shrunk / among.value - 1) < MOVED:
        return ""
    return f"It rests on few cases: read together with its neighbours’ it is about {subject.write(among.shrunk)}."


def caption_years(subject: Subject, row: pd.Series) -> str:
    """What a chart of the years shows last: the area's figure, and of the same period its neighbours' and England's."""
    if pd.isna(row["value"]):
        return f"{subject.headed}: no figure for {subject.area_name}"
    names = {"value": subject.area_name, "neighbours_median": "its neighbours’ median", "england": "England"}
    phrases = [f"{name} {subject.write(float(row[column]))}" for column, name in names.items() if pd.notna(row[column])]
    return f"{subject.headed}: {listed(phrases)} {say_when(period_of(row))}"


def say_rank(among: AmongNeighbours) -> str:
    """How many of the known neighbours are higher: '3 of 10 neighbours are higher'."""
    higher = "none" if among.above == 0 else str(among.above)
    unknown = f" ({among.missing} more not known)" if among.missing else ""
    return f"{higher} of {among.known} neighbours {'was' if among.above == 1 else 'were'} higher{unknown}"


def say_known(subject: Subject, among: AmongNeighbours) -> str:
    """How many neighbours have a figure, where they are too few to compare with; else why there is no comparison."""
    if not among.known + among.missing:
        return f"no statistical neighbours of {subject.area_name} are known"
    if among.known >= LEAST_NEIGHBOURS:
        return lower_first(str(among.why)).removesuffix(".")
    return f"{among.known} of {among.known + among.missing} have a figure, and five are needed"


def say_england(subject: Subject, years: Years, latest: pd.Series) -> str:
    """England's figure beside the area's latest: of the same period, else the last before it with its age."""
    known = years[years["england"].notna() & (years["end"] <= latest["end"])]
    if known.empty:
        return "England has no figure to compare with."
    last = known.iloc[-1]
    figure = subject.write(float(last["england"]))
    if last["end"] == latest["end"]:
        return f"England had {figure}."
    return f"England had {figure} {say_when(period_of(last))}, its last figure before."


def say_benchmark(subject: Subject, what: str, figure: float, verdict: str, benchmark: float, name: str) -> Statement:
    """A figure against a fixed benchmark, from the verdict of `analysis.model.comparison.verdict`.

    `what` opens the sentence and `name` says whose the benchmark is. Which side is better is said only where the
    verdict does; whether a figure that differs by more than chance is unusual is not known.
    """
    phrases = f"{what} was {subject.write(figure)}{f' per {subject.column.per:,}' if subject.column.per else ''}, "
    against = f"{name} ({subject.write(benchmark)})"
    status = Status(verdict)
    if status == Status.SIMILAR:
        sentence = f"{phrases}similar to {against}."
        return Statement("comparison", subject, verdict, sentence, status, False)
    above = figure > benchmark
    good = "lower" if above == (status == Status.WORSE) else "higher"
    judged = f"; {good} is better" if status in (Status.BETTER, Status.WORSE) else ""
    sentence = f"{phrases}{'higher' if above else 'lower'} than {against}{judged}."
    return Statement("comparison", subject, verdict, sentence, status, facts={"beyond_chance": True})


def say_group_gap(subject: Subject, row: pd.Series, gap: pd.Series, base: int) -> Statement:
    """The share of a group beside everyone's, and whether it would be a gap if only `base` were in the group.

    `row` has value, breakdown and period; `gap` has everyone, lower, upper and tells. A gap that would be one is
    judged where the indicator has a good direction.
    """
    points = abs(gap["everyone"] - row["value"]) * 100
    sentence = (
        f"{upper_first(row['breakdown'])}: {say_share(row['value'])} reached {subject.inside}, against "
        f"{say_share(gap['everyone'])} of all in {row['period']}, a gap of {points:.0f} percentage points."
    )
    known, limits = pd.notna(row["base"]), say_limits(gap["lower"], gap["upper"], "share")
    behind = f"With {say_count(row['base'])} behind it, its limits are {limits}" if known else ""
    if gap["tells"]:
        behind = behind or f"Even if only {base} were behind it, its limits would be {limits}"
        sentence += f" {behind}: more than chance explains."
        status = judge(bool(row["value"] > gap["everyone"]), subject.indicator.polarity)
        asked = f"What explains the gap of {points:.0f} points in {subject.inside} between {row['breakdown']} and all?"
        return Statement("comparison", subject, gap, sentence, status, question=asked, facts={"beyond_chance": True})
    if known:
        sentence += f" {behind}: chance could explain the gap."
        return Statement("comparison", subject, gap, sentence, Status.SIMILAR, False)
    sentence += " How many are behind it is not given, and with few of them chance alone could make such a gap."
    return Statement("comparison", subject, gap, sentence, Status.CANNOT_SAY)


def caption_clear(rows: Stated, form: str) -> str:
    """Which of the figures of a chart lie clear of England's, or which changes of no change, by more than chance.

    `rows` has what, lower, upper and england; `form` says whether they are shares or changes.
    """
    if form == "change":
        limited = rows[rows["lower"].notna()]
        if limited.empty:
            return "Changes as stated, none of which can be tested"
        clear = limited[(limited["lower"] > 0) | (limited["upper"] < 0)]
        if clear.empty:
            return "No change shown is more than chance explains"
        many = "Every change" if len(clear) == len(limited) else f"{len(clear)} of {len(limited)} changes"
        return f"{many} shown {'is' if len(clear) in (1, len(limited)) else 'are'} more than chance explains"
    clear = rows[(rows["lower"] > rows["england"]) | (rows["upper"] < rows["england"])]
    unjudged = rows.loc[rows["lower"].isna() & rows["england"].notna(), "what"]
    found = f"Further from England’s than chance explains: {listed(clear['what'])}" if len(clear) else ""
    left = f"Not tested, as no numbers were given: {listed(unjudged)}" if len(unjudged) else ""
    return ". ".join(filter(None, [found, left])) or (
        "Shares as stated, with their limits" if rows["lower"].notna().any() else "Shares as stated"
    )
