"""A series counted month by month as it may be shown: itself, its season, and what is expected of the year ahead."""

import pandas as pd

from analysis.measures.columns import Column
from analysis.measures.protection import Protected
from analysis.model.forecasting import Forecast
from analysis.model.seasonality import Seasonality
from analysis.page.page import Page

LIMITS = {"lower": "Lower limit", "upper": "Upper limit"}


def sum_of_neighbours(page: Page, indicator: str) -> pd.DataFrame | None:
    """The months of the area's neighbours together, for those in which all have a figure; None where it has none."""
    chosen = page.definitions.areas.neighbours_of(page.area.code)
    read = page.read(indicator, kind="month", areas=chosen.neighbours) if chosen else pd.DataFrame()
    if read.empty:
        return None
    months = read.groupby(["start", "end"])["numerator"].agg(["sum", "count"]).reset_index()
    whole = months["count"] == read["area"].nunique()
    return months[whole].rename(columns={"sum": "numerator"})[["start", "end", "numerator"]]


def protect_months(page: Page, months: pd.DataFrame) -> Protected:
    """Months of one indicator under the indicator's name, one row for each."""
    return page.protect(page.spread(months).drop(columns="end"))


def protect_season(page: Page, season: Seasonality) -> Protected:
    """The months of the year against the usual one, with limits."""
    table = season.table.rename(columns={"name": "period"})
    names = {"index": Column("Against the usual month", "number", places=2)}
    names |= {name: Column(title, "number", places=2) for name, title in LIMITS.items()}
    return page.protect(table, uncounted=["month", "index", "lower", "upper"], columns=names)


def protect_forecast(page: Page, months: pd.DataFrame, ahead: Forecast) -> Protected:
    """The months counted and, below them, what is expected of those ahead with its limits."""
    indicator = months["indicator"].iloc[0]
    table = pd.concat([page.spread(months), ahead.table], ignore_index=True)
    table["period"] = table["period"].fillna(table["start"].dt.strftime("%B %Y"))
    names = {"expected": Column("Expected", "count", places=0)}
    names |= {name: Column(title, "count", places=0) for name, title in LIMITS.items()}
    return page.protect(table.drop(columns="end"), across={name: [indicator] for name in names}, columns=names)
