"""Stated figures that chance cannot be ruled out of, and why: no number, no comparison, words alone, not supplied."""

import math
import re
from collections.abc import Sequence

import pandas as pd

from analysis.measures.protection import WITHHELD
from analysis.measures.stated_figures import AWAITED, BARE, CLAIM, COUNT, GONE, RANK, Stated
from analysis.model.stated_limits import SupposedLimits
from analysis.numbers import listed, lower_first, plural, say_limits, say_share, upper_first
from analysis.words.missing_data import say_missing
from analysis.words.stated_cells import check_claim, say_beside, say_figure
from analysis.words.statement import Statement, Status, Subject

SHOWN = 4  # figures that one sentence names
NONE_JUDGED = "Nothing here has both its numbers and something to compare it with; the table says what to ask."
JOINT = "joint"  # how a place begins that others share


def say_nothing_found(subject: Subject, rows: Stated, judged: Sequence[Statement] = ()) -> Statement | None:
    """That no figure is known for the area, or that none can be judged; None where some statement judges one."""
    if judged:
        return None
    none = f"No figure of these is known for {subject.area_name}."
    return Statement("gap", subject, None, none if rows.empty else NONE_JUDGED, Status.CANNOT_SAY)


def say_awaited(subject: Subject, rows: Stated) -> Statement | None:
    """What was announced and not supplied; None where nothing was."""
    names = [lower_first(name) for name in rows.loc[rows["kind"] == AWAITED, "what"]]
    if not names:
        return None
    return Statement("gap", subject, None, f"Awaited: {listed(names)}.", Status.CANNOT_SAY)


def say_suppressed(subjects: Sequence[Subject], rows: Stated) -> list[Statement]:
    """Each figure that may not be shown, with why."""
    return [
        say_missing(subject, WITHHELD, row["period"])
        for subject, (_, row) in zip(subjects, rows.iterrows(), strict=True)
        if row["kind"] != CLAIM and (row["kind"] == GONE or row["withheld"])
    ]


def say_alone(subjects: Sequence[Subject], rows: Stated) -> Statement | None:
    """The first few figures with nothing to compare them with; None where there is none."""
    compared = rows[["england", "before_count"]].notna().any(axis=1)
    compared |= rows["indicator"].isin(rows.loc[rows["implied"].notna(), "compared"])  # a stated change tells the count
    compared |= (rows["kind"] == BARE) & rows.duplicated(["indicator", "period", "kind"], keep=False)  # group, everyone
    alone = rows["kind"].isin((COUNT, BARE)) & ~compared
    stated = [
        f"{row['what']} {say_figure(subject, row)}"
        for subject, (place, row) in zip(subjects, rows.iterrows(), strict=True)
        if alone[place] and not row["withheld"] and (pd.isna(row["things"]) or subject.indicator.unit == "people")
    ]
    if not stated:
        return None
    figures = " ".join(f"{one}." for one in stated[:SHOWN])
    sentence = f"There is nothing to compare these figures with. {figures}"
    return Statement("level", subjects[0], None, sentence)


def say_without_numbers(
    subjects: Sequence[Subject], rows: Stated, supposed: SupposedLimits, base: int
) -> Statement | None:
    """The shares of people that came without their numbers, and by the last how much hangs on them; None without any.

    `supposed` holds the limits that each would have if it were of `base`.
    """
    limits = supposed[base]
    bare = [
        (subject, row, limits.loc[place])
        for subject, (place, row) in zip(subjects, rows.iterrows(), strict=True)
        if pd.isna(row["base"]) and limits.loc[place].notna().all() and subject.indicator.counts in ("people", "events")
    ]
    if not bare:
        return None
    subject, row, of_base = bare[-1]
    which = f"the {say_share(row['value'])} ({lower_first(row['what'])})"
    sentence = (
        f"{plural(len(bare), 'share')} came without the number behind {'it' if len(bare) == 1 else 'them'}. "
        f"If {which} is of {base}, its limits are {say_limits(of_base['lower'], of_base['upper'], 'share')}."
    )
    question = f"Which two numbers is {which} worked out from?"
    return Statement("gap", subject, of_base, sentence, Status.CANNOT_SAY, question=question)


def say_in_words(subjects: Sequence[Subject], rows: Stated) -> Statement | None:
    """What is claimed in words, without a figure that could be checked; None where nothing is."""
    claims = [
        f"{upper_first(row['what'])}: “{row['text']}”."
        for subject, (_, row) in zip(subjects, rows.iterrows(), strict=True)
        if row["kind"] == CLAIM and not check_claim(subject, row, rows)
    ]
    if not claims:
        return None
    sentence = f"This is said in words, with no figure to check. {' '.join(claims)}"
    return Statement("agreement", subjects[0], None, sentence, Status.CANNOT_SAY)


def say_ranks(subjects: Sequence[Subject], rows: Stated) -> list[Statement]:
    """Each rank with what it leaves open: a place moves when others do, and near places may be one by chance."""
    ranks = [(subject, row) for subject, (_, row) in zip(subjects, rows.iterrows(), strict=True) if row["kind"] == RANK]
    stated = [Statement("level", subject, None, _say_rank(subject, row)) for subject, row in ranks]
    if not stated:
        return []
    sentence = (
        "We cannot say how sure a rank is: authorities with nearly the same share can change ranks by chance, and a "
        "rank can fall while the share rises."
    )
    return [*stated, Statement("gap", ranks[-1][0], None, sentence, Status.CANNOT_SAY)]


def _say_rank(subject: Subject, row: pd.Series) -> str:
    size = re.search(r"\d+", subject.indicator.unit)
    alone = pd.notna(row["value"]) and not row["text"].startswith(JOINT)
    within = f", within the first {math.ceil(100 * row['value'] / int(size[0]))}%" if size and alone else ""
    beside = say_beside(subject, row)
    return f"{row['what']}: {say_figure(subject, row)} ({row['period']}){within}{f'; {beside}' if beside else ''}."
