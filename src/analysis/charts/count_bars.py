"""A few counts of a small number, each with its limits: bars in time order, what was worked out a dashed outline."""

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from analysis.charts.drawing import (
    BLUE,
    INK,
    PAPER,
    QUIET,
    Chart,
    Frame,
    Style,
    clear_axes,
    find_reach,
    title_axis,
    write_ticks,
)
from analysis.charts.labels import write_beside
from analysis.measures.protection import Protected, check_protected, say_mark
from analysis.numbers import say_limits


def plot_counts(table: Protected, value: str, *, limits: tuple[str, str], axis: str, made: str | None = None) -> Chart:
    """Each row's count as a bar with its limits, in the order of the rows, from a table with a column `period`.

    `made` names a column that holds words where the count was worked out and not counted: its bar is a dashed outline,
    for hatching means that there is no figure.
    """
    rows = check_protected(table).table.assign(why=table.marks[value].map(say_mark))
    column = table.columns[value]

    def draw(figure: Figure, frame: Frame) -> None:
        axes = figure.add_subplot()
        for place, row in enumerate(rows.to_dict("records")):
            _draw_bar(axes, frame, place, row, value, limits, column, bool(made and row[made]))
        clear_axes(axes)
        names = [_label(row, made) for row in rows.to_dict("records")]
        axes.set_xticks(range(len(rows)), names, fontsize=frame.choose(13.5, 12))
        axes.set(xlim=(-0.7, len(rows) - 0.3), ylim=(0, find_reach(axes, "y")[1] * 1.18 or 1))
        axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
        axes.yaxis.set_major_formatter(write_ticks(column))
        title_axis(axes, axis)

    return Chart(draw, table, _describe(rows, value, limits, column, axis), (330, 330))


def _draw_bar(axes, frame: Frame, place: int, row: dict, value: str, limits, column, made: bool) -> None:
    if pd.isna(row[value]):
        how: Style = {"transform": axes.get_xaxis_transform(), "ha": "center", "color": QUIET, "style": "italic"}
        axes.text(place, 0.05, row["why"], **how)
        return
    fill = {"facecolor": PAPER, "linestyle": (0, (4, 2))} if made else {"facecolor": BLUE}
    axes.bar([place], [row[value]], width=0.55, linewidth=1.6, edgecolor=BLUE, zorder=2, **fill)
    top = row[value] if pd.isna(row[limits[1]]) else row[limits[1]]
    bold: Style = {"fontsize": frame.choose(15, 13), "fontweight": "bold"}
    write_beside(axes, frame, column.write(row[value]), (place, top), (0, 4), **bold)
    if not pd.isna(row[limits[0]]):
        axes.vlines(place, row[limits[0]], row[limits[1]], color=PAPER, linewidth=5, zorder=3)
        ends = [[row[value] - row[limits[0]]], [row[limits[1]] - row[value]]]
        axes.errorbar([place], [row[value]], yerr=ends, color=INK, capsize=6, linewidth=1.8, zorder=4)


def _label(row: dict, made: str | None) -> str:
    return f"{row['period']}\nworked out\n{row[made]}" if made and row[made] else str(row["period"])


def _describe(rows: pd.DataFrame, value: str, limits, column, axis: str) -> str:
    phrases = []
    for row in rows.to_dict("records"):
        if pd.isna(row[value]):
            phrases.append(f"{row['period']} {row['why']}")
            continue
        known = pd.notna(row[limits[0]])
        between = f" (limits {say_limits(row[limits[0]], row[limits[1]], 'count', places=0)})" if known else ""
        phrases.append(f"{row['period']} {column.write(row[value])}{between}")
    return f"{axis}: {'; '.join(phrases)}."
