"""A figure against another place: verdicts, neighbours' averages, comparators of another age."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.model.limits import Numbers, same_index, to_floats
from analysis.periods import Period
from analysis.refusals import suggest

__all__ = [
    "Comparison",
    "NeighbourAverage",
    "comparator_age",
    "compare",
    "neighbour_average",
    "verdict",
]

POLARITIES = {"low": ("worse", "better"), "high": ("better", "worse"), None: ("higher", "lower")}
NOT_COMPARED = "not compared"
INTERVAL_AGAINST_VALUE = "confidence limits against a value"
LEAST_NEIGHBOURS = 5  # fewer are no group: one neighbour made the "average" of ten
MEAN_OF_NEIGHBOURS = "unweighted mean of the statistical neighbours"


@dataclass(frozen=True)
class Comparison:
    """The verdict on a figure against a comparator, and what a reader must know of the comparator's age."""

    verdict: str
    benchmark: float
    age: str | None
    method: str
    confidence: float
    reason: str | None = None


@dataclass(frozen=True)
class NeighbourAverage:
    """What an area's statistical neighbours show for one period, and which set of neighbours they are."""

    mean: float
    median: float
    lowest: float
    highest: float
    areas: int
    missing: int
    set_year: int
    set_version: str
    method: str
    confidence: None = None
    reason: str | None = None


def verdict(lower: Numbers, upper: Numbers, benchmark: Numbers, polarity: str | None) -> str | np.ndarray | pd.Series:
    """An interval against a value: better, worse or similar where the indicator has a good direction.

    Polarity "low" means that low is good, "high" that high is good; None, that neither is, and the verdict is
    then higher, lower or similar and never a judgement. A benchmark on a limit is similar. Without limits or
    a benchmark the figure is "not compared". Takes numbers, arrays or Series. Raises ValueError for another
    polarity or limits the wrong way round.
    """
    above, below = POLARITIES[check_polarity(polarity)]
    index = same_index(lower, upper, benchmark)
    low, high, value = np.broadcast_arrays(
        to_floats(lower, "lower"), to_floats(upper, "upper"), to_floats(benchmark, "benchmark")
    )
    if (low > high).any():
        raise ValueError("a lower limit exceeds its upper limit; give the lower one first")
    known = ~(np.isnan(low) | np.isnan(high) | np.isnan(value))
    words = np.full(low.shape, NOT_COMPARED, dtype=object)
    words[known] = "similar"
    words[known & (low > value)] = above
    words[known & (high < value)] = below
    if index is not None:
        return pd.Series(words, index=index)
    return words.item() if words.ndim == 0 else words


def check_polarity(polarity: str | None) -> str | None:
    """The polarity as "low", "high" or None. Raises ValueError, with the nearest name, for any other."""
    polarity = None if polarity == "none" else polarity
    if polarity not in POLARITIES:
        raise ValueError(f"no polarity {polarity!r}. {suggest(str(polarity), ['low', 'high', 'none'])}")
    return polarity


def compare(
    lower: float,
    upper: float,
    benchmark: float,
    polarity: str | None,
    *,
    period: Period,
    comparator_period: Period,
    name: str = "The comparator",
    confidence: float = 0.95,
    accept_age: bool = False,
) -> Comparison:
    """A figure against a comparator whose period is known.

    A comparator from another period gives no verdict and the reason, unless `accept_age` says that the page
    will show its age; then `age` holds the words that must stand beside it.
    """
    polarity = check_polarity(polarity)
    age = comparator_age(period, comparator_period, name=name)
    if age and not accept_age:
        return Comparison(NOT_COMPARED, benchmark, age, INTERVAL_AGAINST_VALUE, confidence, age)
    word = str(verdict(lower, upper, benchmark, polarity))
    reason = "The figure has no limits or the comparator no value." if word == NOT_COMPARED else None
    return Comparison(word, benchmark, age, INTERVAL_AGAINST_VALUE, confidence, reason)


def comparator_age(period: Period, comparator_period: Period, *, name: str = "The comparator") -> str | None:
    """How far a comparator's period lies from the figure's, in words; None where they are the same days."""
    if period == comparator_period:
        return None
    months = (period.end.year - comparator_period.end.year) * 12 + period.end.month - comparator_period.end.month
    if months == 0:
        return f"{name} covers {comparator_period}, not {period}."
    size, side = abs(months), "earlier" if months > 0 else "later"
    unit, count = ("year", size // 12) if size % 12 == 0 else ("month", size)
    return f"{name} is for {comparator_period}, {count} {unit}{'s' * (count > 1)} {side} than {period}."


def neighbour_average(
    values: pd.Series, neighbours: Iterable[str], *, set_year: int, set_version: str
) -> NeighbourAverage:
    """The unweighted mean of the neighbours' values, as DfE gives it, with their median and range beside it.

    `values` holds one value for each area code, all of one indicator and period; `neighbours` are the codes
    of the set. Neighbours without a value are counted as missing and left out; fewer than five with one give the
    reason and no average. Raises ValueError for a code given twice.
    """
    neighbours = list(neighbours)
    if values.index.has_duplicates or len(set(neighbours)) < len(neighbours):
        raise ValueError("an area code is given twice; give one value for each area, of one period")
    figures = pd.Series(to_floats(values, "values"), index=values.index).reindex(neighbours)
    known = figures.dropna()
    reason = None
    if len(known) < LEAST_NEIGHBOURS:
        reason = f"{len(known)} of {len(figures)} statistical neighbours have a value; {LEAST_NEIGHBOURS} are needed."
    enough = known if reason is None else known.iloc[:0]
    return NeighbourAverage(
        float(enough.mean()),
        float(enough.median()),
        float(enough.min()),
        float(enough.max()),
        areas=len(known),
        missing=len(figures) - len(known),
        set_year=set_year,
        set_version=set_version,
        method=MEAN_OF_NEIGHBOURS,
        reason=reason,
    )
