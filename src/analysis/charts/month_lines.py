"""Counts month by month: bars or a line, with every month that was not supplied shown as a band."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.charts.drawing import (
    BLUE,
    CHARCOAL,
    INK,
    ORANGE,
    PAPER,
    QUIET,
    Chart,
    Frame,
    Style,
    clear_axes,
    draw_gaps,
    draw_runs,
    title_axis,
)
from analysis.charts.labels import mark_notes
from analysis.measures.protection import UNKNOWN, WITHHELD, Protected, check_protected, say_mark
from analysis.model.control_chart import ControlChart
from analysis.model.months_chart import MonthsChart
from analysis.numbers import listed, lower_first, say_count, say_periods
from analysis.periods import Period, month
from analysis.schemas import table_of

CONTROL_LINES = {"mean": "mean", "lower": "lower limit", "upper": "upper limit"}
PALE = "#a9c3da"  # a whole whose dark part is what matters
ON_A_PHONE = 24  # months of a control chart, whose limits may step from month to month
ROOM = (14, 5)  # names of months that have room beside each other, on a desk and on a phone

MonthLine = Annotated[pd.DataFrame, table_of("why figure")]
"""A figure for each month, by the index of its first days, and why one is missing."""


def plot_months(table: Protected, column: str, *, control: ControlChart | MonthsChart | None = None) -> Chart:
    """A count per month, from a protected table with a column `start` and the count's column.

    Months between the first and the last that have no row, or no figure, are hatched and named; a line never crosses
    them. `control` is a control chart of the same rows, or a chart of the last months: what is usual and its limits are
    drawn, and points outside stand out by their shape. It is made of what may be shown, so that it tells nothing of a
    month that is withheld. Raises ValueError for a control chart of other rows.
    """
    series = months_of(check_protected(table), column)
    if control is not None and len(control.table) and not _rests_on_withheld(control, table, column):
        series = series.join(_control_lines(control, table))

    def draw(figure: Figure, frame: Frame) -> None:
        axes, drawn = figure.add_subplot(), frame.choose(series, _choose_newest(series))
        draw_months(axes, frame, drawn, as_line="mean" in drawn)
        draw_control(axes, frame, drawn)
        _set_height(axes, drawn)
        cut = f", the last {len(drawn)} months" if len(drawn) < len(series) else ""
        title_axis(axes, f"{table.columns[column].heading} each month{cut}")
        label_months(axes, frame, drawn.index)
        notes = [note for note in frame.notes if place_of(drawn, note.at) > -0.5]
        mark_notes(axes, replace(frame, notes=notes), lambda moment: place_of(drawn, moment))

    words = describe_months(series, table.columns[column].title)
    return Chart(draw, table, words, (350, 300), indicators=(column,), window=_window(series))


def _choose_newest(series: pd.DataFrame) -> pd.DataFrame:
    """The months of a control chart that a phone has room for, all where one that stands out lies before them."""
    earlier = series.iloc[:-ON_A_PHONE]
    return series if "mean" not in series or earlier["special"].eq(True).any() else series.tail(ON_A_PHONE)


def _rests_on_withheld(control: ControlChart | MonthsChart, table: Protected, column: str) -> bool:
    """Whether a control chart was made with the figure of a month that is withheld, and so would tell of it."""
    values = control.table["value"] if "value" in control.table else pd.Series(dtype=float)
    if len(values) != len(table.table):
        return False
    return bool((values.notna().to_numpy() & (table.marks[column] == WITHHELD).to_numpy()).any())


def plot_months_pair(table: Protected, upper: str, lower: str, parts: Mapping[str, str] | None = None) -> Chart:
    """Two counts over the same months, one above the other on one scale: children and their episodes.

    `parts` names for each count the column that is a part of it, which stands dark inside its bars: repeat children.
    """
    panels = [(name, months_of(check_protected(table), name)) for name in (upper, lower)]
    highest = max(float(series["figure"].max()) for _, series in panels)

    def draw(figure: Figure, frame: Frame) -> None:
        above, below = figure.subplots(2, 1, sharex=True, sharey=True)
        for axes, (name, series) in zip((above, below), panels, strict=True):
            part = (parts or {}).get(name)
            draw_months(axes, frame, series, colour=PALE if part else BLUE)
            if part:
                inside = months_of(table, part)["figure"].to_numpy()
                axes.bar(np.arange(len(series)), np.nan_to_num(inside), width=0.72, color=BLUE)
            _set_height(axes, series, highest)
            dark = f" (dark: {lower_first(table.columns[part].title)})" if part else ""
            title_axis(axes, f"{table.columns[name].heading} each month{dark}")
        label_months(below, frame, panels[0][1].index)
        mark_notes(above, frame, lambda moment: place_of(panels[0][1], moment))

    words = " ".join(describe_months(series, table.columns[name].title) for name, series in panels)
    return Chart(draw, table, words, (520, 470), indicators=(upper, lower), window=_window(panels[0][1]))


def months_of(table: Protected, column: str) -> MonthLine:
    """Every month from the first to the last row, in order: its figure or NaN, and why there is none."""
    rows = table.table
    shown = pd.DataFrame(
        {"figure": rows[column].to_numpy(dtype=float), "why": table.marks[column].to_numpy()},
        index=pd.DatetimeIndex(rows["start"]),
    )
    if shown.index.has_duplicates:
        raise ValueError("a month stands twice in the table; choose one area, source and breakdown before plotting")
    shown = shown.reindex(pd.date_range(shown.index.min(), shown.index.max(), freq="MS"))
    shown["why"] = shown["why"].fillna(UNKNOWN)
    return shown


def draw_months(axes: Axes, frame: Frame, series: MonthLine, *, as_line: bool = False, colour: str = BLUE) -> None:
    """Draw the figures of a series and, where there are none, the bands that say so."""
    places = np.arange(len(series))
    known = series["figure"].notna().to_numpy()
    if as_line and known.any():
        dots: Style = {"marker": "o", "markersize": frame.choose(7, 5.5), "markeredgecolor": PAPER}
        draw_runs(axes, places, series["figure"].to_numpy(), color=colour, linewidth=2, **dots)
    else:
        axes.bar(places[known], series["figure"].to_numpy()[known], width=0.72, color=colour)
    draw_gaps(axes, frame, places, series["figure"], series["why"])
    clear_axes(axes)
    axes.set(xlim=(-0.6, len(series) - 0.4), xlabel="", ylabel="")


def draw_control(axes: Axes, frame: Frame, series: MonthLine) -> None:
    """Draw a control chart's mean and limits, each named at its right end, and its special points."""
    places = np.arange(len(series))
    lines = [(name, words) for name, words in CONTROL_LINES.items() if name in series and series[name].notna().any()]
    for name, words in lines:
        edges = np.append(places - 0.5, places[-1] + 0.5)
        dashes = "-" if name == "mean" else (0, (5, 3))
        axes.stairs(series[name], edges, baseline=None, color=CHARCOAL, linewidth=1.3, zorder=1, linestyle=dashes)
        last = series[name].dropna().iloc[-1]
        how: Style = {"transform": axes.get_yaxis_transform(), "ha": "left", "va": "center", "color": QUIET}
        axes.text(1.01, last, f"{words} {say_count(round(last))}", fontsize=frame.choose(12.5, 11), **how)
    if "special" in series:
        chosen = (series["special"].eq(True) & series["figure"].notna()).to_numpy()
        diamond: Style = {"marker": "D", "markersize": 11, "color": ORANGE, "markeredgecolor": INK, "zorder": 4}
        axes.plot(places[chosen], series["figure"].to_numpy()[chosen], linestyle="none", **diamond)


def describe_months(series: MonthLine, title: str) -> str:
    """The chart in words: what it covers, its lowest and highest month, and the months without a figure."""
    known = series["figure"].dropna()
    periods = [period_at(moment) for moment in series.index]
    words = f"{title} for each month, {say_periods(periods)}."
    if len(known):
        least, most = known.idxmin(), known.idxmax()
        words += f" Lowest {known.min():,.4g} in {least:%B %Y}, highest {known.max():,.4g} in {most:%B %Y}."
    missing = series.loc[series["figure"].isna(), "why"]
    for why in sorted(set(missing)):
        named = [period_at(moment).words for moment in missing.index[missing == why]]
        words += f" {say_mark(why).capitalize()}: {listed(named)}."
    return words


def period_at(moment: pd.Timestamp) -> Period:
    """The month that a day lies in."""
    return month(moment.year, moment.month)


def place_of(series: MonthLine, moment: date) -> float:
    """Where a day lies on the axis of months: the first of a month at the left edge of its bar."""
    first = series.index[0]
    months = (moment.year - first.year) * 12 + moment.month - first.month
    return months + (moment.day - 1) / pd.Timestamp(moment).days_in_month - 0.45


def _control_lines(control: ControlChart | MonthsChart, table: Protected) -> pd.DataFrame:
    """What is usual for each month, its limits, and whether it stands out, by the month's first day."""
    if isinstance(control, MonthsChart):
        special = control.table["outside"].astype(bool) & control.table["in_quarter"].astype(bool)
        lines = control.table.assign(mean=control.table["expected"], special=special)
        return lines.set_index(pd.DatetimeIndex(lines["start"]))[[*CONTROL_LINES, "special"]]
    if len(control.table) != len(table.table):
        raise ValueError("the control chart has other rows than the table; make both from the same months")
    lines = control.table[[*CONTROL_LINES, "special"]].set_axis(pd.DatetimeIndex(table.table["start"]))
    return lines


def _set_height(axes: Axes, series: pd.DataFrame, least: float = 1.0) -> None:
    upper = [series[name].max() for name in ("figure", "upper") if name in series and series[name].notna().any()]
    highest = max([1.0 if np.isnan(least) else least, *upper])
    axes.set_ylim(0, highest * 1.12)
    axes.locator_params(axis="y", nbins=5, integer=True)
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")


def label_months(axes: Axes, frame: Frame, months: pd.DatetimeIndex) -> None:
    """Name months so that names never touch; the year stands under its first month."""
    every = next(step for step in (1, 3, 6, 12, 24, 60, 120, 240) if len(months) <= step * frame.choose(*ROOM))
    places = [place for place, moment in enumerate(months) if (moment.year * 12 + moment.month - 4) % every == 0]
    labels, year = [], None
    for place in places:
        moment = months[place]
        labels.append(f"{moment:%b}" + (f"\n{moment.year}" if moment.year != year else ""))
        year = moment.year
    axes.set_xticks(places, labels)


def _window(series: pd.DataFrame) -> tuple[date, date]:
    return series.index[0].date(), (series.index[-1] + pd.offsets.MonthEnd()).date()
