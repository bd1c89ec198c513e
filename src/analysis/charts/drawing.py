"""What every chart shares: its sizes, colours and axes. A chart draws; it does not calculate."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np
import pandas as pd
import seaborn
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from analysis.measures.columns import Column
from analysis.measures.protection import Protected, say_mark
from analysis.numbers import say

if TYPE_CHECKING:
    from matplotlib.typing import RcKeyType

Style: TypeAlias = dict[str, Any]  # how a thing is drawn, as matplotlib names it

BLUE, TEAL, PLUM, ORANGE, CHARCOAL, MAUVE = "#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1"
INK, QUIET, GRID, PAPER = "#0b0c0c", "#484f54", "#d5d9dc", "#ffffff"
# Colour, dash and marker together, so that no series is told apart by colour alone.
SERIES: tuple[dict[str, Any], ...] = (
    {"color": BLUE, "linestyle": "-", "marker": "o"},
    {"color": ORANGE, "linestyle": (0, (5, 2)), "marker": "s"},
    {"color": TEAL, "linestyle": (0, (1, 1.6)), "marker": "^"},
    {"color": PLUM, "linestyle": (0, (6, 2, 1, 2)), "marker": "D"},
    {"color": MAUVE, "linestyle": (0, (3, 3)), "marker": "v"},
    {"color": CHARCOAL, "linestyle": (0, (8, 3)), "marker": "P"},
)
STYLE: "dict[RcKeyType, Any]" = {
    "svg.fonttype": "none",
    "font.family": "DejaVu Sans",  # comes with matplotlib, so sizes are the same on every machine
    "font.size": 14,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "axes.titlesize": 15,
    "axes.titleweight": "bold",
    "text.color": INK,
    "xtick.color": QUIET,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "hatch.color": "#8a9197",
    "hatch.linewidth": 1.0,
    "path.simplify": False,
}


LYING = 0.3  # of the axis: a gap from so wide on has room for its reason without turning it


@dataclass(frozen=True)
class Note:
    """An annotation on a chart: its number in the page's list, its day, and whether the series breaks there."""

    number: int
    at: date
    breaks: bool = False


@dataclass(frozen=True)
class Frame:
    """The sheet a chart is drawn on: its width in CSS pixels, whether that is a phone's, and the notes to mark."""

    width: int
    narrow: bool
    notes: Sequence[Note] = ()

    def choose(self, wide, narrow):
        """One thing for a desk and paper, another for a phone."""
        return narrow if self.narrow else wide


@dataclass(frozen=True)
class Chart:
    """A chart that can be drawn at any width: how, from which protected table, and what it shows in words.

    `indicators` and `window` (first and last day) say which annotations belong on it.
    """

    draw: Callable[[Figure, Frame], None]
    table: Protected
    description: str
    height: tuple[int, int]
    indicators: tuple[str, ...] = ()
    window: tuple[date, date] | None = None

    def figure(self, frame: Frame) -> Figure:
        """The chart drawn on a frame, at one unit for each CSS pixel."""
        with rc_context({**seaborn.axes_style("white"), **STYLE, "font.size": frame.choose(14, 13)}):
            engine = ConstrainedLayoutEngine(w_pad=6 / 72, h_pad=6 / 72)
            figure = Figure(figsize=(frame.width / 72, frame.choose(*self.height) / 72), dpi=72, layout=engine)
            self.draw(figure, frame)
            for axis in (axis for axes in figure.axes for axis in (axes.xaxis, axes.yaxis)):
                if not axis.get_label_text():
                    axis.set_label_coords(0.5, 0.5)  # matplotlib would look for its place below all ticks, each time
            engine.execute(figure)
            figure.set_layout_engine("none")  # everything has its place: it need not be found again to write the SVG
        return figure


def clear_axes(axes: Axes, *, grid: Literal["x", "y"] = "y") -> None:
    """Take away what carries nothing: three of the four spines, tick marks and all but quiet grid lines."""
    seaborn.despine(ax=axes, left=True, bottom=grid == "x")
    axes.grid(axis=grid, color=GRID, linewidth=1)
    axes.set_axisbelow(True)
    axes.tick_params(length=0, pad=6)


def find_reach(axes: Axes, way: str) -> tuple[float, float]:
    """The lowest and highest figure drawn along an axis (`x` or `y`); 0 and 1 where there is none to draw."""
    low, high = getattr(axes.dataLim, f"interval{way}")
    return (low, high) if isfinite(low) and isfinite(high) else (0, 1)


def title_axis(axes: Axes, title: str, pad: float = 10) -> None:
    """Say what the figures are above the axis, lying, where it is read first."""
    # with its height named, matplotlib does not look at every tick for one that is in its way: all are below
    axes.set_title(title, loc="left", y=1, fontweight="normal", fontsize=13.5, pad=pad, wrap=True)


def unbroken_runs(known: Sequence[bool]) -> list[int]:
    """A number for each place that changes after every gap, so that no line is drawn across one."""
    runs, run, previous = [], 0, False
    for here in known:
        run += bool(here) and not previous
        previous = bool(here)
        runs.append(run)
    return runs


def draw_runs(axes: Axes, across: Sequence[float] | np.ndarray, figures: np.ndarray, **look: Any) -> None:
    """A line through figures that never crosses a gap; seaborn would draw the same and look up all ticks each time."""
    line = pd.DataFrame({"x": across, "y": figures, "run": unbroken_runs(~pd.isna(np.asarray(figures, dtype=float)))})
    for _, run in line.dropna(subset="y").groupby("run"):
        axes.plot(run["x"], run["y"], **look)


def write_ticks(column: Column) -> Callable[[float, float], str]:
    """How an axis writes its figures: in the column's form, with no more decimals than its ticks need."""

    def write(value: float, _place: float) -> str:
        scaled = round(value * (100 if column.form in ("share", "points", "change") else 1), 6)
        places = 0 if float(scaled).is_integer() else 1 if float(scaled * 10).is_integer() else 2
        return say(value, column.form, places=places)

    return write


def find_gaps(figures: Sequence[float], reasons: Sequence[str]) -> list[tuple[int, int, str]]:
    """Each stretch without a figure for one reason, as its first and last place and the reason."""
    found: list[tuple[int, int, str]] = []
    for place, (figure, why) in enumerate(zip(figures, reasons, strict=True)):
        if not pd.isna(figure):
            continue
        if found and found[-1][1:] == (place - 1, why):
            found[-1] = (found[-1][0], place, why)
        else:
            found.append((place, place, why))
    return found


def draw_gap(axes: Axes, frame: Frame, first: float, last: float, why: str) -> None:
    """Hatch the stretch from one place on the axis to another for which there is no figure, and say why."""
    axes.axvspan(first - 0.45, last + 0.45, facecolor="#f2f4f5", edgecolor="#8a9197", hatch="//", linewidth=0, zorder=0)
    low, high = find_reach(axes, "x")
    lies = last - first + 0.9 > LYING * (max(high, last) - min(low, first))
    how: Style = {"transform": axes.get_xaxis_transform(), "rotation": 0 if lies else 90, "color": INK}
    box: Style = {"boxstyle": "square,pad=0.2", "facecolor": PAPER, "edgecolor": "none"}
    size = frame.choose(13, 11.5)
    axes.text((first + last) / 2, 0.5, say_mark(why), ha="center", va="center", fontsize=size, bbox=box, **how)
