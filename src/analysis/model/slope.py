"""How steep a series is a year, where one line describes it, and what that says of the years ahead."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from analysis.definitions.learned_changes import OrdinaryChange
from analysis.model.bend import fit_bend
from analysis.model.level_shift import find_level_shifts, log_levels_of_points
from analysis.model.limits import check_confidence
from analysis.model.timeline import read_moment, select_points
from analysis.model.yearly_change import fit_trend
from analysis.periods import Period

FEWEST_POINTS = 6  # a search for shifts needs as many
AHEAD = 4  # years
DAMPING = 0.8  # a year; trends that die away forecast better than trends that go on (Gardner and McKenzie 1985)
ORDINARY_SPREAD = 0.17  # of authorities' yearly changes of referrals, 2012-13 to 2023-24, as a log
ORDINARY_WEIGHT = 7  # as many changes as eight years have
METHOD = "log-linear slope; the wider of the limits for independent years and for a level that wanders"


@dataclass(frozen=True)
class Slope:
    """The ratio of a year to the year before it over a series, with limits, and limits for the four years ahead.

    `lower` and `upper` bear out a `direction` (rose, fell, no clear direction) only if neither independent years nor a
    level that wanders would have such a slope (odds for a share). `ahead_lower` and `ahead_upper` are between what
    the slope of the next four years may lie: past slopes die away. `why` says why one line does not describe the
    series.
    """

    first: str | None
    last: str | None
    used: int
    confidence: float
    ratio: float = np.nan
    lower: float = np.nan
    upper: float = np.nan
    ahead_lower: float = np.nan
    ahead_upper: float = np.nan
    direction: str | None = None
    method: str = METHOD
    why: str | None = None


def fit_slope(
    table: pd.DataFrame,
    kind: str = "rate",
    *,
    known: Iterable[date | Period | str] = (),
    ordinary: OrdinaryChange | None = None,
    confidence: float = 0.95,
) -> Slope:
    """The slope of a yearly series since its last `known` shift, where no shift or bend speaks against one line.

    The slope and its error for independent years are `fit_trend`'s. Were the level to wander, each year's step would
    have the variance of the series' own steps, and the error of the slope is that of the same weighted sum of steps.
    The limits take the larger error: of series that wander, 5% are given a direction. The limits ahead damp the slope
    by 0.8 a year over four years (Gardner and McKenzie 1985, Management Science 31, 1237-1246), with the steps'
    variance drawn to that of `ordinary` changes. Fewer than six points give the reason.
    """
    check_confidence(confidence)
    table = _since_last(table, kind, known)
    points = select_points(table, kind)
    why = _why_not(table, points, kind)
    trend = fit_trend(table, kind, confidence=confidence)
    first, last = (str(points["label"].iloc[at]) if len(points) else None for at in (0, -1))
    why = why or trend.reason
    if why:
        return Slope(first, last, len(points), confidence, why=why)
    level, _ = log_levels_of_points(points, kind)
    year = points["year"].to_numpy()
    variance, degrees = _step_variance(level, year), len(points) - 2
    wandering = np.sqrt(variance) * _steps_error(year)
    half = stdtrit(degrees, (1 + confidence) / 2) * max(trend.standard_error, wandering)
    ratio, lower, upper = (float(each) for each in np.exp(trend.log_slope + np.array([0, -half, half])))
    ahead = _ahead(trend.log_slope, variance, year, ordinary, confidence)
    direction = "rose" if lower > 1 else "fell" if upper < 1 else "no clear direction"
    return Slope(first, last, len(points), confidence, ratio, lower, upper, *ahead, direction)


def _since_last(table: pd.DataFrame, kind: str, known: Iterable[date | Period | str]) -> pd.DataFrame:
    """The rows from the last known shift that has points on both sides."""
    points = select_points(table, kind)
    moments = [read_moment(each) for each in known]
    inside = [at for at in moments if (points["start"] < at).any() and (points["start"] >= at).any()]
    if not inside:
        return table
    kept = points[points["start"] >= max(inside)]
    return kept.rename(columns={"label": "period"}).drop(columns="year")


def _why_not(table: pd.DataFrame, points: pd.DataFrame, kind: str) -> str | None:
    """Why one line does not describe the series, or None."""
    if len(points) < FEWEST_POINTS:
        return f"A slope needs {FEWEST_POINTS} points without a known shift between them; there are {len(points)}."
    shifts = find_level_shifts(table, kind)
    if shifts.reason:
        return shifts.reason
    if len(shifts.table):
        return f"The level shifted in {shifts.table['label'].iloc[-1]}, so that one slope would run through the shift."
    bend = fit_bend(table, kind)
    return f"The line bends at {bend.label}, so that one slope does not describe it." if bend.found else None


def _step_variance(level: np.ndarray, year: np.ndarray) -> float:
    """The variance of the steps of a year about their mean; a gap of two years counts as two steps."""
    gaps = np.diff(year)
    drift = (level[-1] - level[0]) / (year[-1] - year[0])
    return float(((np.diff(level) - drift * gaps) ** 2 / gaps).sum() / (len(gaps) - 1))


def _steps_error(year: np.ndarray) -> float:
    """The error of a least-squares slope of a level that wanders with steps of variance 1 a year."""
    middle = year - year.mean()
    weights = middle / (middle**2).sum()
    after = np.cumsum(weights[::-1])[::-1][1:]  # a step moves every later point
    return float(np.sqrt((np.diff(year) * after**2).sum()))


def _ahead(
    slope: float, variance: float, year: np.ndarray, ordinary: OrdinaryChange | None, confidence: float
) -> tuple[float, float]:
    """Between what ratios the slope of the next four years may lie."""
    usual = ORDINARY_SPREAD**2
    if ordinary is not None and ordinary.every == "year":
        usual = ordinary.spread**2 * ordinary.degrees / (ordinary.degrees - 2)
    steps = len(year) - 1
    drawn = (variance * steps + usual * ORDINARY_WEIGHT) / (steps + ORDINARY_WEIGHT)
    error = np.sqrt(drawn) * np.hypot(_steps_error(year), _steps_error(np.arange(float(AHEAD))))
    half = stdtrit(steps - 1 + ORDINARY_WEIGHT, (1 + confidence) / 2) * error
    damped = slope * float(np.mean(DAMPING ** np.arange(1, AHEAD + 1)))
    return float(np.exp(damped - half)), float(np.exp(damped + half))
