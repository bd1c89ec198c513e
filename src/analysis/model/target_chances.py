"""How likely a target is met in the year that follows, if nothing changes."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analysis.definitions.indicators import Target
from analysis.measures.target_figures import POPULATION_10_17, TargetFigures
from analysis.model.shown_result import ShownResult
from analysis.model.target import TargetChance, chance_of_target

AGES, OF_AGES = 8, 18  # 10 to 17 are 8 of the 18 years of age from 0 to 17
UNEVEN = {"a tenth fewer": 0.9, "ages spread evenly": 1.0, "a tenth more": 1.1}
COLUMNS = ["assumption", "population", "most", "expected", "chance", "result"]


@dataclass(frozen=True)
class NextYear(ShownResult):
    """The chance that the year after the last counted one meets the target, by what the population is taken to be.

    `table` has assumption, population, most (cases that the target allows), expected, chance and result. `assumed` says
    whether the population of 10 to 17 had to be taken from that of 0 to 17. With a `reason` the table is empty.
    """

    table: pd.DataFrame
    assumed: bool
    reason: str | None = None

    @property
    def results(self) -> list[TargetChance]:
        """The models' results, for a page's list of methods."""
        return list(self.table["result"])


def chances_next_year(
    figures: TargetFigures, population: pd.DataFrame, *, per: int | None, quarter_end: date, confidence: float = 0.95
) -> NextYear:
    """The chance of meeting the target in the year after the quarter, if the last year's level goes on.

    A target on a change asks for a fall from the last count. One on a rate (`per` so many) asks for so many cases among
    children of 10 to 17; where only those of 0 to 17 are known, for an even share of them and a tenth less and more.
    There is none without a target, without a counted figure of the last year (one worked out from a rounded percentage
    is no base), and for a year whose count is known.
    """
    day, counted = pd.Timestamp(quarter_end), figures.counted
    last, after = counted[counted["end"] <= day].tail(1), counted[counted["end"] > day]
    if figures.target is None:
        return _none("There is no target.")
    if len(after):
        return _none(f"The count of {after['period'].iloc[0]} is known, so no chance is worked out for it.")
    if last.empty or last["end"].iloc[0] <= day - pd.DateOffset(years=1):
        return _none("No count of the last year is known.")
    base, target = last.iloc[0], figures.target
    if per is None:
        rows = [("the same number as the year before", np.nan, base["count"] * (1 + target.value), 1.0)]
        return NextYear(_work_out(base, rows, target, confidence), False)
    populations, assumed = _populations(population)
    if not populations:
        return _none("The number of children aged 10 to 17 is not known.")
    rows = [(words, size, target.value * size / per, size) for words, size in populations.items()]
    return NextYear(_work_out(base, rows, target, confidence), assumed)


def _populations(population: pd.DataFrame) -> tuple[dict[str, float], bool]:
    """The children of 10 to 17 as supplied; else an even share of those of 0 to 17, and a tenth less and more."""
    sizes = population.set_index("indicator")["numerator"]
    if POPULATION_10_17 in sizes:
        return {"as supplied": float(sizes[POPULATION_10_17])}, False
    even = [float(size) * AGES / OF_AGES for size in sizes]
    return {words: round(size * factor, -2) for size in even for words, factor in UNEVEN.items()}, True


def _work_out(
    base: pd.Series, rows: list[tuple[str, float, float, float]], target: Target, confidence: float
) -> pd.DataFrame:
    return pd.DataFrame([_chance(base, *row, target.comparison, confidence) for row in rows], columns=COLUMNS)


def _chance(
    base: pd.Series, assumption: str, population: float, most: float, size: float, comparison: str, confidence: float
) -> tuple[str, float, float, float, float, TargetChance]:
    table = pd.DataFrame(
        {"start": [base["start"]], "end": [base["end"]], "numerator": [base["count"]], "denominator": [size]}
    )
    result = chance_of_target(table, most / size, comparison, basis="level", confidence=confidence)
    allowed = np.ceil(most) - 1 if comparison == "<" else np.floor(most)
    return assumption, population, float(allowed), result.expected, result.chance, result


def _none(reason: str) -> NextYear:
    return NextYear(pd.DataFrame(columns=COLUMNS), False, reason)
