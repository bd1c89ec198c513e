"""The months of the year against the usual month, and what a forecast expects of the months ahead."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from analysis.charts.drawing import (
    BLUE,
    CHARCOAL,
    ORANGE,
    QUIET,
    Chart,
    Frame,
    clear_axes,
    draw_gaps,
    draw_runs,
    find_reach,
    title_axis,
)
from analysis.charts.interval_dots import OTHERS, OWN, draw_dots
from analysis.charts.month_lines import label_months, months_of, period_at
from analysis.measures.protection import Protected, check_protected
from analysis.numbers import listed, say_count, say_periods, say_share

FROM_APRIL = [4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3]


def plot_season(table: Protected) -> Chart:
    """Month-of-year indices with their limits, April to March, against the usual month.

    Reads month (1 to 12), index, lower and upper. A month whose limits leave out the usual level is a diamond.
    """
    rows = check_protected(table).table.set_index("month").reindex(FROM_APRIL)
    outside = (rows["lower"] > 1) | (rows["upper"] < 1)

    def draw(figure: Figure, frame: Frame) -> None:
        axes = figure.add_subplot()
        axes.axhline(1, color=CHARCOAL, linewidth=1.4, zorder=1)
        placed, apart = rows.reset_index(), outside.to_numpy()
        for look, some in ((OTHERS, placed[~apart]), (OWN, placed[apart])):
            draw_dots(axes, some, "index", ("lower", "upper"), look, upright=True)
        clear_axes(axes)
        names = [pd.Timestamp(2000, number, 1).strftime("%b") for number in FROM_APRIL]
        axes.set_xticks(range(12), names if not frame.narrow else [name[0] for name in names])
        axes.yaxis.set_major_formatter(lambda value, _: _against_usual(value))
        axes.locator_params(axis="y", nbins=6)
        axes.set(xlabel="", ylabel="", xlim=(-0.6, 11.6))
        title_axis(axes, "Against the usual month")

    return Chart(draw, table, _describe_season(rows, outside), (330, 290))


def plot_forecast(table: Protected, observed: str, confidence: float) -> Chart:
    """What was counted month by month, then what is expected of the months ahead with its limits and their level.

    One row for each month in `start`, with expected, lower and upper; the counted months have no expected figure and
    the months ahead no counted one.
    """
    rows = check_protected(table).table
    ahead = rows[rows["expected"].notna()].sort_values("start")
    if ahead.empty:
        raise ValueError("the column 'expected' is empty; there is no forecast to draw")
    ahead = ahead.set_index(pd.DatetimeIndex(ahead["start"]))
    series = months_of(table.select(rows=~rows["start"].isin(ahead["start"])), observed)
    every = pd.date_range(series.index.min(), ahead.index.max(), freq="MS")

    def draw(figure: Figure, frame: Frame) -> None:
        axes = figure.add_subplot()
        draw_runs(axes, range(len(series)), series["figure"].to_numpy(), color=BLUE, linewidth=2)
        places = np.array([every.get_loc(moment) for moment in ahead.index])
        axes.fill_between(places, ahead["lower"], ahead["upper"], facecolor="#dbe6ee", edgecolor=BLUE, linewidth=0.8)
        axes.plot(places, ahead["expected"], color=ORANGE, linestyle=(0, (4, 2)), linewidth=2.2)
        draw_gaps(axes, frame, range(len(series)), series["figure"], series["why"])
        axes.axvline(places[0] - 0.5, color=QUIET, linewidth=1, linestyle=(0, (2, 2)))
        words = f"forecast, with its\n{say_share(confidence)} limits"
        axes.text(places[0] - 0.3, 1.01, words, transform=axes.get_xaxis_transform(), fontsize=12.5, va="bottom")
        clear_axes(axes)
        axes.set(xlabel="", ylabel="", xlim=(-0.6, len(every) - 0.4), ylim=(0, find_reach(axes, "y")[1] * 1.1 or 1))
        axes.yaxis.set_major_formatter(lambda value, _: say_count(value))
        label_months(axes, frame, every)
        title_axis(axes, f"{table.columns[observed].heading} each month")

    words = _describe_forecast(series, ahead, table.columns[observed].title)
    return Chart(draw, table, words, (360, 300), indicators=(observed,))


def _against_usual(value: float) -> str:
    return "usual" if abs(value - 1) < 1e-9 else ("+" if value > 1 else "") + say_share(value - 1, 0)


def _describe_season(rows: pd.DataFrame, outside: pd.Series) -> str:
    names = {number: pd.Timestamp(2000, number, 1).strftime("%B") for number in FROM_APRIL}
    highest, lowest = rows["index"].idxmax(), rows["index"].idxmin()
    apart = [names[number] for number in rows.index[outside]]
    return (
        "Each month of the year against the usual month. "
        f"Highest: {names[highest]}, {_against_usual(rows['index'].max())}. "
        f"Lowest: {names[lowest]}, {_against_usual(rows['index'].min())}. "
        f"Apart from the usual level by more than chance: {listed(apart) or 'no month'}."
    )


def _describe_forecast(series, ahead, title: str) -> str:
    first, last = period_at(ahead.index[0]).words, period_at(ahead.index[-1]).words
    counted = say_periods([period_at(moment) for moment in series.index[[0, -1]]])
    end = ahead.iloc[-1]
    return (
        f"{title} by month, counted from {counted}, then "
        f"forecast from {first} to {last}. For {last} {say_count(round(end['expected']))} are expected, in a range of "
        f"{say_count(round(end['lower']))} to {say_count(round(end['upper']))}."
    )
