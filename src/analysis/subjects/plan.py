"""The Board's business plan: how far its actions are, what is carried forward, and which figure would show it."""

import re
from dataclasses import replace

import pandas as pd

from analysis.charts import Chart, plot_states
from analysis.measures.columns import Column, column_of
from analysis.measures.protection import WITHHELD, Protected
from analysis.measures.readings import is_known
from analysis.numbers import listed, period_from, plural, say_count, say_day, short_period
from analysis.page.page import Page

PARTS = {"business_plan_priority": "priority", "business_plan_action": "action", "business_plan_status": "status",
         "business_plan_commentary": "comment"}  # fmt: skip
SINGLE = ("Green", "Amber", "Red")
STATES = ("green", "amber", "red", "two statuses", "not stated")
WHEN = re.compile(r"\b20\d\d-\d\d(?: Q[1-4])?\b")
SHARED = re.compile(r"\(one comment for ([\d.]+) and ([\d.]+)\)")


def read_plan(page: Page) -> pd.DataFrame:
    """The latest plan up to the quarter, one row for each action in its order.

    Columns: number, group (the priority's number), priority, action, status (one of STATES), written (the status as
    received), comment, start, end (of the plan's year).
    """
    read = page.read(*PARTS, breakdown=None)
    read = read[read["end"] == read["end"].max()]
    table = read.pivot_table(
        index=["breakdown", "start", "end"], columns="indicator", values="text", aggfunc="first"
    ).reset_index()
    table = table.reindex(columns=["breakdown", "start", "end", *PARTS]).rename(columns={"breakdown": "number"} | PARTS)
    table["group"] = table["number"].str.split(".").str[0].astype(int)
    table["written"], table["status"] = table["status"], [read_status(words) for words in table["status"]]
    place = table["number"].str.split(".").str[-1].astype(int)
    return table.assign(place=place).sort_values(["group", "place"], ignore_index=True).drop(columns="place")


def read_status(words: str | None) -> str:
    """The state that a cell's words tell: one of green, amber and red, two statuses at once, or none."""
    if pd.isna(words):
        return "not stated"
    named = [status.lower() for status in SINGLE if status in words]
    return named[0] if len(named) == 1 else "two statuses" if named else "not stated"


def count_states(page: Page, plan: pd.DataFrame) -> Protected:
    """How many actions of each priority are in each state."""
    counts = pd.crosstab([plan["group"], plan["priority"]], plan["status"]).reindex(columns=STATES, fill_value=0)
    table = counts.reset_index()
    table.insert(0, "name", table["group"].astype(str) + " " + table["priority"])
    columns = {state: Column(state.capitalize(), "count") for state in STATES}
    return page.protect(table[["name", *STATES]], uncounted=STATES, columns=columns | {"name": "Priority"})


def plot_plan(page: Page, plan: pd.DataFrame) -> Chart:
    """A bar for each priority, as long as its actions, divided by their status."""
    return replace(plot_states(count_states(page, plan), "name", axis="Actions"), indicators=("business_plan_status",))


def caption_plan(plan: pd.DataFrame) -> str:
    """Which priorities have every action complete, which is what the chart shows best."""
    done = plan.groupby("priority", sort=False)["status"].agg(lambda states: (states == "green").all())
    many = plural(len(done), "priority", "priorities")
    return f"Actions by priority and status: {say_count(done.sum())} of {many} have every action at green"


def describe_plan(plan: pd.DataFrame) -> list[str]:
    """How many actions are in which state, and which priorities are complete and which stand furthest off."""
    if plan.empty:
        return ["No business plan was supplied up to this quarter."]
    counts = plan["status"].value_counts().reindex(STATES, fill_value=0)
    named = {"green": "{} green", "amber": "{} amber", "red": "{} red", "two statuses": "{} of two statuses at once",
             "not stated": "{} without a status"}  # fmt: skip
    told = listed(words.format(say_count(counts[state])) for state, words in named.items() if counts[state])
    year = short_period(period_from(plan["start"].iloc[0], plan["end"].iloc[0]))
    red = "" if counts["red"] else " None is red."
    return [f"The plan for {year} has {plural(len(plan), 'action')}: {told}.{red}"]


def select_open(plan: pd.DataFrame) -> pd.DataFrame:
    """The actions that are not green, with when their comment says they will be done, as far as it says."""
    rows = plan[plan["status"] != "green"]
    return rows.assign(due=[_due(row.comment, row.end) for row in rows.itertuples()])


def _due(comment: str | None, end: pd.Timestamp) -> str:
    """The years and quarters after the plan's own that a comment names."""
    named = [] if pd.isna(comment) else WHEN.findall(comment)
    return ", ".join(dict.fromkeys(words for words in named if int(words[:4]) >= end.year))


def describe_open(plan: pd.DataFrame) -> list[str]:
    """What is carried forward, how old it is as far as that is known, and what has no date."""
    open_, amber = select_open(plan), select_open(plan).query("status == 'amber'")
    if open_.empty:
        return ["Every action is green: nothing is carried forward."] if len(plan) else []
    start, end = open_["start"].iloc[0], open_["end"].iloc[0]
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    undated, unstated = amber[amber["due"] == ""], open_[open_["status"] == "not stated"]
    told = (
        [
            f"{plural(len(amber), 'amber action')} {'is' if len(amber) == 1 else 'are'} carried forward, each {months} "
            f"months old on {say_day(end)}, counted from the plan’s start; since when each is amber is not recorded."
        ]
        if len(amber)
        else []
    )
    if len(undated):
        told.append(f"{say_count(len(undated))} of the {len(amber)} say nothing of when: {listed(undated['number'])}.")
    if len(unstated):
        told.append(
            f"{plural(len(unstated), 'action')} {'has' if len(unstated) == 1 else 'have'} no status, so nobody can "
            f"say whether {'it was' if len(unstated) == 1 else 'they were'} done: {listed(unstated['number'])}."
        )
    return told


def describe_doubts(plan: pd.DataFrame) -> list[str]:
    """Cells that state two statuses at once, and comments that two actions share."""
    told = [f"Action {row.number} states two statuses in one cell (“{row.written}”); it is counted under neither."
            for row in plan[plan["status"] == "two statuses"].itertuples()]  # fmt: skip
    pairs = dict.fromkeys(found.groups() for comment in plan["comment"].dropna() if (found := SHARED.search(comment)))
    return told + [f"Actions {first} and {second} share one comment." for first, second in pairs]


def protect_open(page: Page, plan: pd.DataFrame) -> Protected:
    """The actions that are not green as a table: what they are, how they stand and when they are to be done."""
    table = select_open(plan).assign(due=lambda rows: rows["due"].replace("", "not said"))
    table["comment"] = table["comment"].astype(object).where(table["comment"].notna(), "no comment")
    table["what"] = table["number"] + " " + table["action"]
    return page.protect(
        table[["what", "status", "due", "comment"]],
        columns={"what": "Action", "status": "Status", "due": "To be done", "comment": "Comment"},
    )


def read_evidence(page: Page, plan: pd.DataFrame, evidence: str) -> Protected:
    """For each priority the figures that would show whether it works, with the latest of each, or that none is held.

    `evidence` are entries as '5:serious_case_reviews:underway': a priority's number, an indicator and, where it has
    one, a breakdown.
    """
    names = {str(row.group): f"{row.group} {row.priority}" for row in plan.itertuples()}
    rows = []
    for entry in evidence.split():
        group, indicator, *rest = entry.split(":")
        latest = _latest(page, indicator, rest[0] if rest else "")
        title = page.definitions.indicator(indicator).title + (f", {rest[0]}" if rest else "")
        rows.append((names.get(group, group), title, *latest))
    table = pd.DataFrame(rows, columns=["priority", "indicator", "figure", "period"])
    return page.protect(table, columns={"priority": "Priority", "indicator": "What would show it",
                                        "figure": "Latest figure", "period": "For"})  # fmt: skip


def describe_evidence(evidence: Protected) -> str:
    """Which of the figures that would show results are not held."""
    missing = evidence.table[evidence.table["figure"] == "none held"]
    known = len(evidence.table) - len(missing)
    held = f"{say_count(known)} of {plural(len(evidence.table), 'figure')}"
    return f"A status says what was done, not what came of it: {held} that would show results are held."


def _latest(page: Page, indicator: str, breakdown: str) -> tuple[str, str]:
    """The latest figure in words, withheld as policy has it, and its period."""
    read = page.read(indicator, breakdown=breakdown)
    known = read[is_known(read)]
    if known.empty:
        return "none held", ""
    row = known.sort_values(["end", "start"], ascending=[True, False], kind="stable").iloc[-1]
    meant = page.definitions.indicator(indicator)
    period = short_period(period_from(row["start"], row["end"], row["period"]))
    figure = row["numerator"] if meant.kind == "count" and pd.notna(row["numerator"]) else row["value"]
    if row["status"] == WITHHELD:
        return WITHHELD, period
    return (str(row["text"]) if pd.isna(figure) else column_of(meant).write(figure)), period
