"""Candidate level shifts in a series, each put as a question to whoever supplies the figures."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.model.timeline import read_moment, select_points
from analysis.refusals import suggest

KINDS = ("rate", "proportion", "stock", "value")
FEWEST_POINTS = 6
# Yearly referrals of the English authorities, 2012-13 to 2023-24, change by about this much (the median, as
# a log) from one year to the next; it steadies the estimate from a series of a dozen points.
ORDINARY_CHANGE, ORDINARY_WEIGHT = 0.1, 6
NORMAL_FROM_MEDIAN = 1.4826
METHOD = "optimal partitioning of the log level, modified BIC penalty (candidate breaks)"


@dataclass(frozen=True)
class LevelShifts:
    """Where the level seems to break: start, label, before, after, ratio and question in `table`.

    `scatter` is the spread of single points about their level, as a log. Candidates carry no limits: a break
    found by searching has none that hold.
    """

    table: pd.DataFrame
    scatter: float
    used: int
    method: str
    confidence: None = None
    reason: str | None = None


def find_level_shifts(
    table: pd.DataFrame, kind: str = "rate", *, known=(), smallest: float = 0.2, shortest: int | None = None
) -> LevelShifts:
    """Find the points from which a series seems to stand at another level.

    The log rate (for a share, the log odds) is cut into level pieces by optimal partitioning (Jackson and
    others 2005; the recursion of PELT, Killick and others 2012) with the modified BIC penalty (Zhang and
    Siegmund 2007). Each point weighs by its negative binomial variance: chance in the count plus a scatter
    measured robustly from successive differences. A straight trend that does better than any steps leaves no
    candidates. `known` breaks divide the series first and are not asked about; changes under `smallest` (0.2
    is a fifth) are not worth a question; a piece has at least `shortest` points (by default 1 of yearly, 3 of
    more frequent figures). Fewer than six points give a reason.
    """
    if kind not in KINDS:
        raise ValueError(f"no kind of series {kind!r}. {suggest(kind, KINDS)}")
    points = select_points(table, kind)
    reason = None
    if len(points) < FEWEST_POINTS:
        reason = f"A search for level shifts needs {FEWEST_POINTS} points; there are {len(points)}."
    elif kind == "value" and not (points["value"] > 0).all():
        reason = "A value of zero has no logarithm, so no level to compare."
    if reason:
        return LevelShifts(_questions(points, [], np.array([]), smallest), np.nan, len(points), METHOD, reason=reason)
    level, chance = _log_levels(points, kind)
    scatter = _scatter(level, chance)
    yearly = np.median(np.diff(points["year"])) > 0.9
    pieces = _pieces(points, known)
    cuts = [
        first + cut
        for first, last in pieces
        for cut in _partition(
            level[first:last],
            chance[first:last] + scatter,
            shortest or (1 if yearly else 3),
            points["year"].to_numpy()[first:last],
        )
    ]
    edges = sorted({first for first, _ in pieces if first} | set(cuts))
    means = _means(level, 1 / (chance + scatter), edges)
    candidates = [(cut, *means[edges.index(cut) : edges.index(cut) + 2]) for cut in cuts]
    found = _questions(points, candidates, level, smallest)
    return LevelShifts(found, float(np.sqrt(scatter)), len(points), METHOD)


def _log_levels(points: pd.DataFrame, kind: str) -> tuple[np.ndarray, np.ndarray]:
    """Each point's log level and the variance that chance alone gives it; half an event keeps zero finite."""
    if kind == "value":
        return np.log(points["value"].to_numpy()), np.zeros(len(points))
    x, n = points["numerator"].to_numpy() + 0.5, points["denominator"].to_numpy()
    if kind == "proportion":
        rest = n + 1 - x
        return np.log(x / rest), 1 / x + 1 / rest
    return np.log(x / n), 1 / x


def _scatter(level: np.ndarray, chance: np.ndarray) -> float:
    """The variance of points about their level beyond chance, from differences, robust to a few steps."""
    steps = np.diff(level)
    spread = (NORMAL_FROM_MEDIAN * np.median(np.abs(steps - np.median(steps)))) ** 2 / 2
    own = max(spread - float(np.median(chance)), 0.0)
    return (len(steps) * own + ORDINARY_WEIGHT * ORDINARY_CHANGE**2) / (len(steps) + ORDINARY_WEIGHT)


def _pieces(points: pd.DataFrame, known) -> list[tuple[int, int]]:
    """The stretches between known breaks, as first and one past last."""
    at = {int((points["start"] < read_moment(each)).sum()) for each in known} - {0, len(points)}
    edges = [0, *sorted(at), len(points)]
    return list(pairwise(edges))


def _partition(level: np.ndarray, variance: np.ndarray, shortest: int, year: np.ndarray) -> list[int]:
    """The cuts with the least penalised cost; none where a straight line costs less."""
    size, weight = len(level), 1 / variance
    if size < 2 * shortest:
        return []
    sums = [np.concatenate([[0.0], np.cumsum(figures)]) for figures in (weight, weight * level, weight * level**2)]

    def cost(first, last):
        total, middle, square = (each[last] - each[first] for each in sums)
        return square - middle**2 / total

    penalty = 3 * np.log(size)
    best, previous = np.full(size + 1, np.inf), np.zeros(size + 1, dtype=int)
    best[0] = 0.0
    for last in range(shortest, size + 1):
        first = np.arange(0, last - shortest + 1)
        costs = best[first] + cost(first, last) + penalty + np.log((last - first) / size)
        previous[last], best[last] = first[costs.argmin()], costs.min()
    if size > 2 and _line_cost(level, weight, year) + penalty + np.log(size) <= best[size]:
        return []
    cuts, last = [], size
    while previous[last]:
        last = int(previous[last])
        cuts.insert(0, last)
    return cuts


def _line_cost(level: np.ndarray, weight: np.ndarray, year: np.ndarray) -> float:
    line = np.polyval(np.polyfit(year, level, 1, w=np.sqrt(weight)), year)
    return float((weight * (level - line) ** 2).sum())


def _means(level: np.ndarray, weight: np.ndarray, edges: list[int]) -> list[float]:
    """The weighted mean level of each piece between the edges."""
    parts = zip(np.split(level, edges), np.split(weight, edges), strict=True)
    return [float(np.average(figures, weights=weights)) for figures, weights in parts]


def _questions(points: pd.DataFrame, candidates: list, level: np.ndarray, smallest: float) -> pd.DataFrame:
    rows = [
        {
            "start": points["start"].iloc[cut],
            "label": points["label"].iloc[cut],
            "before": np.exp(before),
            "after": np.exp(after),
            "ratio": np.exp(after - before),
            "question": _question(points["label"].iloc[cut], np.exp(after - before)),
        }
        for cut, before, after in candidates
        if abs(after - before) >= np.log1p(smallest)
    ]
    return pd.DataFrame(rows, columns=["start", "label", "before", "after", "ratio", "question"])


def _question(label: str, ratio: float) -> str:
    size = f"about {ratio:.1f} times" if ratio > 1 else f"about {100 * (1 - ratio):.0f}% below"
    return (
        f"From {label} the level is {size} the level just before. Did a definition, a system or the way of "
        "recording change, or did something happen?"
    )
