"""Months in most of which nothing happens: whether what is rare comes more often, or has long stayed away."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from analysis.model.months_chart import MOVING_RANGE_PER_SIGMA
from analysis.schemas import MonthlyCounts

HIDDEN = ("suppressed_at_source", "withheld")  # small, and so one at least
LEAST_MONTHS, QUARTER_MONTHS = 24, 3
FEWEST_GAPS = 10  # fewer leave the limits to the next event
WEIBULL = 3.6  # the power that makes waiting times between rare events about normal (Nelson 1994)
MOST_WITH_ONE = 0.5  # where more months have an event, the count of a month says more than the gap
ODDS = 2.0  # how many times as high the odds are that the CUSUM finds soonest
MONTHS_TO_FALSE_ALARM = 120
MOST_STATES = 4000
TAIL = 0.00135  # what three sigma leave on each side
METHOD = "days between events (t chart, Nelson 1994) and months with one (Bernoulli CUSUM, Reynolds and Stoumbos 1999)"


@dataclass(frozen=True)
class RareMonths:
    """How far apart rare events lie, and whether they have come more often of late.

    `with_one` of `months` had an event, `mean` days apart and usually `lower` to `upper`; `since` is how many days none
    has come. `sooner` says that the last gap is shorter than usual or that months with one have gathered in the last
    quarter, `longer` that none has come for longer than usual; `unusual` is either.
    """

    months: int
    with_one: int
    sooner: bool = False
    longer: bool = False
    mean: float = np.nan
    lower: float = np.nan
    upper: float = np.nan
    since: float = np.nan
    method: str = METHOD
    reason: str | None = None

    @property
    def unusual(self) -> bool | None:
        """Whether the events come unusually often or have unusually long stayed away; None where nothing is said."""
        return None if self.reason else self.sooner or self.longer


def watch_rare_months(monthly: MonthlyCounts) -> RareMonths:
    """Follow months with start, numerator and, where it is known, status, one row for each.

    Events known by month are set evenly within it, and their gaps in days make a t chart, whose limits are never
    narrower than those of events that come by chance alone (exponential gaps at the same level). Month by month, one
    with an event or without is a case of a Bernoulli CUSUM that looks for odds twice those of the months before the
    last three and gives one false alarm in ten years. A month withheld because it is small had one at least. Fewer than
    24 months or 11 events, a month without a figure, or events in more than half of the months give the reason.
    """
    series = monthly.sort_values("start", ignore_index=True)
    counts = series["numerator"].to_numpy(dtype=float, na_value=np.nan)
    if "status" in series:
        counts = np.where(np.isnan(counts) & series["status"].isin(HIDDEN).to_numpy(), 1.0, counts)
    starts = pd.PeriodIndex(pd.DatetimeIndex(series["start"]), freq="M")
    reason = _why_not(counts, starts)
    had = (counts > 0).astype(int)
    if reason:
        return RareMonths(len(counts), int(had.sum()), reason=reason)
    days = _days_of_events(counts, starts)
    gaps = np.diff(days)
    chart, mean = t_chart(gaps), float(gaps.mean())
    lower = min(chart.lower, float(-mean * np.log1p(-TAIL)))
    upper = max(chart.upper, float(-mean * np.log(TAIL)))
    since = float((starts[-1].end_time.normalize() - starts[0].start_time).days + 1 - days[-1])
    signals = bernoulli_cusum(had, float(had[:-QUARTER_MONTHS].mean()), MONTHS_TO_FALSE_ALARM)
    gathered = bool(signals[-QUARTER_MONTHS:].any())
    recent = bool(had[-QUARTER_MONTHS:].any())  # a gap that ended longer ago is no news
    sooner = gathered or (recent and bool(gaps[-1] < lower))
    return RareMonths(len(counts), int(had.sum()), sooner, bool(since > upper), mean, lower, upper, since)


class GapLimits(NamedTuple):
    """The usual gap between events, and the limits of a gap, in days."""

    mean: float
    lower: float
    upper: float


def t_chart(gaps: ArrayLike) -> GapLimits:
    """The limits of the days between events, in order of time.

    Waiting times are skewed: raised to the power 1/3.6 they are about normal, get an individuals chart's limits (mean
    and three sigma, sigma from the average moving range), and these are raised back (Nelson 1994, Journal of Quality
    Technology 26: 239-240; Montgomery 2020, Introduction to Statistical Quality Control, section 7.3.5). Events of one
    day count as half a day apart. Raises ValueError for a missing or negative gap, or fewer than 10.
    """
    days = np.asarray(gaps, dtype=float)
    if len(days) < FEWEST_GAPS or not (days >= 0).all():
        raise ValueError(f"limits need {FEWEST_GAPS} gaps between events or more, none of them missing or negative")
    drawn = np.maximum(days, 0.5) ** (1 / WEIBULL)
    reach = 3 * float(np.abs(np.diff(drawn)).mean()) / MOVING_RANGE_PER_SIGMA
    middle = float(drawn.mean())
    return GapLimits(*(max(each, 0.0) ** WEIBULL for each in (middle, middle - reach, middle + reach)))


def bernoulli_cusum(outcomes: ArrayLike, share: float, false_alarm_every: float) -> NDArray[np.bool_]:
    """Which cases (1 with the event, 0 without) signal that an event of a known usual share has become more common.

    The sum is built to find odds twice as high soonest: its reference value r is the log likelihood ratio's, rounded to
    one in a whole number m, so that the sum moves by m - 1 or -1 and the cases to a false alarm follow exactly from a
    Markov chain (Reynolds and Stoumbos 1999, Journal of Quality Technology 31: 87-108). The limit is the lowest with at
    least `false_alarm_every` cases between false alarms; after a signal the sum starts again. Raises ValueError for
    outcomes other than 0 and 1, or a share outside 0 to 1.
    """
    cases = np.asarray(outcomes, dtype=float)
    if not np.isin(cases, (0, 1)).all():
        raise ValueError("an outcome is 1 for a case with the event and 0 for one without; leave missing cases out")
    if not 0 < share < 1:
        raise ValueError(f"the usual share lies between 0 and 1; received {share!r}")
    step = reference_step(share)
    limit = lowest_limit(share, step, false_alarm_every)
    signals, total = np.zeros(len(cases), dtype=bool), 0
    for case, outcome in enumerate(cases):
        total = max(0, total + (step - 1 if outcome else -1))
        signals[case] = total >= limit
        total = 0 if signals[case] else total
    return signals


def reference_step(share: float) -> int:
    """m of the reference value 1/m: cases without the event that take back what one with it adds, plus one."""
    grown = ODDS * share / (1 - share + ODDS * share)
    return max(2, round(float(np.log(ODDS) / -np.log((1 - grown) / (1 - share)))))


def lowest_limit(share: float, step: int, every: float) -> int:
    """The lowest limit with at least so many cases between false alarms."""
    low, high = 0, step
    while cases_to_signal(share, step, high) < every:
        low, high = high, high * 2
        if high > MOST_STATES:
            raise ValueError(f"one false alarm in {every:g} cases is too rare to build; ask for fewer cases")
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if cases_to_signal(share, step, middle) >= every else (middle, high)
    return high


def cases_to_signal(share: float, step: int, limit: int) -> float:
    """How many cases pass on average from zero to a signal, for events with a share."""
    state = np.arange(limit)
    chain: NDArray[np.float64] = np.zeros((limit, limit))
    chain[state, np.maximum(state - 1, 0)] += 1 - share
    within = state + step - 1 < limit
    chain[state[within], state[within] + step - 1] += share
    return float(np.linalg.solve(np.eye(limit) - chain, np.ones(limit))[0])


def _why_not(counts: np.ndarray, months: pd.PeriodIndex) -> str | None:
    """Why these months cannot be watched so; None where they can."""
    gone = len(pd.period_range(months[0], months[-1], freq="M")) - int((~np.isnan(counts)).sum()) if len(counts) else 0
    if len(counts) < LEAST_MONTHS:
        return f"{len(counts)} months are too few; {LEAST_MONTHS} are needed."
    if gone:
        return f"{gone} of the months have no figure, so that the time between events is not known."
    if (counts > 0).mean() > MOST_WITH_ONE:
        return "More than half of the months have one: they are not rare."
    events = int(counts.sum())
    least = FEWEST_GAPS + 1
    return None if events >= least else f"{events} in {len(counts)} months are too few; {least} are needed."


def _days_of_events(counts: np.ndarray, months: pd.PeriodIndex) -> np.ndarray:
    """The day of each event since the first month began, those of one month evenly within it."""
    first = months[0].start_time
    days: list[float] = []
    for count, month in zip(counts.astype(int), months, strict=True):
        begin = (month.start_time - first).days
        days += [begin + month.days_in_month * (number + 0.5) / count for number in range(count)]
    return np.array(days)
