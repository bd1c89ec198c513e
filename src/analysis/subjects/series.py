"""A series counted month by month, as a page reads, forecasts and shows it."""

import pandas as pd

from analysis.charts import plot_forecast, plot_season
from analysis.measures.columns import Column
from analysis.measures.protection import Protected
from analysis.model.forecasting import Forecast, forecast
from analysis.model.monthly_series import read_monthly
from analysis.model.seasonality import Seasonality
from analysis.page.page import Page
from analysis.page.shared_season import learn_season
from analysis.words.forecasts import describe_forecast
from analysis.words.seasons import describe_season

LIMITS = {"lower": "Lower limit", "upper": "Upper limit"}


def read_months(page: Page, indicator: str, last: int = 60) -> pd.DataFrame:
    """The area's last months up to the page's quarter, as observations, one row for each."""
    return page.read(indicator, kind="month", last=last)


def protect_months(page: Page, months: pd.DataFrame) -> Protected:
    """Months of one indicator as they may be shown, under the indicator's name."""
    return page.protect(page.spread(months).drop(columns="end"))


def forecast_months(page: Page, months: pd.DataFrame, horizon: int = 12) -> Forecast:
    """The months ahead of an area's series, its season helped by what those of all authorities teach."""
    known = read_monthly(months)
    pattern = learn_season(page, months["indicator"].iloc[0], known.index[-1]) if len(known) else None
    return forecast(months, horizon, pooled=pattern, confidence=page.confidence)


def show_season(page: Page, season: Seasonality, indicator: str) -> None:
    """Hand the page the months that lie above and below the usual one, or why that cannot be said and what can."""
    what = page.definitions.indicator(indicator).title
    if season.reason is None:
        table = season.table.rename(columns={"name": "period"})
        names = {"index": Column("Against the usual month", "number", places=2)}
        names |= {name: Column(title, "number", places=2) for name, title in LIMITS.items()}
        shown = page.protect(table, uncounted=["month", "index", "lower", "upper"], columns=names)
        page.chart(plot_season(shown), caption=f"{what} by month of the year", results=[season], table=shown.select(
            ["period", "index", "lower", "upper"]))  # fmt: skip
    page.say(*describe_season(what, season), results=[season])


def show_forecast(page: Page, months: pd.DataFrame, ahead: Forecast) -> None:
    """Hand the page what is expected of the months ahead with its range, or why nothing is."""
    indicator = months["indicator"].iloc[0]
    what = page.definitions.indicator(indicator).title
    if ahead.reason is None:
        table = pd.concat([page.spread(months), ahead.table], ignore_index=True)
        table["period"] = table["period"].fillna(table["start"].dt.strftime("%B %Y"))
        names = {"expected": Column("Expected", "count", places=0)}
        names |= {name: Column(title, "count", places=0) for name, title in LIMITS.items()}
        shown = page.protect(
            table.drop(columns="end"), across={name: [indicator] for name in names}, columns=names
        )  # fmt: skip
        page.chart(plot_forecast(shown, indicator), caption=f"{what} counted, and what to expect of the year ahead",
                   results=[ahead], table=shown.select(rows=shown.table["expected"].notna()))  # fmt: skip
    page.say(*describe_forecast(what, ahead), results=[ahead])
