"""Which cells of a grid are figures, and what each is a figure of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.definitions.contract import Measure, Source
from analysis.periods import Period
from publishing.intake.cells import split_number_and_percent
from publishing.intake.grids import Grid


def place_figures(
    grid: Grid[Source],
    measure: Measure,
    rows: Sequence[int] | np.ndarray,
    columns: Sequence[int] | int,
    areas: Sequence[str] | np.ndarray | str,
    periods: Sequence[Period | None] | Period,
    *,
    breakdowns: Sequence[str] | np.ndarray | str | None = None,
    marks: Sequence[str] | np.ndarray | str = "",
) -> pd.DataFrame:
    """Cells with what they are figures of: one row a cell, two where a cell holds a number and a percentage.

    Each of `columns`, `areas`, `periods`, `breakdowns` and `marks` (`provisional` or `revised`, as the period of the
    cells says) is one for all cells, or one a cell.
    """
    down = np.asarray(rows, dtype=int)
    across = np.broadcast_to(np.asarray(columns, dtype=int), down.shape)
    placed = pd.DataFrame(
        {
            "row": down,
            "column": across,
            "indicator": measure.indicator,
            "percent": measure.percent,
            "area": areas,
            "breakdown": measure.breakdown if breakdowns is None else breakdowns,
            "when": [periods] * len(down) if isinstance(periods, Period) else list(periods),
            "mark": marks,
            "parts": None,
            "text": grid.texts[down, across],
        }
    )
    if measure.share is None:
        return placed
    parts = [split_number_and_percent(text) for text in placed["text"]]
    numbers = placed.assign(text=[number for number, _ in parts])
    return pd.concat([numbers, placed.assign(indicator=measure.share, text=[percent for _, percent in parts])])


@dataclass(frozen=True)
class Cell:
    """One figure of a cell that a layout reads by itself, with what it is a figure of."""

    row: int
    column: int
    measure: Measure
    area: str
    when: Period
    text: str


def place_cells(cells: Iterable[Cell]) -> pd.DataFrame:
    """Single cells in the form of `place_figures`."""
    placed = [
        vars(each) | {name: getattr(each.measure, name) for name in ("indicator", "percent", "breakdown")}
        for each in cells
    ]
    return pd.DataFrame(placed).drop(columns="measure", errors="ignore").assign(mark="", parts=None)
