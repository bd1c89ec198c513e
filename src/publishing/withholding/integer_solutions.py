"""Counts that fit the facts, found by integer programming and checked in whole numbers.

HiGHS (through scipy.optimize.milp) finds; it does not prove. That a value is possible rests on a whole set of counts
that has it and that keeps every constraint in exact integers. That a value is impossible is the solver's word, and
errs towards withholding.
"""

from functools import lru_cache

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from publishing.withholding.audit_bounds import UNLIMITED, Component

NODES = 20_000  # branches after which a question counts as unproven, so that the answer never hangs on the clock


@lru_cache(maxsize=50_000)
def can_lie(component: Component, place: int, least: int, most: int) -> bool:
    """Whether some counts that fit have an unknown of the component between two limits."""
    solutions = _pool(component)
    if not any(least <= solution[place] <= most for solution in solutions):
        solution = _solve(component, place, least, most)
        solutions.extend([solution] if solution is not None else [])
    return any(least <= solution[place] <= most for solution in solutions)


@lru_cache(maxsize=2_000)
def _pool(component: Component) -> list[tuple[int, ...]]:
    """The solutions found so far of a component: they save solving, and change no answer."""
    return []


@lru_cache(maxsize=2_000)
def _matrix(component: Component) -> LinearConstraint:
    entries = [(row, place, factor) for row, terms in enumerate(component.rows) for place, factor in terms]
    rows, places, factors = zip(*entries, strict=True)
    shape = (len(component.rows), len(component.limits))
    matrix = csr_array((np.array(factors, float), (rows, places)), shape=shape)
    low, high = np.array(component.row_limits, float).T
    return LinearConstraint(matrix, *_open(low, high))


def _open(low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return np.where(low <= -UNLIMITED, -np.inf, low), np.where(high >= UNLIMITED, np.inf, high)


def _solve(component: Component, place: int, least: int, most: int) -> tuple[int, ...] | None:
    """A set of counts that keeps every constraint and has a value between two limits in one place, or None."""
    low, high = np.array(component.limits, float).T
    low[place], high[place] = least, most
    answer = milp(
        np.zeros(len(low)),
        constraints=_matrix(component),
        bounds=Bounds(*_open(low, high)),
        integrality=np.ones(len(low)),
        options={"mip_rel_gap": 0, "node_limit": NODES},
    )
    if answer.status != 0:
        return None
    solution = tuple(int(number) for number in np.rint(answer.x))
    return solution if _fits(component, solution) and least <= solution[place] <= most else None


def _fits(component: Component, solution: tuple[int, ...]) -> bool:
    """Whether counts keep every limit and constraint, in integers."""
    if not all(low <= count <= high for count, (low, high) in zip(solution, component.limits, strict=True)):
        return False
    sums = (sum(factor * solution[place] for place, factor in terms) for terms in component.rows)
    return all(low <= total <= high for total, (low, high) in zip(sums, component.row_limits, strict=True))
