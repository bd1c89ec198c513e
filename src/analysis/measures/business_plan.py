"""The Board's business plan: its actions, their status, and what is not finished."""

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Annotated

import pandas as pd

from analysis.definitions import Indicator
from analysis.measures.columns import Column, column_of
from analysis.measures.protection import SUPPRESSED, WITHHELD
from analysis.measures.readings import is_known, period_of, say_months_known
from analysis.numbers import short_period
from analysis.schemas import Readings, table_of

NONE_HELD = "none held"

PARTS = {
    "business_plan_priority": "priority",
    "business_plan_action": "action",
    "business_plan_status": "status",
    "business_plan_commentary": "comment",
    "business_plan_amber_from": "amber_from",
}
SINGLE = ("Green", "Amber", "Red")
STATES = ("green", "amber", "red", "two statuses", "not stated")
STATE_COLUMNS: dict[str, str | Column] = {
    "name": "Priority",
    **{state: Column(state.capitalize(), "count") for state in STATES},
}
WHEN = re.compile(r"\b20\d\d-\d\d(?: Q[1-4])?\b")

Actions = Annotated[
    pd.DataFrame,
    table_of("number priority action status written comment amber_from due group start end", texts="number"),
]
"""An action of a business plan: its priority's number (`group`), its status as one of the states and as `written`, and
`due`, the years and quarters after the plan's own that its comment names."""

StateCounts = Annotated[pd.DataFrame, table_of("name green amber red")]
"""How many actions of a priority are in each state."""

Unfinished = Annotated[pd.DataFrame, table_of("what status due comment")]
"""The actions that are not green, in words."""

Evidence = Annotated[pd.DataFrame, table_of("priority indicator figure period", texts="figure")]
"""A figure that would show whether a priority works, and the newest of it, in words."""


def latest_plan(statements: Readings) -> Actions:
    """The newest plan of some observations, one row for each action in the order of their numbers."""
    newest = statements[statements["end"] == statements["end"].max()]
    keys = ["breakdown", "start", "end"]
    table = newest.pivot_table(index=keys, columns="indicator", values="text", aggfunc="first").reset_index()
    table = table.reindex(columns=[*keys, *PARTS]).rename(columns={"breakdown": "number"} | PARTS)
    parts = table["number"].str.split(".")
    table = table.assign(
        group=parts.str[0].astype(int),
        place=parts.str[-1].astype(int),
        written=table["status"],
        status=[read_status(words) for words in table["status"]],
        due=[find_due(row.comment, row.end) for row in table.itertuples()],
    )
    return table.sort_values(["group", "place"], ignore_index=True).drop(columns="place")


def read_status(words: str | None) -> str:
    """The state that a cell's words give: one of green, amber and red, two statuses at once, or none."""
    if words is None or pd.isna(words):
        return "not stated"
    named = [status.lower() for status in SINGLE if status in words]
    return named[0] if len(named) == 1 else "two statuses" if named else "not stated"


def find_due(comment: str | None, end: pd.Timestamp) -> str:
    """The years and quarters after the plan's own that a comment names, such as '2014-15 Q1'."""
    named = [] if comment is None or pd.isna(comment) else WHEN.findall(comment)
    return ", ".join(dict.fromkeys(words for words in named if int(words[:4]) >= end.year))


def unfinished(plan: Actions) -> Actions:
    """The actions that are not green."""
    return plan[plan["status"] != "green"]


def count_states(plan: Actions) -> StateCounts:
    """How many actions of each priority are in each state."""
    counts = pd.crosstab([plan["group"], plan["priority"]], plan["status"]).reindex(columns=STATES, fill_value=0)
    table = counts.reset_index()
    return table.assign(name=table["group"].astype(str) + " " + table["priority"])[["name", *STATES]]


def same_comments(plan: Actions) -> list[tuple[str, str]]:
    """Pairs of actions, one after the other, that are not green and have one comment word for word."""
    rows = unfinished(plan).dropna(subset="comment")
    return [(one.number, two.number) for one, two in pairwise(rows.itertuples()) if one.comment == two.comment]


def tabulate_unfinished(plan: Actions) -> Unfinished:
    """The actions that are not green as a table of words: what, status, due, comment."""
    table = unfinished(plan)
    return pd.DataFrame(
        {
            "what": table["number"] + " " + table["action"],
            "status": table["status"],
            "due": table["due"].replace("", "not said"),
            "comment": table["comment"].astype(object).where(table["comment"].notna(), "no comment"),
        }
    )


def latest_in_words(readings: Readings, indicator: Indicator) -> tuple[str, str]:
    """The newest figure of one indicator's observations and its period, in words; `none held` where there is none."""
    known = readings[is_known(readings)]
    if known.empty:
        return NONE_HELD, ""
    row = known.sort_values(["end", "start"], ascending=[True, False], kind="stable").iloc[-1]
    period = short_period(period_of(row)) + say_months_known(readings, row["start"], row["end"])
    if row["status"] == WITHHELD:
        return SUPPRESSED, period
    counted = indicator.kind == "count" and pd.notna(row["numerator"])
    figure = row["numerator"] if counted else row["value"]
    return (str(row["text"]) if pd.isna(figure) else column_of(indicator).write(figure)), period


def tabulate_evidence(
    entries: Mapping[str, tuple[str, Readings, Indicator]], priorities: Mapping[str, str]
) -> Evidence:
    """For each priority the figures that would show whether it works, with the newest of each.

    `entries` hold the title, the observations and the indicator by an entry such as `5:serious_case_reviews:underway`,
    which begins with the priority's number; `priorities` name priorities by number.
    """
    rows = []
    for entry, (title, readings, indicator) in entries.items():
        number = entry.split(":")[0]
        rows.append((priorities.get(number, number), title, *latest_in_words(readings, indicator)))
    return pd.DataFrame(rows, columns=["priority", "indicator", "figure", "period"])
