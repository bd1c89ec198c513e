"""Months whose count is withheld because it is small: it lies between two numbers, and is neither missing nor zero."""

import numpy as np
import pandas as pd
from scipy.special import gammaln

from analysis.model.calendar_days import count_days
from analysis.model.monthly_series import read_monthly

SUPPRESSED = "suppressed_at_source"
LEAST, MOST = 1, 5  # the Department for Education's rule: a figure from 1 to 5 is published as c
ROUNDS = 200


def expect_suppressed(monthly: pd.DataFrame, *, least: int = LEAST, most: int = MOST) -> pd.DataFrame:
    """Give each suppressed month the count to expect of it, so that models do not take it as missing.

    `monthly` has start, numerator and status; a row without a numerator whose status is suppressed_at_source is known
    to lie from `least` to `most`. The counts are taken as Poisson with one daily rate, found by expectation and
    maximisation over known and suppressed months together (Dempster, Laird and Rubin 1977, Journal of the Royal
    Statistical Society B 39: 1-38); zeros and gaps stay what they are. Returns the table with numerator filled and a
    column `suppressed`. Raises ValueError for bounds the wrong way round or a missing column.
    """
    absent = [column for column in ("start", "numerator", "status") if column not in monthly]
    if absent:
        raise ValueError(f"the table needs the column {' and '.join(absent)}; it has {', '.join(map(str, monthly))}")
    if not 0 <= least <= most:
        raise ValueError(f"a suppressed count lies from a smaller to a larger number; received {least} to {most}")
    read_monthly(monthly)  # refuses a month given twice and impossible counts
    counts = pd.to_numeric(monthly["numerator"]).to_numpy(dtype=float, na_value=np.nan)
    hidden = np.isnan(counts) & (monthly["status"] == SUPPRESSED).fillna(False).to_numpy(dtype=bool)
    days = count_days(pd.DatetimeIndex(monthly["start"]).to_period("M"))
    if hidden.any():
        monthly = monthly.assign(numerator=_expect(counts, hidden, days, least, most))
    return monthly.assign(suppressed=hidden)


def _expect(counts: np.ndarray, hidden: np.ndarray, days: np.ndarray, least: int, most: int) -> np.ndarray:
    """The counts with the hidden months at what their bounds and the common rate lead to."""
    filled = np.where(hidden, (least + most) / 2, counts)
    seen = ~np.isnan(filled)
    for _ in range(ROUNDS):
        rate = filled[seen].sum() / days[seen].sum()
        filled[hidden] = _mean_between(rate * days[hidden], least, most)
        if np.isclose(filled[seen].sum() / days[seen].sum(), rate, rtol=1e-10):
            break
    return filled


def _mean_between(mean: np.ndarray, least: int, most: int) -> np.ndarray:
    """The mean of a Poisson count that is known to lie between two numbers."""
    possible = np.arange(least, most + 1)
    log_chance = possible * np.log(np.maximum(mean, 1e-12))[:, None] - gammaln(possible + 1)
    chance = np.exp(log_chance - log_chance.max(axis=1, keepdims=True))
    return np.asarray((chance * possible).sum(axis=1) / chance.sum(axis=1))
