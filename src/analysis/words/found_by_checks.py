"""What the checks found, in sentences: how much and how grave, what to settle and with whom, notes under tables."""

from typing import Annotated

import pandas as pd

from analysis.measures.items import RECENT
from analysis.measures.protection import Protected, check_protected
from analysis.numbers import plural, say_count
from analysis.schemas import SEVERITIES, Findings, table_of
from analysis.words.statement import ToSettle

SEVERITY = {"error": "cannot be right", "warning": "may mislead", "note": "for information"}
MOST_ASKED = 30  # questions that the page lists; the file of findings has all
LEFT_OUT = "What the checks found in files whose figures may not all be shown is left out."

Contradictions = Annotated[pd.DataFrame, table_of("what partner")]
"""What disagrees, the figures where these may be told (`detail`), and with whom to settle it."""

Questions = Annotated[pd.DataFrame, table_of("supplier severity question period place")]
"""What to ask of each supplier, in the order of the findings."""


def say_found(findings: Findings) -> str:
    """How many findings there are of each severity, or that there is none."""
    if findings.empty:
        return "The checks found nothing to say about these figures."
    counts = findings["severity"].value_counts()
    parts = [f"{counts[name]:,} {words}" for name, words in SEVERITY.items() if counts.get(name)]
    return f"{plural(len(findings), 'finding')}: {'; '.join(parts)}."


def say_contradictions(found: Contradictions) -> str:
    """How many contradictions there are to settle, or that there is none."""
    if found.empty:
        return f"No two figures of the last {RECENT} contradict each other."
    which = plural(len(found), "point where figures do not agree", "points where figures do not agree")
    return ToSettle(f"{which} must be settled before the report is published.")


def ask_to_settle(found: Contradictions) -> list[tuple[str, str]]:
    """The partner with most to settle, and what to ask of it; nothing where no figures contradict each other."""
    counts = found["partner"].value_counts()
    differ = plural(len(found), "point does", "points do")
    return [
        (partner, f"{differ} not agree: when will {partner} settle the {count} that it can answer?")
        for partner, count in counts.head(1).items()
    ]


def say_quality(accounts: Protected, findings: Findings, asked: Questions) -> list[str]:
    """What is gravest, what may mislead, what was read, what holds, and who is asked most.

    `accounts` has a row for each file and sheet, with how many `figure` and `marker` cells it has.
    """
    cells = accounts.table[["figure", "marker"]].sum()
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


def say_rest(asked: Questions, most: int = MOST_ASKED) -> str:
    """How many questions the file of findings has beyond the first `most`, or that there is none; '' for no more."""
    if asked.empty:
        return "The checks found nothing to ask of anyone."
    rest = len(asked) - most
    return f"{plural(rest, 'more question is', 'more questions are')} in data/findings.csv." if rest > 0 else ""


def caption_questions(table: Protected) -> str:
    """Who has most to answer, of how many questions; `table` has a row for each supplier, a column each severity."""
    each = check_protected(table).table.set_index("supplier")[SEVERITIES].sum(axis=1)
    if not each.sum():
        return "No question to any partner"
    return f"Questions for each partner: {each.idxmax()} has {each.max():,.0f} of {plural(each.sum(), 'question')}"


def say_notes(shown: int, received: int) -> str:
    """How many notes suppliers wrote under tables that were read, and of how many the words may not be told."""
    if not received:
        return "No table that was read has a note under it."
    there = f"{plural(received, 'note is', 'notes are')} under the tables that were read."
    if shown == received:
        return there
    hidden = "Its words" if received == 1 else f"The words of {say_count(received - shown)} of them"
    return f"{there} {hidden} may not be shown here: read them in the files."
