"""Figures as a report states them, also of a calendar year that had begun when it was written."""

import pandas as pd

from analysis.measures.readings import select_readings
from analysis.page.page import Page
from analysis.periods import calendar_year

SOURCE = "stated_figures"


def read_stated(page: Page, *indicators: str, areas: list[str]) -> pd.DataFrame:
    """Observations of every category up to the quarter's end, and those stated "for 2014" by the report of 2013-14.

    A report that gives only the year of a figure means what was known in it; the calendar year ends after the quarter,
    and `Page.read` would leave the figure out.
    """
    read = page.read(*indicators, areas=areas, breakdown=None)
    found = page.look_up(indicators, areas)
    end = pd.Timestamp(page.quarter.end)
    begun = found[found["source"].str.startswith(SOURCE) & (found["start"] <= end) & (found["end"] > end)]
    late = select_readings(begun, calendar_year(page.quarter.end.year))
    if late.empty:
        return read
    page.outputs.keep("reading", late)
    return pd.concat([read, late], ignore_index=True) if len(read) else late
