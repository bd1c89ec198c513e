"""Verdicts, neighbours, comparators of another age, ranks."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from analysis.model.comparison import comparator_age, compare, neighbour_average, verdict
from analysis.periods import calendar_year, day, financial_year, quarter


@pytest.mark.parametrize(
    ("limits", "polarity", "word"),
    [
        ((4, 6), "low", "worse"),
        ((1, 2), "low", "better"),
        ((4, 6), "high", "better"),
        ((1, 2), "high", "worse"),
        ((4, 6), None, "higher"),
        ((1, 2), None, "lower"),
        ((4, 6), "none", "higher"),
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


def test_a_column_of_intervals_is_judged_row_by_row():
    rows = pd.DataFrame({"lower": [4, 1, np.nan], "upper": [6, 2, 2]}, index=["a", "b", "c"])

    words = verdict(rows["lower"], rows["upper"], 3, None)

    assert words.to_dict() == {"a": "higher", "b": "lower", "c": "not compared"}


@pytest.mark.parametrize(("wrong", "nearest"), [("lo", "low"), ("hihg", "high"), ("nonee", "none")])
def test_an_unknown_polarity_is_refused_with_the_nearest_name(wrong, nearest):
    with pytest.raises(ValueError, match=f"Did you mean '{nearest}'"):
        verdict(1, 2, 3, wrong)


def test_limits_the_wrong_way_round_are_refused():
    with pytest.raises(ValueError, match="lower one first"):
        verdict(5, 1, 3, "low")


def test_a_comparator_of_the_same_period_has_no_age():
    assert comparator_age(financial_year(2013), financial_year(2013)) is None


@pytest.mark.parametrize(
    ("period", "other", "words"),
    [
        (financial_year(2013), financial_year(2012), "is for 2012-13, 1 year earlier than 2013-14."),
        (financial_year(2013), financial_year(2015), "is for 2015-16, 2 years later than 2013-14."),
        (quarter(2013, 4), quarter(2013, 3), "is for 2013-14 Q3, 3 months earlier than 2013-14 Q4."),
        (financial_year(2013), quarter(2013, 4), "covers 2013-14 Q4, not 2013-14."),
        (financial_year(2013), calendar_year(2013), "is for 2013, 3 months earlier than 2013-14."),
    ],
)
def test_a_comparator_of_another_period_is_marked_with_its_age(period, other, words):
    assert comparator_age(period, other, name="England") == f"England {words}"


def test_a_comparator_of_another_period_is_not_compared_silently():

    silent = compare(5, 6, 3, None, period=financial_year(2013), comparator_period=financial_year(2012))
    accepted = compare(
        5, 6, 3, None, period=financial_year(2013), comparator_period=financial_year(2012), accept_age=True
    )
    stock = compare(5, 6, 3, None, period=day(dt.date(2014, 3, 31)), comparator_period=day(dt.date(2014, 3, 31)))

    assert (silent.verdict, silent.reason) == ("not compared", silent.age)
    assert (accepted.verdict, accepted.reason) == ("higher", None)
    assert "1 year earlier" in accepted.age
    assert (stock.verdict, stock.age) == ("higher", None)


def test_neighbours_are_averaged_unweighted_and_the_missing_are_counted():
    values = pd.Series({"a": 300.0, "b": 500.0, "c": 1000.0, "d": 400.0, "e": 600.0, "f": np.nan, "other": 9.0})

    average = neighbour_average(values, list("abcdefg"), set_year=2021, set_version="April 2021")

    assert (average.mean, average.median, average.lowest, average.highest) == (560, 500, 300, 1000)
    assert (average.areas, average.missing) == (5, 2)
    assert (average.set_year, average.set_version) == (2021, "April 2021")


def test_four_neighbours_make_no_average_but_the_reason():
    average = neighbour_average(pd.Series(dict.fromkeys("abcd", 5.0)), list("abcde"), set_year=2021, set_version="1")

    assert np.isnan([average.mean, average.median, average.lowest, average.highest]).all()
    assert average.areas == 4
    assert average.reason == "4 of 5 statistical neighbours have a value; 5 are needed."


def test_an_area_given_twice_is_refused():
    with pytest.raises(ValueError, match="given twice"):
        neighbour_average(pd.Series([1.0, 2.0], index=["a", "a"]), ["a"], set_year=2021, set_version="1")
