"""The total of a year ahead: its own limits, and scenarios in place of a forecast across a known change."""

import numpy as np
import pandas as pd
import pytest

from analysis.model.forecasting import FIVE_YEARS, LAST_YEAR, SINCE_BREAK, expect_year, forecast
from analysis.model.timeline import count_working_days


def series(counts, last="2024-03"):
    return pd.Series(np.asarray(counts, dtype=float), pd.period_range(end=last, periods=len(counts), freq="M"))


def wandering(seed, months=72):
    rng = np.random.default_rng(seed)
    level = np.zeros(months)
    for month in range(1, months):
        level[month] = 0.97 * level[month - 1] + rng.normal(scale=0.04)
    return rng.poisson(200 * np.exp(level)).astype(float)


def scenario(found, name):
    return found.scenarios.set_index("scenario").loc[name]


def test_the_totals_limits_are_narrower_than_the_sums_of_the_months_limits_and_wider_than_chance():
    found, months = expect_year(series(wandering(1)[:60])), forecast(series(wandering(1)[:60])).table

    assert months["lower"].sum() < found.lower < found.total < found.upper < months["upper"].sum()
    assert found.upper - found.lower > 2 * 1.96 * np.sqrt(found.total)


@pytest.mark.nightly
def test_totals_lie_within_their_limits_about_as_often_as_the_limits_say():
    drawn = [wandering(seed) for seed in range(60)]
    found = [expect_year(series(counts[:60])) for counts in drawn]
    inside = [one.lower <= counts[60:].sum() <= one.upper for one, counts in zip(found, drawn, strict=True)]

    assert 0.88 <= np.mean(inside) <= 1


def test_twelve_months_of_none_do_not_promise_another():
    # cases/reports/twelve_months_of_none: with Jeffreys' prior the next month is 0 with probability (12/13) ** 0.5
    months = forecast(series([0] * 12), 3).table

    assert (months["lower"] == 0).all()
    assert (months["upper"] >= 1).all()
    assert expect_year(series([0] * 12)).upper >= 1


def test_from_twenty_months_of_none_on_no_event_in_one_month_is_a_fair_limit():
    assert forecast(series([0] * 21), 1).table["upper"].tolist() == [0]


@pytest.mark.nightly
def test_a_series_with_many_zeros_is_expected_at_its_mean():
    rng = np.random.default_rng(2)
    drawn = [rng.poisson(5, 48) * (rng.random(48) < 0.6) for _ in range(30)]
    ratio = np.mean([expect_year(series(counts)).total / (12 * counts.mean()) for counts in drawn])

    assert ratio == pytest.approx(1, abs=0.06)


def test_across_a_recent_change_there_are_scenarios_and_no_total():
    days = count_working_days(pd.period_range(end="2024-03", periods=36, freq="M"))
    counts = series(days * np.r_[np.full(33, 10), np.full(3, 20)])
    found = expect_year(counts, breaks=["2024-01-01"])
    ahead = count_working_days(pd.period_range("2024-04", periods=12, freq="M")).sum()

    assert found.reason == "Only 3 months are known since the change of January 2024, too few to forecast from."
    assert np.isnan([found.total, found.lower, found.upper]).all()
    assert scenario(found, SINCE_BREAK)["total"] == pytest.approx(20 * ahead, rel=0.01)
    assert scenario(found, SINCE_BREAK)["months"] == 3


def test_a_change_of_more_than_a_year_ago_leaves_a_total():
    found = expect_year(series(wandering(3)), breaks=["2023-01-01"])

    assert found.reason is None
    assert found.scenarios["scenario"].tolist() == [LAST_YEAR, FIVE_YEARS, SINCE_BREAK]


def test_last_years_total_is_missing_where_a_month_is():
    counts = series(wandering(4))
    assert expect_year(counts).last_year == counts.iloc[-12:].sum()
    counts.iloc[-5] = np.nan
    assert np.isnan(expect_year(counts).last_year)


def test_the_same_months_give_the_same_limits():
    one, two = (expect_year(series(wandering(5))) for _ in range(2))

    assert (one.lower, one.upper) == (two.lower, two.upper)


def test_too_few_months_give_the_reason():
    assert expect_year(series([5] * 6)).reason.startswith("6 months of the last five years are too few")
    assert expect_year(series([np.nan])).scenarios.empty
