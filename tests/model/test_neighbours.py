"""An area beside its neighbours and other comparators, period by period."""

import numpy as np
import pandas as pd
import pytest

from analysis.model.neighbours import add_neighbours

NEIGHBOURS = ["N1", "N2", "N3", "N4", "N5", "N6"]


def rates(rows: list[tuple[str, int, float]]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["area", "year", "value"])
    start = pd.to_datetime([f"{number}-04-01" for number in table["year"]])
    return table.assign(
        start=start,
        end=start + pd.DateOffset(years=1, days=-1),
        period=table["year"].astype(str),
        numerator=np.nan,
        denominator=np.nan,
        lower=table["value"] - 1,
        upper=table["value"] + 1,
        status="reported",
    )


def beside(table: pd.DataFrame) -> pd.DataFrame:
    return add_neighbours(table, "A", {"england": "E"}, NEIGHBOURS, set_year=2021, set_version="2021")


def test_each_period_has_the_area_its_neighbours_mean_and_range_and_the_other_comparator():
    peers = [(name, 2013, value) for name, value in zip(NEIGHBOURS, [4, 6, 11, 5, 7, 9], strict=True)]

    row = beside(rates([("A", 2013, 10), *peers, ("E", 2013, 8)])).iloc[0]

    assert (row["value"], row["lower"], row["upper"], row["england"]) == (10, 9, 11, 8)
    assert (row["neighbours"], row["neighbours_median"]) == (7, 6.5)
    assert (row["neighbours_lowest"], row["neighbours_highest"], row["neighbours_known"]) == (4, 11, 6)


def test_a_neighbour_without_a_figure_is_left_out_and_counted():
    peers = [(name, 2013, value) for name, value in zip(NEIGHBOURS, [4, 4, 4, 4, 9, np.nan], strict=True)]

    row = beside(rates([("A", 2013, 10), *peers])).iloc[0]

    assert (row["neighbours"], row["neighbours_known"]) == (5, 5)


def test_one_neighbours_figure_is_no_average():
    row = beside(rates([("A", 2013, 10), ("N1", 2013, 4)])).iloc[0]

    assert np.isnan(row["neighbours"])
    assert row["neighbours_known"] == 1
    assert row["reason"] == "1 of 6 statistical neighbours have a value; 5 are needed."


def test_a_period_without_the_area_says_so_and_has_no_figure():
    row = beside(rates([("N1", 2013, 4)])).iloc[0]

    assert np.isnan(row["value"])
    assert row["value_status"] == "not_supplied"


def test_a_period_without_neighbours_has_no_average_but_a_reason():
    row = beside(rates([("A", 2013, 10)])).iloc[0]

    assert np.isnan(row["neighbours"])
    assert row["reason"] == "0 of 6 statistical neighbours have a value; 5 are needed."


def test_periods_come_in_order_of_time():
    assert list(beside(rates([("A", 2014, 1), ("A", 2012, 2), ("A", 2013, 3)]))["period"]) == ["2012", "2013", "2014"]


def test_an_area_that_stands_twice_in_a_period_is_refused():
    with pytest.raises(ValueError, match="an area stands twice"):
        beside(rates([("A", 2013, 10), ("A", 2013, 11)]))
