"""Things in groups, each in one of a few states: a bar for each group, told apart by colour, pattern and letter."""

from collections.abc import Mapping
from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from analysis.charts.drawing import INK, MAUVE, ORANGE, PAPER, PLUM, TEAL, Chart, Frame, clear_axes, title_axis
from analysis.measures.protection import Protected, check_protected
from analysis.numbers import listed, say_count

STATES = {  # colour, pattern, letter, if any, and the colour of what is written on it
    "green": (TEAL, "", "G", INK),
    "amber": (ORANGE, "//", "A", INK),
    "red": (PLUM, "xx", "R", PAPER),
    "two statuses": (MAUVE, "\\\\", "2", INK),
    "not stated": (PAPER, "", "?", INK),
}


def plot_states(table: Protected, group: str, *, axis: str, states: Mapping[str, tuple] | None = None) -> Chart:
    """A bar for each row, in their order from the top, divided by the states that are columns of counts."""
    rows = check_protected(table).table
    known = {name: style for name, style in (states or STATES).items() if name in rows}
    present = {name: style for name, style in known.items() if rows[name].sum() > 0}

    def draw(figure: Figure, frame: Frame) -> None:
        axes = figure.add_subplot()
        left = np.zeros(len(rows))
        for name, (colour, pattern, letter, ink) in present.items():
            figures = rows[name].fillna(0).to_numpy(dtype=float)
            for place in np.flatnonzero(figures):
                axes.barh([place], figures[place], left=left[place], color=colour, hatch=pattern, edgecolor=INK,
                          linewidth=0.7, height=0.66, hatchcolor=INK)  # fmt: skip
                words = f"{letter} {say_count(figures[place])}".strip()
                _letter(axes, frame, place, left[place] + figures[place] / 2, words, colour, ink)
            left = left + figures
        clear_axes(axes, grid="x")
        names = [fill(str(name), frame.choose(36, 17)) for name in rows[group]]
        axes.set_yticks(range(len(rows)), names, fontsize=frame.choose(13, 11.5))
        axes.set(ylim=(len(rows) - 0.4, -0.6), xlabel="", ylabel="")
        axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
        title_axis(axes, axis)
        handles = [
            Patch(facecolor=colour, hatch=pattern, edgecolor=INK, hatchcolor=INK)
            for colour, pattern, *_ in present.values()
        ]
        words = [f"{letter} {table.columns[name].title.lower()}".strip() for name, (_, _, letter, _) in present.items()]
        figure.legend(handles, words, loc="outside upper left", ncols=frame.choose(len(words), 2), frameon=False,
                      fontsize=frame.choose(13, 12), borderpad=0, borderaxespad=0)  # fmt: skip

    return Chart(draw, table, _describe(rows, group, present, axis), (110 + 42 * len(rows), 150 + 82 * len(rows)))


def _letter(axes, frame: Frame, place: int, across: float, words: str, colour: str, ink: str) -> None:
    axes.text(across, place, words, ha="center", va="center", fontsize=frame.choose(13, 11), fontweight="bold",
              color=ink, bbox={"boxstyle": "square,pad=0.12", "facecolor": colour, "edgecolor": "none"})  # fmt: skip


def _describe(rows: pd.DataFrame, group: str, states: Mapping[str, tuple], axis: str) -> str:
    told = []
    for row in rows.to_dict("records"):
        parts = [f"{say_count(row[name])} {name}" for name in states if row[name] > 0]
        told.append(f"{row[group]}: {listed(parts)}")
    return f"{axis}. {'; '.join(told)}."
