"""Where an area lies among its statistical neighbours, and whether that is outside what their spread predicts."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.special import digamma, gammaln, stdtr, stdtrit

from analysis.model.limits import check_confidence, check_counts
from analysis.model.ordinary_change import HALF, log_levels
from analysis.schemas import Figures

LEAST_NEIGHBOURS = 5  # fewer are no group: one neighbour made the "average" of ten
METHOD = "prediction interval of one more area from its neighbours' spread (Student's t on the log scale)"


def shrink_rates(events: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """Each area's events over expected (or over its population), drawn towards all areas' mean by what is unsure of it.

    Empirical Bayes: (events + shape) over (expected + rate), the posterior means of Poisson counts whose rates have a
    gamma distribution (Clayton and Kaldor 1987), that of greatest likelihood. Where the areas differ no more than
    chance makes them, every area has the common rate. NaN for an area without figures, and for all where fewer than
    five have any. Raises ValueError for negative figures.
    """
    counts, sizes = check_counts(events, "events"), check_counts(expected, "expected")
    known = ~(np.isnan(counts) | np.isnan(sizes)) & (sizes > 0)
    values = np.full(counts.shape, np.nan)
    if known.sum() >= LEAST_NEIGHBOURS and counts[known].sum() > 0:
        common = counts[known].sum() / sizes[known].sum()
        shape, rate = fit_gamma(counts[known], sizes[known] * common)
        values[known] = common * (counts[known] + shape) / (sizes[known] * common + rate)
    return values


def fit_gamma(counts: np.ndarray, expected: np.ndarray) -> tuple[float, float]:
    """Shape and rate of greatest likelihood, from the negative binomial of mean m times expected and that shape."""

    def unlikelihood(logs: np.ndarray) -> tuple[float, np.ndarray]:
        mean, shape = np.exp(logs)
        total = shape + mean * expected
        terms = gammaln(counts + shape) - gammaln(shape) + shape * np.log(shape / total) + counts * np.log(mean / total)
        by_mean = counts - (counts + shape) * mean * expected / total
        by_shape = digamma(counts + shape) - digamma(shape) + np.log(shape / total) + 1 - (counts + shape) / total
        return -float(terms.sum()), -np.array([by_mean.sum(), shape * by_shape.sum()])

    bounds = [(-5.0, 5.0), (-7.0, 14.0)]
    found = minimize(unlikelihood, [0.0, 0.0], jac=True, method="L-BFGS-B", bounds=bounds, options={"ftol": 1e-13})
    mean, shape = np.exp(found.x)
    return float(shape), float(shape / mean)


@dataclass(frozen=True)
class AmongNeighbours:
    """An area's figure among its neighbours': their middle and spread, its rank, and whether it is unusual.

    `lower` and `upper` are between what the neighbours' spread predicts for an area of this size (`confidence` of
    such areas), `p` the share of them at least as far out. `above` counts those of the `known`
    neighbours that stand higher. `shrunk` is a rate read together with the
    neighbours' (empirical Bayes), which matters where counts are small. With fewer than five known neighbours there
    is no median, no verdict, and `why`; nor is there a verdict where a figure has no logarithm.
    """

    value: float
    median: float
    lowest: float
    highest: float
    known: int
    missing: int
    above: int
    lower: float
    upper: float
    p: float
    unusual: bool | None
    shrunk: float
    confidence: float
    method: str = METHOD
    why: str | None = None

    @property
    def side(self) -> str:
        """Where the figure stands beside the neighbours' median: above, below or at."""
        return "at" if self.value == self.median else "above" if self.value > self.median else "below"


def place_among_neighbours(
    own: pd.Series, neighbours: Figures, kind: str = "rate", *, asked: int | None = None, confidence: float = 0.95
) -> AmongNeighbours:
    """Place an area's figure among its neighbours' of the same period.

    Reads value, and numerator and denominator where the figure has them (all NaN: as published); one row for each
    neighbour, `asked` of whom there should be (by default as many as there are rows). On the log scale (a
    "proportion": log odds) a figure outside mean ± t·√(τ²(1 + 1/k) + own chance + mean chance/k) is unusual: τ² is the
    neighbours' variance less that of chance, t has k - 1 degrees (a prediction interval, Hahn and Meeker 1991).
    """
    check_confidence(confidence)
    every = pd.concat([own.to_frame().T, neighbours], ignore_index=True)
    every = every.reindex(columns=["value", "numerator", "denominator"]).astype(float)
    level, chance, counted = _levels(every, kind)
    values, value = every["value"].iloc[1:].dropna().to_numpy(), float(every["value"].iloc[0])
    placed = np.flatnonzero(~np.isnan(level[1:])) + 1
    missing = (len(neighbours) if asked is None else asked) - len(values)
    why = None
    if len(values) < LEAST_NEIGHBOURS:
        why = f"{len(values)} of the neighbours have a figure; {LEAST_NEIGHBOURS} are needed for a comparison."
    elif np.isnan(value):
        why = "The area has no figure for this period."
    elif not (every["value"] > 0).any():
        why = "Neither the area nor a neighbour had any."
    elif np.isnan(level[0]) or len(placed) < LEAST_NEIGHBOURS:
        why = "A figure of none or of all can be compared only by the counts behind it, which are not known."
    known_enough = len(values) >= LEAST_NEIGHBOURS
    lower, upper, p = (np.nan,) * 3
    if why is None:
        edges, p = _predict(level, chance, placed, confidence)
        lower, upper = _figures(edges, kind, every, counted)
    return AmongNeighbours(
        value=value,
        median=float(np.median(values)) if known_enough else np.nan,
        lowest=float(values.min()) if known_enough else np.nan,
        highest=float(values.max()) if known_enough else np.nan,
        known=len(values),
        missing=missing,
        above=int((values > value).sum()),
        lower=lower,
        upper=upper,
        p=p,
        unusual=None if why else bool(p < 1 - confidence),
        shrunk=_shrink(every) if kind == "rate" and why is None else np.nan,
        confidence=confidence,
        why=why,
    )


def _levels(every: pd.DataFrame, kind: str) -> tuple[np.ndarray, np.ndarray, bool]:
    """Log levels by counts where all have them; else all by their values, of which chance is not known."""
    valued = every["value"].notna()
    counted = bool(every.loc[valued, ["numerator", "denominator"]].notna().all(axis=None))
    if counted:
        level, chance = log_levels(every, kind)
    elif kind == "proportion":
        odds = every.assign(value=every["value"] / (1 - every["value"]).where(every["value"] < 1))
        level, chance = log_levels(odds, "value")
    else:
        level, chance = log_levels(every, "value")
    return np.where(valued, level, np.nan), chance, counted


def _predict(level: np.ndarray, chance: np.ndarray, known: np.ndarray, confidence: float) -> tuple[np.ndarray, float]:
    """Between what log levels one more area of this size would lie, and how far out this one is."""
    size, mean = len(known), level[known].mean()
    noise = chance[known].mean()
    between = max(level[known].var(ddof=1) - noise, 0.0)
    scale = np.sqrt(between * (1 + 1 / size) + chance[0] + noise / size)
    if scale == 0:
        return np.array([mean, mean]), float(level[0] == mean)
    p = 2 * stdtr(size - 1, -abs(level[0] - mean) / scale)
    half = stdtrit(size - 1, (1 + confidence) / 2) * scale
    return np.array([mean - half, mean + half]), float(p)


def _figures(edges: np.ndarray, kind: str, every: pd.DataFrame, counted: bool) -> tuple[float, float]:
    """The area's figures that have these log levels: the way back of `log_levels`, half an event and all."""
    n = every["denominator"].iloc[0]
    if kind == "proportion":
        odds = np.exp(edges)
        shares = (odds * (n + HALF) - HALF) / (1 + odds) / n if counted else odds / (1 + odds)
        low, high = np.clip(shares, 0, 1)
    elif counted:
        rates = every["numerator"] / every["denominator"]
        per = (every["value"] / rates.where(rates > 0)).median()  # a rate is per so many
        low, high = np.maximum(np.exp(edges) - HALF / n, 0) * per
    else:
        low, high = np.exp(edges)
    return float(low), float(high)


def _shrink(every: pd.DataFrame) -> float:
    """The area's rate by empirical Bayes, in the unit of its value; NaN where counts are not known."""
    if every[["numerator", "denominator"]].iloc[0].isna().any():
        return np.nan
    rates = every["numerator"] / every["denominator"]
    per = float((every["value"] / rates.where(rates > 0)).median())
    return float(shrink_rates(every["numerator"].to_numpy(), every["denominator"].to_numpy())[0] * per)
