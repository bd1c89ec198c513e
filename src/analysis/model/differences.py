"""Two proportions by their difference, two rates or spans of a count by their ratio."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.special import betaincinv, ndtri

from analysis.model.limits import (
    Estimate,
    Numbers,
    check_confidence,
    check_counts,
    check_proportion,
    proportion_limits,
    same_index,
    shape_like,
)
from analysis.model.monthly_series import read_monthly
from analysis.model.timeline import count_days
from analysis.schemas import MonthlyCounts

NEWCOMBE = "Newcombe's hybrid score limits"
CLUSTERED = "Newcombe's hybrid score limits of the cases divided by their design effect"
CONDITIONAL = "exact conditional limits"
PER_DAY = "ratio of daily rates, normal limits of its logarithm widened by the dispersion"


def difference_of_proportions(x1: Numbers, n1: Numbers, x2: Numbers, n2: Numbers, confidence: float = 0.95) -> Estimate:
    """The first proportion less the second, with Newcombe's hybrid score limits (1998, method 10).

    The two groups must not share people. A denominator of zero or a gap gives no value and the reason. Raises
    ValueError for a numerator above its denominator.
    """
    (x1_, n1_), (x2_, n2_) = check_proportion(x1, n1), check_proportion(x2, n2)
    (lower1, upper1), (lower2, upper2) = (
        proportion_limits(x1_, n1_, confidence),
        proportion_limits(x2_, n2_, confidence),
    )
    p1, p2 = x1_ / np.where(n1_ == 0, np.nan, n1_), x2_ / np.where(n2_ == 0, np.nan, n2_)
    difference = p1 - p2
    lower = difference - np.hypot(p1 - lower1, upper2 - p2)
    upper = difference + np.hypot(upper1 - p1, p2 - lower2)
    found = _estimate(difference, lower, upper, NEWCOMBE, confidence, (x1, n1, x2, n2), (n1_, n2_))
    return replace(found, none=0.0)


def clustered_difference(
    x1: float, n1: float, x2: float, n2: float, clustering: float, confidence: float = 0.95
) -> Estimate:
    """The first share less the second where cases come in clusters: families, victims, courses, admissions.

    Cases of one cluster are not separate chances: with a design effect (`clustering`) of 2, a hundred tell as much as
    fifty (Kish 1965, Survey Sampling, chapter 5). Numerators and denominators are divided by it before the limits of
    `difference_of_proportions`. Raises ValueError for a design effect below 1.
    """
    if not clustering >= 1:
        raise ValueError(f"a design effect is 1 or more; received {clustering!r}")
    found = difference_of_proportions(x1 / clustering, n1 / clustering, x2 / clustering, n2 / clustering, confidence)
    return found if clustering == 1 else replace(found, method=CLUSTERED)


def ratio_of_rates(x1: Numbers, n1: Numbers, x2: Numbers, n2: Numbers, confidence: float = 0.95) -> Estimate:
    """The first rate over the second, with exact limits conditional on both counts together.

    Given x1 + x2 events, x1 is binomial; the Clopper-Pearson limits of its share give those of the ratio
    (Przyborowski and Wilenski 1940; Sahai and Khurshid 1996). With no events in the second the ratio and its
    upper limit are infinite and the lower limit still speaks; with none in either, or a denominator of zero,
    there is a reason.
    """
    same_index(x1, n1, x2, n2)
    x1_, n1_, x2_, n2_ = np.broadcast_arrays(
        check_counts(x1, "x1"), check_counts(n1, "n1"), check_counts(x2, "x2"), check_counts(n2, "n2")
    )
    tail = (1 - check_confidence(confidence)) / 2
    known = (x1_ + x2_ > 0) & (n1_ > 0) & (n2_ > 0)
    exposure = np.where(known, n2_, np.nan) / np.where(known, n1_, np.nan)
    lower_share = np.where(x1_ == 0, 0.0, betaincinv(np.where(x1_ == 0, 1, x1_), x2_ + 1, tail))
    upper_share = np.where(x2_ == 0, 1.0, betaincinv(x1_ + 1, np.where(x2_ == 0, 1, x2_), 1 - tail))
    ratio = _odds(x1_, x2_) * exposure
    lower, upper = _odds(lower_share, 1 - lower_share), _odds(upper_share, 1 - upper_share)
    return _estimate(ratio, lower * exposure, upper * exposure, CONDITIONAL, confidence, (x1, n1, x2, n2), (n1_, n2_))


def _odds(x: np.ndarray, rest: np.ndarray) -> np.ndarray:
    return np.where(rest == 0, np.inf, x / np.where(rest == 0, 1, rest))


def _estimate(
    value: np.ndarray,
    lower: np.ndarray,
    upper: np.ndarray,
    method: str,
    confidence: float,
    given: tuple[Numbers, ...],
    denominators: tuple[np.ndarray, np.ndarray],
) -> Estimate:
    value, first, second = np.broadcast_arrays(value, *denominators)
    missing = np.logical_or.reduce(np.broadcast_arrays(*[pd.isna(figures) for figures in given]))
    reason = np.full(value.shape, None, dtype=object)
    reason[np.isnan(value)] = "Neither group has any events."
    reason[(first == 0) | (second == 0)] = "A denominator is zero."
    reason[missing] = "One of the figures compared is missing."
    lower, upper = np.where(np.isnan(value), np.nan, lower), np.where(np.isnan(value), np.nan, upper)
    shaped, low, high, why = (shape_like(each, *given) for each in (value, lower, upper, reason))
    return Estimate(shaped, low, high, method, confidence, why)


@dataclass(frozen=True)
class PerDayChange(Estimate):
    """A later span over an earlier one, per day, with both daily rates and the months not known."""

    earlier: float = np.nan
    later: float = np.nan
    missing: tuple[pd.Period, ...] = ()


def compare_per_day(
    monthly: MonthlyCounts | pd.Series,
    later: pd.Period,
    earlier: pd.Period | None = None,
    *,
    dispersion: float = 1.0,
    confidence: float = 0.95,
) -> PerDayChange:
    """Compare the events per day of two spans, such as a quarter and the same quarter a year before.

    `later` and `earlier` are pandas Periods of quarters or years; without `earlier`, it is `later` a year before. A
    month without a figure gives neither events nor days to its span, and is listed. The variance of the log ratio is
    dispersion × (1/x₁ + 1/x₂) (quasi-Poisson; McCullagh and Nelder 1989, section 6.2). A span without any month, or
    without an event, gives the reason. Raises ValueError for a dispersion below 1.
    """
    if not dispersion >= 1:
        raise ValueError(f"a dispersion is at least 1; received {dispersion!r}")
    series = read_monthly(monthly)
    earlier = earlier if earlier is not None else (later.asfreq("M", how="start") - 12).asfreq(later.freqstr)
    spans = [_span(series, span) for span in (earlier, later)]
    (x1, days1, gaps1), (x2, days2, gaps2) = spans
    gaps = gaps1 + gaps2
    reason = None
    if not (days1 and days2):
        reason = "No month of one of the two spans has a figure."
    elif not (x1 and x2):
        reason = "One of the two spans has no event, so there is no ratio."
    if reason:
        nothing = (np.nan,) * 3
        return PerDayChange(*nothing, PER_DAY, check_confidence(confidence), reason, missing=gaps)
    ratio = x2 / days2 / (x1 / days1)
    reach = float(np.exp(ndtri((1 + check_confidence(confidence)) / 2) * np.sqrt(dispersion * (1 / x1 + 1 / x2))))
    rates = {"earlier": x1 / days1, "later": x2 / days2}
    return PerDayChange(ratio, ratio / reach, ratio * reach, PER_DAY, confidence, missing=gaps, **rates)


def _span(series: pd.Series, span: pd.Period) -> tuple[float, float, tuple[pd.Period, ...]]:
    """The events and days of a span's known months, and the months that are not known."""
    months = pd.period_range(span.asfreq("M", how="start"), span.asfreq("M", how="end"), freq="M")
    counts = series.reindex(months)
    known = counts.notna().to_numpy()
    return float(counts.sum()), float(count_days(months)[known].sum()), tuple(months[~known])
