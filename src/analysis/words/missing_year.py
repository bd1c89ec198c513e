"""A year of missing children in sentences."""

import pandas as pd

from analysis.model.missing import MissingYear
from analysis.numbers import say_count


def describe_missing_year(year: MissingYear) -> list[str]:
    """What a year's monthly totals say of its episodes and children."""
    if year.reason is not None and pd.isna(year.episodes_of_known_months):
        return [year.reason]
    known = year.months - year.months_missing
    span = f"the {known} months of {year.months} with figures" if year.months_missing else f"the {year.months} months"
    most = "" if pd.isna(year.children_at_most) else f" and at most {say_count(year.children_at_most)}"
    return [
        f"There were {say_count(year.episodes_of_known_months)} missing episodes in {span}.",
        f"At least {say_count(year.children_at_least)}{most} children went missing; how many in all cannot be told, "
        "since a child missing in several months is counted in each.",
    ]
