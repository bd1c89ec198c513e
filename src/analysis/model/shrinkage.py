"""Rates of small areas read with what all areas show (empirical Bayes; Clayton and Kaldor 1987)."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import digamma, gammaln

from analysis.model.limits import check_counts

LEAST_AREAS = 5
METHOD = "empirical Bayes, gamma-distributed rates of Poisson counts (Clayton and Kaldor 1987)"


@dataclass(frozen=True)
class Shrunk:
    """Each area's rate over what was expected, drawn towards all areas' mean by what its own counts leave unsure.

    `rates` is (events + shape) over (expected + rate): the posterior means under a gamma distribution of that `shape`
    and `rate` (per unit expected), NaN for an area without figures.
    """

    rates: np.ndarray
    shape: float
    rate: float
    areas: int
    method: str = METHOD
    why: str | None = None


def shrink_rates(events: np.ndarray, expected: np.ndarray) -> Shrunk:
    """Shrink each area's events over expected (or over its population) towards the areas' mean.

    The gamma distribution is the one of greatest likelihood of the events, which are then negative binomial. Where the
    areas differ no more than chance makes them, every area has the common rate. Fewer than five areas with figures
    give the reason. Raises ValueError for negative figures.
    """
    counts, sizes = check_counts(events, "events"), check_counts(expected, "expected")
    known = ~(np.isnan(counts) | np.isnan(sizes)) & (sizes > 0)
    values = np.full(counts.shape, np.nan)
    if known.sum() < LEAST_AREAS or counts[known].sum() == 0:
        why = f"Shrinkage needs events in {LEAST_AREAS} areas; {int(known.sum())} have figures."
        return Shrunk(values, np.nan, np.nan, int(known.sum()), why=why)
    common = counts[known].sum() / sizes[known].sum()
    shape, rate = _fit(counts[known], sizes[known] * common)
    values[known] = common * (counts[known] + shape) / (sizes[known] * common + rate)
    return Shrunk(values, shape, rate / common, int(known.sum()))


def _fit(counts: np.ndarray, expected: np.ndarray) -> tuple[float, float]:
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
