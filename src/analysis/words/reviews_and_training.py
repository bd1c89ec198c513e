"""What groups did, in sentences: what is under way and how old, what was aimed for, and what to settle."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.measures.work_done import UNDER_WAY, Aims, DifferingYears, Work, most_older_than
from analysis.numbers import listed, lower_first, say_count
from analysis.words.statement import Statement, Status, Subject

SHARES = ("proportion", "change")


def say_under_way(subjects: Mapping[str, Subject], work: Work, months: int) -> list[Statement]:
    """How many of each thing are under way at the end of each quarter, and how many can be older than so many months.

    `subjects` are those of the indicators by name, `work` the table of `read_work`.
    """
    stated = []
    under_way = work[(work["stage"] == UNDER_WAY) & (work["kind"] == "quarter")].dropna(subset="figure")
    for title, rows in under_way.groupby("title", sort=False):
        figures = rows.sort_values("end")
        if len(figures) < 2:
            continue
        each = ((say_count(row.figure) if row.figure else "none", row.end) for row in figures.itertuples())
        counts = listed(f"{many} in {end:%B %Y}" for many, end in each)
        sentence, question = f"{title}: {counts}. {_say_ages(figures, months)}".strip(), ""
        if figures["figure"].iloc[-1]:
            question = f"When did each of those begin that are under way: {lower_first(str(title))}?"
        stated.append(Statement("level", subjects[rows["indicator"].iloc[0]], None, sentence, question=question))
    return stated


def say_differing_years(subjects: Mapping[str, Subject], differing: DifferingYears) -> list[Statement]:
    """Where the year as stated says otherwise than its last quarter (of things under way) or its quarters together."""
    stated = []
    for row in differing.itertuples():
        if row.quarter:
            both = f"{row.words} as stated of the year, {row.quarter} in its last quarter"
            sentence = f"{row.title} at the end of {row.period}: {both}."
            question = f"Which is right at the end of {row.period} for {lower_first(row.title)}: {both}?"
        else:
            sentence = f"{row.title}: {row.words} in {row.period} as stated, and more in its quarters alone."
            question = f"Which is right for {row.period}, the figure of the year or those of its quarters: {row.title}?"
        stated.append(Statement("agreement", subjects[row.indicator], None, sentence, question=question))
    return stated


def say_aims(subjects: Mapping[str, Subject], aims: Aims) -> list[Statement]:
    """What was to be delivered in the year, against what the quarters known show."""
    stated = []
    for row in aims.itertuples():
        subject = subjects[row.indicator]
        sentence = f"{subject.title}: {say_count(row.aim)} were to be delivered in {row.period}"
        if not np.isnan(row.counted):
            counted = say_count(row.counted) if row.counted else "none"
            sentence += f"; {counted} {'is' if row.counted == 1 else 'are'} counted in {listed(row.periods)}"
        stated.append(Statement("target", subject, None, f"{sentence}."))
    return stated


def say_unsupported(subjects: Mapping[str, Subject], work: Work) -> list[Statement]:
    """What is stated of a year as a share without the number it is of, and what is stated in words alone."""
    years = work[work["kind"] == "year"]
    shares = years[years["form"].isin(SHARES) & years["figure"].notna() & years["base"].isna()]
    words = years[years["words"].str.startswith("“")]
    openings = (
        ("Stated as shares of an unknown number, so without limits", shares),
        ("Stated in words, without a figure", words),
    )
    stated = []
    for opening, rows in ((opening, rows) for opening, rows in openings if len(rows)):
        named = listed(f"{lower_first(row.title)} {row.words}" for row in rows.itertuples())
        subject = subjects[rows["indicator"].iloc[0]]
        stated.append(Statement("gap", subject, None, f"{opening}: {named}.", Status.CANNOT_SAY))
    return stated


def _say_ages(figures: pd.DataFrame, months: int) -> str:
    """What the counts say of how old those under way are; empty where they say nothing."""
    last, before = figures.iloc[-1], figures.iloc[:-1]
    if not last["figure"]:
        return ""
    none, most = before[before["figure"] == 0], most_older_than(figures, months)
    began = f"They began after {none['end'].iloc[-1]:%B %Y}" if len(none) else ""
    if most == 0:
        return f"None of them is older than {months} months."
    if not np.isnan(most):
        older = f"at most {say_count(most)} of the {say_count(last['figure'])} can be older than {months} months"
        return f"{began}, and {older}." if began else f"{older[:1].upper()}{older[1:]}."
    return f"{began}; the counts do not show which are older than {months} months." if began else ""
