"""Groups that are made of parts: a bar for each group, its parts told apart by colour and by letter."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from analysis.charts.drawing import BLUE, INK, MAUVE, ORANGE, PAPER, PLUM, TEAL, Chart, Frame, clear_axes, title_axis
from analysis.charts.labels import draw_key, name_rows, write_beside
from analysis.measures.protection import Protected, check_protected
from analysis.numbers import listed

SIZES = (13, 11)  # of words on a part, on a desk and on a phone
ROOM, BOLD = (0.6, 0.5), 0.66  # the longest bar's share of a sheet's width; a bold letter's width of its size


@dataclass(frozen=True)
class Part:
    """How a part of each bar looks: its colour, its letter, the colour of what is written on it, and its dots.

    Dots tell colours apart that are alike in grey; stripes are kept for what has no figure.
    """

    colour: str
    letter: str
    ink: str = INK
    dots: str = ""


STATES = {
    "green": Part(TEAL, "G"),
    "amber": Part(ORANGE, "A", dots=".."),
    "red": Part(PLUM, "R", PAPER),
    "two statuses": Part(MAUVE, "M", dots="o"),
    "not stated": Part(PAPER, "?"),
}
FILLED = {"filled": Part(BLUE, "F", PAPER), "empty": Part(PAPER, "E")}
GRAVITIES = {"error": Part(ORANGE, "X", dots=".."), "warning": Part(BLUE, "M", PAPER), "note": Part(PAPER, "I")}
MONEY = {"agreed": Part(BLUE, "C", PAPER), "added": Part(TEAL, "A")}


def plot_states(table: Protected, group: str, *, axis: str, states: Mapping[str, Part] = STATES) -> Chart:
    """How many of each group are in each state, groups in their order from the top.

    The states are those of the mapping that are columns of counts of the table.
    """
    return _plot_stacked(check_protected(table), group, states, axis, counts=True)


def plot_income(table: Protected, payer: str, *, axis: str) -> Chart:
    """What each payer gives, the largest at the top, with the sum at the bar's end."""
    return _plot_stacked(check_protected(table), payer, MONEY, axis, counts=False)


def _plot_stacked(table: Protected, group: str, parts: Mapping[str, Part], axis: str, *, counts: bool) -> Chart:
    rows = table.table
    present = {name: part for name, part in parts.items() if name in rows and rows[name].sum() > 0}
    sums = rows[list(present)].sum(axis=1)
    if not counts:
        rows = rows.loc[sums.sort_values(ascending=False, kind="stable").index]
        sums = sums.loc[rows.index]

    def draw(figure: Figure, frame: Frame) -> None:
        axes = figure.add_subplot()
        left = np.zeros(len(rows))
        for name, part in present.items():
            figures = rows[name].fillna(0).to_numpy(dtype=float)
            axes.barh(range(len(rows)), figures, 0.66, left, color=part.colour, hatch=part.dots, ec=INK, lw=0.7)
            for place, length in enumerate(figures):
                full = f"{part.letter}: {table.columns[name].write(length)}" if counts else part.letter
                words = choose_fitting(frame, length / sums.max(), full, part.letter)
                if words:
                    _write_inside(axes, frame, place, left[place] + length / 2, words, part)
            left = left + figures
        clear_axes(axes, grid="x")
        name_rows(axes, [str(name) for name in rows[group]], frame.choose(13, 11.5), frame.choose(36, 16))
        axes.set(ylim=(len(rows) - 0.4, -0.6), xlabel="", ylabel="")
        _write_along(axes, frame, table, list(present), sums, counts)
        title_axis(axes, axis)
        handles = [Patch(facecolor=part.colour, hatch=part.dots, edgecolor=INK) for part in present.values()]
        key = [f"{part.letter} {table.columns[name].title.lower()}" for name, part in present.items()]
        draw_key(axes, frame, handles, key, ncols=frame.choose(len(key), 2), borderpad=0, borderaxespad=0.3)

    heights = 110 + 42 * len(rows), 150 + 70 * len(rows)
    return Chart(draw, table, _describe(rows, group, present, table, axis), heights)


def _write_along(axes: Axes, frame: Frame, table: Protected, names: list[str], sums: pd.Series, counts: bool) -> None:
    """Each bar's sum at its end; whole numbers along the axis of counts, pounds along that of money."""
    if not names:
        return
    column = table.columns[names[0]]
    for place, total in enumerate(sums):
        write_beside(axes, frame, column.write(total), (total, place), (5, 0), ha="left", va="center")
    axes.set_xlim(0, sums.max() * (frame.choose(1.07, 1.15) if counts else frame.choose(1.14, 1.42)))
    if counts:
        axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
        return
    axes.locator_params(axis="x", nbins=frame.choose(6, 3))
    axes.xaxis.set_major_formatter(lambda value, _place: column.write(value))


def choose_fitting(frame: Frame, length: float, *words: str) -> str:
    """The first of some words that a part has room for, '' for none; `length` is a share of the longest bar."""
    letter = frame.choose(*SIZES) * BOLD
    room = length * frame.width * frame.choose(*ROOM)
    return next((one for one in words if (len(one) + 1) * letter <= room), "")


def _write_inside(axes: Axes, frame: Frame, place: int, across: float, words: str, part: Part) -> None:
    box = {"boxstyle": "square,pad=0.12", "facecolor": part.colour, "edgecolor": "none"}
    written = axes.text(across, place, words, bbox=box, ha="center", va="center", fontsize=frame.choose(*SIZES))
    written.set(fontweight="bold", color=part.ink)


def _describe(rows: pd.DataFrame, group: str, parts: Mapping[str, Part], table: Protected, axis: str) -> str:
    phrases = []
    for row in rows.to_dict("records"):
        some = [(table.columns[name], row[name]) for name in parts if row[name] > 0]
        each = [f"{column.write(figure)} {column.title.lower()}" for column, figure in some]
        phrases.append(f"{row[group]}: {listed(each)}")
    return f"{axis}. {'; '.join(phrases)}."
