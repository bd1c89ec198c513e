"""Whether children go missing more often over the months, with the child and not the episode as the unit.

Monthly totals give how many children repeat and how many episodes they have, not how many each has. Its variance is
bracketed: the least is that of repeat children who share their episodes evenly; the wider takes the episodes beyond
two as geometric, as counts of repeats usually tail off.
"""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri
from scipy.stats import kendalltau

from analysis.model.limits import check_confidence
from analysis.model.missing import count_suppressed, find_broken_totals, read_totals
from analysis.model.shown_result import ShownResult
from analysis.model.timeline import read_starts

FEWEST_MONTHS = 6
MEASURES = ("episodes_per_child", "repeat_share", "repeat_child_share", "episodes_per_repeat_child")
COUNTS = ("children_per_day", "episodes_per_day")
METHOD = (
    "weighted trend over the months with the child as the unit (ratio estimator, Cochran 1977), "
    "Kendall's rank test, first half of the months against the second"
)
CAVEAT = "Four related figures are tested on the same months, so p values are also given times four (Bonferroni)."


@dataclass(frozen=True)
class MissingTrend(ShownResult):
    """How often children went missing from the first month to the last: one row of `table` for each measure.

    The columns: first and last (that month's figure), per_month (the slope), p_least and p_value (two-sided, with the
    least and the wider variance), p_adjusted (p_value times four, or two for the counts per day: Bonferroni), kendall
    and kendall_p, early and late (the halves' figures), difference, lower and upper (late less early, limits with the
    wider variance) and unusual. `children_per_day` and `episodes_per_day` stand beside the four measures.
    """

    table: pd.DataFrame = field(compare=False, repr=False)
    months: int
    missing: int
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
    def squares(self) -> tuple[np.ndarray, np.ndarray]:
        """The sum over repeat children of their episodes squared: the least possible, and with a geometric tail."""
        each = self.repeat_episodes / np.where(self.repeat_children == 0, np.nan, self.repeat_children)
        least = np.nan_to_num(self.repeat_children * each**2)
        beyond = np.nan_to_num(self.repeat_children * (each - 2) * (each - 1))
        return least, least + beyond


def trend_of_missing(months: pd.DataFrame, confidence: float = 0.95) -> MissingTrend:
    """Test how often children go missing over all months there are.

    `months` has children, episodes, repeat_children and repeat_episodes, and start or period; months with a gap, or
    with totals that cannot belong together, are left out and counted. A measure is regressed on time by weighted least
    squares with the known variances of ratios of totals (Cochran 1977, Sampling Techniques, 3rd edition, section 6.4);
    Kendall's tau is exact. A child of several months counts in each. Fewer than six months give a reason, and so does a
    month that is withheld because a count is small: the others were chosen by their size. Raises ValueError for a
    missing column or a negative figure.
    """
    check_confidence(confidence)
    figures = list(read_totals(months).to_numpy().T)
    starts = read_starts(months)
    whole = np.array([find_broken_totals(*row) is None for row in zip(*figures, strict=True)], dtype=bool)
    known = np.flatnonzero(whole & (figures[1] > 0))
    known = known[np.argsort(starts.to_numpy()[known])]
    missing = len(months) - len(known)
    suppressed = count_suppressed(months)
    if suppressed:
        reason = (
            f"{suppressed} of {len(months)} months are suppressed because a count is small, so that those left were "
            "chosen by their size."
        )
        return MissingTrend(pd.DataFrame(), len(known), missing, METHOD, confidence, reason=reason)
    if len(known) < FEWEST_MONTHS:
        reason = f"{len(known)} months with figures show no trend; {FEWEST_MONTHS} are needed."
        return MissingTrend(pd.DataFrame(), len(known), missing, METHOD, confidence, reason=reason)
    when = pd.PeriodIndex(starts, freq="M").asi8[known].astype(float)
    days = starts.dt.days_in_month.to_numpy(dtype=float)
    children, episodes, again, of_again = (each[known] for each in figures)
    totals = _Totals(children, episodes, again, of_again, days[known])
    rows = [_test(name, totals, when, confidence) for name in (*MEASURES, *COUNTS)]
    return MissingTrend(pd.DataFrame(rows), len(known), missing, METHOD, confidence, caveat=CAVEAT)


def _test(name: str, totals: _Totals, when: np.ndarray, confidence: float) -> dict[str, object]:
    value, least, wider = _measure(name, totals)
    seen = np.isfinite(value)
    (slope, p_value), (_, p_least) = (_slope(value[seen], each[seen], when[seen]) for each in (wider, least))
    tau, tau_p = kendalltau(when[seen], value[seen]) if seen.sum() > 1 else (np.nan, np.nan)
    middle = (when[0] + when[-1]) / 2
    (early, _, before), (late, _, after) = (
        _measure(name, totals.among(half)) for half in (when <= middle, when > middle)
    )
    difference, error = float(late[0] - early[0]), float(np.sqrt(before[0] + after[0]))
    reach = ndtri((1 + confidence) / 2) * error
    p_adjusted = min(1.0, p_value * len(MEASURES if name in MEASURES else COUNTS))
    return {
        "measure": name,
        "first": value[0],
        "last": value[-1],
        "per_month": slope,
        "p_least": p_least,
        "p_value": p_value,
        "p_adjusted": p_adjusted,
        "kendall": tau,
        "kendall_p": tau_p,
        "early": early[0],
        "late": late[0],
        "difference": difference,
        "lower": difference - reach,
        "upper": difference + reach,
        "unusual": p_adjusted < 1 - confidence,
    }


def _measure(name: str, totals: _Totals) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A measure of each month, and its variance with the least and the wider spread of episodes over children."""
    n, x, again, of_again = totals.children, totals.episodes, totals.repeat_children, totals.repeat_episodes
    once = n - again
    correction = n / np.where(n > 1, n - 1, np.nan)
    least, wider = totals.squares
    if name == "episodes_per_child":
        mean = x / n
        return mean, *((once + each - n * mean**2) / n**2 * correction for each in (least, wider))
    if name == "repeat_share":
        share = of_again / x
        return share, *((once * share**2 + (1 - share) ** 2 * each) / x**2 * correction for each in (least, wider))
    if name == "repeat_child_share":
        share = again / n
        return share, *[share * (1 - share) / n] * 2
    if name == "episodes_per_repeat_child":
        mean = of_again / np.where(again == 0, np.nan, again)
        return mean, *[(wider - least) / np.where(again == 0, np.nan, again) ** 2] * 2
    if name == "children_per_day":
        return n / totals.days, *[n / totals.days**2] * 2
    return x / totals.days, *((once + each) / totals.days**2 for each in (least, wider))


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
