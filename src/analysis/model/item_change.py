"""The change of an indicator between two of its figures: against chance, and against what is ordinary for authorities.

Where nobody knows what is ordinary for authorities, as with most of a partner's own figures, the series' own earlier
steps say what is unusual once there are enough of them.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtri

from analysis.definitions import Indicator
from analysis.definitions.learned_changes import Every, IndicatorChanges, Kind
from analysis.measures.items import ItemSeries
from analysis.model.differences import difference_of_proportions, ratio_of_rates
from analysis.model.judged_change import Change, judge_change
from analysis.model.limits import Estimate, check_confidence, check_counts

STOCKS = "ratio of two stocks with the children in both left out of its variance, normal limits of its logarithm"

NO_EARLIER = "There is no earlier figure of the same kind."
OWN_WORK = "These count the Board’s own work, so no statistical test applies."
SAME_CHILDREN = "Most of the same children are counted on both dates, so this change is not tested."
NO_NUMBERS = "The numbers behind them were not supplied."
PARTS = ("number", "whole")
LONGEST_QUARTER = 93  # days from one quarter's end to the next
FEWEST_STEPS = 11  # between the 12 earlier figures that NHS England's "Making Data Count" asks for at least
RANGE_LIMIT = 3.268  # D4 for ranges of two figures: the upper limit of a moving range over its average (Shewhart 1931)


@dataclass(frozen=True)
class ItemChange:
    """A change from the figure at the place `before` of a series to its latest one.

    `estimate` is a difference of shares or a ratio with its limits, or the reason why there are none; `ordinary` how
    the change lies among those of other authorities, and `own_step` the largest ordinary step of the series itself,
    both None where that is not known.
    """

    before: int | None
    first: float
    last: float
    estimate: Estimate
    ordinary: Change | None = None
    own_step: float | None = None

    @property
    def reason(self) -> str | None:
        """Why nothing can be said of the change, None where something can."""
        return str(self.estimate.reason) if self.estimate.reason is not None and self.unusual is None else None

    @property
    def unusual(self) -> bool | None:
        """The verdict, by what is known first: ordinary changes, chance, the figure's own steps; None without any.

        What chance explains is not unusual; what is more than chance explains is so only where the figure has ordinary
        changes to be held against.
        """
        if self.ordinary is not None and self.ordinary.unusual is not None:
            return self.ordinary.unusual
        if self.estimate.reason is None and not self.estimate.clear:
            return False
        return None if self.own_step is None else abs(self.last - self.first) > self.own_step

    @property
    def beyond_chance(self) -> bool:
        """Whether the change is more than chance explains and no more is known of it."""
        return self.estimate.clear and self.unusual is None

    @property
    def upwards(self) -> bool:
        """Whether the later figure is the higher."""
        return self.last > self.first


def change_from(
    series: ItemSeries, before: int | None, indicator: Indicator, kept: IndicatorChanges | None, confidence: float
) -> ItemChange:
    """The change of a series from the figure at a place to its latest.

    Reads start, end, figure, number and whole, as `analysis.measures.items.Item` says. `kept` is how much authorities
    ordinarily change, from which the latest window before the change is taken.
    """
    if before is None:
        nothing = Estimate(np.nan, np.nan, np.nan, "", confidence, NO_EARLIER)
        return ItemChange(None, np.nan, np.nan, nothing)
    first, last = series.iloc[before], series.iloc[-1]
    estimate = estimate_change(first, last, indicator, confidence)
    ordinary = _judge(first, last, indicator, kept, confidence)
    own = None if estimate.reason == OWN_WORK else find_own_step(series["figure"], before)
    return ItemChange(before, float(first["figure"]), float(last["figure"]), estimate, ordinary, own)


def find_own_step(figures: pd.Series, before: int) -> float | None:
    """The largest ordinary step of a series from the place `before` to its last: the upper limit of its moving range.

    3.268 times the average step between its earlier figures as far apart (Shewhart 1931; the limit of the mR chart that
    goes with an XmR chart). None under 11 such steps, or where they all are none.
    """
    steps = figures.diff(len(figures) - 1 - before).abs().iloc[:-1].dropna()
    return RANGE_LIMIT * float(steps.mean()) if len(steps) >= FEWEST_STEPS and steps.any() else None


def estimate_change(first: pd.Series, last: pd.Series, indicator: Indicator, confidence: float) -> Estimate:
    """The later figure against the earlier: a difference of shares, else a ratio, with its limits or the reason.

    Of cases that come in clusters, numbers are divided by the design effect of the indicator. What is counted on a day
    has limits a year on where it is known how many are counted twice, else none; nor has the Board's own work.
    """
    if indicator.when_counted == "at_end":
        return _compare_days(first, last, indicator, confidence)
    if indicator.kind == "count":
        if indicator.counts == "things":
            return Estimate(np.nan, np.nan, np.nan, "", confidence, OWN_WORK)
        return ratio_of_rates(last["figure"], 1, first["figure"], 1, confidence)
    numbers = [row[name] for row in (last, first) for name in PARTS]
    if pd.isna(numbers).any():
        return Estimate(np.nan, np.nan, np.nan, "", confidence, NO_NUMBERS)
    compare = difference_of_proportions if indicator.kind == "proportion" else ratio_of_rates
    # what comes in clusters tells as much as so many fewer independent cases (Kish 1965)
    x1, n1, x2, n2 = (float(number) / indicator.clustering for number in numbers)
    return compare(x1, n1, x2, n2, confidence)


def _compare_days(first: pd.Series, last: pd.Series, indicator: Indicator, confidence: float) -> Estimate:
    """A stock, or its rate, against that of a year before; of any other distance nobody says how many are in both."""
    again = indicator.counted_again
    if again is None or last["end"] != first["end"] + pd.DateOffset(years=1):
        reason = OWN_WORK if indicator.counts == "things" else SAME_CHILDREN
        return Estimate(np.nan, np.nan, np.nan, "", confidence, reason)
    if indicator.kind == "count":
        return compare_stocks(first["figure"], last["figure"], again.share, confidence=confidence)
    if pd.isna([first["number"], last["number"]]).any():
        return Estimate(np.nan, np.nan, np.nan, "", confidence, NO_NUMBERS)
    populations = float(first["whole"]), float(last["whole"])
    return compare_stocks(first["number"], last["number"], again.share, populations=populations, confidence=confidence)


def _judge(
    first: pd.Series, last: pd.Series, indicator: Indicator, kept: IndicatorChanges | None, confidence: float
) -> Change | None:
    """The change among ordinary ones, where they are known for this kind of figure and for this step in time."""
    every: Every = "quarter" if (last["end"] - first["end"]).days <= LONGEST_QUARTER else "year"
    if kept is None:
        return None
    kind, columns = _kind_of(first, last, indicator)
    window = kept.before(last["end"].date(), every, kind) or kept.before(last["end"].date(), every, "value")
    if window is None:
        return None
    if window.kind == "value":
        columns = {"figure": "value"}
    rows = [row[["start", "end", *columns]].rename(columns) for row in (first, last)]
    if indicator.kind == "count":  # from one period to the next the population stays about as it is
        rows = [pd.concat([row, pd.Series({"denominator": 1.0})]) for row in rows]
    earlier, later = rows
    return judge_change(earlier, later, window, kind=window.kind, every=every, confidence=confidence)


def _kind_of(first: pd.Series, last: pd.Series, indicator: Indicator) -> tuple[Kind, dict[str, str]]:
    """Which kind of figure two figures of an indicator can be judged as, and the columns that are it."""
    if indicator.kind == "count":
        return "rate", {"figure": "numerator"}
    if (
        indicator.kind in ("rate", "proportion")
        and pd.notna([row[name] for row in (first, last) for name in PARTS]).all()
    ):
        return indicator.kind, {"number": "numerator", "whole": "denominator"}
    return "value", {"figure": "value"}


def compare_stocks(
    earlier: float,
    later: float,
    overlap: float,
    *,
    populations: tuple[float, float] = (1.0, 1.0),
    confidence: float = 0.95,
) -> Estimate:
    """The later stock over the earlier with its limits, given the share of the earlier one who are in both.

    Children in both add to both counts alike and say nothing of the change: with c = overlap × earlier of them the log
    ratio's variance is 1/earlier + 1/later - 2c / (earlier × later), that of the independent children who left and who
    came. With `populations`, the earlier and the later, rates are compared. Too large an overlap for the counts, or
    none of either, gives a reason. Raises ValueError for an overlap outside 0 to 1.
    """
    if not 0 <= overlap <= 1:
        raise ValueError(f"an overlap is a share between 0 and 1, such as 0.17 for 17%; received {overlap!r}")
    first, last = float(check_counts(earlier, "earlier")), float(check_counts(later, "later"))
    both = overlap * first
    reason = None
    if np.isnan([first, last, *populations]).any():
        reason = "A stock is missing."
    elif not (first > 0 and last > 0):
        reason = "A stock is zero, so there is no ratio."
    elif both > last:
        reason = "More children than the later stock holds would be in both: the overlap is of other figures."
    if reason:
        return Estimate(np.nan, np.nan, np.nan, STOCKS, check_confidence(confidence), reason)
    variance = (first + last - 2 * both) / (first * last)
    reach = float(np.exp(ndtri((1 + check_confidence(confidence)) / 2) * np.sqrt(variance)))
    ratio = last / populations[1] / (first / populations[0])
    return Estimate(ratio, ratio / reach, ratio * reach, STOCKS, confidence)
