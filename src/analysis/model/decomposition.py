"""How much of a change each factor of a product made (Kitagawa 1955; Das Gupta 1993)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations
from math import comb, prod

import numpy as np
import pandas as pd

from analysis.model.shown_result import ShownResult

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
    effects = np.array([(last[each] - first[each]) * _mean_of_others(first, last, each) for each in range(len(names))])
    table = pd.DataFrame({"factor": names, "before": first, "after": last, "effect": effects})
    table["share"] = effects / change if change else np.nan
    table["factor_change"] = np.divide(last - first, first, out=np.full(len(names), np.nan), where=first != 0)
    return Decomposition(float(prod(first)), float(prod(last)), float(change), table, METHOD)


def decompose_rates(table: pd.DataFrame) -> Decomposition:
    """Share the change of an overall rate between the mix of groups and the groups' own rates (Kitagawa 1955).

    `table` has a row for each group (age band, area, kind) and size_before, size_after, rate_before and rate_after;
    the overall rate is that of all groups. The factors are "mix" and "rates". Raises ValueError for a missing column;
    a gap or an empty population gives the reason.
    """
    needed = ["size_before", "size_after", "rate_before", "rate_after"]
    absent = [column for column in needed if column not in table]
    if absent:
        raise ValueError(f"the table needs the column {' and '.join(absent)}; it has {', '.join(map(str, table))}")
    size1, size2, rate1, rate2 = (table[column].to_numpy(dtype=float, na_value=np.nan) for column in needed)
    figures = np.concatenate([size1, size2, rate1, rate2])
    if np.isnan(figures).any() or not (size1.sum() > 0 and size2.sum() > 0):
        reason = "A group's size or rate is missing, or there is no population."
        return Decomposition(np.nan, np.nan, np.nan, pd.DataFrame(columns=COLUMNS), METHOD, reason)
    mix1, mix2 = size1 / size1.sum(), size2 / size2.sum()
    before, after = float(mix1 @ rate1), float(mix2 @ rate2)
    effects = np.array([(mix2 - mix1) @ (rate1 + rate2) / 2, (rate2 - rate1) @ (mix1 + mix2) / 2])
    found = pd.DataFrame({"factor": ["mix", "rates"], "before": np.nan, "after": np.nan, "effect": effects})
    found["share"] = effects / (after - before) if after != before else np.nan
    return Decomposition(before, after, after - before, found.assign(factor_change=np.nan), METHOD)


def _mean_of_others(first: np.ndarray, last: np.ndarray, factor: int) -> float:
    """The product of the other factors, averaged over the orders in which they can have changed."""
    others = [each for each in range(len(first)) if each != factor]
    total = 0.0
    for changed in range(len(others) + 1):
        products = [
            prod(last[each] if each in late else first[each] for each in others)
            for late in combinations(others, changed)
        ]
        total += sum(products) / comb(len(others), changed)
    return total / len(first)
