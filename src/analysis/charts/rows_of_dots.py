"""Rows of dots with their intervals: areas in order against a benchmark, or shares beside those of others."""

from collections.abc import Sequence
from dataclasses import replace
from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from analysis.charts.drawing import CHARCOAL, QUIET, Chart, Frame, find_reach, title_axis
from analysis.charts.interval_dots import OTHERS, OWN, draw_dots, dress_rows
from analysis.charts.labels import CLEAR, draw_key, say_absence, write_beside
from analysis.measures.columns import Column
from analysis.measures.protection import WITHHELD, Protected, check_protected

NAME_WIDTHS = (40, 16)  # characters of a name on one line, on a desk and on a phone
SMALL = 0.1  # a share
APART = 0.2  # how far above and below its row each of a pair of dots lies


def plot_areas(
    table: Protected, value: str, *, emphasis: str, benchmark: str | None = None, limits: tuple[str, str] | None = None
) -> Chart | None:
    """Each row's figure as a dot with its interval, the highest at the top; those without a figure last, saying why.

    `emphasis` names the area that the page is about, which differs by shape and weight as well as colour. `benchmark`
    names the row that is drawn as a line through all others. `limits` are the columns of lower and upper limits.
    A table, which names its rows in `area`, has no chart without a row.
    """
    if check_protected(table).table.empty:
        return None
    rows = check_protected(table).table.assign(why=table.marks[value])
    line = rows[rows["area"] == benchmark]
    rows = rows[rows["area"] != benchmark].sort_values(value, na_position="first", kind="stable", ignore_index=True)
    column = table.columns[value]

    def draw(figure: Figure, frame: Frame) -> None:
        axes = figure.add_subplot()
        for place, row in rows[rows[value].isna()].iterrows():
            say_absence(axes, frame, place, row["why"])
        ends = [limit for limit in limits or () if limit in rows]  # shares of unknown numbers have none
        own = rows["area"] == emphasis
        for look, some in ((OTHERS, rows[~own]), (OWN, rows[own])):
            draw_dots(axes, some, value, ends, look)
        dress_rows(axes, frame, rows["area"], column, NAME_WIDTHS, bold=emphasis)
        low, high = find_reach(axes, "x")
        axes.set_xlim(min(0, low), max(high, *line[value].dropna(), 0) * 1.06 or 1)
        if len(line) and line[value].notna().all():
            at, words = line[value].iloc[0], f"{benchmark} {column.write(line[value].iloc[0])}"
            axes.axvline(at, color=CHARCOAL, linewidth=1.4, linestyle=(0, (5, 3)), zorder=1)
            write_beside(axes, frame, words, (at, 1), (0, 2), xycoords=axes.get_xaxis_transform())
        title_axis(axes, column.heading, pad=30 if len(line) else 10)

    return Chart(draw, table, _describe_areas(rows, line, value, column), _height(list(rows["area"])))


def _height(names: list[str]) -> tuple[int, int]:
    """Room for the longest name on every row, on a desk and on a phone."""
    lines = [max((len(fill(name, width).split("\n")) for name in names), default=1) for width in NAME_WIDTHS]
    rows = max(len(names), 2)  # the figures along the axis would reach the name of a single one
    return 110 + (27 + 16 * (lines[0] - 1)) * rows, 110 + max(30, 15 * lines[1] + 8) * rows


def _describe_areas(rows: pd.DataFrame, line: pd.DataFrame, value: str, column) -> str:
    """The chart in words: every area with its figure, from the highest, and the benchmark."""
    known = rows[rows[value].notna()].iloc[::-1]
    words = "; ".join(f"{row['area']} {column.write(row[value])}" for row in known.to_dict("records"))
    text = f"{column.heading} from the highest: {words}."
    missing = rows[rows[value].isna()]
    if len(missing):
        words = "; ".join(f"{row['area']} ({row['why']})" for row in missing.to_dict("records"))
        text += f" Without a figure: {words}."
    if len(line) and np.isfinite(line[value].iloc[0]):
        text += f" The line is {line['area'].iloc[0]}, {column.write(line[value].iloc[0])}."
    return text


def plot_shares(
    table: Protected,
    *,
    row: str,
    value: str,
    names: tuple[str, str],
    other: str | None = None,
    limits: tuple[str, str] | None = None,
    other_limits: tuple[str, str] | None = None,
    axis: str = "",
    kinds: Sequence[str] = (),
) -> Chart:
    """Each row's figure as a diamond with its interval and, below it, that of others as a dot with theirs.

    `names` say whose the diamonds and the dots are. A row without a figure says why. The first row is at the top. A
    line stands at no change where figures are changes. `kinds` says of each row what it is a share of: only rows of
    one kind, which stand together, share an axis.
    """
    marks = {"why": table.marks[value], "why of others": table.marks[other] if other else ""}
    rows = check_protected(table).table.assign(**marks)[::-1].reset_index(drop=True)
    column = _tell_apart(table.columns[value], rows[[value, *([other] if other else [])]])
    pairs = other is not None and rows[other].notna().any()
    apart = rows.groupby([*kinds][::-1] or np.zeros(len(rows)), sort=False)
    panels = [some.reset_index(drop=True) for _, some in apart][::-1]

    def draw(figure: Figure, frame: Frame) -> None:
        grid = figure.subplots(len(panels), squeeze=False, height_ratios=[len(some) for some in panels])[:, 0]
        for axes, some in zip(grid, panels, strict=True):
            if other is not None and pairs:
                draw_dots(axes, some, other, other_limits or (), OTHERS, up=-APART)
                _write_shares(axes, frame, -APART, some, other, "why of others", column)
            draw_dots(axes, some, value, limits or (), OWN, up=APART * pairs)
            _write_shares(axes, frame, APART * pairs, some, value, "why", column)
            dress_rows(axes, frame, some[row], column, (32, 17))
        reach = [find_reach(axes, "x") for axes in grid]
        low, high = min(0, *(least for least, _ in reach)), max(0, *(most for _, most in reach))
        for axes in grid:
            axes.set_xlim(low * 1.12, high + (high - low) * frame.choose(0.1, 0.2))
            if low < 0:
                axes.axvline(0, color=QUIET, linewidth=1.4)
        if pairs:
            draw_key(grid[0], frame, [OWN.key, OTHERS.key], names)
        title_axis(grid[0], axis or column.heading)

    tall, between = 76 if pairs else 46, 36 * (len(panels) - 1)
    return Chart(
        draw,
        table,
        _describe_shares(table, row, value, other if pairs else None, names, column),
        (110 + tall * len(rows) + between, 140 + (tall + 8) * len(rows) + between),
    )


def _write_shares(axes, frame: Frame, up: float, rows: pd.DataFrame, value: str, why: str, column: Column) -> None:
    """Each figure above its dot; a row's own reason where it has none, of others only that it is withheld."""
    for place, figure, reason in zip(rows.index + up, rows[value], rows[why], strict=True):
        if pd.notna(figure):
            write_beside(axes, frame, column.write(figure), (figure, place), (0, 6), bbox=CLEAR)
        elif why == "why" or reason == WITHHELD:
            say_absence(axes, frame, place, reason)


def _tell_apart(column: Column, figures: pd.DataFrame) -> Column:
    """The column with one decimal where all its shares are small: two dots that lie apart would have the same words."""
    small = column.form == "share" and figures.abs().max(axis=None) < SMALL
    return replace(column, places=1) if small else column


def _describe_shares(
    table: Protected, row: str, value: str, other: str | None, names: tuple[str, str], column: Column
) -> str:
    """The chart in words: every row with its figure and that of the others."""
    phrases = []
    for number, found in enumerate(table.table.to_dict("records")):
        own = column.write(found[value]) if pd.notna(found[value]) else table.marks[value].iloc[number]
        beside = f", {names[1]} {column.write(found[other])}" if other and pd.notna(found[other]) else ""
        phrases.append(f"{found[row]}: {names[0]} {own}{beside}")
    return f"{'; '.join(phrases)}."
