"""Missing children and missing episodes: who repeats, how often, and what a year's months add up to."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.model.limits import check_counts

TOTALS = ["children", "episodes", "repeat_children", "repeat_episodes"]
YEAR = "months taken together"
CHILDREN_CAVEAT = (
    "A child missing in several months is counted in each, so the sum of the months' children is not the "
    "number of children in the year, and a child who repeats from month to month is not seen to."
)


@dataclass(frozen=True)
class MissingYear:
    """What monthly totals say of their year: episodes add up, children only between two bounds.

    `episodes` is missing when a month is; `episodes_of_known_months` is the sum of the others. At least as
    many children went missing as in the month with the most, at most as many as the months' sum.
    """

    months: int
    months_missing: int
    episodes: float = np.nan
    episodes_of_known_months: float = np.nan
    children_at_least: float = np.nan
    children_at_most: float = np.nan
    method: str = YEAR
    confidence: None = None
    caveat: str | None = None
    reason: str | None = None


def add_repeats(table: pd.DataFrame) -> pd.DataFrame:
    """Add what each row's children, episodes, repeat children and repeat episodes say together.

    Adds episodes_per_child, repeat_child_share (of children), repeat_share (of episodes) and dispersion: how many times
    a Poisson count's variance the episodes have, the sum of each child's squared episodes over all episodes (Eayres
    2008). Published totals give its lower bound, for repeat children who share their episodes evenly: by Cauchy and
    Schwarz no others have less. A row with a gap, or whose totals cannot belong together (`find_broken_totals`), has no
    result. Raises ValueError for negative figures or a missing column.
    """
    totals = read_totals(table)
    whole = [find_broken_totals(*row) is None for row in totals.itertuples(index=False)]
    known = totals.where(pd.Series(whole, index=table.index) & (totals["episodes"] > 0))
    squared = known["repeat_episodes"] ** 2 / known["repeat_children"].replace(0, np.nan)
    once = known["children"] - known["repeat_children"]
    return table.assign(
        episodes_per_child=known["episodes"] / known["children"],
        repeat_child_share=known["repeat_children"] / known["children"],
        repeat_share=known["repeat_episodes"] / known["episodes"],
        dispersion=(once + squared.fillna(0)) / known["episodes"],
    )


def read_totals(table: pd.DataFrame) -> pd.DataFrame:
    """The four totals of each row as numbers. Raises ValueError for a missing column or a negative figure."""
    absent = [column for column in TOTALS if column not in table]
    if absent:
        raise ValueError(f"the table needs the column {' and '.join(absent)}; it has {', '.join(map(str, table))}")
    return pd.DataFrame({name: check_counts(table[name], name) for name in TOTALS}, index=table.index)


def find_broken_totals(children: float, episodes: float, repeat_children: float, repeat_episodes: float) -> str | None:
    """Why four totals of missing children cannot belong together, as a sentence; None where they can."""
    if np.isnan([children, episodes, repeat_children, repeat_episodes]).any():
        return "A total of children or episodes is missing."
    if repeat_children > children or repeat_episodes > episodes:
        return "There are more repeats than children or episodes."
    if children - repeat_children != episodes - repeat_episodes:
        return "The children with one episode are not as many as the episodes that are no repeat."
    if repeat_episodes < 2 * repeat_children:
        return "A repeat child has at least two episodes, and here the mean is less."
    return None


def count_suppressed(months: pd.DataFrame) -> int:
    """How many months have a total that is withheld because it is small, by the columns `<total>_status`.

    The months that are left were then chosen by their size: a share or a trend of repeats over them alone is biased.
    """
    statuses = [months[name] for name in (f"{total}_status" for total in TOTALS) if name in months]
    return int(pd.concat(statuses, axis=1).eq("withheld").any(axis=1).sum()) if statuses else 0


def describe_year(months: pd.DataFrame) -> MissingYear:
    """What the monthly children and episodes of a year add up to, without filling a month that is missing.

    Reads children and episodes, one row for each month. Raises ValueError for negative figures.
    """
    children, episodes = (check_counts(months[name], name) for name in ("children", "episodes"))
    gaps = np.isnan(children) | np.isnan(episodes)
    size, missing = len(months), int(gaps.sum())
    if gaps.all():
        return MissingYear(size, missing, reason="No month has figures.")
    reason = None
    if missing:
        names = f" ({', '.join(months['period'].astype(str)[gaps])})" if "period" in months else ""
        verb = "is" if missing == 1 else "are"
        reason = f"{missing} of {size} months {verb} missing{names}, so there is no total for the year."
    known, least = float(np.nansum(episodes)), float(np.nanmax(children))
    total, most = (np.nan, np.nan) if reason else (known, float(children.sum()))
    return MissingYear(size, missing, total, known, least, most, caveat=CHILDREN_CAVEAT, reason=reason)
