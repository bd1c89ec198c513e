"""What is written on a chart: the names of rows and of series, figures beside their marks, numbers of annotations."""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise
from textwrap import fill
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from analysis.charts.drawing import INK, PAPER, QUIET, Frame, Style
from analysis.measures.protection import say_mark

SIZES = (13, 12)  # of words on a chart, on a desk and on a phone
CLEAR: Style = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.8}  # below words, so that no line crosses them
BAND: Style = {"facecolor": "#e6eaed", "edgecolor": "#8a9197"}


def write_beside(
    axes: Axes, frame: Frame, words: str, at: tuple[float, float], away: tuple[float, float], **how: Any
) -> None:
    """Words so many points away from a place on a chart, centred above it unless said otherwise."""
    how = {"ha": "center", "va": "bottom", "fontsize": frame.choose(*SIZES)} | how
    axes.annotate(words, at, away, textcoords="offset points", **how)


def name_rows(axes: Axes, names: Sequence[str], size: float, width: int, bold: str = "") -> None:
    """Name each row left of the axis, long names over several lines that all end at it; the one named in bold.

    Each line is a text of its own: a reader's font is not the one that widths were reckoned with.
    """
    axes.set_yticks([])
    how: Style = {"xycoords": axes.get_yaxis_transform(), "textcoords": "offset points", "ha": "right", "va": "center"}
    for place, name in enumerate(names):
        lines, weight = fill(name, width).split("\n"), "bold" if name == bold else "normal"
        for number, line in enumerate(lines):
            up = ((len(lines) - 1) / 2 - number) * size * 1.15
            axes.annotate(line, (0, place), (-8, up), fontsize=size, fontweight=weight, **how)


def say_absence(axes: Axes, frame: Frame, place: float, why: str) -> None:
    """Say on a row of dots why it has no figure, at the row's beginning."""
    how: Style = {"transform": axes.get_yaxis_transform(), "va": "center", "color": QUIET, "style": "italic"}
    axes.text(0.01, place, say_mark(why), bbox=CLEAR, fontsize=frame.choose(*SIZES), **how)


def draw_key(axes: Axes, frame: Frame, handles: Sequence[Artist], words: Sequence[str], **how: Any) -> None:
    """What each mark means, above the chart, side by side on a desk."""
    how = {"ncols": frame.choose(len(words), 1), "fontsize": frame.choose(*SIZES), "borderpad": 0.6} | how
    axes.figure.legend(handles, words, loc="outside upper left", frameon=False, **how)


def mark_notes(axes: Axes, frame: Frame, place: Callable[[date], float]) -> None:
    """Mark each annotation with its number in a circle above a dotted line at its day."""
    circle: Style = {"boxstyle": "circle,pad=0.25", "facecolor": INK, "edgecolor": PAPER}
    words: Style = {"ha": "center", "va": "center", "fontsize": 11.5, "fontweight": "bold", "color": PAPER}
    for note in frame.notes:
        across = place(note.at)
        axes.axvline(across, ymax=0.97, color=INK, linewidth=1, linestyle=(0, (1, 2)), zorder=1.5)
        number, top = str(note.number), axes.get_xaxis_transform()
        axes.text(across, 1.0, number, transform=top, bbox=circle, zorder=6, clip_on=False, **words)


def label_ends(axes: Axes, frame: Frame, labels: Sequence[tuple[float, str, dict]], band: str | None) -> None:
    """Name each series beside its end, moved apart where names would touch; on a phone in a key above the chart.

    A label is the height at which its series ends, its words, and the style that its mark repeats.
    """
    if frame.narrow:
        _key_above(axes, frame, labels, band)
        return
    low, high = axes.get_ylim()
    lines = [fill(words, 22) for _, words, _ in labels]
    unit = (high - low) * 17 / (axes.figure.bbox.height * 0.78)  # one line of text, in the axis's own units
    places = _apart([height for height, _, _ in labels], [unit * (1 + line.count("\n")) * 1.12 for line in lines])
    right = axes.get_xlim()[1]
    across: Style = {"transform": axes.get_yaxis_transform()}
    for place, line, (_, _, style) in zip(places, lines, labels, strict=True):
        mark: Style = {"marker": style["marker"], "color": style["color"], "markersize": 8}
        axes.plot([1.015], [place], clip_on=False, linestyle="none", **mark, **across)
        axes.text(1.035, place, line, va="center", ha="left", fontsize=13.5, **across)
    if band:
        axes.text(1.035, low, fill(band, 22), va="bottom", ha="left", fontsize=13, color=QUIET, **across)
        axes.add_patch(Rectangle((1.008, low), 0.016, unit * 0.8, clip_on=False, **across, **BAND))
    axes.set_xlim(right=right)


def _key_above(axes: Axes, frame: Frame, labels: Sequence[tuple[float, str, dict]], band: str | None) -> None:
    handles: list[Artist] = [
        Line2D([], [], linewidth=2, markersize=7, markeredgecolor=PAPER, **style) for _, _, style in labels
    ]
    words = [fill(words, 44) for _, words, _ in labels]
    if band:
        handles.append(Patch(**BAND))
        words.append(band)
    draw_key(axes, frame, handles, words, fontsize=12.5, handlelength=2.2, borderpad=0, borderaxespad=0.3)


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
