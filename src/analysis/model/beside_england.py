"""Rates of several kinds against England's, each judged where the number behind it gives it limits."""

import pandas as pd

from analysis.model.comparison import compare
from analysis.model.funnel import ratio_funnel
from analysis.model.limits import count_limits

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
    chance = ratio_funnel(effective / judged["ratio"], confidence)
    judged = judged.assign(similar_low=chance["lower"].to_numpy(), similar_high=chance["upper"].to_numpy())
    verdicts = [_judge(row, polarities, worded, confidence) for row in judged.to_dict("records")]
    return judged.assign(verdict=verdicts, method=METHOD, confidence=confidence)


def _judge(row: dict, polarities: dict[str, str | None], worded: set[str], confidence: float) -> str:
    """How a row reads against England: a verdict where there are limits, else why there is none."""
    if pd.isna(row["value"]):
        return IN_WORDS if row["indicator"] in worded else NO_FIGURE
    if pd.isna(row["england"]):
        return NO_ENGLAND
    if pd.isna(row["lower"]):
        return NO_LIMITS
    return compare(
        row["lower"],
        row["upper"],
        row["england"],
        polarities[row["indicator"]],
        period=row["own"],
        comparator_period=row["english"],
        accept_age=True,
        confidence=confidence,
    ).verdict
