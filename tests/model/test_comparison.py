"""Verdicts, neighbours, comparators of another age, ranks."""

import numpy as np
import pandas as pd
import pytest

from analysis.model.comparison import Place, find_place, verdict


@pytest.mark.parametrize(
    ("limits", "polarity", "word"),
    [
        ((4, 6), "low", "worse"),
        ((1, 2), "low", "better"),
        ((4, 6), "high", "better"),
        ((1, 2), "high", "worse"),
        ((4, 6), None, "higher"),
        ((1, 2), None, "lower"),
        ((2, 6), "low", "similar"),
        ((3, 6), "low", "similar"),
        ((1, 3), "high", "similar"),
        ((1, 6), None, "similar"),
    ],
)
def test_an_interval_is_judged_against_3_by_its_polarity(limits, polarity, word):
    assert verdict(*limits, 3, polarity) == word


@pytest.mark.parametrize("figures", [(np.nan, 5, 3), (1, None, 3), (1, 5, np.nan), (1, 5, pd.NA)])
def test_without_limits_or_benchmark_nothing_is_compared(figures):
    assert verdict(*figures, "low") == "not compared"


def test_limits_the_wrong_way_round_are_refused():
    with pytest.raises(ValueError, match="lower one first"):
        verdict(5, 1, 3, "low")


NAN = float("nan")


@pytest.mark.parametrize(
    ("value", "others", "polarity", "expected"),
    [
        (5, [1, 2, 9], "high", "2 of 4, second quartile"),
        (5, [1, 2, 9], "low", "3 of 4, third quartile"),
        (5, [5, 5, 5], "low", "1 of 4, first quartile"),
        (5, [5, 5, 5], "high", "1 of 4, first quartile"),
        (5, [7, NAN, 3], "low", "2 of 3"),
        (1, range(2, 12), "high", "11 of 11, fourth quartile"),
    ],
)
def test_a_place_is_one_more_than_how_many_are_better(value, others, polarity, expected):
    assert str(find_place(value, others, polarity)) == expected


@pytest.mark.parametrize(("value", "others", "polarity"), [(5, [1], None), (NAN, [1], "low"), (5, [NAN], "low")])
def test_there_is_no_place_without_a_polarity_a_figure_or_another(value, others, polarity):
    assert find_place(value, others, polarity) is None


def test_each_quartile_of_eight_has_two_places():
    quartiles = [Place(place, 8).quartile for place in range(1, 9)]

    assert quartiles == ["first", "first", "second", "second", "third", "third", "fourth", "fourth"]
