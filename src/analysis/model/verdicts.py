"""How many verdicts a release gives, how many chance alone would give, and which of many hold together."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

FALSE_DISCOVERIES = 0.05
METHOD = "Benjamini and Hochberg 1995: of the verdicts that stand, 5% on average would be chance"


@dataclass(frozen=True)
class Verdicts:
    """The verdicts of a page or release taken together.

    `tested` figures were judged, `unusual` of them were called unusual, and `by_chance` would be were nothing but the
    ordinary at work. `stand` says of each tested figure, in the order given, whether its verdict holds when all are
    judged together; `standing` counts those. `untested` had no p value.
    """

    tested: int
    unusual: int
    by_chance: float
    standing: int
    untested: int
    confidence: float
    stand: np.ndarray = field(compare=False, repr=False)
    method: str = METHOD


def count_verdicts(
    p_values: Iterable[float], confidence: float = 0.95, *, false_discoveries: float = FALSE_DISCOVERIES
) -> Verdicts:
    """Count the verdicts that p values give at a confidence, and those that stand among so many.

    NaN is a figure that could not be judged. Where tests are of the same children, by_chance is still right on average,
    and the false discovery rate holds for tests that go together (Benjamini and Yekutieli 2001). Raises ValueError for
    a p value outside 0 to 1.
    """
    given = np.asarray(list(p_values), dtype=float)
    p = given[~np.isnan(given)]
    if ((p < 0) | (p > 1)).any():
        raise ValueError("a p value lies between 0 and 1")
    stand = np.zeros(len(given), dtype=bool)
    stand[~np.isnan(given)] = control_false_discoveries(p, false_discoveries)
    unusual = int((p < 1 - confidence).sum())
    return Verdicts(
        tested=len(p),
        unusual=unusual,
        by_chance=(1 - confidence) * len(p),
        standing=int(stand.sum()),
        untested=len(given) - len(p),
        confidence=confidence,
        stand=stand,
    )


def control_false_discoveries(p_values: np.ndarray, rate: float = FALSE_DISCOVERIES) -> np.ndarray:
    """Which of many p values stand when at most a share `rate` of those that do may be false on average.

    The step-up rule of Benjamini and Hochberg (1995, JRSS B 57, 289-300): of m ordered p values, the first k stand,
    where k is the largest with p(k) ≤ k/m × rate.
    """
    order = np.argsort(p_values, kind="stable")
    size = len(p_values)
    below = np.flatnonzero(p_values[order] <= np.arange(1, size + 1) / size * rate)
    stand = np.zeros(size, dtype=bool)
    if len(below):
        stand[order[: below[-1] + 1]] = True
    return stand
