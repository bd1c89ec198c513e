"""Which months of the year are high and low, how surely, and what the next months will bring."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import fdtrc, fdtri, ncfdtr, stdtrit

from analysis.model.limits import check_confidence
from analysis.model.monthly_series import read_breaks, read_monthly
from analysis.model.season_shape import CONTRAST, EXPOSURES, FREE, choose_exposure, days_of
from analysis.model.shown_result import ShownResult
from analysis.model.wandering_regression import AveragedFit, ProcessFit, fit_wandering
from analysis.schemas import MonthlyCounts

SWING = 0.15  # the season whose discovery the power is of: 15% above in one half of the year, 15% below in the other
LEAST_MONTHS = 24
LEAST_YEARS = 2
LEAST_POWER = 0.5
METHOD = "regression on the month of the year, per {exposure}, under a level that wanders"
COLUMNS = ["month", "name", "index", "lower", "upper"]


class MonthEffects(NamedTuple):
    """Log effects of the twelve months with limits; F statistic, its degrees and p value; dispersion; power.

    `dispersion` is the months' own scatter in units of chance's; `power` the chance that a season of 15% either way
    would have been found at the level of `confidence`.
    """

    effects: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    statistic: float
    degrees: tuple[float, float]
    p_value: float
    dispersion: float
    power: float


def fit_month_effects(
    counts: np.ndarray, month: np.ndarray, days: np.ndarray, steps: tuple[int, ...], confidence: float
) -> MonthEffects | None:
    """Regress log daily rates on the month of the year, a line and known steps, under a wandering level.

    `month` runs from 0 (January); rows with NaN counts are left out; half a count is added so that zero has a
    logarithm. Effects, F and p values are averages over how the level may wander (`fit_wandering`). Returns None where
    there are too few months for the effects.
    """
    seen = np.flatnonzero(~np.isnan(counts))
    design = _design(len(counts), month, steps)[seen]
    if len(seen) <= design.shape[1]:
        return None
    chance = 1 / (counts[seen].mean() + 0.5)
    values = np.log(counts[seen] + 0.5) - np.log(days[seen])
    return _describe(fit_wandering(values, design, seen, chance), confidence, chance)


def _design(months: int, month: np.ndarray, steps: tuple[int, ...]) -> np.ndarray:
    """Eleven effects, a level, a line and the steps (months × columns)."""
    position = np.arange(months)
    after = [(position >= step).astype(float) for step in steps]
    return np.column_stack([CONTRAST[month], np.ones(months), position / months, *after])


def _describe(found: AveragedFit, confidence: float, chance: float) -> MonthEffects:
    effects = CONTRAST @ found.coefficients[:FREE]
    variance = np.diag(CONTRAST @ found.covariance[:FREE, :FREE] @ CONTRAST.T)
    reach = stdtrit(found.degrees, (1 + confidence) / 2) * np.sqrt(variance)
    weight = np.array([each.weight for each in found.fits])
    statistics = np.array([_length(each, each.coefficients[None, :FREE])[0] / FREE for each in found.fits])
    return MonthEffects(
        effects=effects,
        lower=effects - reach,
        upper=effects + reach,
        statistic=float(weight @ statistics),
        degrees=(float(FREE), float(found.degrees)),
        p_value=float(weight @ fdtrc(FREE, found.degrees, statistics)),
        dispersion=found.noise / chance,
        power=float(weight @ np.array([_power(each, found.degrees, confidence) for each in found.fits])),
    )


def _length(fit: ProcessFit, effects: np.ndarray) -> np.ndarray:
    """The squared length, in standard errors, of each row of eleven effects."""
    precision = np.linalg.inv(fit.covariance[:FREE, :FREE]) / fit.noise
    return np.asarray(np.einsum("wi,ij,wj->w", effects, precision, effects))


def _power(fit: ProcessFit, degrees: int, confidence: float) -> float:
    """The chance to find a season of one wave a year, on average over the month in which it is highest."""
    waves = SWING * np.cos(2 * np.pi * (np.arange(12)[:, None] - np.arange(12)) / 12)[:, :FREE]
    needed = fdtri(FREE, degrees, confidence)
    return float(np.mean(1 - ncfdtr(FREE, degrees, _length(fit, waves), needed)))


@dataclass(frozen=True)
class Seasonality(ShownResult):
    """Month-of-year indices of a series of counts.

    `table` has month (1 to 12), name, index, lower and upper: 1.10 means a daily rate 10% above the year's typical
    month. `statistic` and `p_value` test all twelve against no season (F on `degrees`). `dispersion` is the counts'
    scatter around the wandering level in units of chance's. `power` is the chance that a season of 15% either way would
    have been found; where it is below a half, `powerless` says that finding none is no news. Where there is a reason
    there are no indices.
    """

    table: pd.DataFrame = field(compare=False, repr=False)
    months: int
    method: str
    confidence: float
    statistic: float = np.nan
    degrees: tuple[float, float] = (np.nan, np.nan)
    p_value: float = np.nan
    dispersion: float = np.nan
    power: float = np.nan
    exposure: str | None = None
    reason: str | None = None

    @property
    def powerless(self) -> bool:
        """Whether so much noise, or so few months, would hide a season of 15% either way more often than not."""
        return not self.power >= LEAST_POWER


def fit_seasonality(
    monthly: MonthlyCounts | pd.Series,
    *,
    breaks: Iterable[pd.Timestamp] = (),
    exposure: str | None = None,
    confidence: float = 0.95,
) -> Seasonality:
    """Estimate the index of each month of the year, with limits and a test against no season.

    Indices are daily rates relative to their geometric mean over the year, per working day or per calendar day: the one
    that fits the series better unless `exposure` says which ("working days", "days"). Working days have a season of
    their own (December has few), so that a season is tested both ways and the larger p value is given: an
    intersection-union test, whose level holds whichever is right (Berger 1982, Technometrics 24: 295-300). `breaks` are
    days on which a new level is known to start. Below 24 observed months, or a month of the year seen less than twice
    or without any event, there are no indices but a reason. Raises ValueError for a month given twice or a negative
    count.
    """
    check_confidence(confidence)
    counts = read_monthly(monthly)
    reason = _why_not(counts)
    if reason:
        return _nothing(counts, confidence, reason)
    steps = read_breaks(breaks, counts.index)
    fits = _fit_exposures(counts, [exposure] if exposure else list(EXPOSURES), steps, confidence)
    exposure = exposure or choose_exposure(counts.to_numpy()[:, None], counts.index, steps)
    if exposure not in fits:
        return _nothing(counts, confidence, "The regression on these counts does not settle on an answer.")
    found, tested = fits[exposure], max(fits.values(), key=lambda fit: fit.p_value)
    columns = {"index": found.effects, "lower": found.lower, "upper": found.upper}
    table = pd.DataFrame({"month": np.arange(1, 13), "name": calendar.month_name[1:]})
    return Seasonality(
        table.assign(**{name: np.exp(values) for name, values in columns.items()}),
        int(counts.notna().sum()),
        METHOD.format(exposure=exposure.removesuffix("s")),
        confidence,
        tested.statistic,
        tested.degrees,
        tested.p_value,
        found.dispersion,
        min(fit.power for fit in fits.values()),
        exposure,
    )


def _fit_exposures(
    counts: pd.Series, exposures: list[str], steps: tuple[int, ...], confidence: float
) -> dict[str, MonthEffects]:
    """The month effects per day and per working day; empty where there are too few months for them."""
    months = pd.PeriodIndex(counts.index)
    fits = {
        each: fit_month_effects(
            counts.to_numpy(), months.month.to_numpy() - 1, days_of(each, months), steps, confidence
        )
        for each in exposures
    }
    return {each: fit for each, fit in fits.items() if fit is not None}


def _why_not(counts: pd.Series) -> str | None:
    """Why these counts cannot show a season, or None where they can."""
    seen = counts.dropna()
    if len(seen) < LEAST_MONTHS:
        return f"{LEAST_MONTHS} months are needed to see a season; {len(seen)} are known."
    if seen.sum() == 0:
        return "No event was counted in any month: there is no rate to compare."
    by_month = seen.groupby(seen.index.month).agg(["size", "sum"]).reindex(range(1, 13), fill_value=0)
    if (by_month["size"] < LEAST_YEARS).any():
        names = ", ".join(calendar.month_name[month] for month in by_month.index[by_month["size"] < LEAST_YEARS])
        return f"Each month of the year must be observed at least twice; {names} was not."
    if (by_month["sum"] == 0).any():
        names = ", ".join(calendar.month_name[month] for month in by_month.index[by_month["sum"] == 0])
        return f"No event was counted in any {names}: the counts are too few for monthly indices."
    return None


def _nothing(counts: pd.Series, confidence: float, reason: str) -> Seasonality:
    months, method = int(counts.notna().sum()), METHOD.format(exposure="day")
    return Seasonality(pd.DataFrame(columns=COLUMNS), months, method, confidence, reason=reason)
