"""What a control chart says: its special points, which way the last departs, and a target's prospects."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from analysis.model.comparison import check_polarity
from analysis.model.control_rules import TREND, find_trend_ends, name_rules
from analysis.model.shown_result import ShownResult

SETTLED = 13  # fewer points give trial limits
FEWEST_POINTS = 3
RUNS = (6, 7, 8, 9)  # Making Data Count uses 7, and 6 by option


@dataclass(frozen=True)
class ControlChart(ShownResult):
    """A chart's limits point by point, and what its last point says.

    `table` has value, mean, lower, upper, near_lower, near_upper, moving_range, phase, rule and special for
    each point. `variation` is common cause, or special cause and whether it is an improvement or a concern
    (high or low where neither is good). `assurance` is a consistent pass or fail of the target, or
    inconsistent, by the last limits. `rebased` tells each re-basing and its reason.
    """

    table: pd.DataFrame = field(compare=False, repr=False)
    variation: str | None
    assurance: str | None
    trial: bool
    rebased: tuple[tuple[object, str], ...]
    method: str
    confidence: None = None
    caveat: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Reading:
    """How a chart is read: the indicator's good direction, a target, the runs that count, a baseline."""

    polarity: str | None = None
    target: float | None = None
    shift: int = 7
    trend: int = 7
    baseline: int | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "polarity", check_polarity(self.polarity))
        if self.shift not in RUNS or self.trend not in RUNS:
            raise ValueError("shift and trend are runs of 6 to 9 points; Making Data Count uses 7, or 6")
        if self.baseline is not None and self.baseline < FEWEST_POINTS:
            raise ValueError(f"baseline must hold at least {FEWEST_POINTS} points; received {self.baseline}")


def read_chart(points: pd.DataFrame, rebased: tuple, method: str, reading: Reading) -> ControlChart:
    """The chart of points that have a value, their limits, their moving range and their phase."""
    table = points.assign(rule=_rules(points, reading))
    table["special"] = table["rule"].notna()
    if table.empty or np.isnan(table["mean"].iloc[-1]):
        reason = f"Limits need {FEWEST_POINTS} points and two moving ranges since the last re-basing."
        return ControlChart(table, None, None, True, rebased, method, reason=reason)
    used = int(table["value"][table["phase"] == table["phase"].iloc[-1]].notna().sum())
    used = min(used, reading.baseline or used)
    return ControlChart(
        table,
        _variation(table, reading),
        _assurance(table, reading),
        trial=used < SETTLED,
        rebased=rebased,
        method=method,
        caveat=_caveat(used, table),
    )


def _rules(points: pd.DataFrame, reading: Reading) -> pd.Series:
    """The rule of each point, phase by phase: no run crosses a re-basing."""
    rules = np.full(len(points), None, dtype=object)
    limits = ["value", "mean", "lower", "upper", "near_lower", "near_upper"]
    for phase in points["phase"].unique():
        at = (points["phase"] == phase).to_numpy()
        figures = (points.loc[at, name].to_numpy() for name in limits)
        if points.loc[at, "mean"].notna().all():
            rules[at] = name_rules(*figures, shift=reading.shift, trend=reading.trend)
    return pd.Series(rules, index=points.index, dtype=object)


def _variation(table: pd.DataFrame, reading: Reading) -> str | None:
    """What the last point that has a value says: which way it departs, and whether that way is good."""
    last = table[table["value"].notna()].iloc[-1]
    if last["rule"] is None:
        return "common cause"
    high = last["value"] > last["mean"]
    if last["rule"] == TREND:
        high = find_trend_ends(table["value"].dropna().to_numpy(), reading.trend)[-1] > 0
    if reading.polarity is None:
        return "special cause high" if high else "special cause low"
    good = high == (reading.polarity == "high")
    return "special cause improvement" if good else "special cause concern"


def _assurance(table: pd.DataFrame, reading: Reading) -> str | None:
    """Whether the process, left alone, will meet the target always, never, or now and then."""
    if reading.target is None or reading.polarity is None or np.isnan(reading.target):
        return None
    last, high_is_good = table.iloc[-1], reading.polarity == "high"
    if reading.target > last["upper"]:
        return "consistent fail" if high_is_good else "consistent pass"
    if reading.target < last["lower"]:
        return "consistent pass" if high_is_good else "consistent fail"
    return "inconsistent"


def _caveat(used: int, table: pd.DataFrame) -> str | None:
    if table["upper"].iloc[-1] == table["lower"].iloc[-1]:
        return "The points the limits rest on are all alike, so the limits lie on the mean."
    if used < SETTLED:
        return f"These limits are provisional until there are {SETTLED} points; there are {used}."
    return None
