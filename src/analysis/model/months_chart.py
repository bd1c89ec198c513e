"""The last months of a series against the months before them, for working days and season (Laney's u′ chart)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Annotated, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, stdtrit
from scipy.stats import nbinom

from analysis.model.limits import check_confidence, check_counts
from analysis.model.monthly_series import read_breaks, read_monthly
from analysis.model.pooling import PooledPattern, learn_load
from analysis.model.shown_result import ShownResult
from analysis.model.timeline import Moment
from analysis.schemas import MonthlyCounts, table_of

SHOWN_MONTHS, QUARTER_MONTHS = 24, 3
LEAST_BASELINE = 12
MOVING_RANGE_PER_SIGMA = 1.128
THREE_SIGMA = float(ndtr(3) - ndtr(-3))  # 99.73%, the level of Shewhart's limits
METHOD = "u′ chart per {exposure} and for {season} (Laney 2002), limits of a new month from the {months} before"
COLUMNS = ["start", "numerator", "expected", "lower", "upper", "load", "outside", "in_quarter"]

ChartMonths = Annotated[pd.DataFrame, table_of(*COLUMNS)]
"""A month's count (missing for a gap), the one expected with its limits, its `load` (days times the season), and
whether it is `outside` the limits and `in_quarter`."""


@dataclass(frozen=True)
class MonthsChart(ShownResult):
    """The last 24 months, and which of the last quarter's lie outside what the months before make usual.

    `unusual` says whether a month of the quarter is outside. `sigma_z` is the
    months' spread in units of chance's, `baseline` how many months the limits rest on.
    """

    table: ChartMonths = field(compare=False, repr=False)
    quarter: pd.Period | None
    unusual: bool | None
    sigma_z: float
    baseline: int
    exposure: str | None
    method: str
    confidence: float
    reason: str | None = None

    @property
    def signals(self) -> ChartMonths:
        """The rows of the quarter's months that are outside the limits."""
        return self.table[self.table["outside"].astype(bool) & self.table["in_quarter"].astype(bool)]


def months_chart(
    monthly: MonthlyCounts | pd.Series,
    quarter: pd.Period | None = None,
    *,
    pooled: PooledPattern | None = None,
    breaks: Iterable[Moment] = (),
    confidence: float = THREE_SIGMA,
) -> MonthsChart:
    """Hold each month of a quarter against the 21 months before it, per working day and for the time of year.

    `quarter` is a pandas Period of the quarter, or of a month in it; without one, the last observed month's. Nothing
    later is read. Exposure and season are learned from the months before the quarter, or from the panel `pooled` as
    it stood then. Each month's rate is standardised by chance (Laney 2002). The spread of these z is the larger of
    their average moving range / 1.128 and their standard deviation: the level of such counts wanders, and by the
    moving range alone 10 to 20% of authorities had a signal in a quarter. Limits are those of one new month (Student's
    t; Hahn 1969, Journal of the American Statistical Association 64: 878-888), and never narrower than chance, a
    negative binomial whose rate was learned from the same months. Runs and trends are no signals here, for they
    suppose independent months. `breaks` are days on which a level is known to begin: earlier months make no limits.
    Fewer than 12 months give a reason. Raises ValueError for a month given twice or a negative count.
    """
    check_confidence(confidence)
    series = read_monthly(monthly)
    if series.empty:
        return _nothing(quarter, confidence, "No month has a figure.")
    asked = (quarter if quarter is not None else series.index[-1]).asfreq("Q")
    series = series.loc[: asked.asfreq("M", how="end")]
    steps = read_breaks(breaks, pd.PeriodIndex(series.index))
    before = int((series.index < asked.asfreq("M", how="start")).sum())
    start = max([step for step in steps if step < len(series)], default=0)
    baseline = slice(min(before, max(start, before - (SHOWN_MONTHS - QUARTER_MONTHS))), before)
    reason = _why_not(series, asked, baseline, start)
    if reason:
        return _nothing(asked, confidence, reason)
    past, ahead = series.iloc[:before], len(series) - before
    known_steps = tuple(step for step in steps if step < before)
    load, exposure, season = learn_load(past, ahead=ahead, steps=known_steps, pooled=pooled)
    table, sigma = _chart(series, load, baseline, confidence)
    known = int(past.iloc[baseline].notna().sum())
    method = METHOD.format(exposure=exposure.removesuffix("s"), season=season, months=known)
    return MonthsChart(
        table, asked, bool((table["outside"] & table["in_quarter"]).any()), sigma, known, exposure, method, confidence
    )


def _why_not(series: pd.Series, quarter: pd.Period, baseline: slice, start: int) -> str | None:
    """Why this quarter's months cannot be held against earlier ones, or None where they can."""
    if series.iloc[baseline.stop :].notna().sum() == 0:
        return f"No month of {quarter.start_time:%B} to {quarter.end_time:%B %Y} has a figure."
    known = int(series.iloc[baseline].notna().sum())
    if known >= LEAST_BASELINE:
        return None
    if start:
        return (
            f"Limits rest on the months from {series.index[start]:%B %Y}, when the level changed. We "
            f"need {LEAST_BASELINE} of them before the quarter and have {known}."
        )
    return f"{known} months before the quarter are too few for limits; {LEAST_BASELINE} are needed."


def _chart(series: pd.Series, load: np.ndarray, baseline: slice, confidence: float) -> tuple[pd.DataFrame, float]:
    """The table of the last 24 months, and the spread of the months that make the limits."""
    counts = series.to_numpy()
    y, size = counts[baseline], load[baseline]
    seen = ~np.isnan(y)
    total, exposed = float(y[seen].sum()), float(size[seen].sum())
    found = u_prime(y, size)
    mean, sigma = found.mean, max(found.sigma_z, float(np.nanstd(found.standardised, ddof=1)))
    shown = slice(max(0, len(series) - SHOWN_MONTHS), len(series))
    expected, tail = mean * load[shown], (1 - confidence) / 2
    reach = stdtrit(seen.sum() - 1, 1 - tail) * sigma * np.sqrt(expected * (1 + load[shown] / exposed))
    least, most = (nbinom.ppf(p, total + 0.5, exposed / (exposed + load[shown])) for p in (tail, 1 - tail))
    table = pd.DataFrame({"start": pd.PeriodIndex(series.index[shown]).to_timestamp(), "numerator": counts[shown]})
    table = table.assign(expected=expected, lower=np.minimum(np.maximum(expected - reach, 0), least))
    table = table.assign(upper=np.maximum(expected + reach, most), load=load[shown])
    table["outside"] = (table["numerator"] < table["lower"]) | (table["numerator"] > table["upper"])
    table["in_quarter"] = np.arange(shown.start, shown.stop) >= baseline.stop
    return table[COLUMNS], sigma


class UPrime(NamedTuple):
    """The mean rate, each point's standardised value, and how many times chance's the spread of the points is."""

    mean: float
    standardised: NDArray[np.floating]
    sigma_z: float


def u_prime(numerator: ArrayLike, denominator: ArrayLike) -> UPrime:
    """Standardise rates by chance and measure their spread by the average moving range of neighbouring points.

    The three sigma limits of a point are mean ± 3 × sigma_z × √(mean / denominator). Gaps (NaN) take no part, and no
    moving range crosses one; without events, or without two neighbouring points, sigma_z is 0.
    """
    x, n = check_counts(numerator, "numerator"), check_counts(denominator, "denominator")
    known = ~np.isnan(x) & (n > 0)
    mean = float(x[known].sum() / n[known].sum()) if known.any() else np.nan
    if not mean > 0:
        return UPrime(mean, np.where(known, 0.0, np.nan), 0.0)
    z = np.where(known, (x / np.where(n > 0, n, np.nan) - mean) / np.sqrt(mean / np.where(n > 0, n, np.nan)), np.nan)
    ranges = np.abs(np.diff(z))
    ranges = ranges[~np.isnan(ranges)]
    return UPrime(mean, z, float(ranges.mean()) / MOVING_RANGE_PER_SIGMA if len(ranges) else 0.0)


def _nothing(quarter: pd.Period | None, confidence: float, reason: str) -> MonthsChart:
    method = METHOD.format(exposure="day", season="the season", months="months")
    asked = None if quarter is None else quarter.asfreq("Q")
    return MonthsChart(pd.DataFrame(columns=COLUMNS), asked, None, np.nan, 0, None, method, confidence, reason)
