"""Candidate level shifts in a series, each put as a question to whoever supplies the figures.

Least squares over all cuts by dynamic programming (Bai and Perron 2003, Journal of Applied Econometrics 18, 1-22), for
many series at once, so that critical values for a dozen points can be simulated where the published ones are for many.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.model.ordinary_change import log_levels
from analysis.model.shown_result import ShownResult
from analysis.model.timeline import read_moment, select_points
from analysis.periods import Period
from analysis.refusals import suggest
from analysis.schemas import Figures

KINDS = ("rate", "proportion", "stock", "value")
FEWEST_POINTS = 6
MOST_CUTS, POINTS_A_CUT = 4, 3
SMALLEST = 0.2  # of the level before
NORMAL_FROM_MEDIAN = 1.4826
LEAST_SCATTER = 1e-6  # a variance, so that equal values have weights
METHOD = "least-squares pieces of the log level; double maximum test against series that wander (candidate shifts)"
AUTOCORRELATION = 0.5  # authorities' yearly levels: lag-1 autocorrelation about 0.4, and 0.5 leaves a margin
SIMULATIONS = 2000
LONGEST = 60  # points, beyond which the critical values hardly move
LEVEL = 0.96  # the simulated quantile of a test at 95%, with a margin for its own error
NO_SQUARES = 1e-6  # a residual share of squares below which a fit is perfect but for rounding


@dataclass(frozen=True)
class LevelShifts(ShownResult):
    """Where the level seems to break: start, label, before, after and ratio in `table`.

    `p` is how often a series that only wanders would seem to shift as clearly. Candidates carry no limits: a shift
    found by searching has none that hold.
    """

    table: pd.DataFrame
    p: float
    used: int
    method: str
    confidence: float = 0.95
    reason: str | None = None


def find_level_shifts(table: Figures, kind: str = "rate", *, known: Iterable[date | Period | str] = ()) -> LevelShifts:
    """Find the points from which a series seems to stand at another level.

    The log rate (for a share, the log odds) is cut into level pieces by least squares, and the cuts are kept where they
    do better than the best cuts of 95% of series without any shift that wander as authorities' levels do, with an
    autocorrelation of 0.5 (`wandering_statistics`). The spread of the points is thus measured on the
    series itself. Points weigh by their chance and scatter. A straight trend that explains as much with fewer terms
    (by BIC) leaves no candidates. `known` shifts divide the series first and are not asked about; changes under
    a fifth are not worth a question; a piece has at least 2 points of yearly, 3 of more frequent figures. Fewer than
    six points between known shifts give a reason.
    """
    if kind not in KINDS:
        raise ValueError(f"no kind of series {kind!r}. {suggest(kind, KINDS)}")
    points = select_points(table, kind)
    divided = {int((points["start"] < read_moment(each)).sum()) for each in known} - {0, len(points)}
    stretches = list(pairwise([0, *sorted(divided), len(points)]))  # first and one past last
    reason = None
    if max((last - first for first, last in stretches), default=0) < FEWEST_POINTS:
        reason = f"A search for level shifts needs {FEWEST_POINTS} points and has {len(points)}."
    elif kind == "value" and not (points["value"] > 0).all():
        reason = "A value of zero has no logarithm, so no level to compare."
    if reason:
        return LevelShifts(_describe(points, []), np.nan, len(points), METHOD, reason=reason)
    level, chance = log_levels(points, kind)
    scatter = max(scatter_of(level, chance), LEAST_SCATTER)
    shortest = 2 if np.median(np.diff(points["year"])) > 0.9 else 3
    found = [_search(points, level, chance + scatter, stretch, shortest) for stretch in stretches]
    cuts = [cut for each, _ in found for cut in each]
    edges = sorted({first for first, _ in stretches if first} | set(cuts))
    means = _means(level, 1 / (chance + scatter), edges)
    candidates = [(cut, means[edges.index(cut)], means[edges.index(cut) + 1]) for cut in cuts]
    asked = [each for each in candidates if abs(each[2] - each[1]) >= np.log1p(SMALLEST)]
    p = min((each for _, each in found), default=np.nan)
    return LevelShifts(_describe(points, asked), p, len(points), METHOD)


def scatter_of(level: np.ndarray, chance: np.ndarray) -> float:
    """The variance of points about their level beyond chance, from differences (Rice 1984), robust to a few steps."""
    steps = np.diff(level)
    spread = (NORMAL_FROM_MEDIAN * np.median(np.abs(steps - np.median(steps)))) ** 2 / 2
    return max(float(spread) - float(np.median(chance)), 0.0)


def _search(
    points: pd.DataFrame, level: np.ndarray, variance: np.ndarray, stretch: tuple[int, int], shortest: int
) -> tuple[list[int], float]:
    """The cuts of one stretch, and how often a wandering series would be cut as clearly; none of a short stretch."""
    first, last = stretch
    size = last - first
    most = min(MOST_CUTS, (size - 2) // POINTS_A_CUT, size // shortest - 1)
    if size < FEWEST_POINTS or most < 1:
        return [], np.nan
    values, weight = level[first:last], 1 / variance[first:last]
    squares, begins = least_squares(values[None], weight[None], most, shortest)
    critical, maxima = wandering_statistics(size, most, shortest)
    ratios = cut_statistics(squares, size)[:, 0] / critical
    p = float((maxima >= ratios.max()).mean())
    cuts = int(ratios.argmax()) + 1
    line = _line_cost(values, weight, points["year"].to_numpy()[first:last])
    if ratios.max() <= np.quantile(maxima, LEVEL) or _bic(line, size, 2) <= _bic(squares[cuts, 0], size, 2 * cuts + 1):
        return [], p
    return [first + cut for cut in read_cuts(begins, cuts)], p


def _bic(squares: float, size: int, terms: int) -> float:
    return size * float(np.log(max(squares, 1e-12) / size)) + terms * float(np.log(size))


def _line_cost(level: np.ndarray, weight: np.ndarray, year: np.ndarray) -> float:
    """The weighted squares about a straight line."""
    line = np.polyval(np.polyfit(year, level, 1, w=np.sqrt(weight)), year)
    return float((weight * (level - line) ** 2).sum())


def _means(level: np.ndarray, weight: np.ndarray, edges: list[int]) -> list[float]:
    """The weighted mean level of each piece between the edges."""
    parts = zip(np.split(level, edges), np.split(weight, edges), strict=True)
    return [float(np.average(figures, weights=weights)) for figures, weights in parts]


def _describe(points: pd.DataFrame, candidates: list[tuple[int, float, float]]) -> pd.DataFrame:
    rows = [
        {
            "start": points["start"].iloc[cut],
            "label": points["label"].iloc[cut],
            "before": np.exp(before),
            "after": np.exp(after),
            "ratio": np.exp(after - before),
        }
        for cut, before, after in candidates
    ]
    return pd.DataFrame(rows, columns=["start", "label", "before", "after", "ratio"])


def least_squares(levels: np.ndarray, weights: np.ndarray, most: int, shortest: int) -> tuple[np.ndarray, np.ndarray]:
    """The least weighted squares of each series (rows) with 0 to `most` cuts, and where the last piece then begins.

    Pieces have at least `shortest` points. Returns squares (cuts × series) and the begin of the last piece of the
    first so many points (cuts × points + 1 × series), from which `read_cuts` reads the cuts.
    """
    series, size = levels.shape
    sums = [
        np.concatenate([np.zeros((series, 1)), np.cumsum(figures, axis=1)], axis=1)
        for figures in (weights, weights * levels, weights * levels**2)
    ]

    def squares(first: np.ndarray, last: int) -> np.ndarray:
        total, middle, square = (each[:, last, None] - each[:, first] for each in sums)
        return np.asarray((square - middle**2 / total).T)

    best = np.full((most + 1, size + 1, series), np.inf)
    begins = np.zeros((most + 1, size + 1, series), dtype=int)
    for last in range(shortest, size + 1):
        best[0, last] = squares(np.array([0]), last)[0]
        for cuts in range(1, most + 1):
            first = np.arange(cuts * shortest, last - shortest + 1)
            if len(first):
                costs = best[cuts - 1, first] + squares(first, last)
                best[cuts, last], begins[cuts, last] = costs.min(axis=0), first[costs.argmin(axis=0)]
    return best[:, size], begins


def read_cuts(begins: np.ndarray, cuts: int) -> list[int]:
    """The first point of each piece but the first, of the only series, cut so many times."""
    found: list[int] = []
    last = begins.shape[1] - 1
    for remaining in range(cuts, 0, -1):
        last = int(begins[remaining, last, 0])
        found.insert(0, last)
    return found


def cut_statistics(squares: np.ndarray, size: int) -> np.ndarray:
    """F of 1, 2 … cuts against none (cuts × series), from the least squares of `least_squares`.

    A cut takes two degrees of freedom, one for its place (Yao 1988).
    """
    cuts = np.arange(1, len(squares))[:, None]
    rest = np.maximum(squares[1:], NO_SQUARES * np.maximum(squares[:1], NO_SQUARES))
    return np.asarray(((squares[:1] - squares[1:]) / cuts) / (rest / (size - 2 * cuts - 1)))


@lru_cache(maxsize=256)
def wandering_statistics(size: int, most: int, shortest: int) -> tuple[np.ndarray, np.ndarray]:
    """What the best cuts of series without any shift reach: critical F of each number of cuts, and the sorted maxima.

    The series are first-order autoregressions of 0.5. The maximum is of F over its critical value (the double
    maximum test, Bai and Perron 1998, Econometrica 66, 47-78).
    """
    size = min(size, LONGEST)
    levels = wander(np.random.default_rng(size), SIMULATIONS, size)
    statistics = cut_statistics(least_squares(levels, np.ones_like(levels), most, shortest)[0], size)
    critical = np.quantile(statistics, LEVEL, axis=1)
    return critical, np.sort((statistics / critical[:, None]).max(axis=0))


def wander(random: np.random.Generator, series: int, size: int, autocorrelation: float = AUTOCORRELATION) -> np.ndarray:
    """Series (rows) of a stationary first-order autoregression with innovations of standard deviation 1."""
    noise = random.normal(size=(series, size))
    levels = np.empty((series, size))
    levels[:, 0] = noise[:, 0] / np.sqrt(1 - autocorrelation**2)
    for at in range(1, size):
        levels[:, at] = autocorrelation * levels[:, at - 1] + noise[:, at]
    return levels
