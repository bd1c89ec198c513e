"""Missing children and missing episodes: who repeats, how often, and what a year's months add up to."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.model.limits import Numbers, check_counts
from analysis.model.repeats import count_limits_repeated, repeat_dispersion

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

    episodes: float
    episodes_of_known_months: float
    children_at_least: float
    children_at_most: float
    months: int
    months_missing: int
    method: str
    confidence: None = None
    caveat: str | None = None
    reason: str | None = None


def add_repeats(table: pd.DataFrame, confidence: float = 0.95) -> pd.DataFrame:
    """Add what each row's children, episodes, repeat children and repeat episodes say together.

    Adds episodes_per_child, repeat_child_share (of children), repeat_share (of episodes),
    episodes_per_repeat_child, dispersion (its lower bound), lower and upper (limits of the episodes, widened
    by it), method, confidence and reason. The children with one episode must be as many as the episodes that
    are no repeat; a row where they are not, or with a gap, has no result and the reason. Raises ValueError
    for negative figures.
    """
    absent = [column for column in TOTALS if column not in table]
    if absent:
        raise ValueError(f"the table needs the column {' and '.join(absent)}; it has {', '.join(map(str, table))}")
    totals = pd.DataFrame({name: check_counts(table[name], name) for name in TOTALS}, index=table.index)
    results = [
        _repeats(row.children, row.episodes, row.repeat_children, row.repeat_episodes, confidence)
        for row in totals.itertuples(index=False)
    ]
    columns = [
        "episodes_per_child",
        "repeat_child_share",
        "repeat_share",
        "episodes_per_repeat_child",
        "dispersion",
        "lower",
        "upper",
        "method",
        "reason",
    ]
    added = pd.DataFrame(results, columns=columns, index=table.index)
    texts = {
        name: pd.Series([row[columns.index(name)] for row in results], index=table.index, dtype=object)
        for name in ("method", "reason")
    }
    return table.assign(**added.drop(columns=["method", "reason"]).astype(float), **texts, confidence=confidence)


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
    if gaps.all():
        return MissingYear(
            np.nan, np.nan, np.nan, np.nan, len(months), int(gaps.sum()), YEAR, reason="No month has figures."
        )
    reason = None
    if gaps.any():
        names = f" ({', '.join(months['period'].astype(str)[gaps])})" if "period" in months else ""
        verb = "is" if gaps.sum() == 1 else "are"
        reason = f"{gaps.sum()} of {len(months)} months {verb} missing{names}, so there is no total for the year."
    known = float(np.nansum(episodes))
    return MissingYear(
        np.nan if reason else known,
        known,
        float(np.nanmax(children)),
        np.nan if reason else float(children.sum()),
        len(months),
        int(gaps.sum()),
        YEAR,
        caveat=CHILDREN_CAVEAT,
        reason=reason,
    )


def _repeats(
    children: float, episodes: float, repeat_children: float, repeat_episodes: float, confidence: float
) -> tuple[Numbers | str | None, ...]:
    reason = find_broken_totals(children, episodes, repeat_children, repeat_episodes)
    if reason is None and episodes == 0:
        reason = "There were no missing episodes, so nothing to repeat."
    if reason:
        return (*[np.nan] * 7, None, reason)
    dispersion = repeat_dispersion(
        children=children, episodes=episodes, repeat_children=repeat_children, repeat_episodes=repeat_episodes
    )
    limits = count_limits_repeated(episodes, dispersion, confidence)
    of_each = repeat_episodes / repeat_children if repeat_children else np.nan
    return (
        episodes / children,
        repeat_children / children,
        repeat_episodes / episodes,
        of_each,
        dispersion.value,
        limits.lower,
        limits.upper,
        limits.method,
        None,
    )
