"""How old the figures on a page are, where that is more than a reader would expect."""

import pandas as pd

from analysis.numbers import plural
from analysis.page.page import Page

EXPECTED = 12  # months: a figure of the year before is nobody's surprise


def describe_age(page: Page, end) -> str:
    """That the latest figure is of a year or more before the page's quarter; empty where it is not or none is known."""
    if pd.isna(end):
        return ""
    quarter, last = page.quarter.end, pd.Timestamp(end)
    months = (quarter.year - last.year) * 12 + quarter.month - last.month
    if months < EXPECTED:
        return ""
    years = plural(months // 12, "year")
    return f"Nothing newer than {last:%B %Y} was supplied: what follows is {years} older than the quarter."
