"""How small and how large a figure can be for an outsider, by an integer program that shares nothing with the audit."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from publishing.withholding.constraints import Fact, Key, Shown, read_keys

LARGEST = 1_000_000  # no count of the tests is larger: one that could be has no largest value


class Possible(NamedTuple):
    """The smallest and the largest value; None where there is no largest."""

    low: int
    high: int | None


def deduce(facts: Sequence[Fact], keys: Iterable[Key] | None = None) -> dict[Key, Possible]:
    """The limits of figures that fit all facts; unless named, of every figure that is not shown.

    Raises ValueError where no counts fit.
    """
    names = read_keys(facts)
    constraints = [constraint for fact in facts for constraint in fact.constraints()]
    rows = np.zeros((len(constraints), len(names)))
    for row, constraint in zip(rows, constraints, strict=True):
        for key, factor in constraint.terms:
            row[names.index(key)] += factor
    low = [-np.inf if each.low is None else each.low for each in constraints]
    high = [np.inf if each.high is None else each.high for each in constraints]
    known = LinearConstraint(rows, low, high)
    shown = {fact.key for fact in facts if isinstance(fact, Shown)}
    wanted = keys if keys is not None else [key for key in names if key not in shown]
    return {key: _limit(known, np.array([name == key for name in names], float)) for key in wanted}


def _limit(known: LinearConstraint, figure: np.ndarray) -> Possible:
    ends = []
    for sign in (1, -1):
        answer = milp(
            sign * figure,
            constraints=known,
            bounds=Bounds(0, LARGEST),
            integrality=np.ones(len(figure)),
            options={"mip_rel_gap": 0},
        )
        if answer.status != 0:
            raise ValueError("no counts fit")
        ends.append(round(sign * answer.fun))
    return Possible(ends[0], None if 2 * ends[1] > LARGEST else ends[1])
