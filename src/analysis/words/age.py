"""How old the newest figure of a page is, where that is more than a reader would expect."""

import pandas as pd

from analysis.numbers import plural
from analysis.periods import Period

EXPECTED = 12  # months: a figure of the year before surprises nobody


def say_age(newest: pd.Timestamp | None, quarter: Period) -> str:
    """That the newest figure is a year or more older than the quarter; empty where it is not, or none is known."""
    if newest is None or pd.isna(newest):
        return ""
    last = pd.Timestamp(newest)
    months = (quarter.end.year - last.year) * 12 + quarter.end.month - last.month
    if months < EXPECTED:
        return ""
    return f"The newest figures are for {last:%B %Y}, {plural(months // 12, 'year')} before this quarter."
