"""Reading monthly counts: what is missing stays missing."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import poisson

from analysis.model.forecasting import expect_year
from analysis.model.monthly_series import expect_suppressed, read_breaks, read_monthly, read_panel


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


def table(counts, hidden=()):
    starts = pd.date_range("2020-04-01", periods=len(counts), freq="MS")
    status = ["suppressed_at_source" if month in hidden else "final" for month in range(len(counts))]
    numerator = [np.nan if month in hidden else count for month, count in enumerate(counts)]
    return pd.DataFrame({"start": starts, "numerator": numerator, "status": status})


def suppress(counts):
    return table(counts, [month for month, count in enumerate(counts) if 1 <= count <= 5])


def test_a_suppressed_month_is_the_mean_of_a_count_known_to_lie_between():
    counts = expect_suppressed(table([8, 9, 0, 8, 7, 8, 3, 8, 9, 8, 7, 8], hidden=[6]))
    days = counts["start"].dt.days_in_month
    rate = counts["numerator"].sum() / days.sum() * days[6]
    chance = poisson.pmf(np.arange(1, 6), rate)

    assert counts["numerator"][6] == pytest.approx((chance * np.arange(1, 6)).sum() / chance.sum(), rel=1e-6)
    assert counts["suppressed"].tolist().count(True) == 1


def test_zeros_and_gaps_stay_what_they_are():
    given = table([8, 0, 9, 8, 4, 8], hidden=[4])
    given.loc[3, "numerator"] = np.nan
    found = expect_suppressed(given)["numerator"]

    assert found[1] == 0
    assert np.isnan(found[3])
    assert found[[0, 2, 5]].tolist() == [8, 9, 8]


def test_a_small_areas_level_is_not_taken_as_higher_because_its_low_months_are_withheld():
    totals, as_missing, truth = [], [], []
    for seed in range(40):
        counts = np.random.default_rng(seed).poisson(6, 36)
        hidden = suppress(counts)
        totals.append(expect_suppressed(hidden)["numerator"].mean())
        as_missing.append(hidden["numerator"].mean())
        truth.append(counts.mean())

    assert np.mean(as_missing) > 1.15 * np.mean(truth)
    assert np.mean(totals) == pytest.approx(np.mean(truth), rel=0.03)


def test_a_year_is_expected_where_all_its_small_months_were_withheld():
    counts = np.random.default_rng(5).poisson(6, 48)
    truth, known = (expect_year(each) for each in (table(counts), expect_suppressed(suppress(counts))))

    assert known.total == pytest.approx(truth.total, rel=0.1)


def test_without_suppressed_months_nothing_changes():
    given = table([8, 9, 0])
    pd.testing.assert_frame_equal(expect_suppressed(given).drop(columns="suppressed"), given)


def test_a_table_without_status_is_refused():
    with pytest.raises(ValueError, match="needs the column status"):
        expect_suppressed(table([1]).drop(columns="status"))
