"""Sums of money by who gives them: a bar for each, what was agreed and what was added told apart by pattern."""

from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from analysis.charts.drawing import BLUE, INK, PAPER, TEAL, Chart, Frame, clear_axes, title_axis
from analysis.measures.protection import Protected, check_protected
from analysis.numbers import listed, say

PARTS = ((BLUE, ""), (TEAL, "///"))


def plot_income(table: Protected, payer: str, parts: tuple[str, ...], *, axis: str) -> Chart:
    """A bar for each row, the longest at the top, made of its parts, with its sum at its end."""
    rows = check_protected(table).table
    rows = rows.assign(sum=rows[list(parts)].sum(axis=1)).sort_values("sum", ascending=False, kind="stable")

    def draw(figure: Figure, frame: Frame) -> None:
        axes = figure.add_subplot()
        left = np.zeros(len(rows))
        for name, (colour, pattern) in zip(parts, PARTS, strict=False):
            sums = rows[name].fillna(0).to_numpy(dtype=float)
            axes.barh(range(len(rows)), sums, left=left, color=colour, hatch=pattern, height=0.62, linewidth=0.6,
                      edgecolor=INK, hatchcolor=PAPER, label=table.columns[name].title)  # fmt: skip
            left = left + sums
        for place, total in enumerate(rows["sum"]):
            axes.annotate(say(total, "money"), (total, place), (5, 0), textcoords="offset points", va="center",
                          ha="left", fontsize=frame.choose(13, 11.5))  # fmt: skip
        clear_axes(axes, grid="x")
        axes.set_yticks(range(len(rows)), [fill(name, frame.choose(36, 15)) for name in rows[payer]],
                        fontsize=frame.choose(13.5, 12))  # fmt: skip
        axes.set(
            ylim=(len(rows) - 0.4, -0.6), xlim=(0, rows["sum"].max() * frame.choose(1.14, 1.42)), xlabel="", ylabel=""
        )
        axes.locator_params(axis="x", nbins=frame.choose(6, 3))
        axes.xaxis.set_major_formatter(lambda value, _place: say(value, "money"))
        figure.legend(loc="outside upper left", ncols=frame.choose(2, 1), frameon=False, fontsize=frame.choose(13, 12),
                      borderpad=0, borderaxespad=0)  # fmt: skip
        title_axis(axes, axis)

    return Chart(draw, table, _describe(rows, payer, parts, table, axis), (110 + 40 * len(rows), 150 + 48 * len(rows)))


def _describe(rows: pd.DataFrame, payer: str, parts: tuple[str, ...], table: Protected, axis: str) -> str:
    told = []
    for row in rows.to_dict("records"):
        given = [f"{say(row[name], 'money')} {table.columns[name].title.lower()}" for name in parts if row[name] > 0]
        told.append(f"{row[payer]}: {listed(given)}")
    return f"{axis}, from the largest. {'; '.join(told)}."
