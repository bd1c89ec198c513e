"""The time of year in a series of months, in sentences."""

import pandas as pd

from analysis.model.constant_rate import ConstantRate
from analysis.model.seasonality import Seasonality
from analysis.numbers import listed, lower_first, say

CHANCE = 0.05  # a test is told as showing something below this


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
    return [
        f"The months differ more than chance makes them if the daily rate of {lower_first(what)} is constant: "
        f"{constant.dispersion:.1f} times the variation of chance alone.{which}"
    ]


def _listed_indices(table: pd.DataFrame) -> str:
    return listed(
        f"{name} ({say(index - 1, 'change')})" for name, index in zip(table["name"], table["index"], strict=True)
    )
