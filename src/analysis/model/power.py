"""How many children or events it takes to see a change that is there four times in five.

At the number where the *observed* change would just clear its limits, the change is seen every other time. Studies are
planned for a power of 80% (Cohen 1988), and so are these.
"""

from collections.abc import Callable
from math import ceil

import numpy as np
from scipy.special import bdtr, bdtrik, ndtri, pdtr

from analysis.model.differences import ratio_of_rates
from analysis.model.limits import check_confidence

MOST = 1_000_000  # beyond any cohort or count of an authority
POWER = 0.8


def children_to_tell(first: float, second: float, confidence: float = 0.95) -> int | None:
    """The children in each of two groups with which two shares, 0 to 1, are told apart four times in five.

    The normal formula for two independent proportions (Fleiss, Levin and Paik 2003, Statistical Methods for Rates and
    Proportions, 3rd edition, section 4.2, without continuity correction). None where the shares are equal.
    """
    _check_share(first)
    _check_share(second)
    if first == second:
        return None
    middle, (reach, needed) = (first + second) / 2, _quantiles(confidence)
    spread = reach * np.sqrt(2 * middle * (1 - middle)) + needed * np.sqrt(first * (1 - first) + second * (1 - second))
    return ceil(float(spread / (first - second)) ** 2)


def children_to_tell_from(share: float, benchmark: float, confidence: float = 0.95) -> int | None:
    """The children with which a share, 0 to 1, is told from a fixed benchmark four times in five.

    The normal formula for one proportion (Fleiss, Levin and Paik 2003, section 2.5). None where the two are equal.
    """
    _check_share(share)
    _check_share(benchmark)
    if share == benchmark:
        return None
    reach, needed = _quantiles(confidence)
    spread = reach * np.sqrt(benchmark * (1 - benchmark)) + needed * np.sqrt(share * (1 - share))
    return ceil(float(spread / (share - benchmark)) ** 2)


def events_to_tell(change: float, confidence: float = 0.95) -> int | None:
    """The events expected in the first of two equal periods with which a change (-0.07 is 7% fewer) is told.

    The exact power of the exact conditional test of two Poisson counts (Przyborowski and Wilenski 1940; Gu and others
    2008, Biometrical Journal 50: 283-298). None for no change. Raises ValueError for a fall by more than all.
    """
    if change < -1:
        raise ValueError(f"a count cannot fall by more than all of it; received {change!r}")
    check_confidence(confidence)
    return None if change == 0 else _fewest(lambda events: chance_to_tell(events, change, confidence) >= POWER)


def chance_to_tell(events: float, change: float, confidence: float = 0.95) -> float:
    """The chance that a change of a Poisson count, expected at `events` in the first period, is told from none."""
    mean, share = events * (2 + change), (1 + change) / (2 + change)
    reach = 6 * np.sqrt(mean) + 10
    total = np.arange(max(0, int(mean - reach)), int(mean + reach) + 1)
    chance = pdtr(total, mean) - np.where(total > 0, pdtr(total - 1, mean), 0)
    tail = (1 - confidence) / 2
    # the largest later count that is a fall: its share of both counts lies in the lower tail of a half
    low = np.ceil(bdtrik(tail, total, 0.5)) - 1
    low = np.where((low >= 0) & (bdtr(np.maximum(low, 0), total, 0.5) > tail), low - 1, low)
    fall = np.where(low >= 0, bdtr(np.maximum(low, 0), total, share), 0)
    rise = np.where(low >= 0, bdtr(np.maximum(low, 0), total, 1 - share), 0)
    return float((chance * (fall + rise)).sum())


def largest_significant_fall(before: float, confidence: float = 0.95) -> int | None:
    """The highest later count, in an equal period, that would be a fall from a count; None where none would be."""
    for after in range(ceil(before) - 1, -1, -1):
        if ratio_of_rates(after, 1, before, 1, confidence).upper < 1:
            return after
    return None


def _quantiles(confidence: float) -> tuple[float, float]:
    """The normal quantiles of a two-sided confidence and of the power."""
    return float(ndtri((1 + check_confidence(confidence)) / 2)), float(ndtri(POWER))


def _fewest(is_significant: Callable[[int], bool]) -> int | None:
    """The smallest number for which something holds that holds for all larger ones; None beyond any that occurs."""
    low, high = 0, 1
    while not is_significant(high):
        low, high = high, high * 2
        if high > MOST:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if is_significant(middle) else (middle, high)
    return high


def _check_share(share: float) -> None:
    if not 0 <= share <= 1 or np.isnan(share):
        raise ValueError(f"a share lies between 0 and 1, such as 0.49; received {share!r}")
