"""Charts: what is drawn, what is never drawn, and what each says in words."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.transforms import Bbox

from analysis.charts import (
    Frame,
    Note,
    plot_areas,
    plot_forecast,
    plot_months,
    plot_months_pair,
    plot_season,
    plot_shares,
    plot_years,
)
from analysis.charts.drawing import Ruler
from analysis.definitions.partnership import Disclosure
from analysis.measures.columns import Column
from analysis.measures.protection import protect
from analysis.model.control_chart import xmr

PROFILE = Disclosure(withhold_up_to=5)
POLICE = [91, 128, 121, 114, 102, 110, 116, 85, None, 95, 93, 124]
WIDE, NARROW = Frame(720, False), Frame(340, True)
RATE = Column("Referrals", "rate", 10_000)


def months(figures, start="2013-04-01", **more):
    table = pd.DataFrame({"start": pd.date_range(start, periods=len(figures), freq="MS"), "children": figures, **more})
    table["children_status"] = ["reported" if pd.notna(figure) else "not_supplied" for figure in figures]
    table["children"] = table["children"].astype(float)
    columns = {name: Column(name.capitalize(), "count") for name in ("children", *more)}
    return protect(table, PROFILE, counts=["children", *more], columns=columns)


def years(columns: dict, first=2006):
    ends = [f"{first + step + 1}-03-31" for step in range(len(next(iter(columns.values()))))]
    table = pd.DataFrame(
        {"start": pd.to_datetime([f"{int(end[:4]) - 1}-04-01" for end in ends]), "end": pd.to_datetime(ends)}
    )
    table = table.assign(**{name: np.array(figures, dtype=float) for name, figures in columns.items()})
    named = {name: Column(name.capitalize(), "rate", 10_000) for name in columns}
    return protect(table, PROFILE, uncounted=list(columns), columns=named)


def texts(figure) -> list[str]:
    return [text.get_text() for axes in figure.axes for text in axes.texts]


def lines(axes, minimum=2):
    """The drawn lines that join points, as their x values; reference lines and markers alone are left out."""
    joined = [line for line in axes.lines if line.get_linestyle() not in ("None", "none", " ", "")]
    return [
        list(line.get_xdata()) for line in joined if len(line.get_xdata()) >= minimum and line.get_gid() != "reference"
    ]


@pytest.mark.parametrize("frame", [WIDE, NARROW])
def test_a_month_that_was_not_supplied_is_a_band_with_words_and_no_bar(frame):
    axes = plot_months(months(POLICE), "children").figure(frame).axes[0]

    bars = axes.containers[0]
    assert len(bars) == 11
    assert 8 not in [round(bar.get_x() + bar.get_width() / 2) for bar in bars]
    assert "not supplied" in [text.get_text() for text in axes.texts]
    assert any(patch.get_hatch() for patch in axes.patches)


def test_a_line_never_crosses_a_gap():
    control = xmr(pd.Series(POLICE, dtype=float))
    axes = plot_months(months(POLICE), "children", control=control).figure(WIDE).axes[0]
    runs = [len(line.get_xdata()) for line in axes.lines if line.get_marker() == "o" and line.get_linestyle() == "-"]

    assert runs == [8, 3]


def test_a_month_without_a_row_is_a_gap_too():
    table = months([10, 20, 30]).select(rows=[True, False, True])

    chart = plot_months(table, "children")

    assert "Not known: May 2013." in chart.description
    assert len(chart.figure(WIDE).axes[0].containers[0]) == 2


def test_a_withheld_month_is_a_band_that_says_so_and_a_zero_is_none():
    chart = plot_months(months([0, 3, 40]), "children")

    assert texts(chart.figure(WIDE)).count("[c] suppressed") == 1
    assert "3" not in chart.description.replace("2013", "")
    assert "Lowest 0 in April 2013" in chart.description


def test_the_months_in_words_tell_lowest_highest_and_gaps():
    assert plot_months(months(POLICE), "children").description == (
        "Children for each month, April 2013 to March 2014. Lowest 85 in November 2013, highest 128 in May 2013. "
        "Not supplied: December 2013."
    )


def test_a_control_charts_mean_and_limits_are_named_with_their_values():
    chart = plot_months(months(POLICE), "children", control=xmr(pd.Series(POLICE, dtype=float)))

    named = texts(chart.figure(WIDE))
    assert "mean 107" in named
    assert {words.rsplit(" ", 1)[0] for words in named} >= {"mean", "lower limit", "upper limit"}


def test_a_special_point_differs_by_shape():
    figures = [40, 60] * 6 + [130]
    chart = plot_months(months(figures), "children", control=xmr(figures))

    markers = [line for line in chart.figure(WIDE).axes[0].lines if line.get_marker() == "D"]
    assert [list(line.get_xdata()) for line in markers] == [[12]]


@pytest.mark.parametrize(("highest", "drawn"), [(60, 24), (400, 30)])
def test_a_phone_shows_the_last_24_months_of_a_control_chart_unless_an_earlier_one_stands_out(highest, drawn):
    figures = [40, highest, *[40, 60] * 14]
    chart = plot_months(months(figures), "children", control=xmr(figures))

    wide, narrow = (chart.figure(frame).axes[0] for frame in (WIDE, NARROW))
    assert [round(axes.get_xlim()[1] + 0.4) for axes in (wide, narrow)] == [30, drawn]
    assert ("the last 24 months" in narrow.get_title()) == (drawn == 24)


def test_a_control_chart_is_left_out_where_a_month_is_withheld():
    figures = [50, 52, 51, 3, 50, 51]

    named = texts(plot_months(months(figures), "children", control=xmr(figures)).figure(WIDE))

    assert not [words for words in named if words.startswith(("mean", "lower", "upper"))]


def test_a_control_chart_of_other_rows_is_refused():
    with pytest.raises(ValueError, match="other rows"):
        plot_months(months([10, 20, 30]), "children", control=xmr([10, 20]))


def test_a_month_that_stands_twice_is_refused():
    table = protect(
        pd.DataFrame({"start": pd.to_datetime(["2013-04-01"] * 2), "children": [10, 20]}), PROFILE, counts=["children"]
    )

    with pytest.raises(ValueError, match="stands twice"):
        plot_months(table, "children")


def test_notes_are_marked_by_number_at_the_edge_of_their_month():
    frame = Frame(720, False, [Note(1, date(2013, 10, 1)), Note(2, date(2014, 1, 16))])

    marked = [
        text for text in plot_months(months(POLICE), "children").figure(frame).axes[0].texts if text.get_text() in "12"
    ]
    assert [text.get_position()[0] for text in marked] == pytest.approx([5.55, 9.03], abs=0.02)


def test_a_pair_shares_one_scale_so_that_heights_can_be_compared():
    chart = plot_months_pair(months(POLICE, episodes=[2 * (figure or 50) for figure in POLICE]), "children", "episodes")

    above, below = chart.figure(WIDE).axes
    assert below.get_ylim()[1] == above.get_ylim()[1]
    assert "Episodes for each month" in chart.description


def test_bars_start_at_zero_and_month_names_do_not_crowd_a_phone():
    axes = plot_months(months([300] * 36), "children").figure(NARROW).axes[0]

    assert axes.get_ylim()[0] == 0
    assert len(axes.get_xticks()) <= 7


@pytest.mark.parametrize("frame", [WIDE, NARROW])
@pytest.mark.parametrize("many", [12, 24, 36, 60, 84])
def test_names_of_months_never_touch_also_where_limits_are_named_beside_them(frame, many):
    table = months([300 + place % 5 for place in range(many)])
    figure = plot_months(table, "children", control=xmr(table.table["children"])).figure(frame)

    renderer = FigureCanvasAgg(figure).get_renderer()
    names = [label.get_window_extent(renderer) for label in figure.axes[0].get_xticklabels()]
    assert len(names) > 1
    assert all(left.x1 + 2 < right.x0 for left, right in pairwise(names))


def test_series_are_told_apart_by_dash_and_marker_as_well_as_colour():
    chart = plot_years(years({"area": [3, 4, 5], "england": [2, 2, 3]}), ["area", "england"], axis="Rate")

    drawn = [line for line in chart.figure(WIDE).axes[0].lines if len(line.get_xdata()) == 3]
    joined = {str(line.get_linestyle()) for line in drawn if line.get_linestyle() not in ("None", "none")}
    assert len(joined) == 2
    assert len({line.get_marker() for line in drawn if line.get_marker() != "None"}) == 2


def test_a_series_that_ends_early_says_when():
    chart = plot_years(years({"area": [385, 393, 734], "england": [496, 490, None]}), ["area", "england"], axis="Rate")

    named = [words.replace("\n", " ") for words in texts(chart.figure(WIDE))]
    assert "Area 734" in named
    assert "England 490 (2007-08)" in named


def test_a_year_without_a_figure_breaks_the_line_and_is_hatched():
    axes = plot_years(years({"area": [3, 4, None, 5, 6]}), ["area"], axis="Rate").figure(WIDE).axes[0]

    assert [len(places) for places in lines(axes)] == [2, 2]
    assert "not known" in [text.get_text() for text in axes.texts]


@pytest.mark.parametrize("frame", [WIDE, NARROW])
def test_years_without_a_figure_beside_each_other_are_one_gap_that_says_why_once(frame):
    chart = plot_years(years({"area": [3, 4, None, None, None, 5, 6]}), ["area"], axis="Rate")

    (said,) = [text for text in chart.figure(frame).axes[0].texts if text.get_text() == "not known"]
    assert said.get_rotation() == 0  # there is room for it


def test_a_line_is_not_joined_across_a_break_that_an_annotation_tells():
    frame = Frame(720, False, [Note(1, date(2008, 4, 1), breaks=True)])

    axes = plot_years(years({"area": [3, 4, 8, 9]}), ["area"], axis="Rate").figure(frame).axes[0]

    assert [len(places) for places in lines(axes) if places[0] != places[-1]] == [2, 2]
    assert "counted differently\nfrom here" in [text.get_text() for text in axes.texts]


def test_days_stand_over_their_year_below_the_axis():
    ends = pd.to_datetime(["2012-03-31", "2013-03-31", "2014-03-31"])
    table = protect(pd.DataFrame({"start": ends, "end": ends, "area": [90.0, 100, 105]}), PROFILE, uncounted=["area"])

    axes = plot_years(table, ["area"], axis="Rate").figure(WIDE).axes[0]

    assert axes.get_xticklabels()[0].get_text() == "31 Mar\n2014"


def test_two_definitions_stay_two_series():
    chart = plot_years(
        years({"old": [3, 4, 5, None, None, None], "new": [None, None, None, 7, 8, 9]}),
        ["old", "new"],
        axis="Rate",
    )

    assert [len(places) for places in lines(chart.figure(WIDE).axes[0])] == [3, 3]


@pytest.mark.parametrize(("known", "areas"), [([1, 1, 1], 1), ([None, 1, 1], 0)])
def test_limits_and_the_neighbours_range_are_drawn_two_years_of_it_as_bars(known, areas):
    rows = {"area": [3, 4, 5], "low": [2, 3, 3], "high": [4, 5, 6], "least": known, "most": [9, 9, 9]}
    table = years(rows)

    chart = plot_years(
        table, ["area"], axis="Rate", limits={"area": ("low", "high")}, band=("least", "most", "Range of neighbours")
    )

    figure = chart.figure(WIDE)
    assert len(figure.axes[0].collections) == 1 + areas
    assert len([bar for bar in figure.axes[0].patches if bar.get_height() > 7]) == (0 if areas else 2)
    assert "Range of neighbours" in [words.replace("\n", " ") for words in texts(figure)]


def test_areas_stand_in_order_with_those_without_a_figure_last():
    table = protect(
        pd.DataFrame({"area": ["Here", "There", "Nowhere", "England"], "rate": [700, 800, None, 500]}),
        PROFILE,
        uncounted=["rate"],
        columns={"rate": RATE},
    )

    chart = plot_areas(table, "rate", emphasis="Here", benchmark="England")

    places = {text.get_text(): text.xy[1] for text in chart.figure(WIDE).axes[0].texts if hasattr(text, "xy")}
    assert [places[name] for name in ("Nowhere", "Here", "There")] == [0, 1, 2]
    assert "England 500" in texts(chart.figure(WIDE))
    assert chart.description == (
        "Referrals (per 10,000) from the highest: There 800; Here 700. Without a figure: Nowhere (not known). "
        "The line is England, 500."
    )


def test_a_benchmark_beyond_all_areas_lies_on_the_chart():
    table = protect(
        pd.DataFrame({"area": ["Here", "England"], "rate": [500, 800]}),
        PROFILE,
        uncounted=["rate"],
        columns={"rate": RATE},
    )

    axes = plot_areas(table, "rate", emphasis="Here", benchmark="England").figure(WIDE).axes[0]
    assert axes.get_xlim()[1] > 800


@pytest.mark.parametrize("frame", [WIDE, NARROW])
def test_all_words_lie_on_the_sheet_also_under_a_title_of_several_lines(frame):
    names = ["A council with a name that takes several lines", "There"]
    table = protect(
        pd.DataFrame({"area": names, "rate": [800, 500]}),
        PROFILE,
        uncounted=["rate"],
        columns={"rate": replace(RATE, title="Referrals in the year whose children had been referred before " * 2)},
    )

    figure = plot_areas(table, "rate", emphasis=names[0]).figure(frame)
    words = [text.get_window_extent(Ruler()) for text in (*figure.axes[0].texts, figure.axes[0].title)]
    around = Bbox.union([*words, figure.axes[0].xaxis.get_tightbbox(Ruler())])
    assert around.x0 > 5
    assert around.y0 > 5
    assert around.x1 < frame.width - 5
    assert around.y1 < figure.bbox.height - 5


def test_the_area_the_page_is_about_differs_by_shape():
    table = protect(
        pd.DataFrame({"area": ["Here", "There"], "rate": [700, 800]}),
        PROFILE,
        uncounted=["rate"],
        columns={"rate": RATE},
    )

    drawn = plot_areas(table, "rate", emphasis="Here").figure(WIDE).axes[0].lines
    assert {line.get_marker(): list(line.get_xdata()) for line in drawn} == {"D": [700], "o": [800]}


def season():
    table = pd.DataFrame(
        {"month": range(1, 13), "index": [1.0] * 11 + [0.8], "lower": [0.9] * 11 + [0.7], "upper": [1.1] * 11 + [0.9]}
    )
    return protect(table, PROFILE, uncounted=["month", "index", "lower", "upper"])


def test_the_season_starts_in_april_and_marks_what_chance_does_not_explain():
    chart = plot_season(season())

    axes = chart.figure(WIDE).axes[0]
    assert [label.get_text() for label in axes.get_xticklabels()][:1] == ["Apr"]
    assert [list(line.get_xdata()) for line in axes.lines if line.get_marker() == "D"] == [[8]]
    assert "Lowest: December, −20%." in chart.description
    assert chart.description.endswith("by more than chance: December.")


def test_a_forecast_is_a_fan_that_starts_where_counting_ends():
    start = pd.date_range("2012-04-01", periods=18, freq="MS")
    table = pd.DataFrame({"start": start, "referrals": [300.0] * 5 + [None] + [300.0] * 6 + [None] * 6})
    table = table.assign(
        expected=[None] * 12 + [310.0] * 6, lower=[None] * 12 + [250.0] * 6, upper=[None] * 12 + [370.0] * 6
    )
    numbers = {name: table[name].astype(float) for name in ("referrals", "expected", "lower", "upper")}
    protected = protect(
        table.assign(**numbers), PROFILE, counts=["referrals"], uncounted=["expected", "lower", "upper"]
    )

    chart = plot_forecast(protected, "referrals", 0.95)

    axes = chart.figure(WIDE).axes[0]
    assert [len(places) for places in lines(axes, 3)] == [5, 6, 6]
    assert "310 are expected, in a range of 250 to 370" in chart.description
    assert chart.figure(NARROW).axes


@pytest.mark.parametrize("frame", [WIDE, NARROW])
def test_a_chart_is_as_wide_as_its_frame(frame):
    figure = plot_months(months(POLICE), "children").figure(frame)

    assert figure.get_figwidth() * 72 == frame.width


@pytest.mark.parametrize(("shares", "written"), [([0.034, 0.031], ["3.4%", "3.1%"]), ([0.34, 0.31], ["34%", "31%"])])
def test_two_small_shares_that_lie_apart_have_different_words(shares, written):
    table = pd.DataFrame({"kind": ["Gangs"], "own": shares[:1], "other": shares[1:]})
    columns = {name: Column(name, "share") for name in ("own", "other")}
    shown = protect(table, Disclosure(withhold_up_to=5), uncounted=["own", "other"], columns=columns)
    chart = plot_shares(shown, row="kind", value="own", other="other", names=("Here", "England"))

    assert set(written) <= set(texts(chart.figure(WIDE)))
    assert all(words in chart.description for words in written)


@pytest.mark.parametrize("frame", [WIDE, NARROW])
def test_shares_of_unlike_things_do_not_share_an_axis(frame):
    table = pd.DataFrame({"kind": ["GCSEs, all", "GCSEs, some", "Schools"], "own": [0.58, 0.13, 0.78]})
    shown = protect(table, PROFILE, uncounted=["own"], columns={"own": Column("Share", "share")})
    chart = plot_shares(shown, row="kind", value="own", names=("Here", "England"), kinds=["GCSEs", "GCSEs", "Schools"])

    rows = [[text.get_text() for text in axes.texts if "%" not in text.get_text()] for axes in chart.figure(frame).axes]
    assert [sorted(" ".join(some).split()) for some in rows] == [["GCSEs,", "GCSEs,", "all", "some"], ["Schools"]]
    assert len({axes.get_xlim() for axes in chart.figure(frame).axes}) == 1
