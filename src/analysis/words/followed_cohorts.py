"""Cohorts followed, in sentences: shares as sources state them, what the numbers show, how soon it happens again."""

from dataclasses import replace

import pandas as pd

from analysis.measures.figures_in_sentences import StatedShares
from analysis.model.comparison import verdict
from analysis.model.differences import difference_of_proportions
from analysis.model.limits import Estimate, proportion_limits
from analysis.model.power import children_to_tell, children_to_tell_from
from analysis.model.survival import Curve, find_step_apart
from analysis.numbers import listed, say_count, say_limits, say_number, say_share, upper_first
from analysis.schemas import ByPeriod
from analysis.words.chance import say_beside_chance
from analysis.words.comparisons import say_benchmark
from analysis.words.statement import Statement, Status, Subject
from analysis.words.targets import round_up

CHILDREN, AGAIN = "reoffending_cohort", "reoffending_children"
NUMBERS = {
    CHILDREN: "how many children each cohort had",
    AGAIN: "how many of them re-offended",
    "reoffences": "how many offences they committed",
}

BOTH = "of any one cohort both how many children it had and how many of them re-offended"


def say_stated_shares(subject: Subject, stated: StatedShares, confidence: float = 0.95) -> list[Statement]:
    """What the stated shares come to: figures of several sources are no change, nor a change without numbers.

    `stated` has source, cohort, value and area, in order of time.
    """
    own = stated[stated["area"] == subject.area]
    if own.empty:
        none = f"No source states a share of re-offending for {subject.area_name}."
        return [Statement("gap", subject, None, none, Status.CANNOT_SAY)]
    sentences = [_say_sources(subject, own)] if len(own["source"].unique()) > 1 else []
    for source, rows in own.groupby("source", sort=False):
        if len(rows) > 1:
            sentences.append(_say_two_cohorts(subject, str(source), rows.iloc[0], rows.iloc[-1], confidence))
    for row in stated[stated["area"] != subject.area].itertuples():
        same = own[(own["source"] == row.source) & (own["cohort"] == row.cohort)]
        sentences += [_say_beside_england(subject, same.iloc[0], float(row.value), confidence)] if len(same) else []
    return sentences


def say_cohorts(subject: Subject, cohorts: ByPeriod, change: Estimate | None) -> Statement:
    """What the numbers of the cohorts show: how many re-offended and how often; or which numbers were not received.

    `cohorts` has period and a column for each indicator of `NUMBERS`; `change` is the last share less the first.
    """
    missing = [words for column, words in NUMBERS.items() if cohorts[column].isna().all()]
    known = cohorts.dropna(subset=[CHILDREN, AGAIN])
    if known.empty:
        apart = not cohorts[[CHILDREN, AGAIN]].isna().all().any()  # each is known, of no cohort together
        unknown = BOTH if apart else listed(missing)
        sentence = f"We do not know {unknown}. So we cannot test a change."
        question = f"Can you tell us {unknown}?"
        return Statement("gap", subject, None, sentence, Status.CANNOT_SAY, question=question)
    last = known.iloc[-1]
    share = last[AGAIN] / last[CHILDREN]
    sentence = (
        f"In {last['period']}, {say_count(last[AGAIN])} of {say_count(last[CHILDREN])} children re-offended "
        f"({say_share(share)})"
    )
    if pd.notna(last["reoffences"]) and last[AGAIN]:
        each = last["reoffences"] / last[AGAIN]
        sentence += f", with {say_count(last['reoffences'])} re-offences: {say_number(each)} each"
    sentence += f". We do not have {listed(missing)}." if missing else "."
    if change is None or change.reason is not None or len(known) < 2:
        return Statement("level", subject, change, sentence)
    first = known.iloc[0]
    before = (first[AGAIN] / first[CHILDREN], str(first["period"]))
    moved = say_beside_chance(subject, subject.title, change, before, (share, str(last["period"])))
    return replace(moved, sentence=f"{sentence} {moved}")


def _say_sources(subject: Subject, own: pd.DataFrame) -> Statement:
    sentences = [f"{say_share(row.value)} ({row.source}, {row.cohort})" for row in own.itertuples()]
    sentence = (
        f"{subject.title} is stated as {listed(sentences)}. Figures of different sources are no change "
        "from one to the other."
    )
    return Statement("agreement", subject, None, sentence, Status.CANNOT_SAY)


def _say_two_cohorts(subject: Subject, source: str, first: pd.Series, last: pd.Series, confidence: float) -> Statement:
    without = [row["cohort"] for row in (first, last) if pd.isna([row["number"], row["whole"]]).any()]
    if not without:
        change = difference_of_proportions(last["number"], last["whole"], first["number"], first["whole"], confidence)
        figures = ((float(row["value"]), row["cohort"]) for row in (first, last))
        return say_beside_chance(subject, f"{subject.title} ({source})", change, *figures)
    both = listed(f"{say_share(row['value'])} for {row['cohort']}" for row in (first, last))
    needed = children_to_tell(first["value"], last["value"], confidence)
    which = f" for {without[0]}" if len(without) == 1 else ""
    size = f"about {say_count(round_up(needed))} children" if needed else ""
    telling = f" Cohorts of {size} each would show such a change four times in five." if needed else ""
    sentence = f"{upper_first(source)}: {both}, without numbers of children{which}.{telling}"
    return Statement("change", subject, None, sentence, Status.CANNOT_SAY)


def _say_beside_england(subject: Subject, own: pd.Series, england: float, confidence: float) -> Statement:
    if pd.notna([own["number"], own["whole"]]).all():
        lower, upper = map(float, proportion_limits(own["number"], own["whole"], confidence))
        found = verdict(lower, upper, england, subject.indicator.polarity)
        what = f"{subject.title} ({own['source']}) for {own['cohort']}"
        return say_benchmark(subject, what, float(own["value"]), found, england, "England")
    needed = children_to_tell_from(own["value"], england, confidence)
    both = f"{say_share(own['value'])} against {say_share(england)} in England for {own['cohort']}"
    size = f"about {say_count(round_up(needed))} children" if needed else ""
    telling = f" A cohort of {size} would tell the two apart four times in five." if needed else ""
    sentence = f"{upper_first(own['source'])}: {both}.{telling}"
    return Statement("comparison", subject, None, sentence, Status.CANNOT_SAY)


def say_by_the_end(subject: Subject, curve: Curve, happened: str, since: str) -> Statement:
    """How many of how many children it has happened to by the last month, with limits; or that it cannot be said.

    `happened` is what happens, as 're-offended' or 'were referred again'; `since` what the months are counted from, as
    'the outcome'.
    """
    last = curve.last
    if last is None:
        sentence = f"How soon children {happened} cannot be said for {subject.period or 'any year'}: {curve.reason}"
        return Statement("level", subject, curve, sentence, Status.CANNOT_SAY)
    limits = ""
    if pd.notna(last["lower"]):
        limits = f" ({say_share(curve.confidence)} limits {say_limits(last['lower'], last['upper'], 'share')})"
    share = say_share(last["happened"])
    sentence = (
        f"Of {say_count(curve.children)} children of {subject.period}, {share} {happened} within "
        f"{last['time']:.0f} months of {since}{limits}."
    )
    caption = f"{share} of the children of {subject.period} {happened} within {last['time']:.0f} months of {since}"
    return Statement("level", subject, curve, sentence, caption=caption, facts={"value": float(last["happened"])})


def say_first_half(subject: Subject, curve: Curve, happened: str) -> Statement | None:
    """Which part of those to whom it happened it happened to in the first half of the time; None without a curve."""
    last = curve.last
    if last is None or not last["happened"]:
        return None
    early = curve.table[curve.table["time"] <= last["time"] / 2]
    if early.empty:
        return None
    share = early["happened"].iloc[-1] / last["happened"]
    month = early["time"].iloc[-1]
    sentence = f"Of those who {happened}, {say_share(share)} had done so by month {month:.0f}."
    return Statement("level", subject, curve, sentence, facts={"value": float(share)})


def say_how_counted(confidence: float) -> str:
    """What the curve is made of, why its steps are of different lengths, and what its shade is."""
    return (
        "Each child is counted once in a year, from the first time, and followed for the whole of the months. Months "
        "are joined until a step holds enough children that it tells of none; the curve rises at the end of each step. "
        f"The shade, and the bar at its end, are the {say_share(confidence)} limits of the first year named."
    )


def say_shortest_step(subject: Subject, curve: Curve, steps: list[str], happened: str) -> Statement | None:
    """The step with the highest share of those at risk for each month, or that none is beyond chance.

    None without two steps to choose from.
    """
    if curve.last is None or len(curve.table) < 2 or not curve.table["events"].sum():
        return None
    place = find_step_apart(curve)
    if place is None:
        sentence = f"No months have clearly more children who {happened} than the others: chance could explain it."
        return Statement("level", subject, curve, sentence)
    sentence = (
        f"Most children for each month {happened} in {steps[place]}: {say_count(curve.table['events'].iloc[place])} of "
        f"{say_count(curve.table['at_risk'].iloc[place])} still at risk."
    )
    question = f"What is offered to a child before {steps[place]}, when most {happened}?"
    return Statement("level", subject, curve, sentence, question=question)
