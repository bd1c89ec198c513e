"""A figure against another: verdicts by its limits, its place, rates against England's, and many verdicts together."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import bdtr, gammainc, gammaincc, gdtrib

from analysis.measures.rates_beside_england import BesideEngland
from analysis.model.limits import check_confidence, check_counts, count_limits

POLARITIES = {"low": ("worse", "better"), "high": ("better", "worse"), None: ("higher", "lower")}
NOT_COMPARED = "not compared"
QUARTILES = ("first", "second", "third", "fourth")
RATIOS = {"value": "ratio", "lower": "ratio_lower", "upper": "ratio_upper"}
NO_LIMITS = "no limits"
NO_ENGLAND = "no figure for England"
NO_FIGURE = "no figure"
IN_WORDS = "said in words"
AGAINST_ENGLAND = "limits of a count (Byar, exact below 10) to scale, against England's rate"


def verdict(lower: float, upper: float, benchmark: float, polarity: str | None) -> str:
    """An interval against a value: better, worse or similar where the indicator has a good direction.

    Polarity "low" means that low is good, "high" that high is good; None, that neither is, and the verdict is
    then higher, lower or similar and never a judgement. A benchmark on a limit is similar. Without limits or
    a benchmark the figure is "not compared". Raises ValueError for limits the wrong way round.
    """
    if pd.isna([lower, upper, benchmark]).any():
        return NOT_COMPARED
    if lower > upper:
        raise ValueError("a lower limit exceeds its upper limit; give the lower one first")
    above, below = POLARITIES[polarity]
    return above if lower > benchmark else below if upper < benchmark else "similar"


@dataclass(frozen=True)
class Place:
    """A place among so many, 1 being the best; `quartile` names the fourth of them that it falls in, the first best."""

    place: int
    of: int

    @property
    def quartile(self) -> str | None:
        """The quartile that the place falls in; None where they are fewer than four."""
        return QUARTILES[4 * (self.place - 1) // self.of] if self.of >= 4 else None

    def __str__(self) -> str:
        return f"{self.place} of {self.of}" + (f", {self.quartile} quartile" if self.quartile else "")


def find_place(value: float, others: Iterable[float], polarity: str | None) -> Place | None:
    """The place of a value among others: one more than how many are better, so that equals share the better place.

    Others without a figure are not counted. None without a polarity (`low` or `high`), a value, or any other.
    """
    known = np.asarray([other for other in others if not np.isnan(other)], dtype=float)
    if polarity not in ("low", "high") or np.isnan(value) or not len(known):
        return None
    better = known > value if polarity == "high" else known < value
    return Place(int(better.sum()) + 1, len(known) + 1)


def judge_rates(
    rows: BesideEngland, polarities: dict[str, str | None], worded: set[str], *, confidence: float = 0.95
) -> BesideEngland:
    """Each rate's limits, its ratio to England's, the range that chance would give at England's rate, and a verdict.

    `rows` has indicator, value, count, clustering, england, and the periods `own` and `english`. A count that comes in
    clusters is read as so many independent ones: divided by its design effect (Kish 1965). `polarities` say which way
    is better, `worded` which indicators are statements. Adds lower, upper, ratio, ratio_lower, ratio_upper,
    similar_low and similar_high (ratios; exact Poisson limits of the expected number, Spiegelhalter 2005), verdict,
    method, confidence.
    """
    effective = rows["count"] / rows["clustering"]
    lower, upper = count_limits(effective, confidence)
    scale = rows["value"] / effective
    judged = rows.assign(lower=lower * scale, upper=upper * scale)
    judged = judged.assign(**{ratio: judged[name] / judged["england"] for name, ratio in RATIOS.items()})
    low, high = ratio_funnel(effective / judged["ratio"], confidence)
    judged = judged.assign(similar_low=low, similar_high=high)
    verdicts = [_judge(row, polarities, worded) for row in judged.to_dict("records")]
    return judged.assign(verdict=verdicts, method=AGAINST_ENGLAND, confidence=confidence)


def ratio_funnel(expected: pd.Series | np.ndarray, confidence: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
    """How far observed over expected events may lie below and above 1 by chance alone, for each expected number.

    The limits are those observed numbers whose exact Poisson limit is the expected number, taken between whole numbers
    too, so that a ratio lies outside exactly where its own exact interval leaves out 1 (Spiegelhalter 2005a). NaN where
    none is expected.
    """
    given = check_counts(expected, "expected")
    events = np.where(given == 0, np.nan, given)
    tail = (1 - check_confidence(confidence)) / 2
    few = np.exp(-events) >= tail  # even no event at all is within chance
    lower = np.where(few, 0.0, gdtrib(1.0, 1 - tail, np.where(few, 100.0, events)) - 1)
    upper = gdtrib(1.0, tail, events)
    for _ in range(2):  # gdtrib stops at about eight figures; Newton's steps on a numerical slope finish it
        lower = np.where(few, 0.0, _polish(lower, lambda x: gammaincc(x + 1, events) - tail))
        upper = _polish(upper, lambda x: gammainc(x, events) - tail)
    return lower / events, upper / events


def _judge(row: dict[str, Any], polarities: dict[str, str | None], worded: set[str]) -> str:
    """How a row reads against England: a verdict where there are limits, else why there is none."""
    if pd.isna(row["value"]):
        return IN_WORDS if row["indicator"] in worded else NO_FIGURE
    if pd.isna(row["england"]):
        return NO_ENGLAND
    if pd.isna(row["lower"]):
        return NO_LIMITS
    return verdict(row["lower"], row["upper"], row["england"], polarities[row["indicator"]])


def _polish(x: np.ndarray, distance: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    step = 1e-5 * np.maximum(x, 1e-3)
    slope = (distance(x + step) - distance(x - step)) / (2 * step)
    return np.asarray(x - distance(x) / slope)


@dataclass(frozen=True)
class FalseAlarms:
    """How many verdicts there are, how many call something unusual, and how many chance alone would.

    `expected` is the mean of chance's number, `most` the number that chance exceeds in fewer than 1 release in 20.
    """

    given: int
    unusual: int
    expected: float
    most: int
    confidence: float
    method: str = "Binomial number of false alarms among verdicts at one level, taken as independent"


def expect_false_alarms(given: int, unusual: int, confidence: float) -> FalseAlarms:
    """Set verdicts at a level of confidence beside what chance alone makes of as many.

    Each verdict at 95% is wrong in 1 of 20 cases where nothing is unusual, so that their number is binomial (Jones,
    Ohlssen and Spiegelhalter 2008, on false alarms among many providers). Raises ValueError for more unusual verdicts
    than there are verdicts.
    """
    if not 0 <= unusual <= given:
        raise ValueError(f"{unusual} of {given} verdicts cannot be unusual")
    level = 1 - check_confidence(confidence)
    numbers = np.arange(given + 1)
    most = int(numbers[bdtr(numbers, given, level) >= 0.95][0])
    return FalseAlarms(given, unusual, given * level, most, confidence)


def control_false_discoveries(p_values: np.ndarray, rate: float = 0.05) -> np.ndarray:
    """Which of many p values stand when at most a share `rate` of those that do may be false on average.

    The step-up rule of Benjamini and Hochberg (1995, Journal of the Royal Statistical Society B 57: 289-300): of m
    ordered p values the first k stand, where k is the largest with p(k) ≤ k/m × rate. It holds for tests that are
    independent or go together (Benjamini and Yekutieli 2001). Raises ValueError for a p value outside 0 to 1.
    """
    from scipy.stats import false_discovery_control  # takes half a second to load, and a release needs only the above

    return np.asarray(false_discovery_control(p_values) <= rate)
