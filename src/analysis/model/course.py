"""The course of a yearly series: the levels that it stood at, where its line bends, and a slope where one fits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis.definitions.learned_changes import OrdinaryChange
from analysis.model.bend import Bend, fit_bend
from analysis.model.level_shift import LevelShifts, find_level_shifts
from analysis.model.slope import Slope, fit_slope
from analysis.periods import Period


@dataclass(frozen=True)
class Course:
    """What happened to a series, in place of one line through it."""

    shifts: LevelShifts
    bend: Bend
    slope: Slope


def read_course(
    table: pd.DataFrame,
    kind: str = "rate",
    *,
    known: Iterable[date | Period | str] = (),
    ordinary: OrdinaryChange | None = None,
    confidence: float = 0.95,
) -> Course:
    """Read the course of a yearly rate, share ("proportion") or published "value", oldest first or not.

    Reads start (or period) and numerator and denominator (a "value": value). `known` shifts, a day or a period's label,
    are taken as given; `ordinary` is as `fit_slope` takes it.
    """
    known = list(known)
    return Course(
        shifts=find_level_shifts(table, kind, known=known),
        bend=fit_bend(table, kind, confidence=confidence),
        slope=fit_slope(table, kind, known=known, ordinary=ordinary, confidence=confidence),
    )
