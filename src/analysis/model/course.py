"""The course of a yearly series: its last change, since when its level holds, its peak, and a slope where one fits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.definitions.learned_changes import Kind, OrdinaryChange
from analysis.model.bend import Bend, fit_bend
from analysis.model.judged_change import Change, judge_change
from analysis.model.level_shift import LevelShifts, find_level_shifts
from analysis.model.slope import Slope, fit_slope
from analysis.model.timeline import select_points
from analysis.periods import Period

LAST_CHANGE_WITHIN = 1.5  # years between two figures that are one change


class Point(NamedTuple):
    """A figure of a series and the label of its period."""

    label: str
    value: float


@dataclass(frozen=True)
class Course:
    """What happened to a series, in place of one line through it.

    `latest`, `first`, `peak` and `lowest` are figures as they stand. `last_change` is that from the figure before the
    latest one, judged against ordinary changes; None where that is more than a year before. The level holds since
    `held_since`, the last shift found or known, or else the first point; `level` is its mean, as the figures are.
    """

    points: pd.DataFrame
    first: Point | None
    latest: Point | None
    peak: Point | None
    lowest: Point | None
    last_change: Change | None
    held_since: str | None
    level: float
    shifts: LevelShifts
    bend: Bend
    slope: Slope
    why: str | None = None

    @property
    def table(self) -> pd.DataFrame:
        """Each level between shifts: label of its first and last point, how many, and the mean of their figures."""
        number = self.points["label"].isin(self.shifts.pieces["label"]).cumsum()
        pieces = [piece for _, piece in self.points.groupby(number)]
        rows = [
            {
                "label": piece["label"].iloc[0],
                "last": piece["label"].iloc[-1],
                "points": len(piece),
                "mean": float(piece["value"].mean()),
            }
            for piece in pieces
        ]
        return pd.DataFrame(rows, columns=["label", "last", "points", "mean"])


def read_course(
    table: pd.DataFrame,
    kind: str = "rate",
    *,
    known: Iterable[date | Period | str] = (),
    ordinary: OrdinaryChange | None = None,
    panel: pd.DataFrame | None = None,
    per: float = 1.0,
    confidence: float = 0.95,
) -> Course:
    """Read the course of a yearly rate, share ("proportion"), "stock" or published "value", oldest first or not.

    Reads start (or period) and numerator and denominator (a "value": value). `known` shifts, a day or a period's label,
    are taken as given. `ordinary` and `panel` are as `judge_change` takes them; a rate is per `per`.
    """
    known = list(known)
    points = select_points(table, kind)
    figures = points["value"] if kind == "value" else points["numerator"] / points["denominator"] * per
    points = points.assign(value=figures)
    shifts = find_level_shifts(table, kind, known=known)
    held = str(shifts.pieces["label"].iloc[-1]) if len(shifts.pieces) else None
    from_held = points["label"].eq(held).to_numpy().cumsum().astype(bool)
    marks = [_point(points, at) for at in (0, -1)]
    return Course(
        points=points[["start", "label", "value"]],
        first=marks[0],
        latest=marks[1],
        peak=_point(points, int(figures.argmax())) if len(points) else None,
        lowest=_point(points, int(figures.argmin())) if len(points) else None,
        last_change=_last_change(points, kind, ordinary, panel, per, confidence),
        held_since=held,
        level=float(figures[from_held].mean()) if from_held.any() else np.nan,
        shifts=shifts,
        bend=fit_bend(table, kind, confidence=confidence),
        slope=fit_slope(table, kind, known=known, ordinary=ordinary, confidence=confidence),
        why=None if len(points) else "The series has no figure.",
    )


def _point(points: pd.DataFrame, at: int) -> Point | None:
    return Point(str(points["label"].iloc[at]), float(points["value"].iloc[at])) if len(points) else None


def _last_change(
    points: pd.DataFrame,
    kind: str,
    ordinary: OrdinaryChange | None,
    panel: pd.DataFrame | None,
    per: float,
    confidence: float,
) -> Change | None:
    """The change to the latest figure from the one a year before; None where there is none."""
    if len(points) < 2 or points["year"].iloc[-1] - points["year"].iloc[-2] > LAST_CHANGE_WITHIN:
        return None
    judged: Kind = "proportion" if kind == "proportion" else "value" if kind == "value" else "rate"
    end = points["start"] if kind == "stock" else points["start"] + pd.DateOffset(years=1) - pd.Timedelta(days=1)
    rows = points.assign(end=end)
    if judged == "rate":
        rows = rows.assign(denominator=rows["denominator"] / per)
    return judge_change(rows.iloc[-2], rows.iloc[-1], ordinary, panel, kind=judged, confidence=confidence)
