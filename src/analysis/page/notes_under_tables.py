"""What suppliers wrote under their tables, as the page on data quality shows it."""

import pandas as pd

from analysis.measures.protection import Protected
from analysis.numbers import plural
from analysis.page.page import Page


def list_notes(findings: pd.DataFrame) -> pd.DataFrame:
    """What suppliers wrote under their tables: file, cell and note."""
    notes = findings[(findings["rule"] == "supplier_note") & findings["detail"].notna()]
    files = [file.partition("/")[2] for file in notes["file"]]
    return pd.DataFrame({"file": files, "cell": notes["cell"].tolist(), "note": notes["detail"].tolist()})


def say_notes(notes: pd.DataFrame) -> str:
    """How many notes there are, or that none may be shown."""
    if notes.empty:
        return "No note under a table can be shown."
    return f"{plural(len(notes), 'note is', 'notes are')} under the tables that were read."


def protect_notes(page: Page, notes: pd.DataFrame) -> Protected:
    """The notes as a table."""
    return page.protect(notes, columns={"file": "File", "cell": "Cell", "note": "Note"})
