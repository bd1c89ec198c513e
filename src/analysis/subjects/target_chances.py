"""How likely a target is met in the year that follows, if nothing changes."""

import numpy as np
import pandas as pd

from analysis.measures.columns import Column, column_of
from analysis.measures.protection import Protected
from analysis.model.target import TargetChance, chance_of_target
from analysis.numbers import say_limits, say_share
from analysis.page.page import Page
from analysis.subjects.targets import Aim, protect_counts, say_goal

POPULATION = "population_0_17"
AGES, OF_AGES = 8, 18  # 10 to 17 are 8 of the 18 years of age from 0 to 17
UNEVEN = (0.9, 1.0, 1.1)  # a tenth fewer or more children of 10 to 17 than an even spread over ages makes
YEAR = pd.Timedelta(days=366)  # a count of longer ago says nothing of the next year


def find_chances(page: Page, aim: Aim) -> pd.DataFrame:
    """The chance that the year after the page's last meets the target if nothing changes, by population where needed.

    A target on a change asks for a fall from the last count. One on a rate asks for so many cases among children of 10
    to 17, whose number was not supplied: it is taken as the even share of those of 0 to 17, and a tenth less and more.
    Columns: assumption, population, most (cases the target allows), expected, chance, result.
    """
    columns = ["assumption", "population", "most", "expected", "chance", "result"]
    known = aim.counts[aim.counts["end"].between(pd.Timestamp(page.quarter.end) - YEAR, pd.Timestamp(page.quarter.end))]
    known = known if known["count"].tail(1).notna().all() else known.iloc[:0]
    if aim.target is None or known.empty or not protect_counts(page, aim).is_complete("count"):
        return pd.DataFrame(columns=columns)
    last, target = known.iloc[-1], aim.target
    column = column_of(page.definitions.indicator(aim.indicator))
    if column.form == "change":
        rows = [("the same number as the year before", np.nan, last["count"] * (1 + target.value), 1.0)]
    else:
        rows = [(words, population, target.value * population / column.per, population)
                for words, population in _populations(page)]  # fmt: skip
    return pd.DataFrame([_chance(page, last, *row, target.comparison) for row in rows], columns=columns)


def _chance(page: Page, last, assumption: str, population: float, most: float, size: float, comparison: str) -> tuple:
    table = pd.DataFrame(
        {"start": [last["start"]], "end": [last["end"]], "numerator": [last["count"]], "denominator": [size]}
    )
    result = chance_of_target(table, most / size, comparison, basis="level", confidence=page.confidence)
    allowed = np.ceil(most) - 1 if comparison == "<" else np.floor(most)
    return assumption, population, allowed, result.expected, result.chance, result


def _populations(page: Page) -> list[tuple[str, float]]:
    known = page.read(POPULATION, kind="day").dropna(subset="numerator")
    if known.empty:
        return []
    even = known["numerator"].iloc[-1] * AGES / OF_AGES
    words = ("a tenth fewer", "ages spread evenly", "a tenth more")
    return [(name, round(even * factor, -2)) for name, factor in zip(words, UNEVEN, strict=True)]


def protect_chances(page: Page, chances: pd.DataFrame) -> Protected:
    """The chances as a table: the population assumed, the most cases that meets the target, and the chance."""
    shown = chances[["assumption", "population", "most", "chance"]]
    shown = shown.dropna(axis="columns", how="all")
    numbers = [name for name in ("population", "most", "chance") if name in shown]
    columns = {
        "assumption": "If",
        "population": Column("Children aged 10 to 17", "count"),
        "most": Column("Cases that the target allows", "count"),
        "chance": Column("Chance of meeting it", "share"),
    }
    return page.protect(shown, uncounted=numbers, columns={name: columns[name] for name in shown})


def describe_chances(page: Page, aim: Aim, chances: pd.DataFrame) -> list[str]:
    """How likely the target is met next year if nothing changes, in a sentence that does not promise."""
    if chances.empty:
        return ["The chance of meeting a target cannot be given: there is no target, or no count of the last year."]
    low, high = chances["chance"].min(), chances["chance"].max()
    range_ = say_share(low, 0) if len(chances) == 1 else say_limits(low, high, "share", places=0)
    column = column_of(page.definitions.indicator(aim.indicator))
    goal = say_goal(aim.target, column)
    why = "" if len(chances) == 1 else ", depending on how many children are 10 to 17, which was not supplied"
    return [f"If nothing changes, the chance that the next year shows {goal} is {range_}{why}."]


def describe_assumption(chances: pd.DataFrame) -> str:
    """How the number of children of 10 to 17 was taken, where a chance rests on it."""
    if chances["population"].isna().all():
        return ""
    return (f"The rate is per child of 10 to 17, and only the number of 0 to 17 is known. An even spread puts {AGES} "
            f"of {OF_AGES} of them there; the table shows that, and a tenth fewer or more.")  # fmt: skip


def results_of(chances: pd.DataFrame) -> list[TargetChance]:
    """The models' results behind the chances, for the page's list of methods."""
    return list(chances["result"])
