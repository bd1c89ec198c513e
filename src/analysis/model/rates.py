"""Rates and shares with their limits, from their parts, and as published where a part is not known."""

from typing import Annotated

import numpy as np
import pandas as pd

from analysis.model.limits import (
    EXACT_BELOW,
    check_confidence,
    check_counts,
    check_proportion,
    count_limits,
    need_columns,
    proportion_limits,
)
from analysis.schemas import AreaCounts, AreaFigures, Fractions, table_of

WILSON = "Wilson score limits"
EXACT = "exact Poisson limits"
BYAR = "Byar's limits"
PUBLISHED = "as published, without the numbers it is made of"
FIGURES = ["numerator", "denominator", "value", "lower", "upper"]
COLUMNS = ["area", "period", "start", "end", *FIGURES, "status", "method", "confidence", "reason"]

Rates = Annotated[pd.DataFrame, table_of(*COLUMNS)]
"""A rate or share for each area and period: its parts, limits, the method of these, and why there is none."""


def add_rate(table: Fractions, per: float, confidence: float = 0.95) -> Fractions:
    """Add each row's rate per so many of its denominator, with the limits of its count.

    Adds value, lower, upper, method, confidence and reason. The limits are those of `count_limits`, divided as the
    count is. A missing figure or a denominator of zero gives no value and the reason. Raises ValueError for negative
    figures or a missing column.
    """
    numerator, denominator = _columns(table)
    if not per > 0:
        raise ValueError(f"per must be above zero, such as 10_000 for a rate per 10,000; received {per!r}")
    x, n = check_counts(numerator, "numerator"), check_counts(denominator, "denominator")
    lower, upper = count_limits(x, confidence)
    method = pd.Series(np.where(x < EXACT_BELOW, EXACT, BYAR), index=table.index, dtype=object)
    scale = per / np.where(n == 0, np.nan, n)
    made = table.assign(value=x * scale, lower=lower * scale, upper=upper * scale, method=method)
    return made.assign(confidence=check_confidence(confidence), reason=_reasons(x, n))


def add_proportion(table: Fractions, confidence: float = 0.95) -> Fractions:
    """Add each row's proportion, between 0 and 1, with its Wilson score limits.

    Adds value, lower, upper, method, confidence and reason. A missing figure or a denominator of zero gives no value
    and the reason. Raises ValueError for negative figures, for a numerator above its denominator and for a missing
    column.
    """
    x, n = check_proportion(*_columns(table))
    lower, upper = proportion_limits(x, n, confidence)
    made = table.assign(value=x / np.where(n == 0, np.nan, n), lower=lower, upper=upper, method=WILSON)
    return made.assign(confidence=check_confidence(confidence), reason=_reasons(x, n))


def add_population(counts: AreaCounts, population: AreaCounts) -> Fractions:
    """Set each count's denominator to the area's latest mid-year population on or before the period's end.

    It is what DfE divides by: children in need of the year to March 2014 by the population of mid-2013. Both tables
    are observations (area, start, end, numerator); a population more than a year older than the period's end is not
    taken. Returns the counts with `denominator`, NaN where no population is known.
    """
    known = population.dropna(subset=["numerator"])[["area", "end", "numerator"]]
    known = known.rename(columns={"numerator": "denominator"}).sort_values("end")
    joined = pd.merge_asof(
        counts.drop(columns="denominator", errors="ignore").sort_values("end", kind="stable"),
        known,
        on="end",
        by="area",
        tolerance=pd.Timedelta(days=366),
    )
    return joined.sort_values(["area", "start"], kind="stable").reset_index(drop=True)


def add_whole(parts: AreaCounts, wholes: AreaCounts) -> Fractions:
    """Set each part's denominator to the whole of the same area and period, both as observations; NaN without one."""
    known = wholes[["area", "start", "end", "numerator"]].rename(columns={"numerator": "denominator"})
    return parts.drop(columns="denominator", errors="ignore").merge(known, on=["area", "start", "end"], how="left")


def rates_of_areas(counts: Fractions, published: AreaFigures, *, per: int | None, confidence: float) -> Rates:
    """Each area's rate (per so many) or share (per None) in each period, from its parts where known, else as published.

    `counts` are observations with numerator and denominator; `published` those of the rate itself. What was worked out
    has limits (`add_rate`, `add_proportion`); what was published without its parts has none. A share whose part is
    above its whole is taken as published. A figure that neither gives has the status of its part.
    """
    if per is None:
        made = add_proportion(counts[~(counts["numerator"] > counts["denominator"])], confidence)
    else:
        made = add_rate(counts, per, confidence)
    absent = made[made["numerator"].isna()]
    made = made[made["value"].notna()].assign(status="derived")
    printed = published.assign(lower=np.nan, upper=np.nan, confidence=None, reason=None)
    printed["method"] = pd.Series(PUBLISHED, index=printed.index, dtype=object).where(printed["value"].notna(), None)
    tables = [table[COLUMNS] for table in (made, printed, absent) if len(table)]
    if not tables:
        return pd.DataFrame(columns=COLUMNS)
    every = pd.concat(tables).drop_duplicates(["area", "start", "end"]).astype(dict.fromkeys(FIGURES, float))
    return every.sort_values(["area", "start"], kind="stable").reset_index(drop=True)


def _columns(table: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    need_columns(table, "numerator", "denominator")
    return table["numerator"], table["denominator"]


def _reasons(numerator: np.ndarray, denominator: np.ndarray) -> np.ndarray:
    """Why each row has no result; None, as an object, where it has one."""
    reason = np.full(len(numerator), None, dtype=object)
    reason[denominator == 0] = "The denominator is zero."
    reason[np.isnan(denominator)] = "The denominator is missing."
    reason[np.isnan(numerator)] = "The numerator is missing."
    reason[np.isnan(numerator) & np.isnan(denominator)] = "Numerator and denominator are missing."
    return reason
