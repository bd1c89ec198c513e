"""Shares or changes row by row: a dot with its interval, beside that of others where there is one."""

import pandas as pd
from matplotlib.figure import Figure

from analysis.charts.drawing import QUIET, Chart, Frame, find_reach, title_axis
from analysis.charts.interval_dots import OTHERS, OWN, draw_dot, dress_rows
from analysis.charts.labels import CLEAR, draw_key, say_absence, write_beside
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
        for place, found in enumerate(rows.to_dict("records")):
            if other is not None and pairs:
                _draw(axes, frame, place - APART, found, other, other_limits, own=False, write=column.write)
            _draw(axes, frame, place + APART * pairs, found, value, limits, own=True, write=column.write)
        dress_rows(axes, frame, rows[row], column, (32, 17))
        reach = find_reach(axes, "x")
        low, high = min(0, reach[0]), max(0, reach[1])
        axes.set_xlim(low * 1.12, high + (high - low) * frame.choose(0.1, 0.2))
        if low < 0:
            axes.axvline(0, color=QUIET, linewidth=1.4)
        if pairs:
            draw_key(axes, frame, [OWN.key, OTHERS.key], names)
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
    draw_dot(axes, place, found[value], [found[limit] for limit in limits] if limits else None, OWN if own else OTHERS)
    write_beside(axes, frame, write(found[value]), (found[value], place), (0, 6), bbox=CLEAR)


def _describe(table: Protected, row: str, value: str, other: str | None, names: tuple[str, str]) -> str:
    """The chart in words: every row with its figure and that of the others."""
    column, phrases = table.columns[value], []
    for number, found in enumerate(table.table.to_dict("records")):
        own = column.write(found[value]) if pd.notna(found[value]) else table.marks[value].iloc[number]
        beside = f", {names[1]} {column.write(found[other])}" if other and pd.notna(found[other]) else ""
        phrases.append(f"{found[row]}: {names[0]} {own}{beside}")
    return f"{'; '.join(phrases)}."
