"""What many areas' series teach about one: the shared season, and how far forecasts of this kind miss."""

from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.model.count_projection import (
    SCALE_MONTHS,
    CountProjection,
    project_counts,
    seasonal_load,
    standard_errors_off,
    surprise_scale,
)
from analysis.model.level import LEVEL_MONTHS
from analysis.model.level_shift import NORMAL_FROM_MEDIAN
from analysis.model.monthly_series import read_panel
from analysis.model.season_shape import (
    SharedSeason,
    area_effects,
    choose_exposure,
    days_of,
    settle_effects,
    share_season,
)

LEAST_MONTHS = 24
LEAST_AREAS = 5
LEAST_ERRORS = 1000  # for a 95% limit that rests on 25 errors beyond it
LEARNING_ORIGINS = 24
AHEAD = 12
SHOCK = 4.0
TYPICAL_MONTHS = 40


class TooFewAreas(ValueError):
    """The panel has too little to learn a shared season from."""


@dataclass(frozen=True)
class PooledPattern:
    """What a panel has taught by the end of its last month; nothing in it looks past `end`.

    `seasons` has the shared season as it was known at the end of each month of the last two years, so that
    back-tests do not look ahead either. `errors` are past forecasts' errors in standard errors, sorted; `shocks` the
    months in which all areas jumped together; `scale` the typical noise, relative to an area's root level.
    """

    end: pd.Period
    areas: int
    exposure: str
    seasons: dict[pd.Period, SharedSeason]
    scale: float
    errors: np.ndarray = field(repr=False)
    shocks: frozenset[pd.Period]

    def season_at(self, month: pd.Period) -> SharedSeason | None:
        """The shared season as it was known at the end of a month, None before the first."""
        known = [end for end in self.seasons if end <= month]
        return self.seasons[max(known)] if known else None


def fit_pooled(pooled: pd.DataFrame, *, until: pd.Period | None = None) -> PooledPattern:
    """Learn from a panel of monthly counts what `forecast` borrows: once for many areas.

    Takes rows of months and columns of areas, or a long table with area, start and numerator, up to the month `until`
    where it is given. Raises TooFewAreas where fewer than 5 areas have 24 months: then there is nothing to borrow.
    """
    panel = read_panel(pooled).loc[:until]
    panel = panel.loc[:, panel.iloc[-LEVEL_MONTHS:].gt(0).any() & (panel.notna().sum() >= LEAST_MONTHS)]
    if panel.shape[1] < LEAST_AREAS:
        raise TooFewAreas(f"{panel.shape[1]} areas with {LEAST_MONTHS} months of counts; {LEAST_AREAS} are needed")
    counts, months = panel.to_numpy(), panel.index
    exposure = choose_exposure(counts, months)
    days = days_of(exposure, months, ahead=AHEAD)
    origins = range(max(LEAST_MONTHS, len(months) - LEARNING_ORIGINS), len(months) + 1)
    fits = {origin: _fit_at(counts[:origin], days, months[0].month) for origin in origins}
    latest = fits[len(months)][1]
    usual = _usual_months(latest.surprises, len(months))
    return PooledPattern(
        end=months[-1],
        areas=panel.shape[1],
        exposure=exposure,
        seasons={months[origin - 1]: fit[0] for origin, fit in fits.items()},
        scale=float(np.median(surprise_scale(latest, counts, usual))),
        errors=_past_errors(counts, fits, usual),
        shocks=frozenset(months[~usual]),
    )


def write_pattern(pattern: PooledPattern) -> dict[str, Any]:
    """The pattern as JSON can hold it to the last digit."""
    return {
        "end": str(pattern.end),
        "areas": pattern.areas,
        "exposure": pattern.exposure,
        "seasons": {str(end): [season.effects.tolist(), season.spread] for end, season in pattern.seasons.items()},
        "scale": pattern.scale,
        "errors": pattern.errors.tolist(),
        "shocks": sorted(map(str, pattern.shocks)),
    }


def read_pattern(written: dict[str, Any]) -> PooledPattern:
    """The pattern that `write_pattern` wrote."""
    month = partial(pd.Period, freq="M")
    seasons = {
        month(end): SharedSeason(np.array(effects), spread) for end, (effects, spread) in written["seasons"].items()
    }
    return PooledPattern(
        month(written["end"]),
        written["areas"],
        written["exposure"],
        seasons,
        written["scale"],
        np.array(written["errors"]),
        frozenset(map(month, written["shocks"])),
    )


def shrink_scale(scale: np.ndarray, known: int, typical: float) -> np.ndarray:
    """Pull each series' noise towards the panel's, as if 40 months like the panel's had been added to its own."""
    return np.asarray(np.exp((np.log(scale) * known + np.log(typical) * TYPICAL_MONTHS) / (known + TYPICAL_MONTHS)))


def _fit_at(counts: np.ndarray, days: np.ndarray, first_month: int) -> tuple[SharedSeason, CountProjection]:
    """Season and projection as they would have been made at the end of `counts`."""
    shared, found = share_season(counts, days[: len(counts)], first_month)
    load = seasonal_load(area_effects(found, shared), days[: len(counts) + AHEAD], first_month)
    return shared, project_counts(counts, load, AHEAD)


def _usual_months(surprises: np.ndarray, months: int) -> np.ndarray:
    """False for months in which the middle area's surprise was more than 4 robust standard deviations from usual."""
    measured = (~np.isnan(surprises)).sum(axis=1) >= LEAST_AREAS
    middle = np.nanmedian(surprises[measured], axis=1)
    middle = np.abs(middle - np.median(middle))
    usual = np.ones(months, dtype=bool)
    usual[months - len(surprises) :][measured] = middle <= SHOCK * NORMAL_FROM_MEDIAN * np.median(middle)
    return usual


def _past_errors(counts: np.ndarray, fits: dict[Any, Any], usual: np.ndarray) -> np.ndarray:
    """Errors of the projections made over the last two years, in standard errors, sorted; shocks left out."""
    errors = []
    for origin, (_, projection) in fits.items():
        scale = surprise_scale(projection, counts[:origin], usual[:origin])
        scale = shrink_scale(scale, SCALE_MONTHS, float(np.median(scale)))
        actual = np.where(usual[origin:, None], counts[origin:], np.nan)[:AHEAD]
        errors.append(standard_errors_off(projection, actual, scale).ravel())
    every = np.concatenate(errors)
    return np.sort(every[~np.isnan(every)])


class MonthLoad(NamedTuple):
    """Days times seasonal index of each month, the kind of days, and in words where the season came from."""

    load: np.ndarray
    exposure: str
    season: str


def learn_load(
    past: pd.Series, *, ahead: int = 0, steps: tuple[int, ...] = (), pooled: PooledPattern | None = None
) -> MonthLoad:
    """The load of the months of `past` (counts by month, NaN for gaps) and of `ahead` months more.

    Exposure and season come from `past` alone, or from the panel `pooled` as it stood at the end of `past`; a series
    of its own under 24 months has no season. `steps` are the rows at which a level is known to begin.
    """
    shared = pooled.season_at(past.index[-1]) if pooled else None
    pattern = pooled if shared else None
    counts, months = past.to_numpy()[:, None], pd.PeriodIndex(past.index)
    first = months[0].month
    exposure = pattern.exposure if pattern else choose_exposure(counts, months, steps)
    days = days_of(exposure, months, ahead=ahead)
    effects, weight = settle_effects(counts, days[: len(past)], first, steps, shared)
    season = f"the season of {pattern.areas} areas" if pattern else "its own season" if weight[0] > 0 else "no season"
    return MonthLoad(seasonal_load(effects, days, first)[:, 0], exposure, season)
