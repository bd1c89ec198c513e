"""Rates of several kinds against England's, each judged where the number behind it gives it limits."""

from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy.special import gammainc, gammaincc, gdtrib

from analysis.model.comparison import verdict
from analysis.model.limits import check_confidence, check_counts, count_limits

RATIOS = {"value": "ratio", "lower": "ratio_lower", "upper": "ratio_upper"}
NO_LIMITS = "no limits"
NO_ENGLAND = "no figure for England"
NO_FIGURE = "no figure"
IN_WORDS = "said in words"
METHOD = "limits of a count (Byar, exact below 10) to scale, against England's rate"


def judge_rates(
    rows: pd.DataFrame, polarities: dict[str, str | None], worded: set[str], *, confidence: float = 0.95
) -> pd.DataFrame:
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
    return judged.assign(verdict=verdicts, method=METHOD, confidence=confidence)


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


def _judge(row: dict, polarities: dict[str, str | None], worded: set[str]) -> str:
    """How a row reads against England: a verdict where there are limits, else why there is none."""
    if pd.isna(row["value"]):
        return IN_WORDS if row["indicator"] in worded else NO_FIGURE
    if pd.isna(row["england"]):
        return NO_ENGLAND
    if pd.isna(row["lower"]):
        return NO_LIMITS
    return str(verdict(row["lower"], row["upper"], row["england"], polarities[row["indicator"]]))


def _polish(x: np.ndarray, distance: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    step = 1e-5 * np.maximum(x, 1e-3)
    slope = (distance(x + step) - distance(x - step)) / (2 * step)
    return np.asarray(x - distance(x) / slope)
