"""Rates and shares of areas from their parts, and as published where a part is not known."""

import numpy as np
import pandas as pd

from analysis.model.rates import add_proportion, add_rate

PUBLISHED = "as published, without the numbers it is made of"
PLACE = ["area", "period", "start", "end"]
FIGURES = ["numerator", "denominator", "value", "lower", "upper"]
COLUMNS = [*PLACE, *FIGURES, "status", "method", "confidence", "reason"]


def add_population(counts: pd.DataFrame, population: pd.DataFrame) -> pd.DataFrame:
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


def add_whole(parts: pd.DataFrame, wholes: pd.DataFrame) -> pd.DataFrame:
    """Set each part's denominator to the whole of the same area and period, both as observations; NaN without one."""
    known = wholes[["area", "start", "end", "numerator"]].rename(columns={"numerator": "denominator"})
    return parts.drop(columns="denominator", errors="ignore").merge(known, on=["area", "start", "end"], how="left")


def rates_of_areas(
    counts: pd.DataFrame, published: pd.DataFrame, *, per: int | None, confidence: float
) -> pd.DataFrame:
    """Each area's rate (per so many) or share (per None) in each period, from its parts where known, else as published.

    `counts` are observations with numerator and denominator; `published` those of the rate itself. What was worked out
    has limits (`add_rate`, `add_proportion`); what was published without its parts has none. A share whose part is
    above its whole is taken as published. Columns: area, period, start, end, numerator, denominator, value, lower,
    upper, status, method, confidence, reason.
    """
    if per is None:
        made = add_proportion(counts[~(counts["numerator"] > counts["denominator"])], confidence)
    else:
        made = add_rate(counts, per, confidence)
    made = made[made["value"].notna()].assign(status="derived")
    printed = published.assign(lower=np.nan, upper=np.nan, confidence=None, reason=None)
    printed["method"] = pd.Series(PUBLISHED, index=printed.index, dtype=object).where(printed["value"].notna(), None)
    tables = [table[COLUMNS].astype(dict.fromkeys(FIGURES, float)) for table in (made, printed) if len(table)]
    if not tables:
        return pd.DataFrame(columns=COLUMNS)
    every = pd.concat(tables).drop_duplicates(["area", "start", "end"])
    return every.sort_values(["area", "start"], kind="stable").reset_index(drop=True)
