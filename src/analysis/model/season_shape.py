"""Month-of-year effects of many series at once, and how far each can be believed.

The effects are estimated by generalised least squares under the wandering level of `level`, so that a drift is not read
as a season. Shrinking them by what the series knows follows Miller and Williams 2003, "Shrinkage estimators of time
series seasonal factors and their effect on forecasting accuracy", International Journal of Forecasting 19: 669-684.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.model.level import DIFFUSE, group_alike, level_covariance, month_noise
from analysis.model.timeline import count_days, count_working_days

MONTHS = 12
FREE = MONTHS - 1
SEASON_MONTHS = 120
OWN_SEASON_MONTHS = 24  # a series alone shows no season before each month was seen twice
WEAK_PRECISION = 1e-3  # only so that a month of the year that was never observed gets no effect, with no certainty

# Eleven free effects make twelve that sum to zero.
CONTRAST = np.vstack([np.eye(FREE), -np.ones(FREE)])


class SeasonEffects(NamedTuple):
    """Per column: twelve log effects from January, their mean sampling variance, the noise variance, the evidence.

    The evidence is the effects' length in standard errors squared; without a season it is near 11.
    """

    effects: np.ndarray
    variance: np.ndarray
    noise: np.ndarray
    evidence: np.ndarray


@dataclass(frozen=True)
class SharedSeason:
    """Twelve log effects from January that areas share, and the variance of areas' own patterns around them."""

    effects: np.ndarray
    spread: float


class Estimator(NamedTuple):
    """How the observed months make the effects: 11 × months, its information, and the months' precision."""

    solve: np.ndarray
    information: np.ndarray
    precision: np.ndarray


def season_effects(
    counts: np.ndarray, days: np.ndarray, first_month: int, steps: tuple[int, ...] = ()
) -> SeasonEffects:
    """Estimate month-of-year effects from the last 120 months of each column of counts.

    They are effects on the log daily rate, with half a count added so that a month without events has one. `days` are
    the days or working days of each month and `first_month` the calendar month (1 to 12) of the first row; NaN where
    not observed. A column with fewer than 13 months has effects of zero with infinite variance.
    """
    dropped = max(0, len(counts) - SEASON_MONTHS)
    log_rates = (np.log(counts + 0.5) - np.log(days)[:, None])[dropped:]
    steps = tuple(step - dropped for step in steps if step > dropped)
    month = (first_month - 1 + dropped + np.arange(len(log_rates))) % MONTHS
    width = log_rates.shape[1]
    result = SeasonEffects(np.zeros((MONTHS, width)), *(np.full(width, fill) for fill in (np.inf, np.inf, 0.0)))
    for seen, size, members in group_alike(log_rates, month_noise(counts)):
        if seen.sum() > MONTHS:
            key = (len(seen), int(month[0]), seen.tobytes(), size, steps)
            _estimate(result, log_rates[np.ix_(seen, members)], members, key)
    return result


def shrink_to_flat(found: SeasonEffects) -> np.ndarray:
    """How much of each column's own pattern to keep when nothing else is known: the positive-part James-Stein weight.

    1 - 9 / evidence, not below 0 (James and Stein 1961, with eleven free effects).
    """
    with np.errstate(divide="ignore"):
        return np.maximum(0.0, 1 - (FREE - 2) / found.evidence)


def shrink_to_pattern(found: SeasonEffects, spread: float) -> np.ndarray:
    """How much of each column's own departure from a shared pattern to keep: spread / (spread + sampling variance)."""
    return spread / (spread + found.variance) if spread > 0 else np.zeros_like(found.variance)


def share_season(counts: np.ndarray, days: np.ndarray, first_month: int) -> tuple[SharedSeason, SeasonEffects]:
    """The middle area's effect in each month of the year, and what each area's own say.

    The spread of areas' true patterns is what their spread around the middle leaves after sampling (by moments).
    """
    found = season_effects(counts, days, first_month)
    known = np.isfinite(found.variance)
    if not known.any():
        return SharedSeason(np.zeros(MONTHS), 0.0), found
    centre = np.median(found.effects[:, known], axis=1)
    centre = centre - centre.mean()
    seen = ((found.effects[:, known] - centre[:, None]) ** 2).mean(axis=0)
    return SharedSeason(centre, max(0.0, float((seen - found.variance[known]).mean()))), found


def settle_effects(
    counts: np.ndarray, days: np.ndarray, first_month: int, steps: tuple[int, ...], shared: SharedSeason | None
) -> tuple[np.ndarray, np.ndarray]:
    """The effects to use for each column (12 × series), and the weight of its own pattern in them, from 0 to 1.

    With a shared season, that season moved towards the series' own by what its own is worth; without one, the series'
    own as far as its evidence goes, and none under 24 observed months.
    """
    found = season_effects(counts, days, first_month, steps)
    if shared is not None:
        weight, centre = shrink_to_pattern(found, shared.spread), shared.effects[:, None]
    else:
        enough = np.isfinite(counts).sum(axis=0) >= OWN_SEASON_MONTHS
        weight, centre = shrink_to_flat(found) * enough, np.zeros((MONTHS, 1))
    return centre + weight * (found.effects - centre), weight


def area_effects(found: SeasonEffects, shared: SharedSeason) -> np.ndarray:
    """Each area's effects: the shared ones, moved towards its own by what its own are worth."""
    centre = shared.effects[:, None]
    return np.asarray(centre + shrink_to_pattern(found, shared.spread) * (found.effects - centre))


def _estimate(result: SeasonEffects, block: np.ndarray, members: np.ndarray, key: tuple[Any, ...]) -> None:
    estimator = _estimator(*key)
    free = estimator.solve @ block
    effects = CONTRAST @ free
    months = _months_seen(*key[:3])
    rest = block - effects[months]
    noise = np.einsum("ti,ti->i", rest, estimator.precision @ rest) / (len(block) - MONTHS)
    covariance = CONTRAST @ np.linalg.inv(estimator.information) @ CONTRAST.T
    result.effects[:, members] = effects
    result.noise[members] = noise
    result.variance[members] = np.diag(covariance).mean() * noise
    length = np.einsum("fi,fi->i", free, estimator.information @ free)
    result.evidence[members] = np.divide(length, noise, out=np.zeros_like(noise), where=noise > 1e-12)


def _months_seen(months: int, first: int, seen: bytes) -> np.ndarray:
    return np.asarray(((first + np.arange(months)) % MONTHS)[np.frombuffer(seen, dtype=bool)])


@lru_cache(maxsize=512)
def _estimator(months: int, first: int, seen: bytes, noise: float, steps: tuple[int, ...]) -> Estimator:
    observed = np.frombuffer(seen, dtype=bool)
    covariance = level_covariance(months, mean_variance=DIFFUSE, steps=steps)[np.ix_(observed, observed)]
    precision = np.linalg.inv(covariance + noise * np.eye(len(covariance)))
    design = CONTRAST[_months_seen(months, first, seen)]
    information = design.T @ precision @ design + WEAK_PRECISION * np.eye(FREE)
    return Estimator(np.linalg.solve(information, design.T @ precision), information, precision)


EXPOSURES = {"working days": count_working_days, "days": count_days}


def days_of(exposure: str, months: pd.PeriodIndex, *, ahead: int = 0) -> np.ndarray:
    """Days or working days of each month, and of `ahead` months more."""
    return EXPOSURES[exposure](pd.period_range(months[0], periods=len(months) + ahead, freq="M"))


def choose_exposure(counts: np.ndarray, months: pd.PeriodIndex, steps: tuple[int, ...] = ()) -> str:
    """Working days or calendar days: whichever leaves the less noise around season and level.

    `counts` has a row per month and a column per series. Offices take referrals on working days, police forces find
    children on every day; the series say which they are. Series under 13 months cannot: calendar days. `steps` are the
    rows at which known breaks start a new level.
    """
    noise = {}
    for exposure in EXPOSURES:
        found = season_effects(counts, days_of(exposure, months), months[0].month, steps)
        noise[exposure] = found.noise[np.isfinite(found.noise)].sum()
    return "working days" if noise["working days"] < noise["days"] else "days"
