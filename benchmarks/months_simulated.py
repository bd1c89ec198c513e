"""Seeded simulations of months: how often a season is called, and a month of the quarter stands out, where none does.

The figures of "before" are those of the review of November 2026 (statements_simulated has where they are from).
"""

from collections.abc import Callable

import numpy as np
import pandas as pd
from statements_simulated import Draw, autoregressive, overdispersed

from analysis.model.months_chart import months_chart
from analysis.model.seasonality import fit_seasonality

SERIES, SIZES = 500, (24, 36, 60)  # so many that a share of 5% is known to within 2 points
SWING = 0.15


def months_to(size: int) -> pd.DatetimeIndex:
    """The first days of so many months, the last of them March 2024."""
    return pd.date_range(end="2024-03-01", periods=size, freq="MS")


def per_day(process: Callable[[float], Draw], mean: float, swing: float = 0.0) -> Draw:
    """Counts in proportion to the days of each month, with a wave of the year where one is asked for."""

    def draw(random: np.random.Generator, size: int) -> np.ndarray:
        days = months_to(size).days_in_month.to_numpy() / 30.44
        return process(mean * days * (1 + swing * np.sin(2 * np.pi * np.arange(size) / 12)))(random, size)

    return draw


def poisson(mean: float) -> Draw:
    """Independent months."""
    return lambda random, size: random.poisson(mean, size)


PROCESSES: dict[str, tuple[Draw, str, str]] = {  # what was said before: a season; a signal in 24 months
    "Poisson 5": (per_day(poisson, 5), "3 / 5 / 0%", "25%"),
    "Poisson 50": (per_day(poisson, 50), "8 / 8 / 8%", "-"),
    "mean 200, dispersion 3": (per_day(lambda mean: overdispersed(mean, 3), 200), "3 / 15 / 8%", "16%"),
    "mean 300, level AR(1) 0.8, sd 6%": (
        per_day(lambda mean: autoregressive(mean, 0.06, 0.8), 300),
        "18 / 23 / 18%",
        "67% (0.7)",
    ),
    "mean 300, level AR(1) 0.95, sd 5%": (
        per_day(lambda mean: autoregressive(mean, 0.05, 0.95), 300),
        "18 / 25 / 31%",
        "-",
    ),
    "Poisson 50, a season of 15% either way": (per_day(poisson, 50, SWING), "63 / 65 / 100%", "-"),
    "Poisson 200, a season of 15% either way": (per_day(poisson, 200, SWING), "58 / 83 / 100% (dispersion 3)", "86%"),
}


def monthly(counts: np.ndarray) -> pd.DataFrame:
    """Counts as months that end with March 2024."""
    return pd.DataFrame({"start": months_to(len(counts)), "numerator": counts})


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
