"""A spine: rates of several kinds on one scale, each as how many times England's it is."""

from typing import Any

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from analysis.charts.drawing import (
    BLUE,
    CHARCOAL,
    INK,
    ORANGE,
    PAPER,
    QUIET,
    TEAL,
    Chart,
    Frame,
    clear_axes,
    title_axis,
)
from analysis.charts.interval_dots import Look, draw_dots
from analysis.charts.labels import draw_key, name_rows, write_beside
from analysis.measures.protection import SUPPRESSED, WITHHELD, Protected, check_protected

MARKS = {
    "worse": Look("s", ORANGE, INK, 10, INK, 2),
    "similar": Look("o", PAPER, INK, 10, INK, 2),
    "better": Look("^", TEAL, INK, 10, INK, 2),
    "higher": Look("P", BLUE, INK, 10, INK, 2),
    "lower": Look("X", BLUE, INK, 10, INK, 2),
    "no limits": Look("D", PAPER, QUIET, 10, INK, 2),
}
KEYS = {
    "worse": "worse than England",
    "similar": "similar to England",
    "better": "better than England",
    "higher": "higher than England",
    "lower": "lower than England",
    "no limits": "number not given: no verdict",
}
TICKS = {0.25: "a quarter", 0.5: "half", 1: "England", 2: "twice", 4: "4 times", 8: "8 times"}
BY_CHANCE: dict[str, Any] = {"facecolor": "none", "edgecolor": QUIET, "linewidth": 1.2}


def plot_spine(table: Protected) -> Chart:
    """Each row's ratio to England's rate with its limits, on a scale on which twice and half are equally far.

    Reads what (a row's name), ratio, ratio_lower, ratio_upper, verdict, and similar_low and similar_high: the empty box
    in which chance alone would put an area of this size at England's rate. A row without a ratio says why.
    """
    rows = check_protected(table).table.assign(why=table.marks["ratio"])[::-1].reset_index(drop=True)

    def draw(figure: Figure, frame: Frame) -> None:
        axes = figure.add_subplot()
        axes.set_xscale("log")
        clear_axes(axes, grid="x")
        axes.axvline(1, color=CHARCOAL, linewidth=1.8, zorder=1)
        for verdict, look in MARKS.items():
            draw_dots(axes, rows[rows["verdict"] == verdict], "ratio", ("ratio_lower", "ratio_upper"), look)
        for place, row in enumerate(rows.to_dict("records")):
            _draw_row(axes, frame, place, row)
        name_rows(axes, rows["what"], frame.choose(13.5, 12), frame.choose(32, 18))
        axes.set(ylim=(-0.6, len(rows) - 0.4), xlim=_window(rows, frame), xlabel="", ylabel="")
        low, high = axes.get_xlim()
        axes.xaxis.set_major_locator(FixedLocator([tick for tick in TICKS if low <= tick <= high]))
        axes.xaxis.set_minor_locator(NullLocator())
        axes.xaxis.set_major_formatter(FuncFormatter(lambda tick, _: TICKS.get(tick, "")))
        handles = _key(rows)
        draw_key(axes, frame, handles, [str(one.get_label()) for one in handles], ncols=frame.choose(2, 1))
        title_axis(axes, "Times England’s rate")

    return Chart(draw, table, _describe(table), (120 + 48 * len(rows), 200 + 58 * len(rows)))


def _draw_row(axes, frame: Frame, place: int, row: dict) -> None:
    if pd.isna(row["ratio"]):
        words = SUPPRESSED if row["why"] == WITHHELD else row["verdict"]
        axes.text(1.06, place, words, va="center", color=QUIET, fontsize=frame.choose(13, 12), style="italic")
        return
    if pd.notna(row["similar_low"]):
        width = row["similar_high"] - row["similar_low"]
        axes.barh(place, width, left=row["similar_low"], height=0.5, zorder=0.5, **BY_CHANCE)
    end = row["ratio"] if pd.isna(row["ratio_lower"]) else row["ratio_upper"]
    write_beside(axes, frame, f"{row['ratio']:.1f} times", (end, place), (9, 0), ha="left", va="center")


def _window(rows: pd.DataFrame, frame: Frame) -> tuple[float, float]:
    ends = rows[["ratio_lower", "ratio_upper", "ratio", "similar_low", "similar_high"]]
    low, high = min([0.5, *ends.min().dropna()]), max([2, *ends.max().dropna()])
    return low * 0.85, high * frame.choose(1.6, 2.2)


def _key(rows: pd.DataFrame) -> list[Artist]:
    used = [name for name in KEYS if name in set(rows.loc[rows["ratio"].notna(), "verdict"])]
    handles: list[Artist] = [Line2D([], [], label=KEYS[name], **MARKS[name].mark) for name in used]
    if rows["similar_low"].notna().any():
        handles.append(Patch(label="where chance alone would put it", **BY_CHANCE))
    return handles


def _describe(table: Protected) -> str:
    """The chart in words: each rate as how many times England's it is, with its verdict."""
    phrases = []
    for row in table.table.to_dict("records"):
        verdict = KEYS.get(row["verdict"], row["verdict"])
        figure = f"{row['ratio']:.1f} times England’s, {verdict}" if pd.notna(row["ratio"]) else row["verdict"]
        phrases.append(f"{row['what']}: {figure}")
    return f"{'; '.join(phrases)}."
