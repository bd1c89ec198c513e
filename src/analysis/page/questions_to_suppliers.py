"""What to ask of each supplier about the figures received, and what became of every cell of its files."""

from typing import Annotated

import pandas as pd

from analysis.charts.drawing import Chart
from analysis.charts.stacked_bars import GRAVITIES, plot_states
from analysis.measures import dependencies as basis
from analysis.measures.columns import Column
from analysis.measures.protection import Protected, check_protected
from analysis.numbers import period_from, plural, short_period, upper_first
from analysis.observations import read_accounts as read_cell_accounts
from analysis.page.page import Page
from analysis.page.quality import partners_of, say_place
from analysis.schemas import SEVERITIES, Findings, table_of
from analysis.words.statement import ToSettle

MOST = 30  # questions that the page lists; the file of findings has all
HEADINGS = {"supplier": "To", "severity": "The figure", "question": "To ask", "period": "Figures of", "place": "Where"}
SAID = {"error": "cannot be right", "warning": "may mislead", "note": "to know"}
CELLS = {
    "cells": "Cells with something in them",
    "figure": "Read as figures",
    "marker": "Read as missing",
    "label": "Read as labels",
    "total": "Checked as totals",
    "finding": "Became findings",
    "outside": "Titles and notes around the table",
}

Questions = Annotated[pd.DataFrame, table_of("supplier severity question period place")]
"""What to ask of each supplier, in the order of the findings."""


def read_accounts(page: Page) -> Protected:
    """What became of every cell of every file that was read, one row for each file and sheet."""
    basis.note("accounts")
    accounts = read_cell_accounts(page.project.processed)
    accounts = accounts[~accounts["source"].isin(page.foreign)]
    accounts = accounts.assign(
        file=accounts["file"].str.partition("/")[2] + accounts["sheet"].map(lambda sheet: f", {sheet}" if sheet else "")
    )
    columns = {name: Column(title, "count") for name, title in CELLS.items()}
    return page.protect(accounts[["file", *CELLS]], uncounted=list(CELLS), columns={"file": "File", **columns})


def list_questions(page: Page, findings: Findings) -> Questions:
    """What to ask of each supplier, each once, in the order of the findings.

    A finding that several sources disagree in is asked of the suppliers of those that are no official statistic, since
    the partnership can ask its partners and not the Department. One about a file that no contract describes is the
    Business unit's own.
    """
    asked = findings.dropna(subset="question")
    otherwise = [page.definitions.partnership.contact]
    named = [partners_of(names.split(), page.sources) or otherwise for names in asked["source"]]
    suppliers = [list(dict.fromkeys(map(upper_first, names))) for names in named]
    suppliers = pd.Series(suppliers, asked.index, dtype=object)  # of words also where there are none
    asked = asked.assign(supplier=suppliers).explode("supplier").drop_duplicates(["supplier", "question"])
    days = zip(asked["start"], asked["end"], strict=True)
    periods = ["" if pd.isna(end) else short_period(period_from(start, end)) for start, end in days]
    places = [say_place(file, cell) for file, cell in zip(asked["file"], asked["cell"], strict=True)]
    phrases = asked.assign(period=pd.Series(periods, asked.index, dtype=object), place=pd.Series(places, asked.index))
    return phrases[list(HEADINGS)].astype(object).reset_index(drop=True)


def protect_questions(page: Page, asked: Questions, most: int = MOST) -> Protected:
    """The first questions as a table, with the severity in words where it is not that of all of them."""
    rows = asked.head(most).assign(severity=asked["severity"].map(SAID))
    named = {name: words for name, words in HEADINGS.items() if name != "severity" or len(set(rows[name])) > 1}
    return page.protect(rows[list(named)], columns=named)


def say_rest(asked: Questions, most: int = MOST) -> str:
    """How many questions stand in the file of findings alone, or that there is none; '' where the table has all."""
    if asked.empty:
        return "The checks found nothing to ask of anyone."
    rest = len(asked) - most
    return f"{plural(rest, 'more question is', 'more questions are')} in data/findings.csv." if rest > 0 else ""


def count_questions(page: Page, asked: Questions) -> Protected:
    """How many questions each supplier has to answer, by severity."""
    counts = pd.crosstab(asked["supplier"], asked["severity"])
    counts = counts.reindex(columns=SEVERITIES, fill_value=0)
    counts = counts.assign(all=counts.sum(axis=1)).sort_values(["all", "error"], ascending=False, kind="stable")
    columns = {name: Column(SAID[name].capitalize(), "count") for name in SEVERITIES}
    return page.protect(
        counts.drop(columns="all").reset_index(), uncounted=SEVERITIES, columns={"supplier": "Partner", **columns}
    )


def plot_questions(table: Protected) -> Chart | None:
    """A bar for each supplier, as long as its questions, divided by how grave they are; one supplier is no chart."""
    return plot_states(table, "supplier", axis="Questions", states=GRAVITIES) if len(table.table) > 1 else None


def caption_questions(table: Protected) -> str:
    """Who has most to answer, of how many questions."""
    each = check_protected(table).table.set_index("supplier")[list(GRAVITIES)].sum(axis=1)
    if not each.sum():
        return "No question to any partner"
    return f"Questions for each partner: {each.idxmax()} has {each.max():,.0f} of {plural(each.sum(), 'question')}"


def describe_quality(page: Page, accounts: Protected, findings: Findings, asked: Questions) -> list[str]:
    """What is gravest, what may mislead, what was read, what holds, and who is asked most, in sentences."""
    cells = accounts.table[list(CELLS)].sum()
    counts = findings["severity"].value_counts().reindex(SEVERITIES, fill_value=0)
    wrong = f"{plural(counts['error'], 'finding')} cannot be right" if counts["error"] else "No finding shows an error"
    misleading = plural(counts["warning"], "finding") if counts["warning"] else "no finding"
    sentences = [
        f"{wrong}, and {misleading} may mislead; {plural(counts['note'], 'check')} held or are for information.",
        f"{plural(len(accounts.table), 'table')} came in, with {plural(cells['figure'], 'figure')} in them; "
        f"{plural(cells['marker'], 'cell')} said that a figure is missing.",
    ]
    grave = asked[asked["severity"] != "note"]
    if len(grave):
        most = grave["supplier"].value_counts()
        asks = plural(most.iloc[0], "question")
        sentences.append(f"{most.index[0]} has the most to settle: {asks} on figures that are wrong or may mislead.")
    first = findings[findings["severity"] == "error"]
    return [ToSettle(f"First to settle: {first['message'].iloc[0]}"), *sentences] if len(first) else sentences
