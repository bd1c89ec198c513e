"""Limits of a count of events that repeat within a child, such as missing episodes.

Events of one child are not independent, so Poisson limits are too narrow. If each child brings a cluster of
events and the clusters are independent (a compound Poisson count), the variance of the count is the sum of
the squares of the clusters' sizes, and the dispersion is that sum over the count.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.model.limits import Estimate, Numbers, check_counts, count_limits, shape_like

FROM_TABLE = "dispersion from the number of events of each child"
LOWER_BOUND = "lower bound of the dispersion from published totals, so the limits may still be too narrow"


@dataclass(frozen=True)
class RepeatDispersion:
    """How many times the Poisson variance the count of repeating events has; 1 where no child repeats."""

    value: float
    lower_bound: bool
    method: str
    confidence: None = None
    reason: str | None = None


def repeat_dispersion(
    frequency: Mapping | pd.Series | None = None,
    *,
    children: float | None = None,
    episodes: float | None = None,
    repeat_children: float | None = None,
    repeat_episodes: float | None = None,
) -> RepeatDispersion:
    """The dispersion of events that repeat within a child, at least 1.

    From a frequency table (events per child: number of children): the sum of squared events over the events
    (OHID's adjustment for non-independent events; Eayres 2008). Without one, from aggregates, its lower
    bound: the children with one event, and repeat episodes squared over repeat children, over all episodes;
    by Cauchy and Schwarz no table with these totals has less. Raises ValueError for totals that no table can
    have.
    """
    if frequency is not None:
        return _from_frequency(pd.Series(frequency, dtype=float))
    given = [children, episodes, repeat_children, repeat_episodes]
    if all(figure is None for figure in given):
        raise ValueError("give a frequency table, or children, episodes, repeat_children and repeat_episodes")
    children, episodes, repeat_children, repeat_episodes = (
        float(check_counts(figure, "a total of children or episodes")) for figure in given
    )
    if np.isnan([children, episodes, repeat_children, repeat_episodes]).any():
        return RepeatDispersion(np.nan, True, LOWER_BOUND, reason="A total of children or episodes is missing.")
    if episodes == 0:
        return RepeatDispersion(np.nan, True, LOWER_BOUND, reason="There are no episodes to measure repeats by.")
    _check_totals(children, episodes, repeat_children, repeat_episodes)
    repeated = repeat_episodes**2 / repeat_children if repeat_children else 0.0
    return RepeatDispersion((children - repeat_children + repeated) / episodes, True, LOWER_BOUND)


def count_limits_repeated(
    count: Numbers | None, dispersion: RepeatDispersion | float, confidence: float = 0.95
) -> Estimate:
    """Limits of a count of repeating events: `count_limits` stretched by the root of the dispersion.

    The scaling is Dobson's (1991), as OHID uses it for non-independent events. The lower limit is at least 0.
    Where the dispersion could not be worked out there are no limits and its reason.
    """
    known = (
        dispersion
        if isinstance(dispersion, RepeatDispersion)
        else RepeatDispersion(float(dispersion), False, "dispersion as given")
    )
    if known.value < 1:
        raise ValueError(f"a dispersion of repeats is at least 1; received {known.value:g}")
    x = check_counts(count, "count")
    lower, upper = count_limits(x, confidence)
    root = np.sqrt(known.value)
    lower, upper = np.maximum(x + root * (lower - x), 0), x + root * (upper - x)
    reason = np.full(x.shape, known.reason, dtype=object)
    reason[np.isnan(x)] = "The count is missing."
    return Estimate(
        shape_like(x, count),
        shape_like(lower, count),
        shape_like(upper, count),
        method=f"Poisson limits widened for repeats within a child ({known.method})",
        confidence=confidence,
        reason=shape_like(reason, count),
    )


def _from_frequency(frequency: pd.Series) -> RepeatDispersion:
    events = check_counts(frequency.index, "events per child")
    children = check_counts(frequency, "children")
    total = (events * children).sum()
    if np.isnan(total) or total == 0:
        reason = (
            "A number of children is missing." if np.isnan(total) else "There are no episodes to measure repeats by."
        )
        return RepeatDispersion(np.nan, False, FROM_TABLE, reason=reason)
    return RepeatDispersion(float((events**2 * children).sum() / total), False, FROM_TABLE)


def _check_totals(children: float, episodes: float, repeat_children: float, repeat_episodes: float) -> None:
    problems = {
        "more repeat children than children": repeat_children > children,
        "fewer than two episodes for each repeat child": repeat_episodes < 2 * repeat_children,
        "repeat episodes without a repeat child": repeat_children == 0 and repeat_episodes > 0,
        "single children and single episodes that differ": abs(
            (children - repeat_children) - (episodes - repeat_episodes)
        )
        > 1e-9,
    }
    broken = [problem for problem, found in problems.items() if found]
    if broken:
        raise ValueError(f"the totals of children and episodes cannot be: {'; '.join(broken)}. Check their source")
