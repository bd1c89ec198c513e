"""A change between two figures in sentences: direction, size with its limits, and what cannot be said.

No sentence says that something rose or fell where the limits include no change. Verbs stand in the past, so that a
subject may be singular or plural: "Referrals" or "The rate of referrals".
"""

import numpy as np
import pandas as pd

from analysis.model.limits import Estimate
from analysis.model.yearly_change import Trend
from analysis.numbers import say, say_share

CLOSE_TO_NONE = 0.005  # a change under half a percent rounds to none, and is told as such


def describe_difference(
    what: str,
    change: Estimate,
    before: tuple[float, str],
    after: tuple[float, str],
    form: str = "share",
    per: int | None = None,
) -> str:
    """A change between two figures from their difference (the later less the earlier) and its limits.

    `before` and `after` are a figure and its period in words. Differences of shares are told in percentage points.
    """
    told = f"{say(before[0], form)} in {before[1]} and {say(after[0], form, per=per)} in {after[1]}"
    if change.reason is not None or pd.isna([change.lower, change.upper]).any():
        return f"{what} stood at {told}. Whether that is a change cannot be said. {change.reason or ''}".strip()
    scale, unit = (100, " percentage points") if form == "share" else (1, "")
    low, high = change.lower * scale, change.upper * scale
    if low <= 0 <= high:
        return (
            f"{what} stood at {told}: no clear change. The difference could be anything from {say_step(low)} to "
            f"{say_step(high)}{unit}."
        )
    verb, size = ("rose", change.value) if low > 0 else ("fell", -change.value)
    least, most = sorted((abs(low), abs(high)))
    return (
        f"{what} {verb} from {say(before[0], form)} in {before[1]} to {say(after[0], form, per=per)} in {after[1]}, by "
        f"{say_points(size * scale)}{unit} ({say_share(change.confidence)} confidence: "
        f"{say_points(least)} to {say_points(most)})."
    )


def describe_ratio(
    what: str,
    ratio: Estimate,
    before: tuple[float, str],
    after: tuple[float, str],
    form: str = "count",
    per: int | None = None,
) -> str:
    """A change between two counts or rates from their ratio (the later over the earlier) and its limits."""
    told = f"{say(before[0], form)} in {before[1]} and {say(after[0], form, per=per)} in {after[1]}"
    if ratio.reason is not None or pd.isna([ratio.lower, ratio.upper]).any():
        return f"{what} stood at {told}. Whether that is a change cannot be said. {ratio.reason or ''}".strip()
    if ratio.lower <= 1 <= ratio.upper:
        return f"{what} stood at {told}: no clear change. It could be anything from {say_range_of_change(ratio)}."
    verb = "rose" if ratio.lower > 1 else "fell"
    return (
        f"{what} {verb} from {say(before[0], form)} in {before[1]} to {say(after[0], form, per=per)} in {after[1]}, by "
        f"{say_percent(float(ratio.value))} ({say_share(ratio.confidence)} confidence: {say_limits_of_change(ratio)})."
    )


def say_percent(ratio: float) -> str:
    """The size of a change that a ratio stands for, as a percentage."""
    change = abs(ratio - 1)
    return say_share(change) if change >= CLOSE_TO_NONE else say_share(change, 1)


def say_limits_of_change(result: Estimate | Trend) -> str:
    """The limits of a change that a ratio stands for: '5% to 19%'."""
    least, most = sorted((abs(float(result.lower) - 1), abs(float(result.upper) - 1)))
    return f"{say_percent(1 + least)} to {say_percent(1 + most)}"


def say_range_of_change(result: Estimate | Trend) -> str:
    """The limits of a ratio that may be a fall or a rise: 'a fall of 5% to a rise of 3%'."""
    upper = "no limit" if np.isinf(result.upper) else f"a rise of {say_percent(float(result.upper))}"
    return f"a fall of {say_percent(float(result.lower))} to {upper}"


def say_points(points: float) -> str:
    """Percentage points: whole, with a decimal below one."""
    return f"{points:.0f}" if points >= 0.95 else f"{points:.1f}"


def say_step(points: float) -> str:
    """Percentage points with their direction: 'a fall of 2'."""
    return f"a {'fall' if points < 0 else 'rise'} of {say_points(abs(points))}"
