"""What contradicts what among the figures to be published, and with whom to settle it."""

from collections.abc import Iterable
from typing import Annotated

import pandas as pd

from analysis.measures.items import RECENT
from analysis.numbers import listed, plural, upper_first
from analysis.page.page import Page
from analysis.page.quality import partners_of, select_recent
from analysis.schemas import table_of
from analysis.words.statement import ToSettle

HEADINGS = {"what": "What does not agree", "detail": "The figures", "partner": "To settle with"}

Contradictions = Annotated[pd.DataFrame, table_of("what partner")]
"""What disagrees, the figures where these may be told (`detail`), and with whom to settle it."""


def list_contradictions(page: Page, rules: Iterable[str]) -> Contradictions:
    """What must be settled before publication: findings of some rules on the area's recent figures and England's."""
    found = select_recent(page.findings(everything=True), page.quarter.end)
    found = found[found["rule"].isin(list(rules)) & (found["severity"] != "note")]
    partners = [listed(partners_of(names.split(), page.sources)) for names in found["source"]]
    table = found.assign(what=found["message"], detail=found["detail"].fillna(""), partner=partners)
    named = [name for name in HEADINGS if name != "detail" or table["detail"].any()]
    return table[named].astype(object).reset_index(drop=True)


def say_contradictions(found: Contradictions) -> str:
    """How many contradictions there are to settle, in a sentence."""
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


def show_contradictions(page: Page, found: Contradictions) -> None:
    """Hand the page the list of contradictions, or that there is none."""
    if found.empty:
        page.say(say_contradictions(found))
        return
    columns = {name: HEADINGS[name] for name in found}
    shown = found.assign(partner=found["partner"].map(upper_first))
    page.table(page.protect(shown, columns=columns), caption=upper_first(say_contradictions(found).removesuffix(".")))
