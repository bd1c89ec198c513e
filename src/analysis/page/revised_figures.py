"""The section of the page on data quality on what publishers revised."""

import pandas as pd

from analysis.measures import dependencies
from analysis.measures.columns import Column
from analysis.measures.protection import Protected
from analysis.numbers import say
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
    dependencies.note("revisions")
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


def _largest(page: Page, rows: pd.DataFrame) -> str:
    """The largest relative change in words, with its sign; empty where none may be shown."""
    indicator = page.definitions.indicators[str(rows["indicator"].iloc[0])]
    known = rows[rows["change"].notna()]
    if indicator.kind == "count" and indicator.counts in ("people", "events"):
        known = known[known[["before", "after"]].min(axis=1) > page.profile.withhold_up_to]
    return say(known.loc[known["change"].abs().idxmax(), "change"], "change", places=1) if len(known) else ""
