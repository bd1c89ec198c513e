"""The place of a figure among others, where one way is better: 1 is the best."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

QUARTERS = ("first", "second", "third", "fourth")


@dataclass(frozen=True)
class Place:
    """A place among so many, 1 being the best; `quarter` names the quarter of them that it falls in, the first best."""

    place: int
    of: int

    @property
    def quarter(self) -> str | None:
        """The quarter of the ranked that the place falls in; None where they are fewer than four."""
        return QUARTERS[4 * (self.place - 1) // self.of] if self.of >= 4 else None

    def __str__(self) -> str:
        return f"{self.place} of {self.of}" + (f", {self.quarter} quarter" if self.quarter else "")


def find_place(value: float, others: Iterable[float], polarity: str | None) -> Place | None:
    """The place of a value among others: one more than how many are better, so that equals share the better place.

    Others without a figure are not counted. None without a polarity (`low` or `high`), a value, or any other.
    """
    known = np.asarray([other for other in others if not np.isnan(other)], dtype=float)
    if polarity not in ("low", "high") or np.isnan(value) or not len(known):
        return None
    better = known > value if polarity == "high" else known < value
    return Place(int(better.sum()) + 1, len(known) + 1)
