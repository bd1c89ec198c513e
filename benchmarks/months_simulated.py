"""Seeded simulations of months: how often a season is called, and a month of the quarter stands out, where none does.

The figures of "before" are those of the review of November 2026 (statements_simulated has where they are from).
"""

from collections.abc import Callable

import numpy as np
import pandas as pd
from statements_simulated import Draw, autoregressive, overdispersed

from analysis.model.months_chart import months_chart
from analysis.model.seasonality import fit_seasonality

SERIES, SIZES = 100, (24, 36, 60)
SWING = 0.15


def poisson(mean: float) -> Draw:
    """Independent months."""
    return lambda random, size: random.poisson(mean, size)


def seasonal(draw: Draw) -> Draw:
    """A process thinned and thickened by a wave of the year, 15% either way."""

    def drawn(random: np.random.Generator, size: int) -> np.ndarray:
        wave = 1 + SWING * np.sin(2 * np.pi * np.arange(size) / 12)
        return random.poisson(draw(random, size) * wave)

    return drawn


PROCESSES: dict[str, tuple[Draw, str, str]] = {  # what was said before: a season; a signal in 24 months
    "Poisson 5": (poisson(5), "3 / 5 / 0%", "25%"),
    "Poisson 50": (poisson(50), "8 / 8 / 8%", "-"),
    "mean 200, dispersion 3": (overdispersed(200, 3), "3 / 15 / 8%", "16% (mean 175, dispersion 2.3)"),
    "mean 300, level AR(1) 0.8, sd 6%": (autoregressive(300, 0.06, 0.8), "18 / 23 / 18%", "67% (AR(1) 0.7)"),
    "mean 300, level AR(1) 0.95, sd 5%": (autoregressive(300, 0.05, 0.95), "18 / 25 / 31%", "-"),
    "mean 200, a season of 15% either way": (seasonal(poisson(200)), "63 / 65 / 100% (Poisson 50)", "86%"),
}


def monthly(counts: np.ndarray) -> pd.DataFrame:
    """Counts as months that end with March 2024."""
    return pd.DataFrame({"start": pd.date_range(end="2024-03-01", periods=len(counts), freq="MS"), "numerator": counts})


def share_of(draw: Draw, size: int, says: Callable[[pd.DataFrame], bool]) -> float:
    """The share of series of a length of which something is said."""
    random = np.random.default_rng(size)
    return float(np.mean([says(monthly(draw(random, size))) for _ in range(SERIES)]))


def calls_season(months: pd.DataFrame) -> bool:
    """Whether a season is called at 5%."""
    return bool(fit_seasonality(months).p_value < 0.05)


def signals(months: pd.DataFrame) -> bool:
    """Whether a month of the last quarter stands out."""
    return bool(months_chart(months).unusual)


def print_months() -> None:
    """Print how often each process gets a season, and a signal."""
    rows = []
    for name, (draw, season, signal) in PROCESSES.items():
        found = " / ".join(f"{share_of(draw, size, calls_season):.0%}" for size in SIZES)
        rows.append([name, season, found, signal, f"{share_of(draw, 24, signals):.0%}"])
    columns = ["process", "season before", "season after", "signal before", "signal in the quarter after"]
    lengths = ", ".join(map(str, SIZES))
    print(f"\nMonths, of {SERIES} series each of {lengths} months (signals: 24)")
    print(pd.DataFrame(rows, columns=columns).set_index("process").to_string())
