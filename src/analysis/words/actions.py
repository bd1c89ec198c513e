"""The actions of a plan in sentences: how far they are, what is carried forward, and what to settle."""

import pandas as pd

from analysis.measures.business_plan import STATES, Actions, same_comments, unfinished
from analysis.numbers import listed, period_from, plural, say_count, say_day, short_period
from analysis.words.statement import Statement, Status, Subject

NAMED = {
    "green": "{} green",
    "amber": "{} amber",
    "red": "{} red",
    "two statuses": "{} with two statuses",
    "not stated": "{} without a status",
}


def say_plan(subject: Subject, plan: Actions) -> Statement:
    """How many actions are in which state, and which priorities are finished."""
    if plan.empty:
        return Statement("level", subject, plan, "No business plan was supplied for this quarter.", Status.CANNOT_SAY)
    counts = plan["status"].value_counts().reindex(STATES, fill_value=0)
    states = listed(words.format(say_count(counts[state])) for state, words in NAMED.items() if counts[state])
    year = short_period(period_from(plan["start"].iloc[0], plan["end"].iloc[0]))
    red = "" if counts["red"] else " None is red."
    done = plan.groupby("priority", sort=False)["status"].agg(lambda found: bool((found == "green").all()))
    many = plural(len(done), "priority", "priorities")
    sentence = f"The plan for {year} has {plural(len(plan), 'action')}: {states}.{red}"
    caption = f"Actions by priority and status: {say_count(done.sum())} of {many} have every action at green"
    question = next((one.question for one in say_unclear(subject, plan) if one.question), "")
    status = Status.CANNOT_SAY if counts[["two statuses", "not stated"]].any() else None
    return Statement("level", subject, plan, sentence, status, question=question, caption=caption)


def say_carried_forward(subject: Subject, plan: Actions) -> Statement | None:
    """The amber actions, from when each is amber where the plan gives that, and those without a date to finish.

    None for an empty plan.
    """
    if plan.empty:
        return None
    amber = unfinished(plan).query("status == 'amber'")
    if amber.empty:
        what = "No action is amber." if len(unfinished(plan)) else "Every action is green: nothing is carried forward."
        return Statement("level", subject, amber, what)
    many = plural(len(amber), "amber action is", "amber actions are")
    text = f"{many} carried forward. {_say_age(amber)}"
    undated = amber[amber["due"] == ""]
    if undated.empty:
        return Statement("level", subject, amber, text)
    which = listed(undated["number"])
    sentence = f"{text} Without a date to finish: {which} ({say_count(len(undated))} of {len(amber)})."
    question = f"When will these amber actions be finished: {which}?"
    return Statement("level", subject, amber, sentence, question=question)


def _say_age(amber: pd.DataFrame) -> str:
    """From when actions are amber where the plan gives that; else how old they are at most."""
    known = amber.dropna(subset="amber_from")
    if len(known):
        given = listed(f"{row.number} from {row.amber_from}" for row in known.itertuples())
        rest = len(amber) - len(known)
        others = f" The plan does not say from when for {plural(rest, 'other')}." if rest else ""
        return f"Amber: {given}.{others}"
    start, end = amber["start"].iloc[0], amber["end"].iloc[0]
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    return f"The plan does not say from when, so they are up to {months} months old on {say_day(end)}."


def say_unclear(subject: Subject, plan: Actions) -> list[Statement]:
    """Actions without a status, with two statuses in one cell, and with one comment for two actions."""
    stated = []
    silent = plan.loc[plan["status"] == "not stated", "number"]
    if len(silent):
        which, one = listed(silent), len(silent) == 1
        have, was = ("1 action has", "it was") if one else (f"{say_count(len(silent))} actions have", "they were")
        sentence = f"{have} no status: {which}. We do not know whether {was} done."
        question = f"What is the status of action{'' if one else 's'} {which}?"
        stated.append(Statement("missing", subject, plan, sentence, Status.CANNOT_SAY, question=question))
    for row in plan[plan["status"] == "two statuses"].itertuples():
        sentence = f"Action {row.number} has two statuses in one cell (“{row.written}”). We count it under neither."
        question = f"Which status of action {row.number} is right?"
        stated.append(Statement("agreement", subject, plan, sentence, question=question))
    stated += [
        Statement("agreement", subject, plan, f"Actions {one} and {two} have the same comment.")
        for one, two in same_comments(plan)
    ]
    return stated


def say_evidence(subject: Subject, held: int, asked: int) -> Statement:
    """How many of the figures that would show results are held."""
    sentence = (
        f"A status says what was done, not what came of it. We hold {say_count(held)} of the "
        f"{plural(asked, 'figure')} that would show results."
    )
    return Statement("missing", subject, held, sentence)
