"""How much of a change each factor of a product made (Kitagawa 1955; Das Gupta 1993)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import permutations
from math import prod

import numpy as np
import pandas as pd

from analysis.model.shown_result import ShownResult
from analysis.schemas import Readings

METHOD = "decomposition of a product into the effects of its factors (Das Gupta 1993)"
COLUMNS = ["factor", "before", "after", "effect", "share", "factor_change"]


@dataclass(frozen=True)
class Decomposition(ShownResult):
    """A product before and after, and what each factor's change added to it.

    `table` has factor, before, after, effect (in the product's unit; the effects add up to `change`), share (of the
    change; NaN without one) and factor_change (relative, 0.39 is 39% more; NaN from zero).
    """

    before: float
    after: float
    change: float
    table: pd.DataFrame = field(compare=False, repr=False)
    method: str
    reason: str | None = None


def decompose_product(before: Mapping[str, float], after: Mapping[str, float]) -> Decomposition:
    """Share the change of a product among two factors or more, such as places offered × share filled.

    Each factor's effect is its change times the mean product of the others over all orders in which they can have
    changed; with two factors it is Kitagawa's (1955, Journal of the American Statistical Association 50: 1168-1194),
    with more Das Gupta's (1993, Standardization and Decomposition of Rates, chapter 2). No interaction is left over.
    Arithmetic, not a test: it says nothing of chance or cause. Raises ValueError where the factors' names differ or
    there are fewer than two; a missing factor gives the reason.
    """
    if list(before) != list(after) or len(before) < 2:
        raise ValueError(f"both need the same two factors or more; received {list(before)} and {list(after)}")
    names = list(before)
    first, last = (np.array([float(each[name]) for name in names]) for each in (before, after))
    if np.isnan(first).any() or np.isnan(last).any():
        absent = [name for name, one, two in zip(names, first, last, strict=True) if np.isnan(one + two)]
        empty = pd.DataFrame(columns=COLUMNS)
        return Decomposition(np.nan, np.nan, np.nan, empty, METHOD, f"A figure of {' and '.join(absent)} is missing.")
    change = prod(last) - prod(first)
    effects = np.mean([_effects_in_order(first, last, order) for order in permutations(range(len(names)))], axis=0)
    table = pd.DataFrame({"factor": names, "before": first, "after": last, "effect": effects})
    table["share"] = effects / change if change else np.nan
    table["factor_change"] = np.divide(last - first, first, out=np.full(len(names), np.nan), where=first != 0)
    return Decomposition(float(prod(first)), float(prod(last)), float(change), table, METHOD)


def decompose_stock(before: pd.Series, after: pd.Series, starts: Readings | None = None) -> Decomposition:
    """Share the change of a count on one day among population, starts for each child, and how long each lasts.

    The rows have end, numerator (the count) and denominator (the population). `starts` has end and numerator: how many
    began in the year up to each end. Those on the day for each start is how long one lasts, in years, as far as the
    stock is settled (Little 1961, Operations Research 9: 383-387). Without starts for both years the factors are
    population and rate; a missing figure gives the reason.
    """
    rows = [before, after]
    began = [_began(starts, row["end"]) for row in rows]
    if np.isnan(began).any() or 0 in began:
        return decompose_product(*({"population": row["denominator"], "rate": _over(row)} for row in rows))
    factors = [
        {"population": row["denominator"], "starts": start / row["denominator"], "length": row["numerator"] / start}
        for row, start in zip(rows, began, strict=True)
    ]
    return decompose_product(*factors)


def _began(starts: pd.DataFrame | None, end: pd.Timestamp) -> float:
    """How many began in the year up to a day, NaN where that is not known."""
    if starts is None or starts.empty:
        return np.nan
    known = starts.loc[starts["end"] == end, "numerator"].dropna()
    return float(known.iloc[0]) if len(known) else np.nan


def _over(row: pd.Series) -> float:
    return float(row["numerator"]) / float(row["denominator"]) if row["denominator"] else np.nan


def _effects_in_order(first: np.ndarray, last: np.ndarray, order: tuple[int, ...]) -> np.ndarray:
    """What each factor adds to the product when they change one after the other."""
    now, effects = first.copy(), np.zeros(len(first))
    for factor in order:
        effects[factor] = -prod(now)
        now[factor] = last[factor]
        effects[factor] += prod(now)
    return effects
