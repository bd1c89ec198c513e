"""How many it has happened to by each month: one curve in steps, or two, with limits."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from analysis.charts.drawing import SERIES, Chart, Frame, clear_axes, find_reach, title_axis, write_ticks
from analysis.charts.labels import label_ends
from analysis.measures.protection import Protected, check_protected
from analysis.numbers import say_share


def plot_waiting(table: Protected, *, axis: str, since: str) -> Chart:
    """The share that has happened by each month, rising in steps, from a table with `cohort` and `time`.

    Columns happened, lower and upper; each cohort is a curve of its own, the first one the page's. `since` says what
    the months are counted from. A curve ends where its figures do.
    """
    rows = check_protected(table).table
    curves = [(str(name), part) for name, part in rows.groupby("cohort", sort=False)]
    column = table.columns["happened"]

    def draw(figure: Figure, frame: Frame) -> None:
        axes = figure.add_subplot()
        clear_axes(axes)
        labels = []
        for (name, part), style in zip(curves, SERIES, strict=False):
            time, happened, lower, upper = _steps(part)
            if name == curves[0][0]:
                axes.fill_between(time, lower, upper, step="post", color=style["color"], alpha=0.16, linewidth=0)
                end = {"color": style["color"], "alpha": 0.3, "linewidth": 6, "clip_on": False}
                axes.vlines(time[-1], lower[-1], upper[-1], **end)  # the last step has limits and no length
            axes.step(time, happened, where="post", color=style["color"], linestyle=style["linestyle"], linewidth=2.4)
            if np.isfinite(happened[-1]):
                labels.append((float(happened[-1]), f"{name} {column.write(happened[-1])}", style))
        axes.set(xlim=(0, max(float(rows["time"].max()), 1.0)), ylim=(0, find_reach(axes, "y")[1] * 1.12 or 1))
        axes.set_xlabel(f"Months since {since}")
        axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
        axes.yaxis.set_major_formatter(write_ticks(column))
        label_ends(axes, frame, labels, None)
        title_axis(axes, axis)

    return Chart(draw, table, f"{axis}. {' '.join(_describe(name, part) for name, part in curves)}", (360, 360))


def _steps(part: pd.DataFrame) -> list[np.ndarray]:
    """The curve with its beginning: nothing has happened at month 0."""
    return [np.r_[0.0, part[name].to_numpy(dtype=float)] for name in ("time", "happened", "lower", "upper")]


def _describe(name: str, part: pd.DataFrame) -> str:
    """A curve in words: its share at the end of each step."""
    known = part[part["happened"].notna()]
    if known.empty:
        return f"{name}: not known."
    phrases = "; ".join(f"by month {row.time:.0f} {say_share(row.happened)}" for row in known.itertuples())
    return f"{name}: {phrases}."
