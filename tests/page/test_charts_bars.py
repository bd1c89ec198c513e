"""Bars of counts with limits, of states and of money: what is drawn, and that colour is never alone."""

import pandas as pd
import pytest

from analysis.charts import Frame, plot_counts, plot_income, plot_states
from analysis.charts.stacked_bars import choose_fitting
from analysis.definitions.partnership import Disclosure
from analysis.measures.columns import Column
from analysis.measures.protection import protect
from analysis.refusals import DisclosureRefused

WIDE, NARROW = Frame(720, False), Frame(340, True)
PROFILE = Disclosure(withhold_up_to=5)
NAMES = {"1 Governance", "2 Reviews"}


@pytest.fixture
def counts():
    table = pd.DataFrame(
        {
            "period": ["2012-13", "2013-14", "2014-15"],
            "count": [27.0, 19.0, 3.0],
            "lower": [18.0, 11.0, 1.0],
            "upper": [39.0, 30.0, 9.0],
            "made": ["", "−30% as stated", ""],
        }
    )
    return protect(table, PROFILE, counts=["count"], derived={"lower": ["count"], "upper": ["count"]})


@pytest.fixture
def states():
    table = pd.DataFrame(
        {
            "name": ["1 Governance", "2 Reviews"],
            "green": [4, 0],
            "amber": [3, 1],
            "red": [0, 0],
            "two statuses": [1, 0],
            "not stated": [0, 2],
        }
    )
    return protect(table, PROFILE, uncounted=["green", "amber", "red", "two statuses", "not stated"])


@pytest.fixture
def income():
    table = pd.DataFrame({"payer": ["Police", "Council"], "agreed": [100.0, 900.0], "added": [50.0, 0.0]})
    money = {"agreed": Column("Contribution", "money"), "added": Column("Additional", "money")}
    return protect(table, PROFILE, uncounted=["agreed", "added"], columns=money)


def words_of(chart, frame) -> list[str]:
    figure = chart.figure(frame)
    return [text.get_text() for axes in figure.axes for text in axes.texts]


def bars_of(chart, frame) -> list:
    return [patch for axes in chart.figure(frame).axes for patch in axes.patches]


@pytest.mark.parametrize("frame", [WIDE, NARROW])
def test_a_count_that_is_withheld_has_no_bar_and_says_so(counts, frame):
    chart = plot_counts(counts, "count", limits=("lower", "upper"), axis="Sentences", made="made")

    assert len(bars_of(chart, frame)) == 2
    assert "[c] suppressed" in words_of(chart, frame)
    assert "2014-15 [c] suppressed" in chart.description


def test_a_count_that_was_worked_out_is_an_outline_and_is_not_hatched_as_a_gap_is(counts):
    bars = bars_of(plot_counts(counts, "count", limits=("lower", "upper"), axis="Sentences", made="made"), WIDE)

    assert [bar.get_facecolor()[:3] == (1, 1, 1) for bar in bars] == [False, True]
    assert not any(bar.get_hatch() for bar in bars)


@pytest.mark.parametrize("frame", [WIDE, NARROW])
def test_each_state_carries_its_letter_beside_its_colour_and_each_bar_its_sum(states, frame):
    words = sorted(set(words_of(plot_states(states, "name", axis="Actions"), frame)) - NAMES)

    amber, two = ("A", "M") if frame.narrow else ("A: 1", "M: 1")  # a phone has room for the letter alone
    assert words == sorted(["3", "8", "?: 2", amber, "A: 3", "G: 4", two])


def test_a_state_that_no_row_has_is_not_in_the_key(states):
    legend = plot_states(states, "name", axis="Actions").figure(WIDE).legends[0]

    assert [text.get_text() for text in legend.get_texts()] == ["G green", "A amber", "M two statuses", "? not stated"]


def test_the_states_are_told_in_words(states):
    assert "2 Reviews: 1 amber and 2 not stated" in plot_states(states, "name", axis="Actions").description


@pytest.mark.parametrize("frame", [WIDE, NARROW])
def test_each_payers_sum_stands_at_its_bar_with_the_largest_first(income, frame):
    assert [words for words in words_of(plot_income(income, "payer", axis="Pounds"), frame) if "£" in words] == [
        "£900",
        "£150",
    ]


@pytest.mark.parametrize(
    "plot",
    [
        lambda table: plot_counts(table, "count", limits=("lower", "upper"), axis=""),
        lambda table: plot_states(table, "name", axis=""),
        lambda table: plot_income(table, "payer", axis=""),
    ],
)
def test_a_table_that_did_not_come_through_the_door_is_refused(plot):
    with pytest.raises(DisclosureRefused):
        plot(pd.DataFrame({"name": ["a"]}))


@pytest.mark.parametrize(
    ("frame", "length", "written"),
    [(WIDE, 0.15, "A: 1"), (NARROW, 0.15, "A"), (WIDE, 0.03, ""), (NARROW, 0.06, "")],
)
def test_a_part_says_no_more_than_it_has_room_for(frame, length, written):
    assert choose_fitting(frame, length, "A: 1", "A") == written
