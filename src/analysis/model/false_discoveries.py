"""Which of many verdicts hold when they are judged together."""

import numpy as np


def control_false_discoveries(p_values: np.ndarray, rate: float = 0.05) -> np.ndarray:
    """Which of many p values stand when at most a share `rate` of those that do may be false on average.

    The step-up rule of Benjamini and Hochberg (1995, Journal of the Royal Statistical Society B 57: 289-300): of m
    ordered p values the first k stand, where k is the largest with p(k) ≤ k/m × rate. It holds for tests that are
    independent or go together (Benjamini and Yekutieli 2001). Raises ValueError for a p value outside 0 to 1.
    """
    if not ((p_values >= 0) & (p_values <= 1)).all():
        raise ValueError("a p value lies between 0 and 1")
    order = np.argsort(p_values, kind="stable")
    size = len(p_values)
    below = np.flatnonzero(p_values[order] <= np.arange(1, size + 1) / size * rate)
    stand = np.zeros(size, dtype=bool)
    if len(below):
        stand[order[: below[-1] + 1]] = True
    return stand
