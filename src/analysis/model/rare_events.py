"""A chart of rare events: the time from one event to the next."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analysis.model.laney import MOVING_RANGE_PER_SIGMA
from analysis.model.shown_result import ShownResult

FEWEST_GAPS = 10  # fewer leave the limits to the next event
WEIBULL = 3.6  # the power that makes waiting times between rare events about normal (Nelson 1994)
T_CHART = "t chart of days between events, limits by Nelson's transformation (1994)"
COLUMNS = ["gap", "mean", "lower", "upper", "outside"]


@dataclass(frozen=True)
class RareEventChart(ShownResult):
    """Gaps between events against their limits: a long gap is good news of a bad event, a short one is a cluster.

    `table` has gap, mean, lower, upper and outside, in the order of the events. `unusual` says whether the last gap
    lies outside; `signals` are the rows that do.
    """

    table: pd.DataFrame = field(compare=False, repr=False)
    mean: float
    lower: float
    upper: float
    unusual: bool | None
    method: str
    reason: str | None = None

    @property
    def signals(self) -> pd.DataFrame:
        """The gaps outside the limits."""
        return self.table[self.table["outside"].astype(bool)]


def t_chart(gaps: ArrayLike) -> RareEventChart:
    """A chart of the days between events (more than none), in order of time.

    Waiting times are skewed: raised to the power 1/3.6 they are about normal, get an individuals chart's limits (mean
    and three sigma, sigma from the average moving range), and these are raised back (Nelson 1994, Journal of Quality
    Technology 26: 239-240; Montgomery 2020, Introduction to Statistical Quality Control, section 7.3.5). Events of one
    day count as half a day apart. Fewer than 10 gaps give the reason. Raises ValueError for a negative gap.
    """
    days = _check_gaps(gaps)
    if len(days) < FEWEST_GAPS:
        return _nothing(days, T_CHART)
    drawn = np.maximum(days, 0.5) ** (1 / WEIBULL)
    middle = float(drawn.mean())
    reach = 3 * float(np.abs(np.diff(drawn)).mean()) / MOVING_RANGE_PER_SIGMA
    mean, lower, upper = (max(each, 0.0) ** WEIBULL for each in (middle, middle - reach, middle + reach))
    return _chart(days, mean, lower, upper, T_CHART)


def _check_gaps(gaps: ArrayLike) -> np.ndarray:
    numbers = np.asarray(gaps, dtype=float)
    if np.isnan(numbers).any() or (numbers < 0).any():
        raise ValueError("a gap between events is a number of days, none of them missing or negative")
    return numbers


def _chart(gaps: np.ndarray, mean: float, lower: float, upper: float, method: str) -> RareEventChart:
    table = pd.DataFrame({"gap": gaps, "mean": mean, "lower": lower, "upper": upper})
    table["outside"] = (gaps < lower) | (gaps > upper)
    return RareEventChart(table, mean, lower, upper, bool(table["outside"].iloc[-1]), method)


def _nothing(gaps: np.ndarray, method: str) -> RareEventChart:
    reason = f"{len(gaps)} gaps between events make no limits; {FEWEST_GAPS} are needed."
    return RareEventChart(pd.DataFrame(columns=COLUMNS), np.nan, np.nan, np.nan, None, method, reason)
