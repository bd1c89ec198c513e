"""The chance of meeting a target in the next period, from the predictive distribution of its count."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import betainc, betaln, expit, gammaincc, gammaln, stdtrit

from analysis.model.limits import check_confidence
from analysis.model.timeline import Moment, select_points
from analysis.model.yearly_change import FEWEST_POINTS, find_next_level, fit_trend

COMPARISONS = ("<", "<=", ">", ">=")
TREND = "count predicted from the fitted trend (quasi-likelihood, its uncertainty averaged over)"
LEVEL = "count predicted from the last period's level (Jeffreys prior)"
UNTESTED = "With so few periods, treat this chance as a rough guide: it does not show how levels drift."
Cumulative = Callable[[float], float]  # the probability of at most so many events
QUADRATURE = 200  # equally likely values of the uncertain level


@dataclass(frozen=True)
class TargetChance:
    """The chance, from 0 to 1, of meeting the target, with the count expected and its predictive limits."""

    chance: float
    expected: float
    lower: float
    upper: float
    dispersion: float
    basis: str | None
    method: str
    confidence: float
    caveat: str | None = None
    reason: str | None = None


def chance_of_target(
    table: pd.DataFrame,
    target: float,
    comparison: str,
    *,
    kind: str = "rate",
    per: float = 1.0,
    next_denominator: float | None = None,
    basis: str | None = None,
    breaks: Iterable[Moment] = (),
    confidence: float = 0.95,
) -> TargetChance:
    """The chance that the next period's figure is below (`<`), at most (`<=`), at least or above a target.

    `kind` is "rate" (target per so many, as in 1.00 with per=1_000) or "proportion" (target a share). The
    next denominator is the last one unless given. With four points or more the count is predicted from the
    trend (`basis` "trend") or from the last level with the trend's dispersion ("level"); with fewer, from the
    last level alone. Counts are negative binomial, or beta-binomial for a share. Raises ValueError for
    another comparison, basis or kind.
    """
    _check(target, comparison, kind, basis, per)
    points = select_points(table, kind)
    trend = fit_trend(table, kind, breaks=breaks, confidence=check_confidence(confidence))
    basis = basis or ("level" if trend.reason else "trend")
    method = TREND if basis == "trend" else LEVEL
    reason = "No period has figures." if points.empty else trend.reason if basis == "trend" else None
    if reason:
        return TargetChance(np.nan, np.nan, np.nan, np.nan, np.nan, basis, method, confidence, reason=reason)
    size = float(points["denominator"].iloc[-1] if next_denominator is None else next_denominator)
    if not size > 0 or (kind == "proportion" and size != round(size)):
        raise ValueError(f"next_denominator must be above zero, and whole for a proportion; received {size!r}")
    dispersion = 1.0 if trend.reason else max(trend.dispersion, 1.0)
    build = {"rate": _rate_distribution, "proportion": _share_distribution}[kind]
    below, expected = build(points, size, dispersion, basis, breaks)
    tail = (1 - confidence) / 2
    most = size if kind == "proportion" else np.inf
    return TargetChance(
        _chance(below, target * size / per, comparison),
        expected,
        _quantile(below, tail, most),
        _quantile(below, 1 - tail, most),
        dispersion,
        basis,
        method,
        confidence,
        caveat=UNTESTED if len(points) < FEWEST_POINTS else None,
    )


def _check(target: float, comparison: str, kind: str, basis: str | None, per: float) -> None:
    if comparison not in COMPARISONS:
        raise ValueError(f"comparison must be one of {', '.join(COMPARISONS)}; received {comparison!r}")
    if kind not in ("rate", "proportion"):
        raise ValueError(f"a chance needs counts of events: kind 'rate' or 'proportion', not {kind!r}")
    if basis not in (None, "trend", "level"):
        raise ValueError(f"basis must be 'trend' or 'level'; received {basis!r}")
    if not np.isfinite(target) or not per > 0:
        raise ValueError(f"target must be a number and per above zero; received {target!r} and {per!r}")
    if kind == "proportion" and per != 1:
        raise ValueError("a proportion's target is a share between 0 and 1; leave per at 1")


def _rate_distribution(
    points: pd.DataFrame, size: float, dispersion: float, basis: str, breaks: Iterable[Moment]
) -> tuple[Cumulative, float]:
    """The probability of at most k events next period, and the number expected."""
    if basis == "level":
        x, n = points["numerator"].iloc[-1] + 0.5, points["denominator"].iloc[-1]
        mean = np.array([x * size / n])
        excess = dispersion * (1 + size / n) - 1
    else:
        mean, excess = size * np.exp(_uncertain_level(points, "rate", breaks)), dispersion - 1

    def below(k: float) -> float:
        if k < 0:
            return 0.0
        if excess < 1e-9:
            return float(gammaincc(k + 1, mean).mean())
        shape = mean / excess  # a negative binomial whose variance is its mean times (1 + excess)
        return float(betainc(shape, k + 1, 1 / (1 + excess)).mean())

    return below, float(np.median(mean))


def _share_distribution(
    points: pd.DataFrame, size: float, dispersion: float, basis: str, breaks: Iterable[Moment]
) -> tuple[Cumulative, float]:
    """The probability of at most k of the next denominator, and the number expected."""
    if basis == "level":
        x, n = points["numerator"].iloc[-1], points["denominator"].iloc[-1]
        share, inflation = np.array([(x + 0.5) / (n + 1)]), dispersion * (1 + (size - 1) / (n + 2))
    else:
        share, inflation = expit(_uncertain_level(points, "proportion", breaks)), dispersion
    share = np.clip(share, 1e-9, 1 - 1e-9)[:, None]
    correlation = np.clip((inflation - 1) / max(size - 1, 1), 1e-9, 0.999)
    first, second = share * (1 / correlation - 1), (1 - share) * (1 / correlation - 1)
    k = np.arange(size + 1)
    ways = gammaln(size + 1) - gammaln(k + 1) - gammaln(size - k + 1)
    cumulated = np.exp(ways + betaln(k + first, size - k + second) - betaln(first, second)).mean(axis=0).cumsum()
    return (
        lambda each: 0.0 if each < 0 else float(min(cumulated[int(min(each, size))], 1.0)),
        float(size * np.median(share)),
    )


def _uncertain_level(points: pd.DataFrame, kind: str, breaks: Iterable[Moment]) -> np.ndarray:
    """Equally likely values of the next period's level, on the scale of its model."""
    level, error, degrees = find_next_level(points, kind, breaks)
    return level + error * stdtrit(degrees, (np.arange(QUADRATURE) + 0.5) / QUADRATURE)


def _chance(below: Cumulative, count: float, comparison: str) -> float:
    """The chance that the count compares so with a number that need not be whole."""
    near = round(count)
    whole = abs(count - near) < 1e-9 * max(1.0, abs(count))
    floor = near if whole else np.floor(count)
    under = floor - 1 if whole else floor
    return {"<": below(under), "<=": below(floor), ">": 1 - below(floor), ">=": 1 - below(under)}[comparison]


def _quantile(below: Cumulative, probability: float, most: float) -> float:
    """The smallest count that is reached or undercut with the probability."""
    high = 1.0
    while below(high) < probability and high < min(most, 1e12):
        high *= 2
    low, high = -1.0, min(high, most)
    while high - low > 1:
        middle = np.floor((low + high) / 2)
        low, high = (low, middle) if below(middle) >= probability else (middle, high)
    return float(high)
