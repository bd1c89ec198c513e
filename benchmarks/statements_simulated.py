"""Seeded simulations of series in which nothing happens, or one thing does: what is said of them, before and after.

The rows and the figures of "before" are those of the review of statements of November 2026, measured on commit 10884c6
with the functions that the pages used then; "after" is measured here, on what they use now.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.model.level_shift import find_level_shifts, wander
from analysis.model.slope import fit_slope

SERIES = 100
SIZES = (8, 12)
POPULATION = 50_000.0
Draw = Callable[[np.random.Generator, int], np.ndarray]


class Row(NamedTuple):
    """A process, how its counts are drawn, and what was said of 8 and of 12 years before."""

    name: str
    draw: Draw
    before: tuple[str, str]


def overdispersed(mean: float, dispersion: float) -> Draw:
    """Independent years, negative binomial."""
    return lambda random, size: random.negative_binomial(mean / (dispersion - 1), 1 / dispersion, size)


def autoregressive(mean: float, spread: float, autocorrelation: float) -> Draw:
    """Poisson counts about a level that wanders and returns, with so great a standard deviation."""

    def draw(random: np.random.Generator, size: int) -> np.ndarray:
        level = wander(random, 1, size, autocorrelation)[0] * np.sqrt(1 - autocorrelation**2)
        return random.poisson(mean * np.exp(spread * level))

    return draw


def walk(spread: float, mean: float = 3500) -> Draw:
    """Poisson counts about a level that wanders and does not return."""
    return lambda random, size: random.poisson(mean * np.exp(spread * random.normal(size=size).cumsum()))


def doubled(random: np.random.Generator, size: int) -> np.ndarray:
    """Flat, doubled within two years, flat."""
    middle = size // 2
    return random.poisson(1800 * np.interp(np.arange(size), [middle - 2, middle], [1, 2]))


SLOPES = [
    Row(
        "independent years, chance only (mean 3,500)",
        lambda random, size: random.poisson(3500, size),
        ("2-10%", "2-6%"),
    ),
    Row("independent years, dispersion 5 (mean 240)", overdispersed(240, 5), ("2-10%", "2-6%")),
    Row("independent years, dispersion 300 (mean 3,500)", overdispersed(3500, 300), ("2-10%", "2-6%")),
    Row("AR(1) 0.5, sd 10%", autoregressive(3500, 0.1, 0.5), ("20%", "25%")),
    Row("AR(1) 0.8, sd 10%", autoregressive(3500, 0.1, 0.8), ("32%", "51%")),
    Row("random walk, 5% a year", walk(0.05), ("42%", "61%")),
    Row("random walk, 10% a year", walk(0.10), ("55%", "51%")),
    Row("random walk, 15% a year", walk(0.15), ("56%", "66%")),
    Row("flat, one doubling, flat", doubled, ("97%", "97%")),
]
SHIFTS = [
    Row("chance only (mean 20)", lambda random, size: random.poisson(20, size), ("0-4%", "0-3%")),
    Row("chance only (mean 3,500)", lambda random, size: random.poisson(3500, size), ("0-4%", "0-3%")),
    Row("dispersion 3 at mean 20", overdispersed(20, 3), ("25%", "11%")),
    Row("dispersion 5 at mean 240", overdispersed(240, 5), ("29%", "22%")),
    Row("mean 3,500, scatter 12% a year", overdispersed(3500, 50), ("13%", "16%")),
    Row("mean 3,500, scatter 29% a year", overdispersed(3500, 300), ("48%", "44%")),
    Row("AR(1) 0.5, sd 10%", autoregressive(3500, 0.1, 0.5), ("14%", "37%")),
    Row("AR(1) 0.8, sd 10%", autoregressive(3500, 0.1, 0.8), ("19%", "41%")),
    Row("random walk, 10% a year", walk(0.10), ("21-25%", "34-48%")),
]


def rising(yearly: float, dispersion: float) -> Draw:
    """A steady rise, negative binomial about it."""

    def draw(random: np.random.Generator, size: int) -> np.ndarray:
        return random.negative_binomial(2500 * yearly ** np.arange(size) / (dispersion - 1), 1 / dispersion)

    return draw


def stepped(size_of_step: float, spread: float) -> Draw:
    """One step half way, with years that scatter about both levels."""

    def draw(random: np.random.Generator, size: int) -> np.ndarray:
        level = np.where(np.arange(size) < size // 2, 1800, 1800 * size_of_step)
        return random.poisson(level * np.exp(spread * random.normal(size=size)))

    return draw


STEADY = [
    Row("a rise of 8% a year, dispersion 5", rising(1.08, 5), ("-", "-")),
    Row("a rise of 8% a year, dispersion 20", rising(1.08, 20), ("-", "-")),
]
STEPS = [
    Row("doubled in one step, scatter 10% a year", stepped(2, 0.1), ("-", "-")),
    Row("half as much again in one step, scatter 10% a year", stepped(1.5, 0.1), ("-", "-")),
]


def yearly(counts: np.ndarray) -> pd.DataFrame:
    """Counts as a yearly series."""
    starts = pd.date_range("2012-04-01", periods=len(counts), freq="YS-APR")
    return pd.DataFrame({"start": starts, "numerator": counts, "denominator": POPULATION})


def says_slope(counts: np.ndarray) -> bool:
    """Whether a series is given a direction."""
    return fit_slope(yearly(counts)).direction in ("rose", "fell")


def asks_of_shift(counts: np.ndarray) -> bool:
    """Whether a series raises the question of a level shift."""
    return len(find_level_shifts(yearly(counts)).table) > 0


def measure_rows(rows: list[Row], says: Callable[[np.ndarray], bool]) -> pd.DataFrame:
    """How often each process is said to do something, beside what was said before."""
    found = []
    for number, row in enumerate(rows):
        random = np.random.default_rng(number)
        shares = [np.mean([says(row.draw(random, size)) for _ in range(SERIES)]) for size in SIZES]
        found.append([row.name, row.before[0], f"{shares[0]:.0%}", row.before[1], f"{shares[1]:.0%}"])
    columns = ["process", "8 years: before", "after", "12 years: before", "after "]
    return pd.DataFrame(found, columns=columns).set_index("process")


def print_simulations() -> None:
    """Print every table of simulations."""
    tables = {
        "A direction is given (slope)": measure_rows(SLOPES, says_slope),
        "A question of a level shift is asked": measure_rows(SHIFTS, asks_of_shift),
        "A steady rise is given its direction": measure_rows(STEADY, says_slope),
        "A true step raises the question": measure_rows(STEPS, asks_of_shift),
    }
    for title, table in tables.items():
        print(f"\n{title}, of {SERIES} series each\n{table.to_string()}")
