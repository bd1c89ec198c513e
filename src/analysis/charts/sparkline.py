"""A sparkline: an item's figures as a line no larger than the words beside it."""

from datetime import date
from html import escape
from itertools import pairwise

import pandas as pd

from analysis.charts.drawing import BLUE, GRID, PAPER
from analysis.measures.protection import Protected, check_protected

WIDTH, HEIGHT, EDGE = 112, 34, 5
LONGEST_STEP = 1.5  # times the usual step: beyond it a period lies between that has no figure


def draw_spark(table: Protected, figure: str, words: str) -> str:
    """The figures of a protected table with `end` as a small SVG that starts at zero; '' for fewer than two figures.

    A line joins neighbouring periods only, so that no gap is drawn across. The last figure is a filled mark. `words`
    are its text alternative.
    """
    rows = check_protected(table).table.sort_values("end", kind="stable")
    known = rows.dropna(subset=figure)
    if len(known) < 2:
        return ""
    across, up = _places(list(known["end"].dt.date)), _heights(known[figure])
    points = list(zip(across, up, strict=True))
    lines = "".join(_line(points[place], points[place + 1]) for place in _neighbours(list(known["end"].dt.date)))
    marks = "".join(_mark(point, last=point is points[-1]) for point in points)
    base = HEIGHT - EDGE
    return (
        f'<svg class="spark" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(words)}">'
        f'<path d="M{EDGE} {base}H{WIDTH - EDGE}" stroke="{GRID}" stroke-width="1"/>{lines}{marks}</svg>'
    )


def _places(ends: list[date]) -> list[float]:
    first, days = ends[0], (ends[-1] - ends[0]).days
    return [round(EDGE + (WIDTH - 2 * EDGE) * (end - first).days / days, 1) for end in ends]


def _heights(figures: pd.Series) -> list[float]:
    """How far down each figure lies, zero being the lowest line."""
    top = max(float(figures.max()), 0) or 1.0
    return [round(HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * float(figure) / top, 1) for figure in figures]


def _neighbours(ends: list[date]) -> list[int]:
    """The places whose next period follows at once, as far as the shortest step tells."""
    steps = [(later - earlier).days for earlier, later in pairwise(ends)]
    return [place for place, step in enumerate(steps) if step <= LONGEST_STEP * min(steps)]


def _line(first: tuple[float, float], second: tuple[float, float]) -> str:
    return f'<path d="M{first[0]} {first[1]}L{second[0]} {second[1]}" stroke="{BLUE}" stroke-width="2"/>'


def _mark(point: tuple[float, float], last: bool) -> str:
    size, fill = (4, BLUE) if last else (2.5, PAPER)
    return f'<circle cx="{point[0]}" cy="{point[1]}" r="{size}" fill="{fill}" stroke="{BLUE}" stroke-width="1.5"/>'
