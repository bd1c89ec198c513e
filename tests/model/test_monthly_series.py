"""Reading monthly counts: what is missing stays missing."""

import numpy as np
import pandas as pd
import pytest

from analysis.model.monthly_series import read_breaks, read_monthly, read_panel


def observations(starts, counts):
    return pd.DataFrame({"start": pd.to_datetime(starts), "numerator": counts})


def test_a_month_without_a_row_is_as_missing_as_one_without_a_count():
    absent = read_monthly(observations(["2013-04", "2013-06"], [5, 7]))
    blank = read_monthly(observations(["2013-04", "2013-05", "2013-06"], [5, np.nan, 7]))

    pd.testing.assert_series_equal(absent, blank)
    assert np.isnan(absent.iloc[1])


def test_a_table_and_a_series_by_period_or_by_day_read_alike():
    table = read_monthly(observations(["2013-05", "2013-04"], pd.array([7, 5], dtype="Int64")))
    by_period = read_monthly(pd.Series([5, 7], index=pd.period_range("2013-04", periods=2, freq="M")))
    by_day = read_monthly(pd.Series([5, 7], index=pd.date_range("2013-04-01", periods=2, freq="MS")))

    pd.testing.assert_series_equal(table, by_period)
    pd.testing.assert_series_equal(table, by_day)


def test_months_before_the_first_and_after_the_last_count_are_left_out():
    series = read_monthly(observations(["2013-04", "2013-05", "2013-06"], [np.nan, 5, np.nan]))

    assert list(series.index.astype(str)) == ["2013-05"]


@pytest.mark.parametrize(
    ("starts", "counts", "words"),
    [
        (["2013-04", "2013-04"], [1, 2], "more than once"),
        (["2013-04"], [-1], "negative"),
        (["2013-04"], [np.inf], "inf"),
    ],
)
def test_what_cannot_be_a_monthly_count_is_refused(starts, counts, words):
    with pytest.raises(ValueError, match=words):
        read_monthly(observations(starts, counts))


def test_a_long_panel_and_a_wide_one_read_alike():
    wide = pd.DataFrame(
        {"north": [1.0, np.nan, 3.0], "south": [4.0, 5.0, 6.0]}, index=pd.date_range("2013-04", periods=3, freq="MS")
    )
    long = wide.rename_axis("start").reset_index().melt("start", var_name="area", value_name="numerator")

    pd.testing.assert_frame_equal(read_panel(wide), read_panel(long), check_names=False)


def test_a_long_panel_with_a_month_twice_is_refused():
    long = pd.DataFrame({"area": ["a", "a"], "start": pd.to_datetime(["2013-04", "2013-04"]), "numerator": [1, 2]})

    with pytest.raises(ValueError, match="more than once"):
        read_panel(long)


def test_breaks_outside_the_months_are_left_out():
    months = pd.period_range("2013-04", periods=12, freq="M")

    assert read_breaks(["2013-07-01", "2013-04-01", "2020-01-01"], months) == (3,)
