"""Marks beside the words of a scorecard's item: a sparkline, and icons of variation and assurance.

The icons are drawn after those of NHS England's "Making Data Count". Variation says whether a change is unusual, and
for the better or worse: a grey wave (no unusual change), an orange sign (worse), a blue one (better), a purple arrow
(neither way is better). Assurance says whether a target is met. Each stands beside its words, so that it is hidden from
a screen reader.
"""

from collections.abc import Callable
from datetime import date
from html import escape
from itertools import pairwise

import pandas as pd

from analysis.charts.drawing import BLUE, GRID, PAPER
from analysis.measures.protection import Protected, check_protected
from analysis.model.item_position import Meets
from analysis.words.statement import Status

WIDTH, HEIGHT, EDGE = 148, 58, 6
TOP, BASE = 18, 42  # where the largest figure and zero lie
LONGEST_STEP = 1.5  # times the usual step: beyond it a period lies between that has no figure
LETTER = 7  # the width of one
LETTERS = 'font-size="11" fill="#484f54"'
GREY, NAVY, ORANGE, PURPLE = "#484f54", "#12436d", "#a8430c", "#801650"  # each at least 4.5 to 1 on white
SIZE = 28
WAVE = "M6 14c2-7 5-7 8 0s6 7 8 0"
UP, DOWN = "M8 19l6-10 6 10", "M8 9l6 10 6-10"
DRAWN = {
    Status.NO_CLEAR_CHANGE: (GREY, WAVE),
    Status.BETTER: (NAVY, "M7 15l5 5 9-12"),
    Status.WORSE: (ORANGE, "M14 7v9M14 19.5v1.5"),
    Status.HIGHER: (PURPLE, UP),
    Status.LOWER: (PURPLE, DOWN),
}


def draw_spark(table: Protected, figure: str, words: str, write: Callable[[float], str]) -> str:
    """The figures of a protected table with `end` as a small SVG that starts at zero; '' for fewer than two figures.

    A line joins neighbouring periods only, so that no gap is drawn across. The last figure is a filled mark; the first
    and the last stand at the ends, as `write` writes them, and zero at the base line. `words` are its text alternative.
    """
    rows = check_protected(table).table.sort_values("end", kind="stable")
    known = rows.dropna(subset=figure)
    if len(known) < 2:
        return ""
    across, up = _places(list(known["end"].dt.date)), _heights(known[figure])
    points = list(zip(across, up, strict=True))
    lines = "".join(_line(points[place], points[place + 1]) for place in _neighbours(list(known["end"].dt.date)))
    marks = "".join(_mark(point, last=point is points[-1]) for point in points)
    years = known["end"].dt.year
    first, last = (escape(write(float(known[figure].iloc[place]))) for place in (0, -1))
    return (
        f'<svg class="spark" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(words)}">'
        f'<path d="M{EDGE} {BASE}H{WIDTH - EDGE}" stroke="{GRID}" stroke-width="1"/>{lines}{marks}'
        f'<text x="{EDGE}" y="{_above(points, first, 0)}" {LETTERS}>{first}</text>'
        f'<text x="{WIDTH - EDGE}" y="{_above(points, last, WIDTH)}" text-anchor="end" {LETTERS}>{last}</text>'
        f'<text x="{EDGE}" y="{HEIGHT - 3}" {LETTERS}>{years.iloc[0]}, from 0</text>'
        f'<text x="{WIDTH - EDGE}" y="{HEIGHT - 3}" text-anchor="end" {LETTERS}>{years.iloc[-1]}</text></svg>'
    )


def _places(ends: list[date]) -> list[float]:
    first, days = ends[0], (ends[-1] - ends[0]).days
    return [round(EDGE + (WIDTH - 2 * EDGE) * (end - first).days / days, 1) for end in ends]


def _heights(figures: pd.Series) -> list[float]:
    """How far down each figure lies, zero being the base line."""
    top = max(float(figures.max()), 0) or 1.0
    return [round(BASE - (BASE - TOP) * float(figure) / top, 1) for figure in figures]


def _above(points: list[tuple[float, float]], words: str, end: int) -> float:
    """How far down words at an end of the line stand, so that no point touches them."""
    near = [up for across, up in points if abs(across - end) <= EDGE + LETTER * len(words)]
    return max(min(near) - 6, 11)


def _neighbours(ends: list[date]) -> list[int]:
    """The places whose next period follows at once, as far as the shortest step tells."""
    steps = [(later - earlier).days for earlier, later in pairwise(ends)]
    return [place for place, step in enumerate(steps) if step <= LONGEST_STEP * min(steps)]


def _line(first: tuple[float, float], second: tuple[float, float]) -> str:
    return f'<path d="M{first[0]} {first[1]}L{second[0]} {second[1]}" stroke="{BLUE}" stroke-width="2"/>'


def _mark(point: tuple[float, float], last: bool) -> str:
    size, fill = (4, BLUE) if last else (2.5, PAPER)
    return f'<circle cx="{point[0]}" cy="{point[1]}" r="{size}" fill="{fill}" stroke="{BLUE}" stroke-width="1.5"/>'


def draw_variation(status: Status) -> str:
    """The icon of a change; nothing where nothing can be said of it."""
    return _draw(*DRAWN[status]) if status in DRAWN else ""


def draw_assurance(meets: Meets) -> str:
    """The icon of a target: met, not met, or a question mark where the limits leave both open."""
    if not meets.sure:
        return _draw(GREY, "M10.5 11c0-5 7-5 7 0 0 3-3.5 3-3.5 6M14 20v1.5")
    return _draw(NAVY, "M11 21V7h4a4 4 0 010 8h-4") if meets.meets else _draw(ORANGE, "M11 21V7h7M11 13h6")


def _draw(colour: str, path: str) -> str:
    return (
        f'<svg class="icon" viewBox="0 0 {SIZE} {SIZE}" aria-hidden="true">'
        f'<circle cx="14" cy="14" r="12.5" fill="#fff" stroke="{colour}" stroke-width="2"/>'
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2.2" '
        'stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )
