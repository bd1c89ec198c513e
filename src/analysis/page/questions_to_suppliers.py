"""What to ask of each supplier, what to settle with it, its notes, and what became of every cell of its files."""

from collections.abc import Iterable
from typing import Annotated

import pandas as pd

from analysis.charts.drawing import Chart
from analysis.charts.stacked_bars import GRAVITIES, plot_states
from analysis.measures import dependencies
from analysis.measures.columns import Column
from analysis.measures.protection import Protected
from analysis.numbers import listed, period_from, short_period, upper_first
from analysis.observations import read_accounts as read_cell_accounts
from analysis.observations import read_findings
from analysis.page.page import Page
from analysis.page.quality import partners_of, say_hidden, say_place, select_of_areas, select_recent
from analysis.schemas import SEVERITIES, Findings, table_of
from analysis.words.found_by_checks import MOST_ASKED, SEVERITY, Contradictions, Questions, say_contradictions

HEADINGS = {"supplier": "To", "severity": "The figure", "question": "To ask", "period": "Figures of", "place": "Where"}
TO_SETTLE = {"what": "What does not agree", "detail": "The figures", "partner": "To settle with"}
CELLS = {
    "cells": "Cells with something in them",
    "figure": "Read as figures",
    "marker": "Read as missing",
    "label": "Read as labels",
    "total": "Checked as totals",
    "finding": "Became findings",
    "outside": "Titles and notes around the table",
}

Notes = Annotated[pd.DataFrame, table_of("file cell note")]
"""What suppliers wrote under their tables."""


def read_accounts(page: Page) -> Protected:
    """What became of every cell of every file that was read, one row for each file and sheet."""
    dependencies.note("accounts")
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


def protect_questions(page: Page, asked: Questions, most: int = MOST_ASKED) -> Protected:
    """The first questions as a table, with the severity in words where it is not that of all of them."""
    rows = asked.head(most).assign(severity=asked["severity"].map(SEVERITY))
    named = {name: words for name, words in HEADINGS.items() if name != "severity" or len(set(rows[name])) > 1}
    return page.protect(rows[list(named)], columns=named)


def count_questions(page: Page, asked: Questions) -> Protected:
    """How many questions each supplier has to answer, by severity."""
    counts = pd.crosstab(asked["supplier"], asked["severity"])
    counts = counts.reindex(columns=SEVERITIES, fill_value=0)
    counts = counts.assign(all=counts.sum(axis=1)).sort_values(["all", "error"], ascending=False, kind="stable")
    columns = {name: Column(SEVERITY[name].capitalize(), "count") for name in SEVERITIES}
    return page.protect(
        counts.drop(columns="all").reset_index(), uncounted=SEVERITIES, columns={"supplier": "Partner", **columns}
    )


def plot_questions(table: Protected) -> Chart | None:
    """A bar for each supplier, as long as its questions, divided by how grave they are; one supplier is no chart."""
    return plot_states(table, "supplier", axis="Questions", states=GRAVITIES) if len(table.table) > 1 else None


def list_contradictions(page: Page, rules: Iterable[str]) -> Contradictions:
    """What must be settled before publication: findings of some rules on the area's recent figures and England's."""
    found = select_recent(page.findings(everything=True), page.quarter.end)
    found = found[found["rule"].isin(list(rules)) & (found["severity"] != "note")]
    partners = [listed(partners_of(names.split(), page.sources)) for names in found["source"]]
    table = found.assign(what=found["message"], detail=found["detail"].fillna(""), partner=partners)
    named = [name for name in TO_SETTLE if name != "detail" or table["detail"].any()]
    return table[named].astype(object).reset_index(drop=True)


def show_contradictions(page: Page, found: Contradictions) -> None:
    """Hand the page the list of contradictions, or that there is none."""
    if found.empty:
        page.say(say_contradictions(found), say_hidden(page))
        return
    columns = {name: TO_SETTLE[name] for name in found}
    shown = found.assign(partner=found["partner"].map(upper_first))
    page.table(page.protect(shown, columns=columns), caption=upper_first(say_contradictions(found).removesuffix(".")))


def list_notes(findings: Findings) -> Notes:
    """What suppliers wrote under their tables."""
    notes = findings[(findings["rule"] == "supplier_note") & findings["detail"].notna()]
    files = [file.partition("/")[2] for file in notes["file"]]
    return pd.DataFrame({"file": files, "cell": notes["cell"].tolist(), "note": notes["detail"].tolist()})


def count_notes(page: Page) -> int:
    """How many notes suppliers wrote under tables that are not another area's, also those that pages may not tell."""
    found = select_of_areas(read_findings(page.project.processed), [page.area.code], page.foreign)
    return int((found["rule"] == "supplier_note").sum())


def protect_notes(page: Page, notes: Notes) -> Protected:
    """The notes as a table."""
    return page.protect(notes, columns={"file": "File", "cell": "Cell", "note": "Note"})
