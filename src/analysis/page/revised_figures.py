"""The section of the page on data quality on what publishers revised, and which statements that turns."""

import pandas as pd

from analysis.measures import dependencies as basis
from analysis.measures.columns import Column
from analysis.measures.protection import Protected
from analysis.numbers import listed, plural, say
from analysis.observations import read_revisions
from analysis.page.page import Page
from analysis.schemas import Revisions

KINDS = {
    "revised": "Revised",
    "given": "Given for the first time",
    "withheld": "Suppressed now",
    "dropped": "Left out now",
}


def read_revised(page: Page) -> Revisions:
    """The figures that differ between the editions used and the ones before, of every area, one row each."""
    basis.note("revisions")
    return read_revisions(page.project.processed)


def tabulate_revised(page: Page, revised: Revisions) -> Protected:
    """One row for each indicator and edition: how many figures of how many areas, the largest change, what turns.

    The largest change is that among figures which may be shown: a change from a small count would tell the count.
    """
    rows = [
        {
            "figure": page.definitions.indicators[str(name)].title,
            "editions": f"{earlier} to {edition}",
            **{kind: int((some["kind"] == kind).sum()) for kind in KINDS},
            "areas": some["area"].nunique(),
            "largest": _largest(page, some),
            "turned": int((some["turns"] != "").sum()),
        }
        for (name, earlier, edition), some in revised.groupby(["indicator", "earlier", "edition"], sort=False)
    ]
    table = pd.DataFrame(rows, columns=["figure", "editions", *KINDS, "areas", "largest", "turned"])
    counts = {**KINDS, "areas": "Areas", "turned": "Statements turned"}
    columns = {name: Column(title, "count") for name, title in counts.items()}
    columns |= {"figure": Column("Figure"), "editions": Column("Editions"), "largest": Column("Largest change")}
    return page.protect(table, uncounted=list(counts), columns=columns)


def describe_revised(page: Page, revised: Revisions) -> list[str]:
    """How much was revised and how far, and which statements about this page's area come out the other way."""
    if revised.empty:
        return ["No publisher changed a figure between the editions used and the ones before them."]
    changed = revised[revised["kind"] == "revised"]
    sentences = [
        f"Publishers changed {plural(len(changed), 'figure')} of earlier periods, gave "
        f"{plural(int((revised['kind'] == 'given').sum()), 'figure')} for the first time and took "
        f"{plural(int(revised['kind'].isin(['withheld', 'dropped']).sum()), 'figure')} away."
    ]
    mine = revised[(revised["area"] == page.area.code) & (revised["turns"] != "")]
    if mine.empty:
        return [*sentences, f"No statement about {page.area.name} turns: each change and comparison goes the same way."]
    turned = [
        f"{page.definitions.indicators[row.indicator].title}, {row.period} ({row.turns})" for row in mine.itertuples()
    ]
    return [*sentences, f"About {page.area.name} these statements turn: {listed(turned)}."]


def _largest(page: Page, rows: pd.DataFrame) -> str:
    """The largest relative change in words, with its sign; empty where none may be shown."""
    indicator = page.definitions.indicators[str(rows["indicator"].iloc[0])]
    known = rows[rows["change"].notna()]
    if indicator.kind == "count" and indicator.counts in ("people", "events"):
        known = known[known[["before", "after"]].min(axis=1) > page.profile.withhold_up_to]
    return say(known.loc[known["change"].abs().idxmax(), "change"], "change", places=1) if len(known) else ""
