"""Missing children and missing episodes: who repeats, how often, what months add up to, and whether that grows.

In a trend the child is the unit and not the episode. Monthly totals say how many children repeat, not how often each
does: for its variance the episodes beyond two are taken as geometric, as counts usually are.
"""

from dataclasses import dataclass, field
from typing import Annotated

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri

from analysis.model.limits import check_confidence, check_counts, need_columns
from analysis.model.shown_result import ShownResult
from analysis.model.timeline import read_starts
from analysis.schemas import table_of

TOTALS = ["children", "episodes", "repeat_children", "repeat_episodes"]
YEAR = "months taken together"
CHILDREN_CAVEAT = (
    "A child missing in several months is counted in each, so the sum of the months' children is not the "
    "number of children in the year, and a child who repeats from month to month is not seen to."
)
FEWEST_MONTHS = 6
MEASURES = ("episodes_per_child", "repeat_share", "repeat_child_share", "episodes_per_repeat_child")
COUNTS = ("children_per_day", "episodes_per_day")
METHOD = (
    "weighted trend over the months with the child as the unit (ratio estimator, Cochran 1977), "
    "first half of the months against the second"
)
CAVEAT = "Four related figures are tested on the same months, so p values are also given times four (Bonferroni)."
MissingMonths = Annotated[pd.DataFrame, table_of(*TOTALS)]
"""Children who went missing, their episodes, and those of both that are of children with more than one."""


@dataclass(frozen=True)
class MissingYear:
    """What monthly totals say of their year: episodes add up, children only between two bounds.

    `episodes` is missing when a month is. At least as many children went missing as in the month with the most, at most
    as many as the months' sum.
    """

    months: int
    episodes: float = np.nan
    children_at_least: float = np.nan
    children_at_most: float = np.nan
    method: str = YEAR
    caveat: str | None = None
    reason: str | None = None


def add_repeats(table: MissingMonths) -> MissingMonths:
    """Add what each row's children, episodes, repeat children and repeat episodes say together.

    Adds episodes_per_child, repeat_child_share (of children), repeat_share (of episodes) and dispersion: how many times
    a Poisson count's variance the episodes have, the sum of each child's squared episodes over all episodes (Eayres
    2008). Published totals give its lower bound, for repeat children who share their episodes evenly (Cauchy and
    Schwarz). A row of broken totals (`find_broken_totals`) has no result. Raises ValueError as `read_totals` does.
    """
    totals = read_totals(table)
    whole = [find_broken_totals(*row) is None for row in totals.itertuples(index=False)]
    known = totals.where(pd.Series(whole, index=table.index) & (totals["episodes"] > 0))
    squared = known["repeat_episodes"] ** 2 / known["repeat_children"].replace(0, np.nan)
    once = known["children"] - known["repeat_children"]
    return table.assign(
        episodes_per_child=known["episodes"] / known["children"],
        repeat_child_share=known["repeat_children"] / known["children"],
        repeat_share=known["repeat_episodes"] / known["episodes"],
        dispersion=(once + squared.fillna(0)) / known["episodes"],
    )


def read_totals(table: MissingMonths) -> MissingMonths:
    """The four totals of each row as numbers. Raises ValueError for a missing column or a negative figure."""
    need_columns(table, *TOTALS)
    return pd.DataFrame({name: check_counts(table[name], name) for name in TOTALS}, index=table.index)


def find_broken_totals(children: float, episodes: float, repeat_children: float, repeat_episodes: float) -> str | None:
    """Why four totals of missing children cannot belong together, as a sentence; None where they can."""
    if np.isnan([children, episodes, repeat_children, repeat_episodes]).any():
        return "A total of children or episodes is missing."
    if repeat_children > children or repeat_episodes > episodes:
        return "There are more repeats than children or episodes."
    if children - repeat_children != episodes - repeat_episodes:
        return "The children with one episode are not as many as the episodes that are no repeat."
    if repeat_episodes < 2 * repeat_children:
        return "A repeat child has at least two episodes, and here the mean is less."
    return None


def count_suppressed(months: MissingMonths) -> int:
    """How many months have a total that is withheld because it is small, by the columns `<total>_status`.

    The months that are left were then chosen by their size: a share or a trend of repeats over them alone is biased.
    """
    statuses = [months[name] for name in (f"{total}_status" for total in TOTALS) if name in months]
    return int(pd.concat(statuses, axis=1).eq("withheld").any(axis=1).sum()) if statuses else 0


def describe_year(months: MissingMonths) -> MissingYear:
    """What the monthly children and episodes of a year add up to, without filling a month that is missing.

    Raises ValueError for negative figures.
    """
    children, episodes = (check_counts(months[name], name) for name in ("children", "episodes"))
    gaps = np.isnan(children) | np.isnan(episodes)
    size, missing = len(months), int(gaps.sum())
    if gaps.all():
        return MissingYear(size, reason="No month has figures.")
    reason = None
    if missing:
        names = f" ({', '.join(months['period'].astype(str)[gaps])})" if "period" in months else ""
        verb = "is" if missing == 1 else "are"
        reason = f"{missing} of {size} months {verb} missing{names}, so there is no total for the year."
    least = float(np.nanmax(children))
    total, most = (np.nan, np.nan) if reason else (float(episodes.sum()), float(children.sum()))
    return MissingYear(size, total, least, most, caveat=CHILDREN_CAVEAT, reason=reason)


@dataclass(frozen=True)
class MissingTrend(ShownResult):
    """How often children went missing from the first month to the last: one row of `table` for each measure.

    The columns: first and last (that month's figure), per_month (the slope), p_value (two-sided), p_adjusted (times
    four, or two for the counts per day: Bonferroni), early and late (the halves' figures), lower and upper (limits of
    late less early) and unusual. `children_per_day` and `episodes_per_day` stand beside the four measures.
    """

    table: pd.DataFrame = field(compare=False, repr=False)
    months: int
    method: str
    confidence: float
    caveat: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class _Totals:
    """Children, episodes, repeat children and their episodes of each month (arrays), and its days."""

    children: np.ndarray
    episodes: np.ndarray
    repeat_children: np.ndarray
    repeat_episodes: np.ndarray
    days: np.ndarray

    def among(self, months: np.ndarray) -> "_Totals":
        """The totals of the months together, as of one."""
        return _Totals(*(np.array([each[months].sum()]) for each in vars(self).values()))

    @property
    def squares(self) -> np.ndarray:
        """The sum over repeat children of their episodes squared, with a geometric tail."""
        each = self.repeat_episodes / np.where(self.repeat_children == 0, np.nan, self.repeat_children)
        return np.nan_to_num(self.repeat_children * (each**2 + (each - 2) * (each - 1)))


def trend_of_missing(months: MissingMonths, confidence: float = 0.95) -> MissingTrend:
    """Test how often children go missing over all months there are.

    `months` have start or period too; those with a gap, or with totals that cannot belong together, are left out. A
    measure is regressed on time by weighted least squares with the known variances of ratios of totals (Cochran 1977,
    Sampling Techniques, 3rd edition, section 6.4). A child of several months counts in each. Fewer than six months give
    a reason, as a small one that is withheld does. Raises ValueError for a missing column or a negative figure.
    """
    check_confidence(confidence)
    figures = list(read_totals(months).to_numpy().T)
    starts = read_starts(months)
    whole = np.array([find_broken_totals(*row) is None for row in zip(*figures, strict=True)], dtype=bool)
    known = np.flatnonzero(whole & (figures[1] > 0))
    known = known[np.argsort(starts.to_numpy()[known])]
    suppressed, reason = count_suppressed(months), None
    if suppressed:
        reason = (
            f"{suppressed} of {len(months)} months are suppressed because a count is small, so that those left were "
        )
        reason += "chosen by their size."
    elif len(known) < FEWEST_MONTHS:
        reason = f"{len(known)} months with figures show no trend; {FEWEST_MONTHS} are needed."
    if reason:
        return MissingTrend(pd.DataFrame(), len(known), METHOD, confidence, reason=reason)
    when = pd.PeriodIndex(starts, freq="M").asi8[known].astype(float)
    days = starts.dt.days_in_month.to_numpy(dtype=float)
    children, episodes, again, of_again = (each[known] for each in figures)
    totals = _Totals(children, episodes, again, of_again, days[known])
    rows = [_test(name, totals, when, confidence) for name in (*MEASURES, *COUNTS)]
    return MissingTrend(pd.DataFrame(rows), len(known), METHOD, confidence, caveat=CAVEAT)


def _test(name: str, totals: _Totals, when: np.ndarray, confidence: float) -> dict[str, object]:
    value, variance = _measure(name, totals)
    seen = np.isfinite(value)
    slope, p_value = _slope(value[seen], variance[seen], when[seen])
    middle = (when[0] + when[-1]) / 2
    halves = [_measure(name, totals.among(half)) for half in (when <= middle, when > middle)]
    (early, before), (late, after) = ((float(figure[0]), float(spread[0])) for figure, spread in halves)
    reach = ndtri((1 + confidence) / 2) * np.sqrt(before + after)
    p_adjusted = min(1.0, p_value * len(MEASURES if name in MEASURES else COUNTS))
    return {
        "measure": name,
        "first": value[0],
        "last": value[-1],
        "per_month": slope,
        "p_value": p_value,
        "p_adjusted": p_adjusted,
        "early": early,
        "late": late,
        "lower": late - early - reach,
        "upper": late - early + reach,
        "unusual": p_adjusted < 1 - confidence,
    }


def _measure(name: str, totals: _Totals) -> tuple[np.ndarray, np.ndarray]:
    """A measure of each month, and its variance."""
    n, x, again, of_again = totals.children, totals.episodes, totals.repeat_children, totals.repeat_episodes
    once, squares = n - again, totals.squares
    correction = n / np.where(n > 1, n - 1, np.nan)
    repeating = np.where(again == 0, np.nan, again)
    mean, share, part, each = x / n, of_again / x, again / n, of_again / repeating
    measures = {
        "episodes_per_child": (mean, (once + squares - n * mean**2) / n**2 * correction),
        "repeat_share": (share, (once * share**2 + (1 - share) ** 2 * squares) / x**2 * correction),
        "repeat_child_share": (part, part * (1 - part) / n),
        "episodes_per_repeat_child": (each, (each - 2) * (each - 1) / repeating),
        "children_per_day": (n / totals.days, n / totals.days**2),
        "episodes_per_day": (x / totals.days, (once + squares) / totals.days**2),
    }
    return measures[name]


def _slope(value: np.ndarray, variance: np.ndarray, at: np.ndarray) -> tuple[float, float]:
    """The weighted slope per month and its two-sided p value; NaN where no month varies.

    A month in which no child repeats shows no spread and is not certain for it: it weighs as the least certain month.
    """
    known = variance[variance > 0]
    if len(known) < 2:
        return np.nan, np.nan
    weight = 1 / np.where(variance > 0, variance, known.max())
    apart = at - np.average(at, weights=weight)
    information = float((weight * apart**2).sum())
    slope = float((weight * apart * value).sum()) / information
    return slope, float(2 * ndtr(-abs(slope) * np.sqrt(information)))
