"""How long until something happens again, in sentences, from a Kaplan-Meier curve."""

import pandas as pd

from analysis.model.survival import Curve, find_step_apart
from analysis.numbers import say_count, say_limits, say_share
from analysis.words.statement import Statement, Status, Subject


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
