"""The caveats of a report: sentences from its parameter file, each for as long as it is true."""

import pandas as pd

from analysis.measures.published import read_shown
from analysis.measures.readings import is_known
from analysis.page.page import Page


def true_caveats(page: Page) -> list[str]:
    """The report's caveats that hold: those of which no `until` indicator has a figure of the area by the quarter."""
    return [caveat.text for caveat in page.report.caveats if not any(has_figures(page, name) for name in caveat.until)]


def has_figures(page: Page, indicator: str) -> bool:
    """Whether the page's area has a figure of an indicator up to the page's quarter, suppressed or not."""
    rows = read_shown(page.project, page.definitions, [indicator], [page.area.code])
    rows = rows[rows["end"] <= pd.Timestamp(page.quarter.end)]
    return bool((is_known(rows) | rows["text"].notna()).any())
