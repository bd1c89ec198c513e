"""How steep a series is a year, where one line describes it, and what that says of the years ahead."""

import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from analysis.definitions.learned_changes import OrdinaryChange
from analysis.model.bend import Bend, fit_bend, model_terms
from analysis.model.level_shift import find_level_shifts
from analysis.model.limits import check_confidence
from analysis.model.ordinary_change import log_levels
from analysis.model.timeline import Points, read_moment, select_points
from analysis.periods import Period
from analysis.schemas import Figures

FEWEST_POINTS = 6  # a search for shifts needs as many
AHEAD = 4  # years
DAMPING = 0.8  # a year; trends that die away forecast better than trends that go on (Gardner and McKenzie 1985)
ORDINARY_SPREAD = 0.17  # of authorities' yearly changes of referrals, 2012-13 to 2023-24, as a log
ORDINARY_WEIGHT = 7  # as many changes as eight years have
UNSETTLED = 3.0  # a standard error of a log ratio, a factor of twenty, beyond which the figures settle nothing
METHOD = "log-linear slope; the wider of the limits for independent years and for a level that wanders"


@dataclass(frozen=True)
class Slope:
    """The ratio of a year to the year before it over a series, with limits, and limits for the four years ahead.

    0.90 is a fall of 10% a year. `lower` and `upper` bear out a `direction` (rose, fell, no clear direction) only if
    neither independent years nor a level that wanders would have such a slope (odds for a share). `ahead_lower` and
    `ahead_upper` are between what the slope of the next four years may lie: past slopes die away. `why` says why one
    line does not describe the series, `bend` where it bends if that is why.
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
    bend: Bend | None = None


class Line(NamedTuple):
    """A log-linear slope a year, its error, and how many times chance's variance the points scatter with."""

    slope: float
    error: float
    dispersion: float


def fit_slope(
    table: Figures,
    kind: str = "rate",
    *,
    known: Iterable[date | Period | str] = (),
    ordinary: OrdinaryChange | None = None,
    confidence: float = 0.95,
) -> Slope:
    """The slope of a yearly series since its last `known` shift, where no shift or bend speaks against one line.

    `table` is as `find_level_shifts` takes it. The slope and its error for independent years are `fit_line`'s. Were
    the level to wander, each year's step would have the variance of the series' own steps, and the error of the slope
    is that of the same weighted sum of steps. The limits take the larger error: of series that wander, 5% are given a
    direction. The limits ahead damp the slope by 0.8 a year over four years (Gardner and McKenzie 1985, Management
    Science 31, 1237-1246), with the steps' variance drawn to that of `ordinary` changes. Fewer than six points give the
    reason.
    """
    check_confidence(confidence)
    table = _since_last(table, kind, known)
    points = select_points(table, kind)
    why, bend = _why_not(table, points, kind, confidence)
    line = None if why else fit_line(points, kind)
    first, last = (str(points["label"].iloc[at]) if len(points) else None for at in (0, -1))
    if line is None:
        why = why or "The figures are too few or too uneven to settle a slope."
        return Slope(first, last, len(points), confidence, why=why, bend=bend)
    level, _ = log_levels(points, kind)
    year = points["year"].to_numpy()
    variance = _step_variance(level, year)
    wandering = np.sqrt(variance) * _steps_error(year)
    half = stdtrit(len(points) - 2, (1 + confidence) / 2) * max(line.error, wandering)
    ratio, lower, upper = (float(each) for each in np.exp(line.slope + np.array([0, -half, half])))
    direction = "rose" if lower > 1 else "fell" if upper < 1 else "no clear direction"
    ahead = _ahead(line.slope, variance, year, ordinary, confidence)
    return Slope(first, last, len(points), confidence, ratio, lower, upper, *ahead, direction)


def fit_line(points: Points, kind: str) -> Line | None:
    """The log-linear change a year, its error widened as points scatter; None where the figures settle none.

    Dispersion is Pearson's, of the model of `model_terms`, and the error never less than chance's (Wedderburn 1974).
    """
    from statsmodels.genmod.generalized_linear_model import GLM

    response, family, offset = model_terms(points, kind)
    design = np.column_stack([np.ones(len(points)), points["year"] - points["year"].mean()])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a perfect fit warns like a separated one; the errors tell them apart
        try:
            fit = GLM(response, design, family=family, offset=offset).fit(scale=1.0)
        except (np.linalg.LinAlgError, ValueError):
            return None
    if not fit.converged or not np.isfinite(fit.params).all():
        return None
    scatter = float(fit.pearson_chi2 / fit.df_resid)
    scatter = scatter if scatter > 1e-20 else 0.0  # what is left of a perfect fit is rounding
    error = float(fit.bse[1]) * float(np.sqrt(max(scatter, 0.0 if kind == "value" else 1.0)))
    return Line(float(fit.params[1]), error, scatter) if error < UNSETTLED else None


def _since_last(table: pd.DataFrame, kind: str, known: Iterable[date | Period | str]) -> pd.DataFrame:
    """The rows from the last known shift that has points on both sides."""
    points = select_points(table, kind)
    moments = [read_moment(each) for each in known]
    inside = [at for at in moments if (points["start"] < at).any() and (points["start"] >= at).any()]
    if not inside:
        return table
    kept = points[points["start"] >= max(inside)]
    return kept.rename(columns={"label": "period"}).drop(columns="year")


def _why_not(table: pd.DataFrame, points: pd.DataFrame, kind: str, confidence: float) -> tuple[str | None, Bend | None]:
    """Why one line does not describe the series, or None; with the bend where that is why."""
    if len(points) < FEWEST_POINTS:
        few = f"A slope needs {FEWEST_POINTS} points without a known shift between them, and has {len(points)}."
        return few, None
    shifts = find_level_shifts(table, kind)
    if shifts.reason:
        return shifts.reason, None
    if len(shifts.table):
        at = shifts.table["label"].iloc[-1]
        return f"The level shifted in {at}, so that one slope would run through the shift.", None
    if kind != "value" and points["numerator"].sum() == 0:
        return "No period has any events.", None
    bend = fit_bend(table, kind, confidence=confidence)
    if not bend.found:
        return None, None
    return f"The line bends at {bend.label}, so that one slope does not describe it.", bend


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
