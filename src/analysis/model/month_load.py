"""What each month of a series carries: its days or working days, times the season as known at a month's end."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.model.count_projection import seasonal_load
from analysis.model.exposure import choose_exposure, days_of
from analysis.model.pooling import PooledPattern, TooFewAreas, fit_pooled
from analysis.model.season_shape import settle_effects


class MonthLoad(NamedTuple):
    """Days times seasonal index of each month, the kind of days, and in words where the season came from."""

    load: np.ndarray
    exposure: str
    season: str


def learn_load(
    past: pd.Series, *, ahead: int = 0, steps: tuple[int, ...] = (), pooled: PooledPattern | pd.DataFrame | None = None
) -> MonthLoad:
    """The load of the months of `past` (counts by month, NaN for gaps) and of `ahead` months more.

    Exposure and season come from `past` alone, or from the panel `pooled` as it stood at the end of `past`; a series
    of its own under 24 months has no season. `steps` are the rows at which a level is known to begin.
    """
    pattern = _read_pattern(pooled, past.index[-1])
    counts, months = past.to_numpy()[:, None], pd.PeriodIndex(past.index)
    first = months[0].month
    exposure = pattern.exposure if pattern else choose_exposure(counts, months, steps)
    days = days_of(exposure, months, ahead=ahead)
    shared = pattern.season_at(past.index[-1]) if pattern else None
    effects, weight = settle_effects(counts, days[: len(past)], first, steps, shared)
    season = f"the season of {pattern.areas} areas" if pattern else "its own season" if weight[0] > 0 else "no season"
    return MonthLoad(seasonal_load(effects, days, first)[:, 0], exposure, season)


def _read_pattern(pooled: PooledPattern | pd.DataFrame | None, last: pd.Period) -> PooledPattern | None:
    """What the panel had taught by a month; None where there is none or too few areas."""
    if pooled is None:
        return None
    try:
        pattern = pooled if isinstance(pooled, PooledPattern) else fit_pooled(pooled, until=last)
        return pattern if pattern.season_at(last) is not None else pattern.as_of(last)
    except TooFewAreas:
        return None
