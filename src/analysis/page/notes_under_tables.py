"""The section of the page on data quality on what suppliers wrote under their tables."""

from typing import Annotated

import pandas as pd

from analysis.measures.protection import Protected
from analysis.numbers import plural, say_count
from analysis.observations import read_findings
from analysis.page.page import Page
from analysis.page.quality import select_of_areas
from analysis.schemas import Findings, table_of

Notes = Annotated[pd.DataFrame, table_of("file cell note")]
"""What suppliers wrote under their tables."""


def list_notes(findings: Findings) -> Notes:
    """What suppliers wrote under their tables."""
    notes = findings[(findings["rule"] == "supplier_note") & findings["detail"].notna()]
    files = [file.partition("/")[2] for file in notes["file"]]
    return pd.DataFrame({"file": files, "cell": notes["cell"].tolist(), "note": notes["detail"].tolist()})


def count_notes(page: Page) -> int:
    """How many notes suppliers wrote under tables that are not another area's, also those that pages may not tell."""
    found = select_of_areas(read_findings(page.project.processed), [page.area.code], page.foreign)
    return int((found["rule"] == "supplier_note").sum())


def say_notes(shown: int, received: int) -> str:
    """How many notes there are, and of how many the words may not be told."""
    if not received:
        return "No table that was read has a note under it."
    there = f"{plural(received, 'note is', 'notes are')} under the tables that were read."
    if shown == received:
        return there
    hidden = "Its words" if received == 1 else f"The words of {say_count(received - shown)} of them"
    return f"{there} {hidden} may not be shown here: read them in the files."


def protect_notes(page: Page, notes: Notes) -> Protected:
    """The notes as a table."""
    return page.protect(notes, columns={"file": "File", "cell": "Cell", "note": "Note"})
