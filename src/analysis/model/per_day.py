"""Two spans of a count compared per day, with the months that are missing named and left out of both."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtri

from analysis.model.calendar_days import count_days
from analysis.model.limits import check_confidence
from analysis.model.monthly_series import read_monthly

METHOD = "ratio of daily rates, normal limits of its logarithm widened by the dispersion"


@dataclass(frozen=True)
class PerDayChange:
    """A later span over an earlier one, per day: `ratio` with limits, both daily rates, and the months not known.

    `clear` says whether the limits leave out 1: it is more than chance, with this dispersion, explains.
    """

    ratio: float
    lower: float
    upper: float
    earlier: float
    later: float
    missing: tuple[pd.Period, ...]
    dispersion: float
    clear: bool | None
    method: str
    confidence: float
    reason: str | None = None


def compare_per_day(
    monthly: pd.DataFrame | pd.Series,
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
    earlier = earlier if earlier is not None else _year_before(later)
    spans = [_span(series, span) for span in (earlier, later)]
    (x1, days1, gaps1), (x2, days2, gaps2) = spans
    gaps = gaps1 + gaps2
    reason = None
    if not (days1 and days2):
        reason = "No month of one of the two spans has a figure."
    elif not (x1 and x2):
        reason = "One of the two spans has no event, so there is no ratio."
    if reason:
        nothing = (np.nan,) * 5
        return PerDayChange(*nothing, gaps, dispersion, None, METHOD, check_confidence(confidence), reason)
    ratio = x2 / days2 / (x1 / days1)
    reach = np.exp(ndtri((1 + check_confidence(confidence)) / 2) * np.sqrt(dispersion * (1 / x1 + 1 / x2)))
    lower, upper = ratio / reach, ratio * reach
    clear = not lower <= 1 <= upper
    return PerDayChange(
        ratio, float(lower), float(upper), x1 / days1, x2 / days2, gaps, dispersion, clear, METHOD, confidence
    )


def _year_before(span: pd.Period) -> pd.Period:
    return (span.asfreq("M", how="start") - 12).asfreq(span.freqstr)


def _span(series: pd.Series, span: pd.Period) -> tuple[float, float, tuple[pd.Period, ...]]:
    """The events and days of a span's known months, and the months that are not known."""
    months = pd.period_range(span.asfreq("M", how="start"), span.asfreq("M", how="end"), freq="M")
    counts = series.reindex(months)
    known = counts.notna().to_numpy()
    return float(counts.sum()), float(count_days(months)[known].sum()), tuple(months[~known])
