"""What a month's count is measured against: its days, or its working days."""

import numpy as np
import pandas as pd

from analysis.model.calendar_days import count_days, count_working_days
from analysis.model.season_shape import season_effects

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
