"""How likely a target is met in the year that follows, if nothing changes."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from scipy.stats import nbinom

from analysis.definitions.indicators import Target
from analysis.measures.target_figures import POPULATION_10_17, TargetFigures
from analysis.model.limits import check_confidence, check_counts
from analysis.model.shown_result import ShownResult
from analysis.schemas import Readings

AGES, OF_AGES = 8, 18  # 10 to 17 are 8 of the 18 years of age from 0 to 17
UNEVEN = {"a tenth fewer": 0.9, "ages spread evenly": 1.0, "a tenth more": 1.1}
COLUMNS = ["assumption", "population", "most", "expected", "chance", "result"]
COMPARISONS = ("<", "<=", ">", ">=")
METHOD = "count predicted from the last period's level (Jeffreys prior)"
CAVEAT = "With so few periods, treat this chance as a rough guide: it does not show how levels drift."


@dataclass(frozen=True)
class TargetChance:
    """The chance, from 0 to 1, of meeting the target, with the count expected."""

    chance: float
    expected: float
    confidence: float
    method: str = METHOD
    caveat: str = CAVEAT


def chance_of_target(count: float, target: float, comparison: str, confidence: float = 0.95) -> TargetChance:
    """The chance that the next period's count is below (`<`), at most (`<=`), at least or above a number of events.

    If nothing changes, what follows a Poisson count x is negative binomial with mean x + ½ and variance 2x + 1: the
    level is not known but learned from x (Jeffreys' prior; Box and Tiao 1973, section 1.3). Raises ValueError for
    another comparison, a target that is no number, or a negative count.
    """
    if comparison not in COMPARISONS or not np.isfinite(target):
        raise ValueError(f"a target is {', '.join(COMPARISONS)} a number; received {comparison!r} {target!r}")
    ahead = nbinom(float(check_counts(count, "count")) + 0.5, 0.5)
    most = np.round(target, 9)  # so that a share of a population that makes a whole number is one
    below = {"<": ahead.cdf(np.ceil(most) - 1), "<=": ahead.cdf(np.floor(most))}
    chance = below | {">=": 1 - below["<"], ">": 1 - below["<="]}
    return TargetChance(float(chance[comparison]), float(ahead.mean()), check_confidence(confidence))


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
    figures: TargetFigures, population: Readings, *, per: int | None, quarter_end: date, confidence: float = 0.95
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
        most = {("the same number as the year before", np.nan): base["count"] * (1 + target.value)}
        return NextYear(_work_out(base["count"], most, target, confidence), False)
    populations, assumed = _populations(population)
    if not populations:
        return _none("The number of children aged 10 to 17 is not known.")
    most = {(words, size): target.value * size / per for words, size in populations.items()}
    return NextYear(_work_out(base["count"], most, target, confidence), assumed)


def _populations(population: pd.DataFrame) -> tuple[dict[str, float], bool]:
    """The children of 10 to 17 as supplied; else an even share of those of 0 to 17, and a tenth less and more."""
    sizes = population.set_index("indicator")["numerator"]
    if POPULATION_10_17 in sizes:
        return {"as supplied": float(sizes[POPULATION_10_17])}, False
    even = [float(size) * AGES / OF_AGES for size in sizes]
    return {words: round(size * factor, -2) for size in even for words, factor in UNEVEN.items()}, True


def _work_out(count: float, most: dict[tuple[str, float], float], target: Target, confidence: float) -> pd.DataFrame:
    """A row for each assumption and population, with the cases that the target allows and the chance of no more."""
    rows = []
    for (assumption, population), cases in most.items():
        result = chance_of_target(count, cases, target.comparison, confidence)
        allowed = np.ceil(cases) - 1 if target.comparison == "<" else np.floor(cases)
        rows.append((assumption, population, float(allowed), result.expected, result.chance, result))
    return pd.DataFrame(rows, columns=COLUMNS)


def _none(reason: str) -> NextYear:
    return NextYear(pd.DataFrame(columns=COLUMNS), False, reason)
