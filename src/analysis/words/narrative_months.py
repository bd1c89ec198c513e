"""Sentences about months: what stands out, whether there is a season, what may come."""

from collections.abc import Sequence

import pandas as pd

from analysis.model.constant_rate import ConstantRate
from analysis.model.control_chart import ControlChart
from analysis.model.forecasting import Forecast
from analysis.model.seasonality import Seasonality
from analysis.numbers import listed, lower_first, say, say_count, say_share

RULES = {
    "outside limits": "lay outside the limits",
    "trend": "ended a run of months that each went the same way",
    "two of three near a limit": "lay near a limit with another of the three months around",
    "shift": "belonged to a run of months on one side of the mean",
}
CHANCE = 0.05  # a test is told as showing something below this


def describe_control(what: str, chart: ControlChart, months: Sequence) -> list[str]:
    """Whether any month stands out from the usual variation, and how settled the limits are.

    `months` are the first days of the months of the chart's rows.
    """
    if chart.reason is not None:
        return [f"For {lower_first(what)} it cannot be said which months stand out. {chart.reason}"]
    table = chart.table.set_axis(pd.DatetimeIndex(months))
    told = [f"{what} varied around {say_count(round(table['mean'].iloc[-1]))} a month."]
    special = table[table["special"]]
    if special.empty:
        told.append("No month stood out from that variation: differences between single months need no explanation.")
    for rule, rows in special.groupby("rule", sort=False):
        names = listed(f"{moment:%B %Y}" for moment in rows.index)
        told.append(f"{names} {RULES.get(rule, 'stood out')}.")
    return [*told, chart.caveat] if chart.caveat else told


def describe_season(what: str, season: Seasonality) -> list[str]:
    """Which months of the year are above or below the usual, or why that cannot be said and what can."""
    if season.reason is not None:
        return [season.reason, *describe_constant_rate(what, season.constant_rate)]
    if season.p_value >= CHANCE:
        return [f"{what} showed no season that chance could not explain, over {season.months} months."]
    table = season.table
    above, below = table[table["lower"] > 1], table[table["upper"] < 1]
    told = [f"{what} followed the time of year, over {season.months} months."]
    if len(above):
        told.append(f"Above the usual month: {_listed_indices(above)}.")
    if len(below):
        told.append(f"Below it: {_listed_indices(below)}.")
    return told


def describe_constant_rate(what: str, constant: ConstantRate) -> list[str]:
    """Whether months differ by more than one daily rate and chance would make them, and by how much."""
    if constant.reason is not None:
        return [constant.reason]
    if constant.p_value >= CHANCE:
        return [
            f"The months differ no more than chance makes them if the daily rate of {lower_first(what)} is constant."
        ]
    outside = constant.table[constant.table["outside"]]
    names = listed(f"{moment:%B %Y}" for moment in pd.DatetimeIndex(outside["start"]))
    which = f" {names} {'lies' if len(outside) == 1 else 'lie'} outside the range of chance." if len(outside) else ""
    return [f"The months differ more than chance makes them if the daily rate of {lower_first(what)} is constant: "
            f"{constant.dispersion:.1f} times the variation of chance alone.{which}"]  # fmt: skip


def describe_forecast(what: str, ahead: Forecast) -> list[str]:
    """What is expected of the months ahead in all, the range of one month, and how good such forecasts were."""
    if ahead.reason is not None:
        return [ahead.reason]
    table = ahead.table
    first, last = (f"{moment:%B %Y}" for moment in pd.DatetimeIndex(table["start"])[[0, -1]])
    total = say_count(round(float(table["expected"].sum())))
    nearest = table.iloc[0]
    told = [
        f"If things go on as they did, about {total} {lower_first(what)} are expected from {first} to {last}.",
        f"For {first} the range is {say_count(round(nearest['lower']))} to {say_count(round(nearest['upper']))} "
        f"({say_share(ahead.confidence)} of such ranges hold what comes).",
    ]
    test = ahead.backtest
    if test.reason is None and test.mase < test.mase_seasonal_naive:
        better = say_share(1 - test.mase / test.mase_seasonal_naive)
        told.append(f"Such forecasts, made from earlier months, erred {better} less than repeating last year.")
    elif test.reason is None:
        told.append("Such forecasts, made from earlier months, did no better than repeating last year.")
    return told


def _listed_indices(table: pd.DataFrame) -> str:
    return listed(
        f"{name} ({say(index - 1, 'change')})" for name, index in zip(table["name"], table["index"], strict=True)
    )
