"""Areas side by side: a dot and its interval for each, in order, against a benchmark."""

from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from analysis.charts.drawing import (
    BLUE,
    CHARCOAL,
    INK,
    ORANGE,
    PAPER,
    Chart,
    Frame,
    clear_axes,
    find_reach,
    name_rows,
    say_absence,
    title_axis,
    write_ticks,
)
from analysis.measures.protection import Protected, check_protected

NAME_WIDTHS = (40, 16)  # characters of a name on one line, on a desk and on a phone


def plot_areas(
    table: Protected,
    value: str,
    *,
    area: str = "area",
    emphasis: str,
    benchmark: str | None = None,
    limits: tuple[str, str] | None = None,
    axis: str | None = None,
) -> Chart | None:
    """Each row's figure as a dot with its interval, the highest at the top; those without a figure last, saying why.

    `emphasis` names the area that the page is about, which differs by shape and weight as well as colour. `benchmark`
    names the row that is drawn as a line through all others. `limits` are the columns of lower and upper limits.
    A table without a row has no chart.
    """
    if check_protected(table).table.empty:
        return None
    rows = check_protected(table).table.assign(why=table.marks[value])
    line = rows[rows[area] == benchmark]
    rows = rows[rows[area] != benchmark].sort_values(value, ascending=True, na_position="first", kind="stable")
    column = table.columns[value]

    def draw(figure: Figure, frame: Frame) -> None:
        axes = figure.add_subplot()
        for place, row in enumerate(rows.to_dict("records")):
            _draw_row(axes, frame, place, row, value, limits, row[area] == emphasis)
        clear_axes(axes, grid="x")
        name_rows(axes, rows[area], frame.choose(13.5, 12.5), frame.choose(*NAME_WIDTHS), emphasis)
        axes.set(ylim=(-0.7, len(rows) - 0.3), xlabel="", ylabel="")
        low, high = find_reach(axes, "x")
        axes.set_xlim(min(0, low), high * 1.06 or 1)
        axes.locator_params(axis="x", nbins=frame.choose(6, 4))
        axes.xaxis.set_major_formatter(write_ticks(column))
        if len(line) and line[value].notna().all():
            _draw_benchmark(axes, frame, float(line[value].iloc[0]), f"{benchmark} {column.write(line[value].iloc[0])}")
        title_axis(axes, axis or column.heading, pad=30 if len(line) else 10)

    return Chart(draw, table, _describe(rows, line, area, value, column), _height(list(rows[area])))


def _height(names: list[str]) -> tuple[int, int]:
    """Room for the longest name on every row, on a desk and on a phone."""
    lines = [max((len(fill(name, width).split("\n")) for name in names), default=1) for width in NAME_WIDTHS]
    return 110 + (27 + 16 * (lines[0] - 1)) * len(names), 110 + max(30, 15 * lines[1] + 8) * len(names)


def _draw_row(axes, frame: Frame, place: int, row: dict, value: str, limits, emphasised: bool) -> None:
    if pd.isna(row[value]):
        say_absence(axes, frame, place, row["why"])
        return
    colour = ORANGE if emphasised else BLUE
    if limits and not pd.isna(row.get(limits[0])):  # shares whose numbers are not known have none
        axes.hlines(
            place,
            row[limits[0]],
            row[limits[1]],
            color=INK if emphasised else colour,
            linewidth=2.6 if emphasised else 1.6,
        )
    axes.plot(
        [row[value]],
        [place],
        linestyle="none",
        marker="D" if emphasised else "o",
        color=colour,
        zorder=3,
        markersize=frame.choose(10, 9) if emphasised else frame.choose(8, 7),
        markeredgecolor=INK if emphasised else PAPER,
    )


def _draw_benchmark(axes, frame: Frame, value: float, words: str) -> None:
    axes.axvline(value, color=CHARCOAL, linewidth=1.4, linestyle=(0, (5, 3)), zorder=1)
    axes.annotate(
        words,
        (value, 1),
        (0, 2),
        xycoords=axes.get_xaxis_transform(),
        textcoords="offset points",
        ha="center",
        va="bottom",
        fontsize=frame.choose(13, 12),
    )


def _describe(rows: pd.DataFrame, line: pd.DataFrame, area: str, value: str, column) -> str:
    """The chart in words: every area with its figure, from the highest, and the benchmark."""
    known = rows[rows[value].notna()].iloc[::-1]
    words = "; ".join(f"{row[area]} {column.write(row[value])}" for row in known.to_dict("records"))
    text = f"{column.heading} from the highest: {words}."
    missing = rows[rows[value].isna()]
    if len(missing):
        words = "; ".join(f"{row[area]} ({row['why']})" for row in missing.to_dict("records"))
        text += f" Without a figure: {words}."
    if len(line) and np.isfinite(line[value].iloc[0]):
        text += f" The line is {line[area].iloc[0]}, {column.write(line[value].iloc[0])}."
    return text
