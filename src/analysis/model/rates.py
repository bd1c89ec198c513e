"""Rates and proportions with their limits, from numerators and denominators."""

import numpy as np
import pandas as pd

from analysis.model.limits import (
    EXACT_BELOW,
    Numbers,
    check_confidence,
    check_counts,
    check_proportion,
    count_limits,
    proportion_limits,
)
from analysis.model.repeats import RepeatDispersion, count_limits_repeated

WILSON = "Wilson score limits"
EXACT = "exact Poisson limits"
BYAR = "Byar's limits"


def add_rate(
    table: pd.DataFrame,
    per: float,
    confidence: float = 0.95,
    *,
    dispersion: RepeatDispersion | float | None = None,
) -> pd.DataFrame:
    """Add each row's rate per so many of its denominator, with the limits of its count.

    Reads the columns numerator and denominator; adds value, lower, upper, method, confidence and reason. The
    limits are those of `count_limits`, divided as the count is; `dispersion` widens them for events that
    repeat within a child. A missing figure or a denominator of zero gives no value and the reason. Raises
    ValueError for negative figures or a missing column.
    """
    numerator, denominator = _columns(table)
    if not per > 0:
        raise ValueError(f"per must be above zero, such as 10_000 for a rate per 10,000; received {per!r}")
    x, n = check_counts(numerator, "numerator"), check_counts(denominator, "denominator")
    lower, upper = count_limits(x, confidence)
    method = pd.Series(np.where(x < EXACT_BELOW, EXACT, BYAR), index=table.index, dtype=object)
    if dispersion is not None:
        widened = count_limits_repeated(x, dispersion, confidence)
        lower, upper, method = widened.lower, widened.upper, widened.method
    scale = per / np.where(n == 0, np.nan, n)
    return _with_results(table, x * scale, lower * scale, upper * scale, method, confidence)


def add_proportion(table: pd.DataFrame, confidence: float = 0.95) -> pd.DataFrame:
    """Add each row's proportion, between 0 and 1, with its Wilson score limits.

    Reads the columns numerator and denominator; adds value, lower, upper, method, confidence and reason. A
    missing figure or a denominator of zero gives no value and the reason. Raises ValueError for negative
    figures, for a numerator above its denominator and for a missing column.
    """
    x, n = check_proportion(*_columns(table))
    lower, upper = proportion_limits(x, n, confidence)
    return _with_results(table, x / np.where(n == 0, np.nan, n), lower, upper, WILSON, confidence)


def _columns(table: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    absent = [column for column in ("numerator", "denominator") if column not in table]
    if absent:
        raise ValueError(f"the table needs the column {' and '.join(absent)}; it has {', '.join(map(str, table))}")
    return table["numerator"], table["denominator"]


def _with_results(
    table: pd.DataFrame,
    value: Numbers,
    lower: Numbers,
    upper: Numbers,
    method: str | pd.Series,
    confidence: float,
) -> pd.DataFrame:
    return table.assign(
        value=value,
        lower=lower,
        upper=upper,
        method=method,
        confidence=check_confidence(confidence),
        reason=_reasons(table),
    )


def _reasons(table: pd.DataFrame) -> pd.Series:
    """Why each row has no result; None, as an object, where it has one."""
    reason = pd.Series([None] * len(table), index=table.index, dtype=object)
    reason[(table["denominator"] == 0).fillna(False).astype(bool)] = "The denominator is zero."
    reason[table["denominator"].isna()] = "The denominator is missing."
    reason[table["numerator"].isna()] = "The numerator is missing."
    reason[table["numerator"].isna() & table["denominator"].isna()] = "Numerator and denominator are missing."
    return reason
