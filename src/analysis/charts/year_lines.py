"""One or several series over years: the area, its neighbours with their range, England; each named where it ends."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.charts.drawing import (
    GRID,
    PAPER,
    QUIET,
    SERIES,
    Chart,
    Frame,
    Style,
    clear_axes,
    draw_gaps,
    draw_runs,
    find_reach,
    title_axis,
    write_ticks,
)
from analysis.charts.labels import label_ends, mark_notes, write_beside
from analysis.measures.columns import Column
from analysis.measures.protection import Protected, check_protected
from analysis.numbers import listed, period_from, short_period
from analysis.periods import Period

LINES_OF_RATES = ["value", "neighbours_median", "england"]
RANGE = ("neighbours_lowest", "neighbours_highest")

DAYS = 365.25
COURSE, BAR = 3, 0.14  # years that make a course, for two are a change; how much of a year a bar takes


def plot_years(
    table: Protected,
    series: Sequence[str],
    *,
    axis: str,
    limits: Mapping[str, tuple[str, str]] | None = None,
    band: tuple[str, str, str] | None = None,
    indicators: Sequence[str] = (),
) -> Chart:
    """Series over years from a protected table with columns `start`, `end`, `period` and one for each series.

    The first series is the one the page is about. `axis` says what the figures are. `limits` names each series' columns
    of lower and upper limits, `band` the columns of a range and its name, such as the neighbours' lowest and highest.
    A line stops at a year without a figure and where a note says that the series breaks; a series that ends early says
    when. Two definitions are two series: nothing ever joins them. `indicators` say which annotations belong here.
    """
    rows = _Rows(check_protected(table))
    styled = list(zip(series, SERIES, strict=False))
    names = [table.columns[name].title for name in series]

    def draw(figure: Figure, frame: Frame) -> None:
        axes = figure.add_subplot()
        stops = sorted(note.at for note in frame.notes if note.breaks)
        if band:
            _draw_band(axes, rows.x, rows.table[band[0]], rows.table[band[1]])
        for name, style in styled:
            _draw_series(axes, frame, rows, name, style, (limits or {}).get(name), stops, first=name == series[0])
        draw_gaps(axes, frame, rows.x, rows.table[series[0]], rows.marks[series[0]])
        _dress(axes, frame, rows, table.columns[series[0]], stops)
        title_axis(axes, axis)
        labels = [_end_label(rows, name, table.columns[name], style) for name, style in styled]
        label_ends(axes, frame, [label for label in labels if label], band[2] if band else None)
        mark_notes(axes, frame, _place)

    words = f"{axis}: {listed(names)}. " + " ".join(_describe(rows, name, table.columns[name]) for name in series)
    window = (rows.table["start"].min().date(), rows.table["end"].max().date())
    return Chart(draw, table, words, (400, 380), indicators=tuple(indicators) or tuple(series), window=window)


class _Rows:
    """A protected table's rows by time, with the place of each on the axis and its label."""

    def __init__(self, table: Protected):
        order = table.table["end"].argsort(kind="stable")
        self.table = table.table.iloc[order].reset_index(drop=True)
        self.marks = table.marks.iloc[order].reset_index(drop=True)
        if self.table["end"].duplicated().any():
            raise ValueError("a year stands twice in the table; choose one area, source and breakdown before plotting")
        self.periods = [period_from(row.start, row.end) for row in self.table[["start", "end"]].itertuples()]
        self.x = np.array([_place(period.end) for period in self.periods])


def _draw_series(
    axes: Axes, frame: Frame, rows: "_Rows", name: str, style: dict, limits, stops: list[date], *, first: bool
) -> None:
    figures = rows.table[name].to_numpy(dtype=float)
    known = ~np.isnan(figures)
    colour, zorder = style["color"], 4 if first else 3
    if limits:
        _draw_limits(axes, rows, limits, colour)
    if known.sum() >= COURSE:
        before = [sum(period.start >= stop for stop in stops) for period in rows.periods]
        width = 2.6 if first else 2
        draw_runs(axes, rows.x, figures, before, color=colour, linestyle=style["linestyle"], lw=width, zorder=zorder)
    if known.any():
        dots: Style = {"marker": style["marker"], "markersize": frame.choose(8, 6.5), "markeredgecolor": PAPER}
        axes.plot(rows.x[known], figures[known], color=colour, linestyle="none", zorder=zorder + 0.1, **dots)


def _draw_band(axes: Axes, x: np.ndarray, low: pd.Series, high: pd.Series) -> None:
    """The range of others: an area over the years, a bar at each where they are too few for a course."""
    look: Style = {"facecolor": "#e6eaed", "edgecolor": "#c3cbd1", "linewidth": 1, "zorder": 0}
    if (low.notna() & high.notna()).sum() >= COURSE:
        axes.fill_between(x, low, high, **look)
    else:
        axes.bar(x, high - low, bottom=low, width=BAR, **look)


def _draw_limits(axes: Axes, rows, limits: tuple[str, str], colour: str) -> None:
    lower, upper = (rows.table[name].to_numpy(dtype=float) for name in limits)
    known = ~(np.isnan(lower) | np.isnan(upper))
    axes.vlines(rows.x[known], lower[known], upper[known], color=colour, linewidth=1.6, zorder=2.5)
    for edge in (lower, upper):
        axes.plot(rows.x[known], edge[known], linestyle="none", marker="_", markersize=8, color=colour, zorder=2.5)


def _dress(axes: Axes, frame: Frame, rows, column: Column, stops: list[date]) -> None:
    """Axes from zero, ticks in the column's own form, years thinned until they fit, and a mark at each break."""
    clear_axes(axes)
    axes.tick_params(axis="x", pad=11)  # the first year's name reaches below that of zero
    axes.set(xlabel="", ylabel="", xlim=(rows.x.min() - 0.4, rows.x.max() + 0.4))
    low, high = find_reach(axes, "y")
    axes.set_ylim(min(0, low), high * 1.08 or 1)
    axes.locator_params(axis="y", nbins=6)
    axes.yaxis.set_major_formatter(write_ticks(column))
    labels = [_tick(period) for period in rows.periods]
    room = frame.choose(7, 4)
    every = max(1, -(-len(labels) // room))
    ticks = range(len(labels) - 1, -1, -every)
    axes.set_xticks([rows.x[place] for place in ticks], [labels[place] for place in ticks])
    for stop in stops:
        late = _place(stop) > rows.x.mean()  # its words then stand before the line: behind it there is no room
        axes.axvline(_place(stop), color=QUIET, linewidth=1.4, linestyle=(0, (4, 3)), zorder=1)
        words, at = "counted differently\nfrom here", (_place(stop), 0.02)
        how: Style = {"xycoords": axes.get_xaxis_transform(), "ha": "right" if late else "left", "fontsize": 11.5}
        write_beside(axes, frame, words, at, (-4 if late else 4, 0), color=QUIET, **how)
    axes.grid(axis="y", color=GRID)


def _tick(period: Period) -> str:
    """A period below the axis: '2013-14', or a day over its year."""
    return f"{period.end.day} {period.end:%b}\n{period.end.year}" if period.kind == "day" else short_period(period)


def _end_label(rows, name: str, column: Column, style: dict) -> tuple[float, str, dict] | None:
    """Where a series ends, and what it is called there: its last figure, and for when if that is not the last year."""
    known = rows.table[name].dropna()
    if known.empty:
        return None
    last = known.index[-1]
    age = f" ({short_period(rows.periods[last])})" if last < len(rows.table) - 1 else ""
    return float(known.iloc[-1]), f"{column.title} {column.write(known.iloc[-1])}{age}", style


def _describe(rows, name: str, column: Column) -> str:
    known = rows.table[name].dropna()
    if known.empty:
        return f"{column.title}: no figures."
    first, last = known.index[0], known.index[-1]
    phrases = [(first, known.iloc[0], ""), (last, known.iloc[-1], ""), (known.idxmax(), known.max(), "highest ")]
    words = [f"{lead}{column.write(figure)} in {short_period(rows.periods[at])}" for at, figure, lead in phrases]
    return f"{column.title}: {', '.join(words[: min(len(known), 3)])}."


def _place(moment: date) -> float:
    """A day on the axis of years: 31 March 2014 lies at 2014.25."""
    return moment.year + (moment.timetuple().tm_yday - 1) / DAYS


def plot_rate(table: Protected, *, axis: str, indicators: Sequence[str]) -> Chart | None:
    """The area with its limits, its neighbours' median and range, and England: whichever of them the table has.

    One comparator of each kind is drawn; what a document quotes of the same neighbours stands in the table only.
    A table without a row has no chart.
    """
    if table.table.empty:
        return None
    known = table.columns
    return plot_years(
        table,
        [name for name in LINES_OF_RATES if name in known],
        axis=axis,
        indicators=indicators,
        limits={"value": ("lower", "upper")} if "lower" in known else None,
        band=(*RANGE, "range of neighbours") if set(RANGE) <= set(known) else None,
    )
