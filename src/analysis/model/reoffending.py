"""Proven re-offending of cohorts of children, by the rules of the Ministry of Justice.

Guide to Proven Reoffending Statistics, Ministry of Justice: a child enters a cohort with the first caution,
conviction or release from custody in its period; re-offences are committed in the 12 months after and proven
in those or in the 6 months that follow. The rate counts children, the frequency counts offences of those who
re-offend.
"""

from dataclasses import dataclass

import numpy as np

from analysis.model.differences import NEWCOMBE, difference_of_proportions
from analysis.model.limits import Estimate, check_proportion

FOLLOW_UP_MONTHS = 12
WAITING_MONTHS = 6


@dataclass(frozen=True)
class ReoffendingFigure:
    """A rate of re-offending (0 to 1), and what must agree before it is held against another."""

    value: float
    source: str
    cohort: str
    follow_up_months: int = FOLLOW_UP_MONTHS
    children: float | None = None
    reoffenders: float | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.value <= 1:
            raise ValueError(f"a rate of re-offending lies between 0 and 1, such as 0.49; received {self.value!r}")


def describe_change(earlier: ReoffendingFigure, later: ReoffendingFigure, confidence: float = 0.95) -> Estimate:
    """The change between two rates of re-offending, or the reason why their difference is not one.

    Figures from different sources, or with another length of follow-up, are not a change however they differ;
    nor are two figures of one cohort. Of one source and definition, with counts, the difference has
    Newcombe's limits.
    """
    reason = _not_comparable(earlier, later)
    if reason is None and None in (earlier.children, earlier.reoffenders, later.children, later.reoffenders):
        reason = "The numbers of children are not given, so chance cannot be ruled out."
    if reason:
        return Estimate(np.nan, np.nan, np.nan, NEWCOMBE, confidence, reason)
    for figure in (earlier, later):
        check_proportion(figure.reoffenders, figure.children)
    return difference_of_proportions(
        later.reoffenders, later.children, earlier.reoffenders, earlier.children, confidence
    )


def _not_comparable(earlier: ReoffendingFigure, later: ReoffendingFigure) -> str | None:
    differing = []
    if earlier.source != later.source:
        differing.append(f"sources ({earlier.source}; {later.source})")
    if earlier.follow_up_months != later.follow_up_months:
        differing.append(f"lengths of follow-up ({earlier.follow_up_months} and {later.follow_up_months} months)")
    if earlier.cohort != later.cohort and differing:
        differing.append(f"cohorts ({earlier.cohort}; {later.cohort})")
    if differing:
        return (
            f"{earlier.value:.0%} and {later.value:.0%} come from different {' and '.join(differing)}, "
            "so their difference is not a change."
        )
    if earlier.cohort == later.cohort:
        return f"Both figures are of the cohort {earlier.cohort}: their difference is a revision, not a change."
    return None
