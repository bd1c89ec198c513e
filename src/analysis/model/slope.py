"""How steep a series is a year, where one line describes it: no level shift and no bend speaks against it."""

import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from analysis.model.level_shift import find_level_shifts, log_levels_of_points, scatter_of
from analysis.model.limits import check_confidence
from analysis.model.segmentation import LEVEL, SIMULATIONS, wander
from analysis.model.timeline import read_moment, select_points
from analysis.periods import Period

FEWEST_FOR_A_BEND = 8  # three on either side of a bend, and two to tell it from scatter
LEAST_BESIDE = 3
FEWEST_POINTS = 6  # a search for shifts needs as many
UNSETTLED = 3.0  # a standard error of a log ratio, a factor of twenty, beyond which the figures settle nothing
METHOD = "log-linear slope; the wider of the limits for independent years and for a level that wanders"


def find_bend(points: pd.DataFrame, kind: str) -> str | None:
    """The label of the point at which a series bends, once; None where no bend is clear or there are under 8 points.

    `points` are as `select_points` gives them. The place that explains most is tested by its F against a straight line:
    it is a bend where fewer than 5% of series that wander without one, with an autocorrelation of 0.5, have one as
    large at their own best place (Kim and others 2000, Statistics in Medicine 19, 335-351, permute residuals, which
    supposes them independent).
    """
    if len(points) < FEWEST_FOR_A_BEND or (kind == "value" and not (points["value"] > 0).all()):
        return None
    level, chance = log_levels_of_points(points, kind)
    weight = 1 / (chance + max(scatter_of(level, chance), 1e-6))
    year = points["year"].to_numpy()
    statistics = _statistics(level[None], weight, year)
    if (_wandering(len(points)) >= statistics.max()).mean() > 1 - LEVEL:
        return None
    place = _places(year)[statistics.argmax()]
    return str(points["label"].iloc[int(np.abs(year - place).argmin())])


def _places(year: np.ndarray) -> np.ndarray:
    """Where a bend is looked for: at each point and half way between, with three points on either side."""
    inside = year[LEAST_BESIDE - 1 : len(year) - LEAST_BESIDE + 1]
    return np.unique(np.concatenate([inside, (inside[1:] + inside[:-1]) / 2]))


def _statistics(levels: np.ndarray, weight: np.ndarray, year: np.ndarray) -> np.ndarray:
    """F of a bend at each place against a straight line (places × series)."""
    root = np.sqrt(weight)
    line = np.column_stack([np.ones(len(year)), year]) * root[:, None]
    scaled = (levels * root).T
    straight = _squares(line, scaled)
    rest = np.array(
        [_squares(np.column_stack([line, np.maximum(year - place, 0) * root]), scaled) for place in _places(year)]
    )
    return np.asarray((straight - rest) / np.maximum(rest, 1e-12) * (len(year) - 4) / 2)


def _squares(design: np.ndarray, scaled: np.ndarray) -> np.ndarray:
    basis, _ = np.linalg.qr(design)
    return np.asarray((scaled**2).sum(axis=0) - ((basis.T @ scaled) ** 2).sum(axis=0))


@lru_cache(maxsize=64)
def _wandering(size: int) -> np.ndarray:
    """The largest F of series of evenly spaced points that wander without a bend."""
    levels = wander(np.random.default_rng(size), SIMULATIONS, size)
    return np.asarray(_statistics(levels, np.ones(size), np.arange(float(size))).max(axis=0))


@dataclass(frozen=True)
class Slope:
    """The ratio of a year to the year before it over a series, with limits; 0.90 is a fall of 10% a year.

    `lower` and `upper` bear out a `direction` (rose, fell, no clear direction) only if neither independent years nor a
    level that wanders would have such a slope (odds for a share). `why` says why one line does not describe the series.
    """

    first: str | None
    last: str | None
    used: int
    confidence: float
    ratio: float = np.nan
    lower: float = np.nan
    upper: float = np.nan
    direction: str | None = None
    method: str = METHOD
    why: str | None = None


class Line(NamedTuple):
    """A log-linear slope a year, its error, and how many times chance's variance the points scatter with."""

    slope: float
    error: float
    dispersion: float


def fit_slope(
    table: pd.DataFrame, kind: str = "rate", *, known: Iterable[date | Period | str] = (), confidence: float = 0.95
) -> Slope:
    """The slope of a yearly series since its last `known` shift, where no shift or bend speaks against one line.

    `table` is as `find_level_shifts` takes it. The slope and its error for independent years are `fit_line`'s. Were
    the level to wander, each year's step would have the variance of the series' own steps, and the error of the slope
    is that of the same weighted sum of steps. The limits take the larger error: of series that wander, 5% are given a
    direction. Fewer than six points give the reason.
    """
    check_confidence(confidence)
    table = _since_last(table, kind, known)
    points = select_points(table, kind)
    line = None if (why := _why_not(table, points, kind)) else fit_line(points, kind)
    first, last = (str(points["label"].iloc[at]) if len(points) else None for at in (0, -1))
    if line is None:
        why = why or "The figures are too few or too uneven to settle a slope."
        return Slope(first, last, len(points), confidence, why=why)
    level, _ = log_levels_of_points(points, kind)
    year = points["year"].to_numpy()
    wandering = np.sqrt(_step_variance(level, year)) * _steps_error(year)
    half = stdtrit(len(points) - 2, (1 + confidence) / 2) * max(line.error, wandering)
    ratio, lower, upper = (float(each) for each in np.exp(line.slope + np.array([0, -half, half])))
    direction = "rose" if lower > 1 else "fell" if upper < 1 else "no clear direction"
    return Slope(first, last, len(points), confidence, ratio, lower, upper, direction)


def fit_line(points: pd.DataFrame, kind: str) -> Line | None:
    """The log-linear change a year, its error widened as points scatter; None where the figures settle none.

    A "rate" is a quasi-Poisson model with the log denominator as offset (McCullagh and Nelder 1989); a "proportion"
    quasi-binomial, its ratio being of odds; a "stock" a count on one day each year; a "value" one without counts.
    Dispersion is Pearson's, and the error never less than chance's.
    """
    # statsmodels takes over a second to load, which a page without a trend need not wait for
    from statsmodels.genmod.families import Binomial, Poisson
    from statsmodels.genmod.generalized_linear_model import GLM

    family, offset = None, None
    if kind == "value":
        response = np.log(points["value"].to_numpy())
    elif kind == "proportion":
        x, n = points["numerator"].to_numpy(), points["denominator"].to_numpy()
        response, family = np.column_stack([x, n - x]), Binomial()
    else:
        response, family, offset = points["numerator"].to_numpy(), Poisson(), np.log(points["denominator"].to_numpy())
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


def _why_not(table: pd.DataFrame, points: pd.DataFrame, kind: str) -> str | None:
    """Why one line does not describe the series, or None."""
    if len(points) < FEWEST_POINTS:
        return f"A slope needs {FEWEST_POINTS} points without a known shift between them; there are {len(points)}."
    shifts = find_level_shifts(table, kind)
    if shifts.reason:
        return shifts.reason
    if len(shifts.table):
        return f"The level shifted in {shifts.table['label'].iloc[-1]}, so that one slope would run through the shift."
    if kind != "value" and points["numerator"].sum() == 0:
        return "No period has any events."
    bend = find_bend(points, kind)
    return f"The line bends at {bend}, so that one slope does not describe it." if bend else None


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
