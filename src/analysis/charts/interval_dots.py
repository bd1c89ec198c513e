"""Dots with their intervals: one mark for a figure, and a line from its lower to its upper limit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from analysis.charts.drawing import BLUE, INK, ORANGE, PAPER, Frame, clear_axes, write_ticks
from analysis.charts.labels import name_rows
from analysis.measures.columns import Column


@dataclass(frozen=True)
class Look:
    """How a dot and its interval look: the dot's marker, colours and size, and the line's colour and width."""

    marker: str
    color: str
    edge: str
    size: float
    line: str
    width: float

    @property
    def mark(self) -> dict[str, Any]:
        """The dot as matplotlib draws a marker."""
        look = {"marker": self.marker, "color": self.color, "markeredgecolor": self.edge, "markersize": self.size}
        return look | {"linestyle": "none"}

    @property
    def key(self) -> Line2D:
        """The dot as a chart's key shows it."""
        return Line2D([], [], **self.mark)


OWN = Look("D", ORANGE, INK, 9, INK, 2.5)  # differs by shape and weight as well as colour
OTHERS = Look("o", BLUE, PAPER, 8, BLUE, 1.6)


def draw_dots(
    axes: Axes, rows: pd.DataFrame, value: str, limits: Sequence[str], look: Look, up: float = 0, upright: bool = False
) -> None:
    """Rows' figures as dots at the places of their index, each with its interval where both limits are known.

    A row without a figure has no dot. `up` is how far above its place a dot lies; `upright` ones stand side by side.
    """
    dots = rows[rows[value].notna()]
    known = dots.dropna(subset=[*limits])
    if limits and len(known):
        lower, upper = (known[name] for name in limits)
        (axes.vlines if upright else axes.hlines)(known.index + up, lower, upper, color=look.line, linewidth=look.width)
    if len(dots):
        at = (dots.index + up, dots[value]) if upright else (dots[value], dots.index + up)
        axes.plot(*at, zorder=3, clip_on=False, **look.mark)


def dress_rows(axes: Axes, frame: Frame, names: Sequence[str], column: Column, widths: tuple[int, int], **bold) -> None:
    """Axes of rows of dots: their names at the left, the first at the bottom, and figures in the column's own form."""
    clear_axes(axes, grid="x")
    name_rows(axes, names, frame.choose(13.5, 12.5), frame.choose(*widths), **bold)
    axes.set(ylim=(-0.65, len(names) - 0.35), xlabel="", ylabel="")
    axes.locator_params(axis="x", nbins=frame.choose(6, 4))
    axes.xaxis.set_major_formatter(write_ticks(column))
