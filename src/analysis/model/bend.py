"""Where a line through a series bends, once, and how steep it is before and after (joinpoint regression)."""

import warnings
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from analysis.model.level_shift import LEVEL, SIMULATIONS, scatter_of, wander
from analysis.model.ordinary_change import log_levels
from analysis.model.timeline import Points, select_points
from analysis.schemas import Figures

FEWEST_POINTS = 8  # three on either side of a bend, and two to tell it from scatter
LEAST_BESIDE = 3
MOST_STEPS, SETTLED = 50, 1e-8
METHOD = "one joinpoint on the log scale (Muggeo 2003), tested against series that wander (as Kim and others 2000)"


class BrokenLine(NamedTuple):
    """A line that bends at `at`, and its slopes before and after."""

    at: float
    before: float
    after: float


@dataclass(frozen=True)
class Bend:
    """The bend that explains a series best, and how often one that only wanders would bend as clearly (`p`).

    `label` is the point nearest the bend, `before` and `after` the ratio of a year to the year before it on either
    side: without limits, since none of a bend found by searching hold. `found` is False where p is not small, and None,
    with `why`, without a search.
    """

    used: int
    confidence: float
    found: bool | None = None
    p: float = np.nan
    label: str | None = None
    before: float = np.nan
    after: float = np.nan
    method: str = METHOD
    why: str | None = None


def fit_bend(table: Figures, kind: str = "rate", *, confidence: float = 0.95) -> Bend:
    """Look for one bend in a yearly series of a rate, share ("proportion"), "stock" or published "value".

    The place that explains most is tested by its F against a straight line: p is how often series without a bend that
    wander with an autocorrelation of 0.5 have one as large, at their own best place (Kim and others 2000 permute
    residuals, which supposes them independent). The slopes are those of the generalised linear model
    (`estimate_bend`). Fewer than eight points, or a value of zero, give the reason.
    """
    points = select_points(table, kind)
    if len(points) < FEWEST_POINTS:
        why = f"A search for a bend needs {FEWEST_POINTS} points and has {len(points)}."
        return Bend(len(points), confidence, why=why)
    if kind == "value" and not (points["value"] > 0).all():
        why = "A value of zero has no logarithm, so no yearly ratio."
        return Bend(len(points), confidence, why=why)
    level, chance = log_levels(points, kind)
    weight = 1 / (chance + max(scatter_of(level, chance), 1e-6))
    year = points["year"].to_numpy()
    statistics = _statistics(level[None], weight, year)
    p = float((_wandering(len(points)) >= statistics.max()).mean())
    broken = estimate_bend(*model_terms(points, kind), year, start=float(_places(year)[statistics.argmax()]))
    if p > 1 - LEVEL or broken is None:
        return Bend(len(points), confidence, False, p)
    label = str(points["label"].iloc[int(np.abs(year - broken.at).argmin())])
    return Bend(len(points), confidence, True, p, label, float(np.exp(broken.before)), float(np.exp(broken.after)))


def model_terms(points: Points, kind: str) -> tuple[np.ndarray, Any, np.ndarray | None]:
    """What a generalised linear model of a series explains, its family and its offset.

    A "rate" is a Poisson model with the log denominator as offset (McCullagh and Nelder 1989); a "proportion" binomial,
    its ratio being of odds; a "stock" a count on one day each year; a "value" the logarithm, without counts.
    """
    # statsmodels takes over a second to load, which a page without a trend need not wait for
    from statsmodels.genmod.families import Binomial, Poisson

    if kind == "value":
        return np.log(points["value"].to_numpy()), None, None
    x, n = points["numerator"].to_numpy(), points["denominator"].to_numpy()
    return (np.column_stack([x, n - x]), Binomial(), None) if kind == "proportion" else (x, Poisson(), np.log(n))


def estimate_bend(
    response: np.ndarray, family: Any, offset: np.ndarray | None, position: np.ndarray, *, start: float
) -> BrokenLine | None:
    """Fit a generalised linear model whose line bends once, from a first guess of where; None where none settles.

    Muggeo's iteration (2003, Statistics in Medicine 22, 3055-3071; the R package segmented, 2008): with U the distance
    beyond the bend and V = -1 beyond it, the coefficient of V over that of U moves the bend until it is nil.
    """
    from statsmodels.genmod.generalized_linear_model import GLM  # takes over a second to load

    at = start
    for _ in range(MOST_STEPS):
        beyond = np.maximum(position - at, 0)
        design = np.column_stack([np.ones(len(position)), position, beyond, -(position > at).astype(float)])
        if np.linalg.matrix_rank(design) < design.shape[1]:
            return None
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a series without scatter warns like a separated one
            fit = GLM(response, design, family=family, offset=offset).fit(scale=1.0)
        step = fit.params[3] / fit.params[2]
        at += step
        if not position.min() < at < position.max():
            return None
        if abs(step) < SETTLED * np.ptp(position):
            break
    return BrokenLine(float(at), float(fit.params[1]), float(fit.params[1] + fit.params[2]))


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
