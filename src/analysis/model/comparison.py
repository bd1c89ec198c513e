"""A figure against another: verdicts by its limits, and its place among others."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.model.limits import Numbers, same_index, to_floats
from analysis.refusals import suggest

POLARITIES = {"low": ("worse", "better"), "high": ("better", "worse"), None: ("higher", "lower")}
NOT_COMPARED = "not compared"
QUARTILES = ("first", "second", "third", "fourth")


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


@dataclass(frozen=True)
class Place:
    """A place among so many, 1 being the best; `quartile` names the fourth of them that it falls in, the first best."""

    place: int
    of: int

    @property
    def quartile(self) -> str | None:
        """The quartile that the place falls in; None where they are fewer than four."""
        return QUARTILES[4 * (self.place - 1) // self.of] if self.of >= 4 else None

    def __str__(self) -> str:
        return f"{self.place} of {self.of}" + (f", {self.quartile} quartile" if self.quartile else "")


def find_place(value: float, others: Iterable[float], polarity: str | None) -> Place | None:
    """The place of a value among others: one more than how many are better, so that equals share the better place.

    Others without a figure are not counted. None without a polarity (`low` or `high`), a value, or any other.
    """
    known = np.asarray([other for other in others if not np.isnan(other)], dtype=float)
    if polarity not in ("low", "high") or np.isnan(value) or not len(known):
        return None
    better = known > value if polarity == "high" else known < value
    return Place(int(better.sum()) + 1, len(known) + 1)
