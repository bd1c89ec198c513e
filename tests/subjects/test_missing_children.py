"""The page on missing children: what is said of repeats, months and gaps.

Figures: annual report 2013-14, police table (October 2013: 116 children, 204 episodes, 38 and 126 of them repeats).
"""

import pandas as pd
import pytest

from analysis.measures.protection import STATUS
from analysis.model.control_chart import xmr
from analysis.model.missing import add_repeats
from analysis.subjects import missing_children

MONTHS = {
    "children": [116, 85, None, 95],
    "episodes": [204, 140, None, 157],
    "repeat_children": [38, 22, None, 29],
    "repeat_episodes": [126, 77, None, 91],
}


def months(**changes) -> pd.DataFrame:
    table = pd.DataFrame(MONTHS | changes, dtype=float)
    start = pd.date_range("2013-10-01", periods=len(table), freq="MS")
    table.insert(0, "period", [f"{moment:%B %Y}" for moment in start])
    table.insert(1, "start", start)
    statuses = {f"{name}{STATUS}": ["reported", "reported", "not_supplied", "reported"] for name in MONTHS}
    return add_repeats(table.assign(**statuses))


@pytest.fixture
def page(open_real):
    return open_real("missing")


def test_repeats_are_told_from_the_months_that_have_figures(page):
    [told] = missing_children.describe_repeats(missing_children.protect_months(page, months()))

    # 89 of 296 children, 294 of 501 episodes, 501 / 296 episodes each
    assert "30% of the children" in told
    assert "59% of all episodes" in told
    assert "1.69 episodes" in told


def test_a_month_with_a_small_count_is_left_out_of_what_is_told(page):
    small = months(repeat_children=[38, 22, None, 3], repeat_episodes=[126, 77, None, 65])
    [told] = missing_children.describe_repeats(missing_children.protect_months(page, small))

    assert "30% of the children" in told  # 60 of 201: the small month's 3 of 95 would make it 21%


def test_nothing_is_told_where_no_month_has_all_figures(page):
    empty = months(repeat_children=[None] * 4)

    assert missing_children.describe_repeats(missing_children.protect_months(page, empty)) == [
        "No month has all the figures that tell how many children go missing again."
    ]


def test_a_caption_names_the_range_and_the_month_that_was_not_supplied(page):
    shown = missing_children.protect_months(page, months())

    caption = missing_children.caption_range(shown, "children", "children went missing")
    assert caption == "From 85 to 116 children went missing a month; none was supplied for December 2013"


def fourteen_months(episodes: list[float]) -> pd.DataFrame:
    table = months().iloc[:0].reindex(range(14)).assign(**dict.fromkeys(MONTHS, 50.0))
    start = pd.date_range("2013-01-01", periods=14, freq="MS")
    return table.assign(start=start, period=[f"{moment:%B %Y}" for moment in start], episodes=episodes)


@pytest.mark.parametrize(
    ("last", "caption"),
    [
        (30, "Episodes: no month stood out from the usual variation"),
        (60, "Episodes: February 2014 stood out from the usual variation"),
    ],
)
def test_a_caption_of_a_control_chart_names_the_months_that_stand_out(page, last, caption):
    table = fourteen_months([20.0, 30.0] * 6 + [20.0, float(last)])
    shown = missing_children.protect_months(page, table)

    assert missing_children.caption_control(xmr(table["episodes"]), shown, "Episodes") == caption


def test_a_caption_of_too_few_months_says_that_nothing_can_be_said(page):
    table = months()
    shown = missing_children.protect_months(page, table)

    assert "cannot be said" in missing_children.caption_control(xmr(table["episodes"]), shown, "Episodes")


def test_december_is_a_gap_and_never_a_zero(page):
    shown = missing_children.protect_months(page, months())

    assert shown.table["children"].isna().tolist() == [False, False, True, False]
    assert shown.marks["children"].iloc[2] == "not supplied"
