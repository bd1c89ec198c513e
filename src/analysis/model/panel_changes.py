"""The changes of many areas from one period to the next, each with the variance that chance alone gives it."""

import numpy as np
import pandas as pd

from analysis.model.limits import check_counts, check_proportion
from analysis.refusals import suggest

KINDS = ("rate", "proportion", "value")
MONTHS = {"year": 12, "quarter": 3}
COLUMNS = ["area", "start", "end", "before", "after", "change", "chance"]
HALF = 0.5  # an event, so that a count of zero has a logarithm (Haldane 1956; Anscombe 1956)


def pair_changes(panel: pd.DataFrame, kind: str, every: str) -> pd.DataFrame:
    """Each area's change from one period to the next, one row for each pair of periods in which both are known.

    Reads area, start, end and numerator, denominator (kind "value": value), one row for each area and period. Columns:
    area, start and end (of the later period), before and after (the figures), change (of the log rate, or of the log
    odds of a "proportion") and chance (its variance were the counts Poisson or binomial and shared nobody; 0 for
    "value"). Raises ValueError for another kind, or an area that stands twice in a period.
    """
    check_words(kind, every)
    if panel.duplicated(["area", "start"]).any():
        raise ValueError("an area stands twice in a period; choose one indicator, breakdown and source")
    level, variance = log_levels(panel, kind)
    figure = panel["value"] if kind == "value" else panel["numerator"] / panel["denominator"]
    levels = panel[["area", "start", "end"]].assign(after=figure, level=level, variance=variance)
    levels = levels.dropna(subset=["level"])
    earlier = levels.assign(start=levels["start"] + pd.DateOffset(months=MONTHS[every])).drop(columns="end")
    earlier = earlier.rename(columns={"after": "before"})
    pairs = levels.merge(earlier, on=["area", "start"], suffixes=("", "_before"))
    return pairs.assign(
        change=pairs["level"] - pairs["level_before"], chance=pairs["variance"] + pairs["variance_before"]
    )[COLUMNS]


def check_words(kind: str, every: str) -> None:
    """Raise ValueError, with the nearest name, for a kind of figure or of period that is not known."""
    if kind not in KINDS:
        raise ValueError(f"no kind of figure {kind!r}. {suggest(kind, KINDS)}")
    if every not in MONTHS:
        raise ValueError(f"no kind of period {every!r}. {suggest(every, MONTHS)}")


def quarter_of_year(ends: pd.Series, every: str) -> np.ndarray:
    """The quarter of the financial year that each end falls in, from 0; 0 for years."""
    ends = pd.to_datetime(ends)
    return (ends.dt.month.to_numpy() - 4) % 12 // 3 if every == "quarter" else np.zeros(len(ends), dtype=int)


def log_levels(figures: pd.DataFrame, kind: str) -> tuple[np.ndarray, np.ndarray]:
    """The log rate, log odds or log value of each row, NaN where it has none, and the variance that chance gives it."""
    if kind == "value":
        values = check_counts(figures["value"], "value")
        return np.log(np.where(values > 0, values, np.nan)), np.zeros(len(figures))
    if kind == "proportion":
        x, n = check_proportion(figures["numerator"], figures["denominator"])
        rest = np.where(n > 0, n - x, np.nan) + HALF
        return np.log((x + HALF) / rest), 1 / (x + HALF) + 1 / rest
    x, n = check_counts(figures["numerator"], "numerator"), check_counts(figures["denominator"], "denominator")
    return np.log((x + HALF) / np.where(n > 0, n, np.nan)), 1 / (x + HALF)
