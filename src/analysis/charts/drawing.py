"""What every chart shares: its sizes, colours and axes. A chart draws; it does not calculate."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from math import isfinite
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np
import pandas as pd
import seaborn
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Bbox, BboxBase

from analysis.measures.columns import Column
from analysis.measures.protection import Protected, say_mark
from analysis.numbers import say

if TYPE_CHECKING:
    from matplotlib.typing import RcKeyType

Style: TypeAlias = dict[str, Any]  # how a thing is drawn, as matplotlib names it
Places: TypeAlias = Sequence[float] | np.ndarray  # along an axis

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
    "text.hinting": "none",  # as browsers and PDF have it, so that a text is as wide at every size
}


EDGE = 6  # CSS pixels around what stands on a sheet
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
            figure = Figure(figsize=(frame.width / 72, frame.choose(*self.height) / 72), dpi=72)
            figure.subplots_adjust(0.2, 0.2, 0.8, 0.8)  # narrower than most will be: no word asks for less room later
            self.draw(figure, frame)
            for axis in (axis for axes in figure.axes for axis in (axes.xaxis, axes.yaxis)):
                if not axis.get_label_text():
                    axis.set_label_coords(0.5, 0.5)  # matplotlib would look for its place below all ticks, each time
            _place_axes(figure)
        return figure


class Ruler(RendererBase):
    """A renderer that draws nothing and measures text once for all others: without hinting, so at every size alike."""

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: Any) -> tuple[float, float, float]:
        """Width, height and depth below the line of a text, in the renderer's own dots."""
        size: Any = self.points_to_pixels(prop.get_size_in_points())
        width, height, descent = _measure(s, prop.get_style(), prop.get_weight(), ismath)
        return width * size, height * size, descent * size


@cache
def _measure(words: str, style: Any, weight: str | int, ismath: Any) -> tuple[float, float, float]:
    font = FontProperties(family=STYLE["font.family"], style=style, weight=weight, size=1)
    return text_to_path.get_text_width_height_descent(words, font, ismath)


def _place_axes(figure: Figure) -> None:
    """Give axes, one below the other, the room that the key, their words and an edge leave, in their shares of it.

    matplotlib's own layout measures all text twice, and gives up without a word where room is short.
    """
    ruler, (width, height) = Ruler(), figure.bbox.size
    sides = [(axes, axes.bbox.frozen(), _bound(axes, ruler)) for axes in figure.axes]
    left = (EDGE + max(own.x0 - words.x0 for _, own, words in sides)) / width
    wide = 1 - left - (EDGE + max(words.x1 - own.x1 for _, own, words in sides)) / width
    for axes, own, _ in sides:
        axes.set_position((left, own.y0 / height, wide, own.height / height))
    # only now is it known how many lines a title takes
    above = [max(words.y1, axes.title.get_window_extent(ruler).y1) - own.y1 for axes, own, words in sides]
    below = [own.y0 - words.y0 for _, own, words in sides]
    top = min([height, *(key.get_window_extent(ruler).y0 - EDGE for key in figure.legends)]) - EDGE
    room = top - EDGE - sum(above) - sum(below) - 2 * EDGE * (len(sides) - 1)
    for (axes, own, _), over, under in zip(sides, above, below, strict=True):
        tall = room * own.height / sum(other.height for _, other, _ in sides)
        top -= over + tall
        axes.set_position((left, top / height, wide, tall / height))
        top -= under + 2 * EDGE


def _bound(axes: Axes, ruler: Ruler) -> BboxBase:
    """What bounds axes with the words on and beside them, but for their title, which keeps to their width."""
    named = [axis.get_tightbbox(ruler, for_layout_only=True) for axis in (axes.xaxis, axes.yaxis)]
    return Bbox.union([axes.bbox, *filter(None, named), *(text.get_window_extent(ruler) for text in axes.texts)])


def clear_axes(axes: Axes, *, grid: Literal["x", "y"] = "y") -> None:
    """Take away what carries nothing: three of the four spines, tick marks and all but quiet grid lines."""
    axes.spines[["top", "right", "left", *(["bottom"] if grid == "x" else [])]].set_visible(False)
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
    axes.set_title(title, x=0, y=1, ha="left", fontweight="normal", fontsize=13.5, pad=pad, wrap=True)


def draw_runs(axes: Axes, across: Places, figures: np.ndarray, part: Any = 0, **look: Any) -> None:
    """A line through figures that crosses no gap and joins no two parts, where `part` numbers that of each figure.

    seaborn would draw the same and look up all ticks each time.
    """
    line = pd.DataFrame({"x": across, "y": figures, "run": np.isnan(figures).cumsum(), "part": part})
    for _, run in line.dropna(subset="y").groupby(["part", "run"]):
        axes.plot(run["x"], run["y"], **look)


def write_ticks(column: Column) -> Callable[[float, float], str]:
    """How an axis writes its figures: in the column's form, with no more decimals than its ticks need."""

    def write(value: float, _place: float) -> str:
        scaled = round(value * (100 if column.form in ("share", "points", "change") else 1), 6)
        places = 0 if float(scaled).is_integer() else 1 if float(scaled * 10).is_integer() else 2
        return say(value, column.form, places=places)

    return write


def draw_gaps(axes: Axes, frame: Frame, across: Places, figures: pd.Series, reasons: pd.Series) -> None:
    """Hatch each stretch without a figure for one reason, places beside each other as one, and say why."""
    why = [reason if pd.isna(figure) else None for figure, reason in zip(figures, reasons, strict=True)]
    for reason, stretch in groupby(range(len(why)), key=why.__getitem__):
        if reason is not None:
            places = [float(across[place]) for place in stretch]
            _draw_gap(axes, frame, places[0], places[-1], reason)


def _draw_gap(axes: Axes, frame: Frame, first: float, last: float, why: str) -> None:
    axes.axvspan(first - 0.45, last + 0.45, facecolor="#f2f4f5", edgecolor="#8a9197", hatch="//", linewidth=0, zorder=0)
    low, high = find_reach(axes, "x")
    lies = last - first + 0.9 > LYING * (max(high, last) - min(low, first))
    how: Style = {"transform": axes.get_xaxis_transform(), "rotation": 0 if lies else 90, "color": INK}
    box: Style = {"boxstyle": "square,pad=0.2", "facecolor": PAPER, "edgecolor": "none"}
    size = frame.choose(13, 11.5)
    axes.text((first + last) / 2, 0.5, say_mark(why), ha="center", va="center", fontsize=size, bbox=box, **how)
