"""How many children or events it takes before a change could be told from chance."""

from math import ceil

import numpy as np

from analysis.model.differences import difference_of_proportions, ratio_of_rates
from analysis.model.limits import proportion_limits

MOST = 1_000_000  # beyond any cohort or count of an authority


def children_to_tell(first: float, second: float, confidence: float = 0.95) -> int | None:
    """The fewest children in each of two groups with which two shares, 0 to 1, could be told apart.

    The difference then has Newcombe's limits on one side of none. None where the shares are equal.
    """
    _check_share(first), _check_share(second)

    def told(children: int) -> bool:
        change = difference_of_proportions(second * children, children, first * children, children, confidence)
        return change.lower > 0 or change.upper < 0

    return None if first == second else _fewest(told)


def children_to_tell_from(share: float, benchmark: float, confidence: float = 0.95) -> int | None:
    """The fewest children with which a share, 0 to 1, could be told from a benchmark, by Wilson score limits."""
    _check_share(share), _check_share(benchmark)

    def told(children: int) -> bool:
        lower, upper = proportion_limits(share * children, children, confidence)
        return lower > benchmark or upper < benchmark

    return None if share == benchmark else _fewest(told)


def events_to_tell(change: float, confidence: float = 0.95) -> int | None:
    """The fewest events in the first of two equal periods with which a change (-0.07 is 7% fewer) could be told.

    The ratio of the two counts then has exact conditional limits on one side of 1. None for no change.
    """
    if change < -1:
        raise ValueError(f"a count cannot fall by more than all of it; received {change!r}")

    def told(events: int) -> bool:
        ratio = ratio_of_rates(events * (1 + change), 1, events, 1, confidence)
        return ratio.lower > 1 or ratio.upper < 1

    return None if change == 0 else _fewest(told)


def largest_fall_told(before: float, confidence: float = 0.95) -> int | None:
    """The highest later count, in an equal period, that would be a fall from a count; None where none would be."""
    for after in range(ceil(before) - 1, -1, -1):
        if ratio_of_rates(after, 1, before, 1, confidence).upper < 1:
            return after
    return None


def _fewest(told) -> int | None:
    """The smallest number for which something holds that holds for all larger ones; None beyond any that occurs."""
    low, high = 0, 1
    while not told(high):
        low, high = high, high * 2
        if high > MOST:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if told(middle) else (middle, high)
    return high


def _check_share(share: float) -> None:
    if not 0 <= share <= 1 or np.isnan(share):
        raise ValueError(f"a share lies between 0 and 1, such as 0.49; received {share!r}")
