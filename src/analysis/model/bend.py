"""Where a line through a series bends, once (joinpoint regression)."""

from functools import lru_cache

import numpy as np
import pandas as pd

from analysis.model.level_shift import log_levels_of_points, scatter_of
from analysis.model.segmentation import LEVEL, SIMULATIONS, wander

FEWEST_POINTS = 8  # three on either side of a bend, and two to tell it from scatter
LEAST_BESIDE = 3


def find_bend(points: pd.DataFrame, kind: str) -> str | None:
    """The label of the point at which a series bends, once; None where no bend is clear or there are under 8 points.

    `points` are as `select_points` gives them. The place that explains most is tested by its F against a straight line:
    it is a bend where fewer than 5% of series that wander without one, with an autocorrelation of 0.5, have one as
    large at their own best place (Kim and others 2000, Statistics in Medicine 19, 335-351, permute residuals, which
    supposes them independent).
    """
    if len(points) < FEWEST_POINTS or (kind == "value" and not (points["value"] > 0).all()):
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
