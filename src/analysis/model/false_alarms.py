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
