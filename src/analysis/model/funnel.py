"""Funnels: how far areas of each size may lie from a benchmark by chance alone (Spiegelhalter 2005)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import gammainc, gammaincc, gdtrib, ndtri

from analysis.model.limits import check_confidence, check_counts, same_index, to_floats

SCORE = "score limits of the benchmark"
POISSON = "exact Poisson limits of the benchmark"
WIDENED = "limits widened for overdispersion between areas (random effects, winsorised)"
FEWEST_AREAS = 10  # winsorising a tenth at either end means nothing with fewer


@dataclass(frozen=True)
class Overdispersion:
    """How much more areas differ than chance explains: ratio of variances, and variance between areas."""

    ratio: float
    between_areas: float
    areas: int
    method: str
    confidence: None = None
    reason: str | None = None


def proportion_funnel(
    benchmark: float, denominators, confidence: float = 0.95, *, spread: Overdispersion | None = None
) -> pd.DataFrame:
    """The limits of a proportion around a benchmark between 0 and 1, for each denominator.

    A proportion lies outside exactly where its Wilson interval leaves out the benchmark. `spread` adds the
    variance between areas. Columns denominator, benchmark, lower, upper, method, confidence, reason. Raises
    ValueError for a benchmark that is not a share.
    """
    if not 0 <= benchmark <= 1:
        raise ValueError(f"a proportion's benchmark lies between 0 and 1; received {benchmark!r}")
    n, index = _sizes(denominators, "denominators")
    between = _between(spread)
    half = -ndtri((1 - check_confidence(confidence)) / 2) * np.sqrt(benchmark * (1 - benchmark) / n + between)
    return _funnel(
        "denominator",
        denominators,
        index,
        benchmark,
        np.maximum(benchmark - half, 0),
        np.minimum(benchmark + half, 1),
        WIDENED if between else SCORE,
        confidence,
    )


def ratio_funnel(expected, confidence: float = 0.95, *, spread: Overdispersion | None = None) -> pd.DataFrame:
    """The limits of observed over expected events around 1, for each expected number.

    The limits are those observed numbers whose exact Poisson limit is the expected number, taken between
    whole numbers too, so that a ratio lies outside exactly where its own exact interval leaves out 1.
    `spread` adds the variance between areas, by normal approximation. Columns expected, benchmark, lower,
    upper, method, confidence, reason.
    """
    e, index = _sizes(expected, "expected")
    tail = (1 - check_confidence(confidence)) / 2
    between = _between(spread)
    if between:
        half = -ndtri(tail) * np.sqrt(1 / e + between)
        lower, upper = np.maximum(1 - half, 0), 1 + half
    else:
        lower, upper = _observed_at_limits(e, tail)
        lower, upper = lower / e, upper / e
    return _funnel("expected", expected, index, 1.0, lower, upper, WIDENED if between else POISSON, confidence)


def rate_funnel(
    benchmark: float,
    denominators,
    per: float,
    confidence: float = 0.95,
    *,
    spread: Overdispersion | None = None,
) -> pd.DataFrame:
    """The limits of a rate per so many around a benchmark rate: the ratio funnel of the events expected.

    Columns denominator, benchmark, lower, upper, method, confidence, reason.
    """
    if not benchmark > 0 or not per > 0:
        raise ValueError("a rate's benchmark and what it is per must be above zero")
    n, index = _sizes(denominators, "denominators")
    funnel = ratio_funnel(benchmark * n / per, confidence, spread=spread)
    return _funnel(
        "denominator",
        denominators,
        index,
        benchmark,
        funnel["lower"].to_numpy() * benchmark,
        funnel["upper"].to_numpy() * benchmark,
        funnel["method"].iloc[0] if len(funnel) else POISSON,
        confidence,
    )


def overdispersion(values, benchmark: float, sizes, kind: str, *, winsorised: float = 0.1) -> Overdispersion:
    """How much more areas' values differ from the benchmark than chance explains (Spiegelhalter 2005b, 2012).

    `kind` is "proportion" (values are shares, sizes denominators) or "ratio" (values are observed over
    expected, sizes expected). Each standardised distance is drawn in to the tenth and ninetieth percentile;
    their mean square is the ratio, and the variance between areas follows by DerSimonian and Laird's moments.
    Where the ratio is no more than chance allows the variance is 0 and the funnel stays as it is.
    """
    if kind not in ("proportion", "ratio"):
        raise ValueError(f"kind must be 'proportion' or 'ratio'; received {kind!r}")
    if not 0 <= winsorised < 0.5:
        raise ValueError(f"winsorised is the share drawn in at either end, below 0.5; received {winsorised!r}")
    y, (n, _) = to_floats(values, "values"), _sizes(sizes, "sizes")
    variance = benchmark * (1 - benchmark) / n if kind == "proportion" else benchmark / n
    known = ~np.isnan(y) & ~np.isnan(variance) & (variance > 0)
    y, variance = y[known], variance[known]
    if len(y) < FEWEST_AREAS:
        reason = f"Fewer than {FEWEST_AREAS} areas are too few to measure overdispersion."
        return Overdispersion(np.nan, 0.0, len(y), WIDENED, reason=reason)
    distance = (y - benchmark) / np.sqrt(variance)
    distance = np.clip(distance, *np.quantile(distance, [winsorised, 1 - winsorised]))
    ratio, weight = float((distance**2).mean()), 1 / variance
    excess = len(y) * ratio - (len(y) - 1)
    between = excess / (weight.sum() - (weight**2).sum() / weight.sum())
    return Overdispersion(ratio, float(max(between, 0.0)), len(y), WIDENED)


def _observed_at_limits(e: np.ndarray, tail: float) -> tuple[np.ndarray, np.ndarray]:
    """The observed numbers, not necessarily whole, at which the exact Poisson test of e just turns."""
    few = np.exp(-e) >= tail  # even no event at all is within chance
    lower = np.where(few, 0.0, gdtrib(1.0, 1 - tail, np.where(few, 100.0, e)) - 1)
    upper = gdtrib(1.0, tail, e)
    for _ in range(2):  # gdtrib stops at about eight figures; Newton's steps on a numerical slope finish it
        lower = np.where(few, 0.0, _polish(lower, lambda x: gammaincc(x + 1, e) - tail))
        upper = _polish(upper, lambda x: gammainc(x, e) - tail)
    return lower, upper


def _polish(x: np.ndarray, distance) -> np.ndarray:
    step = 1e-5 * np.maximum(x, 1e-3)
    slope = (distance(x + step) - distance(x - step)) / (2 * step)
    return x - distance(x) / slope


def _between(spread: Overdispersion | None) -> float:
    return 0.0 if spread is None or spread.reason else spread.between_areas


def _sizes(sizes, name: str) -> tuple[np.ndarray, pd.Index | None]:
    """Sizes as an array with NaN for zero, which no limits can be drawn for."""
    numbers = np.atleast_1d(check_counts(sizes, name))
    return np.where(numbers == 0, np.nan, numbers), same_index(sizes)


def _funnel(size: str, given, index, benchmark: float, lower, upper, method: str, confidence: float) -> pd.DataFrame:
    numbers = np.atleast_1d(to_floats(given, size))
    reason = np.full(numbers.shape, None, dtype=object)
    reason[numbers == 0] = f"The {size} is zero."
    reason[np.isnan(numbers)] = f"The {size} is missing."
    return pd.DataFrame(
        {
            size: numbers,
            "benchmark": benchmark,
            "lower": lower,
            "upper": upper,
            "method": method,
            "confidence": confidence,
            "reason": pd.Series(reason, index=index, dtype=object),
        },
        index=index,
    )
