"""Whether monthly counts depart from one constant daily rate: what a year of months can say without a season."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy.special import chdtrc
from scipy.stats import poisson

from analysis.model.calendar_days import count_days
from analysis.model.limits import check_confidence
from analysis.model.monthly_series import read_monthly
from analysis.model.shown_result import ShownResult

FEWEST = 2
METHOD = "chi-square dispersion test of monthly counts against a constant daily rate, Poisson limits"
COLUMNS = ["start", "numerator", "expected", "lower", "upper", "outside"]


@dataclass(frozen=True)
class ConstantRate(ShownResult):
    """Monthly counts against one daily rate.

    `table` has start, numerator, expected, lower, upper (the range of chance) and outside for each month. `dispersion`
    is the counts' variance in units of chance's: near 1 where the months differ as chance would have them. `missing` is
    how many months between the first and the last observed one have no count.
    """

    table: pd.DataFrame = field(compare=False, repr=False)
    statistic: float
    degrees: int
    p_value: float
    dispersion: float
    missing: int
    method: str
    confidence: float
    reason: str | None


def check_constant_rate(monthly: pd.DataFrame | pd.Series, *, confidence: float = 0.95) -> ConstantRate:
    """Hold each month's count against the same number of events on every day.

    Expected counts share the total by calendar days; the statistic is the sum of (count - expected)² ÷ expected, on
    months less one degrees of freedom (Fisher's index of dispersion; Cochran 1954, Biometrics 10: 417-451). Limits of a
    month are Poisson quantiles of its expected count. Missing months take no part. It cannot tell a season from any
    other cause of unequal months. Raises ValueError for a month given twice or a negative count.
    """
    check_confidence(confidence)
    counts = read_monthly(monthly)
    missing, counts = int(counts.isna().sum()), counts.dropna()
    if len(counts) < FEWEST or counts.sum() == 0:
        reason = "no events in any month" if len(counts) >= FEWEST else f"{FEWEST} months are needed"
        return ConstantRate(
            pd.DataFrame(columns=COLUMNS),
            np.nan,
            0,
            np.nan,
            np.nan,
            missing,
            METHOD,
            confidence,
            f"{len(counts)} months cannot show whether the daily rate is constant: {reason}.",
        )
    days = count_days(counts.index)
    expected = counts.sum() * days / days.sum()
    statistic, degrees = float(((counts - expected) ** 2 / expected).sum()), len(counts) - 1
    lower, upper = poisson.ppf([[(1 - confidence) / 2], [(1 + confidence) / 2]], expected)
    table = pd.DataFrame(
        {"start": counts.index.to_timestamp(), "numerator": counts.to_numpy(), "expected": expected, "lower": lower}
    ).assign(upper=upper, outside=(counts.to_numpy() < lower) | (counts.to_numpy() > upper))
    p_value = float(chdtrc(degrees, statistic))
    return ConstantRate(table, statistic, degrees, p_value, statistic / degrees, missing, METHOD, confidence, None)
