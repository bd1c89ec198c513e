"""The points of a series in order of time."""

import numpy as np
import pandas as pd
import pytest

from analysis.model.timeline import select_points


def test_months_are_twelfths_of_a_year_and_2006_07_among_months_is_july():
    labels = [f"2006-{month:02d}" for month in range(3, 11)]
    points = select_points(pd.DataFrame({"period": labels, "numerator": 1.0, "denominator": 2.0}), "rate")

    assert points["year"].tolist() == pytest.approx([month / 12 for month in range(8)])


def test_years_are_read_from_start_in_any_order_and_gaps_are_left_out():
    starts = pd.to_datetime(["2014-04-01", "2012-04-01", "2013-04-01"])
    points = select_points(pd.DataFrame({"start": starts, "value": [3.0, 1.0, np.nan]}), "value")

    assert points[["value", "year"]].to_numpy().tolist() == [[1.0, 0.0], [3.0, 2.0]]


def test_a_series_without_periods_is_refused():
    with pytest.raises(ValueError, match="start"):
        select_points(pd.DataFrame({"numerator": [1], "denominator": [2]}), "rate")
