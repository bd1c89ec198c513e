"""Directly age-standardised rates."""

import numpy as np

from analysis.model.limits import Estimate, check_confidence, check_counts, count_limits

FEWEST_EVENTS = 10  # OHID publishes no directly standardised rate on fewer
METHOD = "direct standardisation, Dobson's limits"


def standardised_rate(events, population, standard, per: float = 100_000, confidence: float = 0.95) -> Estimate:
    """The directly standardised rate over age bands, with Dobson's limits (Dobson and others 1991).

    The three run in the same order of bands; `standard` is the standard population, such as the European one
    of 2013. Byar's limits of all events are scaled by the root of the rate's variance over the variance of
    the events. Fewer than 10 events, a gap or an empty band give no value and the reason. Raises ValueError
    for unequal lengths.
    """
    if not per > 0:
        raise ValueError(f"per must be above zero; received {per!r}")
    check_confidence(confidence)
    x, n, weight = (
        np.atleast_1d(check_counts(figures, name))
        for figures, name in ((events, "events"), (population, "population"), (standard, "standard"))
    )
    if not x.shape == n.shape == weight.shape:
        raise ValueError("events, population and standard must have one figure for each age band, in the same order")
    reason = _reason(x, n, weight)
    if reason:
        return Estimate(np.nan, np.nan, np.nan, METHOD, confidence, reason)
    used = weight > 0
    x, n, weight = x[used], n[used], weight[used] / weight.sum()
    total, rate = x.sum(), (weight * x / n).sum()
    scale = np.sqrt((weight**2 * x / n**2).sum() / total)
    lower, upper = count_limits(float(total), confidence)
    return Estimate(
        *(float(figure) * per for figure in (rate, rate + scale * (lower - total), rate + scale * (upper - total))),
        METHOD,
        confidence,
    )


def _reason(x: np.ndarray, n: np.ndarray, weight: np.ndarray) -> str | None:
    if np.isnan(x).any() or np.isnan(n).any() or np.isnan(weight).any():
        return "An age band has no figure."
    if not weight.sum() > 0:
        return "The standard population is empty."
    if (n[weight > 0] == 0).any():
        return "An age band has a population of zero."
    if x[weight > 0].sum() < FEWEST_EVENTS:
        return f"Fewer than {FEWEST_EVENTS} events are too few to standardise."
    return None
