"""Stated figures as a table shows them: its limits, what it stands beside, what to ask, and whether sources agree."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.definitions import Indicator
from analysis.measures.columns import Column, column_of, write_plainly
from analysis.measures.protection import say_mark
from analysis.measures.stated_figures import (
    AIM,
    AWAITED,
    BARE,
    CHANGE,
    CLAIM,
    COUNT,
    DATE,
    GONE,
    MEAN,
    RANK,
    RATE,
    SHARE,
    Stated,
)
from analysis.model.stated_limits import SupposedLimits
from analysis.numbers import listed, plural, say, say_count, say_limits, say_share
from analysis.words.statement import Statement, Status, Subject

POINTS = "percentage points"
TWICE = "stated with different dates"
AGREES, ROUNDED, DIFFERS = "agrees", "agrees when rounded", "differs"
ALONE, IN_WORDS, NOT_SHOWN = "no other source", "words, no figure to check", "not shown"
MONTHLY = ", but counts a child again in each month"


def tabulate_stated(subjects: Sequence[Subject], rows: Stated, supposed: SupposedLimits) -> pd.DataFrame:
    """One row of words for each stated figure, with the columns of `headings`.

    `supposed` holds the limits that shares without their numbers would have, by base and edge.
    """
    cells = [
        (
            row["what"],
            row["kind"],
            say_figure(subject, row),
            row["period"],
            say_range(subject, row, supposed.loc[place]),
            say_beside(subject, row) or check_claim(subject, row, rows),
            ask(subject, row),
        )
        for subject, (place, row) in zip(subjects, rows.iterrows(), strict=True)
    ]
    return pd.DataFrame(cells, columns=list(headings()))


def headings(confidence: float = 0.95) -> dict[str, str]:
    """What heads each column of the table of stated figures."""
    return {
        "what": "What",
        "kind": "What it is",
        "figure": "Stated",
        "period": "For",
        "limits": f"Limits ({say_share(confidence)} confidence)",
        "beside": "Beside it",
        "ask": "To ask",
    }


def say_figure(subject: Subject, row: pd.Series) -> str:
    """The figure as it was stated, the words where it was stated in words."""
    kind, unit = row["kind"], subject.indicator.unit
    if kind == GONE or (row["withheld"] and kind != CLAIM):
        return "[c]"
    if kind == AWAITED:
        return f"“{row['text']}”" if row["text"] else say_mark("not_supplied")
    if kind in (CLAIM, DATE):
        return f"“{row['text']}”"
    if kind in (COUNT, AIM, MEAN) and pd.isna(row["value"]):
        figure = row["count"] if pd.notna(row["count"]) else row["things"]
        return row["text"] if row["text"].startswith("over") else say(figure, subject.column.form)
    if kind == SHARE and pd.notna(row["count"]):
        return f"{_write(subject, row['value'])} ({say_count(row['count'])} of {say_count(row['base'])})"
    if kind == RANK:
        return f"{row['text'] or _ordinal(row['value'])} {unit}"
    if unit == POINTS:
        return f"{say(row['value'] * 100, 'number', places=1)} {unit}"
    return _write(subject, row["value"])


def say_range(subject: Subject, row: pd.Series, supposed: pd.Series) -> str:
    """The limits of a figure, or what they would be if its number were known, or why there are none."""
    if pd.notna(row["lower"]):
        return say_limits(row["lower"], row["upper"], subject.column.form, places=0)
    if row["kind"] == RANK:
        return "none: a rank moves when others’ figures do"
    if not _of_people(subject):
        return ""
    if supposed.notna().all():
        bases = supposed.index.get_level_values(0).unique()
        return "; ".join(
            f"if of {base}: {say_limits(supposed[base, 'lower'], supposed[base, 'upper'], 'share')}" for base in bases
        )
    return "none: its number is not given" if row["kind"] in (RATE, CHANGE, BARE) else ""


def say_beside(subject: Subject, row: pd.Series) -> str:
    """England's figure, those of other places, and the figure before, each with its period where it is another."""
    when = f" ({row['england_when']})" if row["england_when"] else ""
    beside = [f"England {_write(subject, row['england'])}{when}"] if pd.notna(row["england"]) else []
    beside += [f"{name} {_write(subject, value)}" for name, value in row["others"]]
    before = row["before"] if pd.notna(row["before"]) else row["before_count"]
    written = _ordinal(before) if row["kind"] == RANK else _write(subject, before)
    beside += [f"before: {written} ({row['before_when']})"] if pd.notna(before) else []
    if pd.notna(row["implied"]):
        beside.append(f"follows from about {say_count(row['implied'])} before")
    number = row["base"] * row["value"] if row["kind"] == BARE else float("nan")
    if pd.notna(number):
        beside.append(f"about {say_count(_round(number))} of {say_count(row['base'])}")
    return "; ".join(beside)


def check_claim(subject: Subject, row: pd.Series, rows: Stated) -> str:
    """What the figures say of a comparison in words, where both of its sides are stated elsewhere."""
    same = rows[(rows["indicator"] == row["indicator"]) & rows[["value", "england"]].notna().all(axis=1)]
    if row["kind"] != CLAIM or same.empty:
        return ""
    own, england = same.iloc[0][["value", "england"]]
    return f"{_write(subject, own)} is {own / england:.1f} times England’s {_write(subject, england)}"


def ask(subject: Subject, row: pd.Series) -> str:
    """What would make of a stated figure one that can be judged."""
    kind = row["kind"]
    fixed = {
        GONE: "",
        AWAITED: "When will it be supplied?",
        CLAIM: "What is the figure, for which period, and what is it compared with?",
        RANK: "How far apart are the authorities around this place?",
    }
    if kind in fixed:
        return fixed[kind]
    bare = kind == BARE and _of_people(subject) and pd.isna(row["base"])
    asked = ["How many is that, and of how many?"] if bare else []
    beside = pd.notna(row["england"]) or bool(row["others"])
    if kind == COUNT and pd.isna(row["before_count"]) and pd.notna(row["count"]):
        asked.append("How many the year before, and of how many?")
    elif kind in (SHARE, BARE, RATE) and not beside:
        asked.append("What is England’s figure?")
    return " ".join(asked)


def _of_people(subject: Subject) -> bool:
    return subject.indicator.counts in ("people", "events")


def _write(subject: Subject, figure: float) -> str:
    return write_plainly(figure, subject.column)


def _round(number: float) -> float:
    return round(number, -2) if number >= 10_000 else round(number)


def _ordinal(place: float) -> str:
    if pd.isna(place):
        return ""
    ending = "th" if 10 < place % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(int(place) % 10, "th")
    return f"{say_count(place)}{ending}"


def say_agreements(subject: Subject, verdicts: Sequence[str]) -> Statement:
    """How many quoted figures agree with those used, how many differ and how many cannot be checked."""
    phrases = pd.Series(list(verdicts), dtype=object)
    agree, differ = phrases.str.startswith(AGREES), phrases.isin([DIFFERS, TWICE])
    counted = {
        f"{'agrees' if agree.sum() == 1 else 'agree'} with a table or statistic": agree.sum(),
        "differs" if differ.sum() == 1 else "differ": differ.sum(),
        "cannot be checked": (~agree & ~differ).sum(),
    }
    parts = [f"{count if count < len(phrases) else 'all'} {words}" for words, count in counted.items() if count]
    sentence = f"Of {plural(len(phrases), 'statement')} in the report’s sentences, {listed(parts)}."
    return Statement("agreement", subject, None, sentence, Status.CANNOT_SAY if differ.any() else None)


def judge_agreement(stated: float, used: float, scale: float = 1) -> str:
    """Whether a quoted figure is the one used, at the decimals that it was quoted with; `scale` makes percent."""
    if np.isclose(stated, used):
        return AGREES
    first, second = round(stated * scale, 6), round(used * scale, 6)
    places = next(places for places in range(7) if np.isclose(round(first, places), first))
    half = 0.5 * 10**-places
    return ROUNDED if abs(first - second) <= half + 1e-9 else DIFFERS


def say_agreement(stated: float, used: float, indicator: Indicator, *, suppressed: bool, summed: bool) -> str:
    """The verdict on one quoted figure: NaN for what was quoted in words, or for what no other source has."""
    if suppressed:
        return NOT_SHOWN
    if pd.isna(stated):
        return IN_WORDS
    if pd.isna(used):
        return ALONE
    verdict = judge_agreement(stated, used, 100 if indicator.kind in ("proportion", "change") else 1)
    return verdict + (MONTHLY if summed and verdict == AGREES else "")


def write_figure(indicator: Indicator, figure: float) -> str:
    """A figure in its indicator's form, without decimals that it was not given with."""
    column: Column = column_of(indicator)
    whole = column.form == "rate" and float(figure).is_integer()
    return (replace(column, places=0) if whole else column).write(figure)
