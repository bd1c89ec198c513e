"""How many of a release's verdicts chance alone would call unusual, were nothing unusual anywhere."""

from dataclasses import dataclass

import numpy as np
from scipy.special import bdtr

from analysis.model.limits import check_confidence


@dataclass(frozen=True)
class FalseAlarms:
    """How many verdicts there are, how many call something unusual, and how many chance alone would.

    `expected` is the mean of chance's number, `most` the number that chance exceeds in fewer than 1 release in 20.
    """

    given: int
    unusual: int
    expected: float
    most: int
    confidence: float
    method: str = "Binomial number of false alarms among verdicts at one level, taken as independent"


def expect_false_alarms(given: int, unusual: int, confidence: float) -> FalseAlarms:
    """Set verdicts at a level of confidence beside what chance alone makes of as many.

    Each verdict at 95% is wrong in 1 of 20 cases where nothing is unusual, so that their number is binomial (Jones,
    Ohlssen and Spiegelhalter 2008, on false alarms among many providers). Raises ValueError for more unusual verdicts
    than there are verdicts.
    """
    if not 0 <= unusual <= given:
        raise ValueError(f"{unusual} of {given} verdicts cannot be unusual")
    level = 1 - check_confidence(confidence)
    numbers = np.arange(given + 1)
    most = int(numbers[bdtr(numbers, given, level) >= 0.95][0])
    return FalseAlarms(given, unusual, given * level, most, confidence)


def control_false_discoveries(p_values: np.ndarray, rate: float = 0.05) -> np.ndarray:
    """Which of many p values stand when at most a share `rate` of those that do may be false on average.

    The step-up rule of Benjamini and Hochberg (1995, Journal of the Royal Statistical Society B 57: 289-300): of m
    ordered p values the first k stand, where k is the largest with p(k) ≤ k/m × rate. It holds for tests that are
    independent or go together (Benjamini and Yekutieli 2001). Raises ValueError for a p value outside 0 to 1.
    """
    from scipy.stats import false_discovery_control  # takes half a second to load, and a release needs only the above

    return np.asarray(false_discovery_control(p_values) <= rate)
