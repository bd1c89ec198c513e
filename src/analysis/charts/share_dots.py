"""Shares or changes row by row: a dot with its interval, beside that of others where there is one."""

import pandas as pd
from matplotlib.figure import Figure

from analysis.charts.drawing import (
    BLUE,
    INK,
    ORANGE,
    PAPER,
    QUIET,
    Chart,
    Frame,
    clear_axes,
    find_reach,
    name_rows,
    say_absence,
    title_axis,
    write_ticks,
)
from analysis.measures.protection import WITHHELD, Protected, check_protected

APART = 0.2  # how far above and below its row each of a pair of dots lies


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
) -> Chart:
    """Each row's figure as a diamond with its interval and, below it, that of others as a dot with theirs.

    `names` say whose the diamonds and the dots are. A row without a figure says why. The first row is at the top. A
    line stands at no change where figures are changes.
    """
    marks = {"why": table.marks[value], "why of others": table.marks[other] if other else ""}
    rows = check_protected(table).table.assign(**marks)[::-1].reset_index(drop=True)
    column = table.columns[value]
    pairs = other is not None and rows[other].notna().any()

    def draw(figure: Figure, frame: Frame) -> None:
        axes = figure.add_subplot()
        clear_axes(axes, grid="x")
        for place, found in enumerate(rows.to_dict("records")):
            if other is not None and pairs:
                _draw(axes, frame, place - APART, found, other, other_limits, own=False, write=column.write)
            _draw(axes, frame, place + APART * pairs, found, value, limits, own=True, write=column.write)
        name_rows(axes, rows[row], frame.choose(13.5, 12.5), frame.choose(32, 17))
        axes.set(ylim=(-0.6, len(rows) - 0.4), xlabel="", ylabel="")
        reach = find_reach(axes, "x")
        low, high = min(0, reach[0]), max(0, reach[1])
        axes.set_xlim(low * 1.12, high + (high - low) * frame.choose(0.1, 0.2))
        if low < 0:
            axes.axvline(0, color=QUIET, linewidth=1.4)
        axes.locator_params(axis="x", nbins=frame.choose(6, 4))
        axes.xaxis.set_major_formatter(write_ticks(column))
        if pairs:
            figure.legend(
                *_key(names, axes),
                loc="outside upper left",
                ncols=frame.choose(2, 1),
                frameon=False,
                fontsize=frame.choose(13, 12),
                borderpad=0.6,
            )
        title_axis(axes, axis or column.heading)

    tall = 76 if pairs else 46
    return Chart(
        draw,
        table,
        _describe(table, row, value, other if pairs else None, names),
        (110 + tall * len(rows), 140 + (tall + 8) * len(rows)),
    )


def _draw(axes, frame: Frame, place: float, found: dict, value: str, limits, *, own: bool, write) -> None:
    if pd.isna(found[value]):
        why = found["why" if own else "why of others"]
        if own or why == WITHHELD:
            say_absence(axes, frame, place, why)
        return
    if limits and not pd.isna([found[limits[0]], found[limits[1]]]).any():
        colour, width = (INK, 2.4) if own else (BLUE, 1.6)
        axes.hlines(place, *(found[limit] for limit in limits), color=colour, linewidth=width)
    axes.plot([found[value]], [place], linestyle="none", zorder=3, **_mark(own))
    axes.annotate(
        write(found[value]),
        (found[value], place),
        (0, 6),
        textcoords="offset points",
        va="bottom",
        ha="center",
        fontsize=frame.choose(13, 12),
    )


def _mark(own: bool) -> dict:
    if own:
        return {"marker": "D", "color": ORANGE, "markersize": 9, "markeredgecolor": INK}
    return {"marker": "o", "color": BLUE, "markersize": 8, "markeredgecolor": PAPER}


def _key(names: tuple[str, str], axes) -> tuple[list, list[str]]:
    handles = [axes.plot([], [], linestyle="none", **_mark(own))[0] for own in (True, False)]
    return handles, list(names)


def _describe(table: Protected, row: str, value: str, other: str | None, names: tuple[str, str]) -> str:
    """The chart in words: every row with its figure and that of the others."""
    column, phrases = table.columns[value], []
    for number, found in enumerate(table.table.to_dict("records")):
        own = column.write(found[value]) if pd.notna(found[value]) else table.marks[value].iloc[number]
        beside = f", {names[1]} {column.write(found[other])}" if other and pd.notna(found[other]) else ""
        phrases.append(f"{found[row]}: {names[0]} {own}{beside}")
    return f"{'; '.join(phrases)}."
