"""Rates beside England's in sentences: which are worse, which cannot be judged and why, and what to ask for."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.definitions import Indicator
from analysis.measures.columns import column_of
from analysis.measures.protection import Protected
from analysis.model.comparison import IN_WORDS, NO_ENGLAND, NO_FIGURE, NO_LIMITS
from analysis.numbers import listed, plural, say, say_count, say_limits, say_share
from analysis.words.statement import Statement, Status, Subject

JUDGED = ("worse", "higher", "lower", "better", "similar")
ASKED = {
    NO_LIMITS: "How many people are behind the rate, and over how many years: {}?",
    NO_ENGLAND: "What is England’s figure for the same period and ages: {}?",
    NO_FIGURE: "What is the figure, and how many people is it: {}?",
}


def say_rates(subject: Subject, shown: Protected, definitions: Mapping[str, Indicator]) -> list[Statement]:
    """The rates by what may be said of them, the worse first; then those without a number, and those without a figure.

    `shown` are the rows of `judge_rates` as they may be published, `subject` the area and period of the page.
    """
    rows = shown.table
    stated = [_say_verdict(subject, shown, verdict) for verdict in JUDGED if (rows["verdict"] == verdict).any()]
    stated += [
        _say_without_number(subject, shown, row, definitions[row["indicator"]])
        for row in rows[(rows["verdict"] == NO_LIMITS) & rows["ratio"].notna()].to_dict("records")
    ]
    absent = rows[rows["verdict"].isin([NO_ENGLAND, NO_FIGURE])]
    if len(absent):
        which = _names(absent)
        sentence = f"We cannot judge {which}: the figure of {subject.area_name} or of England is missing."
        stated.append(Statement("missing", subject, shown, sentence, Status.CANNOT_SAY))
    return stated


def _say_verdict(subject: Subject, shown: Protected, verdict: str) -> Statement:
    rows = shown.table[shown.table["verdict"] == verdict]
    status = Status(verdict)
    if status is Status.SIMILAR:
        sentence = f"Similar to England: {_names(rows)}."
        return Statement("comparison", subject, shown, sentence, status, False)
    periods = set(rows["period"])
    when = f" ({min(periods)})" if len(periods) == 1 else ""
    each = rows.assign(of="" if when else ", " + rows["period"]).itertuples()
    names = listed(f"{row.inside} ({row.ratio:.1f} times England’s{row.of})" for row in each)
    sentence = f"{verdict.capitalize()} than England{when}: {names}. Chance does not explain the difference."
    question = f"What explains what is {verdict} than in England: {_names(rows)}?"
    return Statement("comparison", subject, shown, sentence, status, question=question, facts={"beyond_chance": True})


def _say_without_number(subject: Subject, shown: Protected, row: dict[str, Any], indicator: Indicator) -> Statement:
    form = column_of(indicator)
    side = "above" if row["ratio"] > 1 else "below" if row["ratio"] < 1 else "the same as"
    older = f" ({row['england_period']})" if row["england_period"] else ""
    sentence = (
        f"{row['what']}: {say(row['value'], form.form, per=form.per)} ({row['period']}) is {side} England’s "
        f"{form.write(row['england'])}{older}. Without the number behind it we cannot say whether that is chance."
    )
    return Statement("comparison", subject, shown, sentence, Status.CANNOT_SAY)


def caption_rates(subject: Subject, shown: Protected) -> str:
    """How many of the rates that can be judged are worse, as the finding of the chart."""
    rows = shown.table
    worse, judged = int((rows["verdict"] == "worse").sum()), int(rows["verdict"].isin(JUDGED).sum())
    rates = int((rows["verdict"] != IN_WORDS).sum())
    if not judged:
        return f"{subject.area_name} and England: none of {plural(rates, 'rate')} can be judged"
    some = "all are" if worse == judged > 1 else f"{worse or 'none'} {'is' if worse == 1 else 'are'}"
    return f"{subject.area_name} and England: {judged} of {plural(rates, 'rate')} can be judged, and {some} worse"


def say_similar(shown: Protected, definitions: Mapping[str, Indicator]) -> list[str]:
    """What "similar" means for the rate with the fewest people or events behind it, and for the one with most."""
    rows = shown.table[shown.table["similar_high"].notna() & shown.table["count"].notna()].sort_values("count")
    if rows.empty:
        return ["We cannot say what “similar” means here: no rate has both the number behind it and England’s."]
    ends = rows.iloc[[0, -1]] if len(rows) > 1 else rows
    return [
        *(_say_range(row, definitions[row["indicator"]]) for row in ends.to_dict("records")),
        "“Similar” is not “the same”: with fewer people, a larger real difference can hide in it.",
    ]


def _say_range(row: dict[str, Any], indicator: Indicator) -> str:
    form = column_of(indicator)
    least, most = row["similar_low"] * row["england"], row["similar_high"] * row["england"]
    return (
        f"{row['what']} ({say_count(row['count'])}): at England’s rate, chance alone would give "
        f"{say_limits(least, most, form.form, per=form.per)}. That is {say_share(row['similar_low'], 0)} to "
        f"{say_share(row['similar_high'], 0)} of England’s rate."
    )


def ask_for_figures(shown: Protected) -> list[str]:
    """What to ask for, so that more rates can be judged: numbers, England's figures, figures behind words."""
    rows = shown.table.assign(verdict=shown.table["verdict"].replace(IN_WORDS, NO_FIGURE))
    parts = {verdict: rows[rows["verdict"] == verdict] for verdict in ASKED}
    return [words.format(_names(parts[verdict])) for verdict, words in ASKED.items() if len(parts[verdict])]


def _names(rows: pd.DataFrame) -> str:
    return listed(rows["inside"])
