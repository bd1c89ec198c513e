"""How much is complete, reached or taken up, in sentences: the shares of several parts, and of one whole."""

from dataclasses import replace
from itertools import pairwise

import pandas as pd

from analysis.measures.shares_of_parts import PartChanges, PartsByTime, Places, is_reordered, names_of, year_before
from analysis.model.decomposition import Decomposition
from analysis.model.limits import Estimate
from analysis.numbers import listed, lower_first, say_count, say_day, say_limits, say_share
from analysis.words.chance import say_beside_chance
from analysis.words.missing_data import say_missing
from analysis.words.statement import Statement, Status, Subject


def say_parts(subject: Subject, parts: PartsByTime, what: str) -> Statement:
    """Each part's first and last share; or that there is none. `what` is what the share is given for one by one."""
    if parts.empty:
        none = f"No figure of {subject.inside} was supplied by {what} for {subject.area_name}."
        return Statement("gap", subject, None, none, Status.CANNOT_SAY)
    moves = [_say_move(f"{name} {what}", parts[["end", name]].dropna(), name) for name in names_of(parts)]
    sentence = f"{subject.title}: {'; '.join(moves)}."
    status = Status.CANNOT_SAY if parts["of"].isna().any() else None
    return Statement("level", subject, None, sentence, status, caption=sentence.removesuffix("."))


def say_order(subject: Subject, parts: PartsByTime, what: str) -> Statement | None:
    """What would be read wrong from the order in which the parts are printed; None where the order stays."""
    if not is_reordered(parts):
        return None
    sentence = (
        f"The {what}s are in another order in each quarter’s columns, under one heading; they are read by their own "
        "names, not by their place."
    )
    return Statement("agreement", subject, None, sentence)


def say_without_bases(subject: Subject, parts: PartsByTime) -> Statement | None:
    """That shares without their numbers have no limits; None where the numbers were supplied, or no share was."""
    if parts.empty or parts["of"].notna().all():
        return None
    unit = subject.indicator.unit.removeprefix("% of ")
    sentence = f"The shares came without the number of {unit}, so we cannot say how much one more would change them."
    question = f"How many {unit} are behind each share of {subject.inside}?"
    return Statement("gap", subject, None, sentence, Status.CANNOT_SAY, question=question)


def say_places_taken(
    subject: Subject, places: Places, parts: Decomposition, change: Estimate, of_year: Estimate | None
) -> list[Statement]:
    """The share filled against the quarter before, with what became of the places, and against the year before.

    A share falls also where more is offered, so that both are one statement: no headline has the one without the other.
    """
    before, after, year = places.iloc[-2], places.iloc[-1], year_before(places)
    taken = say_take_up(subject, change, before, after)
    stated = [replace(taken, sentence=f"{say_places(places, parts)}. {taken.sentence}")]
    if year is not None and of_year is not None:
        earlier = say_take_up(subject, of_year, year, after)
        sentence = f"Against the same quarter a year before: {lower_first(earlier.sentence)}"
        stated.append(replace(earlier, sentence=sentence))
    return stated


def say_too_few(subject: Subject) -> Statement:
    """That fewer than two quarters are known, so that there is no change to speak of."""
    sentence = f"{subject.title}: we know fewer than two quarters, so we cannot say whether they changed."
    return Statement("gap", subject, None, sentence, Status.CANNOT_SAY)


def say_places(places: Places, parts: Decomposition) -> str:
    """How places offered and places filled changed, from the last quarter but one to the last.

    `parts` shares the change of the places filled between the two (`decompose_product`): arithmetic, no verdict.
    """
    before, after = places.iloc[-2], places.iloc[-1]
    offered = parts.table.set_index("factor")["factor_change"]["offered"]
    filled = _say_went(after["filled"] / before["filled"] - 1)
    return (
        f"Places offered {_say_went(offered)} ({_both(before, after, 'places')}) and places filled {filled} "
        f"({_both(before, after, 'filled')})"
    )


def say_take_up(subject: Subject, change: Estimate, before: pd.Series, after: pd.Series) -> Statement:
    """The share filled of one quarter and of another, with the limits of their difference."""
    figures = [(row["filled"] / row["places"], row["period"]) for row in (before, after)]
    return say_beside_chance(subject, "Take-up", change, *figures)


def caption_places(subject: Subject, places: Places) -> str:
    """How many of the places were filled in the last two quarters."""
    last = places[-2:].itertuples()
    filled = [f"{say_count(row.filled)} of {say_count(row.places)} filled in {row.period}" for row in last]
    return f"{subject.title}: {listed(filled)}"


def _say_move(what: str, figures: pd.DataFrame, name: str) -> str:
    first, last = figures.iloc[0], figures.iloc[-1]
    if len(figures) == 1:
        return f"the {what} {say_share(first[name])} on {say_day(first['end'])}"
    if first[name] == last[name]:
        return f"the {what} stayed at {say_share(first[name])}"
    before, after = (f"{say_share(row[name])} on {say_day(row['end'])}" for row in (first, last))
    return f"the {what} went from {before} to {after}"


def _say_went(change: float) -> str:
    if round(change * 100) == 0:
        return "stayed the same"
    return f"{'rose' if change > 0 else 'fell'} {say_share(abs(change))}"


def _both(before: pd.Series, after: pd.Series, column: str) -> str:
    return f"{say_count(before[column])} to {say_count(after[column])}"


def say_part(subject: Subject, row: pd.Series, whole: str, confidence: float) -> Statement:
    """How many of how many, which share that is with its limits, and the share of the year before where it is known.

    `row` is one of `beside_year_before`; `whole` is what the denominator counts, as it stands inside a sentence. No
    verdict is given on the change: many children are in both years, so that the two shares are not of other children.
    """
    if pd.isna(row["value"]):
        return say_missing(subject, str(row["why"]), subject.period)
    earlier = f" In {row['period_before']} it was {say_share(row['before'])}." if pd.notna(row["before"]) else ""
    share = say_share(row["value"])
    sentence = (
        f"{subject.title} in {subject.period}: {say_count(row['numerator'])} of {say_count(row['denominator'])} "
        f"{whole}, which is {share} ({say_share(confidence)} limits {say_limits(row['lower'], row['upper'], 'share')})."
        f"{earlier}"
    )
    caption = f"{subject.title}: {share} in {subject.period}"
    return Statement("level", subject, row, sentence, caption=caption, facts={"value": float(row["value"])})


def say_largest_fall(subject: Subject, rows: PartChanges, whole: str) -> Statement | None:
    """Between which two steps most of the children fall away; None where fewer than two steps are known.

    `rows` are the parts in the order of the steps, with part and value; the first step is the whole itself.
    """
    known = rows[rows["value"].notna()]
    shares, names = [1.0, *known["value"]], [whole, *map(lower_first, known["part"])]
    falls = [before - after for before, after in pairwise(shares)]
    if len(falls) < 2 or max(falls) <= 0:
        return None
    step = falls.index(max(falls))
    sentence = (
        f"Most fall away between two steps: {names[step]} ({say_share(shares[step])}) and {names[step + 1]} "
        f"({say_share(shares[step + 1])})."
    )
    question = f"What becomes of the children who are not among the {names[step + 1]}?"
    return Statement("level", subject, rows, sentence, question=question, facts={"value": float(max(falls))})
