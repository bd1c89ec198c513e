"""What every chart shares: its sizes, colours and axes. A chart draws; it does not calculate."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import isfinite
from textwrap import fill
from typing import TYPE_CHECKING, Any, Literal

import seaborn
from matplotlib import rc_context
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from analysis.measures.columns import Column
from analysis.measures.protection import WITHHELD, Protected
from analysis.numbers import say

if TYPE_CHECKING:
    from matplotlib.typing import RcKeyType

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
    axes.set_title(title, loc="left", fontweight="normal", fontsize=13.5, pad=pad, wrap=True)


def name_rows(axes: Axes, names: Sequence[str], size: float, width: int, bold: str = "") -> None:
    """Name each row left of the axis, long names over several lines that all end at it; the one named in bold.

    Each line is a text of its own: a reader's font is not the one that widths were reckoned with.
    """
    axes.set_yticks(range(len(names)), [])
    for place, name in enumerate(names):
        lines = fill(name, width).split("\n")
        for number, line in enumerate(lines):
            axes.annotate(
                line,
                (0, place),
                (-8, ((len(lines) - 1) / 2 - number) * size * 1.15),
                ha="right",
                va="center",
                xycoords=axes.get_yaxis_transform(),
                textcoords="offset points",
                fontsize=size,
                fontweight="bold" if name == bold else "normal",
            )


def mark_notes(axes: Axes, frame: Frame, place: Callable[[date], float]) -> None:
    """Mark each annotation with its number in a circle above a dotted line at its day."""
    top = axes.get_xaxis_transform()
    for note in frame.notes:
        across = place(note.at)
        axes.axvline(across, ymax=0.97, color=INK, linewidth=1, linestyle=(0, (1, 2)), zorder=1.5)
        axes.text(
            across,
            1.0,
            str(note.number),
            transform=top,
            ha="center",
            va="center",
            fontsize=11.5,
            fontweight="bold",
            color=PAPER,
            bbox={"boxstyle": "circle,pad=0.25", "facecolor": INK, "edgecolor": PAPER},
            zorder=6,
            clip_on=False,
        )


def unbroken_runs(known: Sequence[bool]) -> list[int]:
    """A number for each place that changes after every gap, so that no line is drawn across one."""
    runs, run, previous = [], 0, False
    for here in known:
        run += bool(here) and not previous
        previous = bool(here)
        runs.append(run)
    return runs


def label_ends(axes: Axes, frame: Frame, labels: Sequence[tuple[float, str, dict]], band: str | None) -> None:
    """Name each series beside its end, moved apart where names would touch; on a phone in a key above the chart.

    A label is the height at which its series ends, its words, and the style that its mark repeats.
    """
    if frame.narrow:
        _key_above(axes, labels, band)
        return
    low, high = axes.get_ylim()
    lines = [fill(words, 22) for _, words, _ in labels]
    unit = (high - low) * 17 / (axes.figure.bbox.height * 0.78)  # one line of text, in the axis's own units
    places = _apart([height for height, _, _ in labels], [unit * (1 + line.count("\n")) * 1.12 for line in lines])
    right = axes.get_xlim()[1]
    for place, line, (_, _, style) in zip(places, lines, labels, strict=True):
        axes.plot(
            [1.015],
            [place],
            transform=axes.get_yaxis_transform(),
            clip_on=False,
            linestyle="none",
            marker=style["marker"],
            color=style["color"],
            markersize=8,
        )
        axes.text(1.035, place, line, transform=axes.get_yaxis_transform(), va="center", ha="left", fontsize=13.5)
    if band:
        axes.text(
            1.035,
            low,
            fill(band, 22),
            transform=axes.get_yaxis_transform(),
            va="bottom",
            ha="left",
            fontsize=13,
            color=QUIET,
        )
        axes.add_patch(
            Rectangle(
                (1.008, low),
                0.016,
                unit * 0.8,
                transform=axes.get_yaxis_transform(),
                clip_on=False,
                facecolor="#e6eaed",
                edgecolor="#8a9197",
            )
        )
    axes.set_xlim(right=right)


def _key_above(axes: Axes, labels: Sequence[tuple[float, str, dict]], band: str | None) -> None:
    handles: list[Artist] = [
        Line2D([], [], linewidth=2, markersize=7, markeredgecolor=PAPER, **style) for _, _, style in labels
    ]
    words = [fill(words, 44) for _, words, _ in labels]
    if band:
        handles.append(Patch(facecolor="#e6eaed", edgecolor="#8a9197"))
        words.append(band)
    axes.figure.legend(
        handles,
        words,
        loc="outside upper left",
        frameon=False,
        fontsize=12.5,
        handlelength=2.2,
        borderpad=0,
        borderaxespad=0,
    )


def _apart(heights: Sequence[float], sizes: Sequence[float]) -> list[float]:
    """Heights moved as little as needed so that things of these sizes, centred on them, do not touch."""
    order = sorted(range(len(heights)), key=lambda place: heights[place])
    placed = list(heights)
    for _ in range(50):
        for below, above in pairwise(order):
            short = (sizes[below] + sizes[above]) / 2 - (placed[above] - placed[below])
            if short > 1e-9:
                placed[below] -= short / 2
                placed[above] += short / 2
    return placed


def write_ticks(column: Column) -> Callable[[float, float], str]:
    """How an axis writes its figures: in the column's form, with no more decimals than its ticks need."""

    def write(value: float, _place: float) -> str:
        scaled = round(value * (100 if column.form in ("share", "points", "change") else 1), 6)
        places = 0 if float(scaled).is_integer() else 1 if float(scaled * 10).is_integer() else 2
        return say(value, column.form, places=places)

    return write


def draw_gap(axes: Axes, frame: Frame, first: float, last: float, why: str) -> None:
    """Hatch the stretch from one place on the axis to another for which there is no figure, and say why."""
    axes.axvspan(first - 0.45, last + 0.45, facecolor="#f2f4f5", edgecolor="#8a9197", hatch="//", linewidth=0, zorder=0)
    axes.text(
        (first + last) / 2,
        0.5,
        "[c] suppressed" if why == WITHHELD else why,
        transform=axes.get_xaxis_transform(),
        rotation=90 if last - first < 3 else 0,
        ha="center",
        va="center",
        fontsize=frame.choose(13, 11.5),
        color=INK,
        bbox={"boxstyle": "square,pad=0.2", "facecolor": PAPER, "edgecolor": "none"},
    )


def say_absence(axes: Axes, frame: Frame, place: float, why: str) -> None:
    """Say on a row of dots why it has no figure, at the row's beginning."""
    axes.text(
        0.01,
        place,
        "[c] suppressed" if why == WITHHELD else why,
        transform=axes.get_yaxis_transform(),
        va="center",
        color=QUIET,
        fontsize=frame.choose(13, 12),
        style="italic",
    )
