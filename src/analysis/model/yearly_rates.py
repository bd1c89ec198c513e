"""A rate or share year by year: an area with its limits, its neighbours' median and range, and England."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

import numpy as np
import pandas as pd

from analysis.definitions import ENGLAND
from analysis.definitions.learned_changes import Kind
from analysis.measures.rate_readings import QUOTED, RateReadings
from analysis.model.among_neighbours import LEAST_NEIGHBOURS
from analysis.model.rates import FIGURES, Rates, add_population, add_whole, rates_of_areas
from analysis.numbers import period_from
from analysis.periods import Period
from analysis.schemas import Fractions, table_of

COMPARATORS = {"england": ENGLAND, "quoted": QUOTED}
OF_NEIGHBOURS = ["neighbours_median", "neighbours_lowest", "neighbours_highest"]

Years = Annotated[
    pd.DataFrame,
    table_of(
        "period value_status numerator denominator value lower upper neighbours_median neighbours_lowest "
        "neighbours_highest neighbours_known start end"
    ),
]
"""A rate or share of one area for each period, beside its neighbours' median and range (missing where fewer than five
are known) and the figure of each further comparator."""


@dataclass(frozen=True)
class YearlyRates:
    """A rate or share year by year: `areas`, one row for each area and period; `years`, one for each period.

    Beside these stand `england` and `quoted`, the neighbours' average as the area's own report quotes it.
    """

    readings: RateReadings
    areas: Rates
    years: Years

    @property
    def codes(self) -> list[str]:
        """The codes of the area's neighbours."""
        return self.readings.neighbours.neighbours if self.readings.neighbours else []

    @property
    def own(self) -> Years:
        """The area's own figures, one row for each year for which it has one."""
        return self.years[self.years["value"].notna()]

    @property
    def latest(self) -> pd.Series:
        """The area's last year with a figure; where it has none the newest, or a row without a period."""
        return self.own.iloc[-1] if len(self.own) else self.newest

    @property
    def newest(self) -> pd.Series:
        """The newest year of anybody's, whether or not the area has a figure for it."""
        return self.years.iloc[-1] if len(self.years) else self.years.reindex([-1]).iloc[0]

    @property
    def previous(self) -> pd.Series:
        """The year before the latest, with why it has no figure where it has none."""
        if len(self.own):
            before = self.years[self.years["end"] == self.latest["end"] - pd.DateOffset(years=1)]
            if len(before):
                return before.iloc[0]
        return self.years.reindex([-1]).iloc[0]

    @property
    def period(self) -> Period | None:
        """The period of the area's latest figure, None where it has none."""
        return self.period_of(self.latest)

    @property
    def span(self) -> str:
        """The first and last year with a figure, in words."""
        return f"{self.own['period'].iloc[0]} to {self.own['period'].iloc[-1]}" if len(self.own) else "no year"

    @property
    def asked(self) -> int:
        """How many neighbours there should be."""
        return len(self.codes)

    @property
    def peers(self) -> Rates:
        """The neighbours' figures for the period of the area's latest figure."""
        return self.figures_of(self.codes)

    def figures_of(self, codes: list[str]) -> Rates:
        """The figures of some areas for the period of the area's latest figure."""
        same = self.areas["end"] == self.latest["end"]
        return self.areas[same & self.areas["area"].isin(codes)].reset_index(drop=True)

    @property
    def scale(self) -> Kind:
        """On which scale areas are compared: a rate's or a share's."""
        return "rate" if self.readings.definition.per else "proportion"

    @property
    def kind(self) -> Kind:
        """What a model may make of the latest two years: counts over a denominator, parts of a whole, or values."""
        counted = pd.DataFrame([self.latest, self.previous])[["numerator", "denominator"]].notna().all(axis=None)
        return self.scale if counted else "value"

    def period_of(self, row: pd.Series) -> Period | None:
        """The period of one of the years, None for a row without one."""
        return None if pd.isna(row["end"]) else period_from(row["start"], row["end"], row["period"])


def work_out_rates(readings: RateReadings, confidence: float = 0.95) -> YearlyRates:
    """The rates of the area and its comparators, from their parts where both are known, else as published.

    What is worked out has limits (Byar's for a rate, Wilson's for a share); what is published without its parts has
    none. The population is that of the middle of the year before a period's end, as DfE takes it.
    """
    areas = work_out_areas(readings, confidence)
    chosen = readings.neighbours
    years = add_neighbours(areas, readings.area, COMPARATORS, chosen.neighbours if chosen else [])
    known = years[["value", *OF_NEIGHBOURS, *COMPARATORS]].notna().any(axis=1)
    return YearlyRates(readings, areas, years[known].reset_index(drop=True))


def work_out_areas(readings: RateReadings, confidence: float) -> Rates:
    """Each area's rate in each period, as `work_out_rates` says."""
    per = readings.definition.per
    return rates_of_areas(add_denominators(readings), readings.published, per=per, confidence=confidence)


def add_denominators(readings: RateReadings) -> Fractions:
    """The parts of each area and period with what they are divided by: the population, or the whole."""
    if readings.of_population:
        return add_population(readings.parts, readings.wholes)
    return add_whole(readings.parts, readings.wholes)


def add_neighbours(rates: Rates, area: str, others: Mapping[str, str], neighbours: list[str]) -> Years:
    """One row for each period: the area's figure, its neighbours' median and range, and others' figures.

    `others` are further comparators, by the column that each becomes. Raises ValueError where an area stands twice in a
    period.
    """
    if rates.duplicated(["area", "start", "end"]).any():
        raise ValueError("an area stands twice in a period; choose one indicator, breakdown and source")
    rates = rates.set_axis(rates.groupby(["start", "end"]).ngroup())  # the number of its period, in their order
    own = rates[rates["area"] == area]
    periods = rates.loc[~rates.index.duplicated(), ["period", "start", "end"]].sort_index()
    values = pd.DataFrame(dict(list(rates.groupby("area")["value"])), index=periods.index, dtype=float)
    peers = values.reindex(columns=neighbours)
    known = peers.notna().sum(axis=1)
    enough = peers[known >= LEAST_NEIGHBOURS]
    made = {"neighbours_median": enough.median(axis=1), "neighbours_lowest": enough.min(axis=1)}
    made |= {"neighbours_highest": enough.max(axis=1), "neighbours_known": known}
    made |= {name: values.get(code, np.nan) for name, code in others.items()}
    status = own["status"].reindex(values.index).fillna("not_supplied")
    return periods.assign(**own[FIGURES], value_status=status, **made).reset_index(drop=True)
