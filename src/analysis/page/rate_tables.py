"""Yearly rates and monthly counts as they may be shown: with their comparators, by area, by season, and ahead."""

from dataclasses import replace

import pandas as pd

from analysis.definitions import ENGLAND
from analysis.measures.columns import Column, column_of
from analysis.measures.protection import Protected
from analysis.model.comparison import find_place
from analysis.model.forecasting import Forecast
from analysis.model.seasonality import Seasonality
from analysis.model.yearly_rates import YearlyRates
from analysis.page.page import Page
from analysis.schemas import MonthlyCounts, Readings

OWN = ["value", "lower", "upper"]
PLACE = "Place, 1 is best"
TITLES = {
    "value": "",
    "lower": "Lower limit",
    "upper": "Upper limit",
    "neighbours_median": "Neighbours’ median",
    "neighbours_lowest": "Lowest neighbour",
    "neighbours_highest": "Highest neighbour",
    "england": "England",
    "quoted": "Neighbours’ average quoted in the report",
}
LIMITS = {"lower": "Lower limit", "upper": "Upper limit"}


def protect_years(page: Page, rates: YearlyRates) -> Protected:
    """The years: the area with its limits, its neighbours' median, range and number, England, what its report quotes.

    A column without any figure is left out. The area's own figures are withheld with the count that they are made of;
    those of other places are published.
    """
    indicator = page.definitions.indicator(rates.readings.indicator)
    form, years = column_of(indicator), rates.years
    known = [name for name in TITLES if name == "value" or years[name].notna().any()]
    titles = TITLES | {"value": page.area.name}
    columns = {name: replace(form, title=titles[name]) for name in known}
    others = [name for name in known if name not in OWN]
    if "neighbours_median" in known:
        others.append("neighbours_known")
        columns["neighbours_known"] = replace(form, title="Neighbours with a figure", form="count", per=None)
    counted = ["numerator"] if indicator.numerator and years["numerator"].notna().any() else []
    columns |= {name: column_of(page.definitions.indicator(indicator.numerator or "")) for name in counted}
    own = [name for name in known if name in OWN]
    return page.protect(
        years[["period", "start", "end", *counted, *known, *others[len(known) - len(own) :], "value_status"]],
        counts=counted,
        derived=dict.fromkeys(own, counted) if counted else {},
        uncounted=others if counted else [*own, *others],
        columns=columns,
    )


def protect_latest(page: Page, rates: YearlyRates) -> Protected:
    """The area, its neighbours and England in the period of the area's latest figure, by the areas' names.

    Where the indicator has a polarity, `place` is each area's rank and quarter among the area and its neighbours.
    """
    table = rates.figures_of([page.area.code, ENGLAND, *rates.codes])
    indicator = page.definitions.indicator(rates.readings.indicator)
    ranked = table[table["area"] != ENGLAND]
    places = [find_place(row.value, ranked["value"].drop(row.Index), indicator.polarity) for row in ranked.itertuples()]
    table = table.assign(
        area=table["area"].map(page.definitions.areas.names),
        place=pd.Series([str(place or "") for place in places], index=ranked.index, dtype=object),
    )
    form = column_of(indicator)
    counted = ["numerator"] if indicator.numerator and table["numerator"].notna().any() else []
    shown = [name for name in OWN if name == "value" or table[name].notna().any()]
    columns = {"value": form, "lower": replace(form, title="Lower limit"), "upper": replace(form, title="Upper limit")}
    columns |= {name: column_of(page.definitions.indicator(indicator.numerator or "")) for name in counted}
    rank = ["place"] if any(places) else []
    return page.protect(
        table[["area", *counted, *shown, *rank]].fillna({"place": ""} if rank else {}),
        counts=counted,
        derived=dict.fromkeys(shown, counted) if counted else {},
        across=dict.fromkeys(rank, counted) if counted else {},
        uncounted=[] if counted else shown,
        columns={"area": "Area", **{name: columns[name] for name in [*counted, *shown]}, **dict.fromkeys(rank, PLACE)},
    )


def sum_of_neighbours(page: Page, indicator: str) -> MonthlyCounts | None:
    """The months of the area's neighbours together, for those in which all have a figure; None where it has none."""
    chosen = page.definitions.areas.neighbours_of(page.area.code)
    read = page.read(indicator, kind="month", areas=chosen.neighbours) if chosen else pd.DataFrame()
    if read.empty:
        return None
    months = read.groupby(["start", "end"])["numerator"].agg(["sum", "count"]).reset_index()
    whole = months["count"] == read["area"].nunique()
    return months[whole].rename(columns={"sum": "numerator"})[["start", "end", "numerator"]]


def protect_months(page: Page, months: Readings) -> Protected:
    """Months of one indicator under the indicator's name, one row for each."""
    return page.protect(page.spread(months).drop(columns="end"))


def protect_season(page: Page, season: Seasonality) -> Protected:
    """The months of the year against the usual one, with limits."""
    table = season.table.rename(columns={"name": "period"})
    names = {"index": Column("Against the usual month", "number", places=2)}
    names |= {name: Column(title, "number", places=2) for name, title in LIMITS.items()}
    return page.protect(table, uncounted=["month", "index", "lower", "upper"], columns=names)


def protect_forecast(page: Page, months: Readings, ahead: Forecast) -> Protected:
    """The months counted and, below them, what is expected of those ahead with its limits."""
    indicator = months["indicator"].iloc[0]
    table = pd.concat([page.spread(months), ahead.table], ignore_index=True)
    table["period"] = table["period"].fillna(table["start"].dt.strftime("%B %Y"))
    names = {"expected": Column("Expected", "count", places=0)}
    names |= {name: Column(title, "count", places=0) for name, title in LIMITS.items()}
    return page.protect(table.drop(columns="end"), across={name: [indicator] for name in names}, columns=names)
