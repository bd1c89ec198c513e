"""The attacker's own integer program: how small and how large a count can be, given all that releases show.

It shares nothing with the audit: unknowns are the cells of the world itself, and every figure is a sum of them.
"""

from collections.abc import Sequence

import numpy as np
from reading import Seen, bound, bound_ratio, list_atoms
from scipy.optimize import Bounds, LinearConstraint, milp
from worlds import Cell, Figure, World

LARGEST = 10_000


class Attack:
    """What one outsider knows of a world, who has read a chain of releases."""

    def __init__(self, world: World, releases: Sequence[Sequence[Seen]]):
        self.atoms = {cell: number for number, cell in enumerate(list_atoms(world.shape))}
        summed = {total["over"] for total in world.declared if not total.get("disjoint")}
        rows, lows, highs = [], [], []
        for release in releases:
            beside = {seen.figure.name: seen for seen in release if not seen.figure.whole}
            for seen in release:
                if seen.figure.whole and seen.number is not None:
                    for ratio, low, high in bound_ratio(seen):
                        rows.append(self.row(seen.figure.cells) - ratio * self.row(seen.figure.whole))
                        lows.append(low)
                        highs.append(high)
                    continue
                low, high = bound(seen, beside, summed)
                rows.append(self.row(seen.figure.cells))
                lows.append(np.ceil(low - 1e-9))
                highs.append(np.floor(high + 1e-9) if high < float("inf") else LARGEST * len(self.atoms))
        self.known = LinearConstraint(np.array(rows), lows, highs)

    def row(self, cells: frozenset[Cell]) -> np.ndarray:
        """The coefficients of a sum of cells."""
        row = np.zeros(len(self.atoms))
        row[[self.atoms[cell] for cell in cells]] = 1
        return row

    def limit(self, figure: Figure) -> tuple[int, int]:
        """The least and the most that a figure's count can be. Raises AssertionError where nothing at all fits."""
        ends = []
        for sign in (1, -1):
            answer = milp(
                sign * self.row(figure.cells),
                constraints=self.known,
                bounds=Bounds(0, LARGEST),
                integrality=np.ones(len(self.atoms)),
                options={"mip_rel_gap": 0},
            )
            assert answer.status == 0, (answer.message, figure)
            ends.append(round(sign * answer.fun))
        return ends[0], ends[1]
