"""Forecasts of monthly counts: what they say, when they say nothing, and what they never do."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.model.forecasting import forecast
from analysis.model.pooling import fit_pooled
from analysis.model.timeline import count_working_days
from tests.nightly import sample

MONTHS = pd.period_range("2012-04", periods=96, freq="M")
SEASON = 0.2 * np.cos(np.arange(12) * np.pi / 6)
FIGURES = ["expected", "lower", "upper"]


def draw_panel(areas=30, seed=4, drift=0.04):
    rng = np.random.default_rng(seed)
    level = np.exp(np.log(rng.uniform(8, 20, areas)) + np.cumsum(rng.normal(scale=drift, size=(96, areas)), axis=0))
    days = count_working_days(MONTHS)[:, None] * np.exp(SEASON[MONTHS.month - 1])[:, None]
    return pd.DataFrame(rng.poisson(level * days).astype(float), index=MONTHS)


PANEL = draw_panel()
PAST = PANEL.iloc[:84]
PATTERN = fit_pooled(PAST)


def monthly(counts, first="2013-04"):
    return pd.Series(np.asarray(counts, dtype=float), index=pd.period_range(first, periods=len(counts), freq="M"))


def figures(found):
    return found.table[FIGURES].to_numpy(dtype=float)


def test_the_months_are_those_after_the_last_observed_one():
    series = PAST[0].copy()
    series.iloc[-2:] = np.nan
    found = forecast(series, 6)

    assert list(found.table.columns) == ["start", *FIGURES]
    assert list(found.table["start"]) == list(pd.date_range("2019-02-01", periods=6, freq="MS"))


def test_steady_counts_with_a_season_are_continued():
    days = pd.Series(count_working_days(MONTHS), index=MONTHS)
    counts = 20 * days * np.exp(SEASON[MONTHS.month - 1])
    found = forecast(counts.iloc[:84])

    np.testing.assert_allclose(found.table["expected"], counts.iloc[84:], rtol=0.03)


def test_short_series_borrow_the_season_and_have_none_without_a_panel():
    short = PAST[0].iloc[-18:]
    borrowed, alone = forecast(short, pooled=PATTERN), forecast(short)
    days = count_working_days(MONTHS[84:]) if alone.exposure == "working days" else MONTHS[84:].days_in_month
    rate = (alone.table["expected"] / days).to_numpy()

    shape = np.log(borrowed.table["expected"] / count_working_days(MONTHS[84:]))
    assert np.corrcoef(shape, SEASON[MONTHS[84:].month - 1])[0, 1] > 0.95
    assert rate.max() < 1.15 * rate.min()


def test_forecasts_beat_repeating_last_year():
    found = [forecast(PAST[area], pooled=PATTERN) for area in range(10)]
    last, actual = (PANEL.iloc[rows, :10].to_numpy() for rows in (slice(72, 84), slice(84, 96)))
    error = np.abs(np.column_stack([one.table["expected"] for one in found]) - actual).mean()
    naive = np.abs(last - actual).mean()

    assert error < naive


@pytest.mark.parametrize("pooled", sample([True, False], tried=[True]))
def test_limits_cover_about_as_often_as_they_say(pooled):
    found = [forecast(PAST[area], pooled=PATTERN if pooled else None).table for area in range(30)]
    covered = np.mean(
        [
            table["lower"].le(PANEL[area].iloc[84:].to_numpy()) & table["upper"].ge(PANEL[area].iloc[84:].to_numpy())
            for area, table in enumerate(found)
        ]
    )

    assert 0.9 < covered < 0.995


def test_nothing_after_the_month_it_was_learned_by_is_used():
    changed = PANEL.copy()
    changed.iloc[84:] = changed.iloc[84:] * 9 + 100
    pattern = fit_pooled(changed, until=PAST.index[-1])

    np.testing.assert_array_equal(
        figures(forecast(PAST[0], pooled=pattern)), figures(forecast(PAST[0], pooled=PATTERN))
    )


def test_a_known_break_is_followed_and_narrows_the_limits():
    rng = np.random.default_rng(6)
    counts = monthly(np.concatenate([rng.poisson(100, 40), rng.poisson(200, 8)]))
    aware, unaware = forecast(counts, breaks=["2016-08-01"]), forecast(counts)

    np.testing.assert_allclose(aware.table["expected"], 200, rtol=0.1)
    assert (figures(aware)[0, 2] - figures(aware)[0, 1]) < (figures(unaware)[0, 2] - figures(unaware)[0, 1])


@pytest.mark.parametrize("counts", [[], [5], [np.nan] * 30, [4] * 11])
def test_fewer_than_twelve_months_give_a_reason(counts):
    found = forecast(monthly(counts))

    assert found.table.empty
    assert found.reason.endswith("12 are needed.")


def test_twelve_months_five_years_ago_do_not_count():
    counts = np.concatenate([np.full(12, 30.0), np.full(60, np.nan), [30.0]])

    assert forecast(monthly(counts)).reason.startswith("1 months of the last five years")


def test_equal_counts_are_not_taken_as_certain():
    first = forecast(monthly([50] * 48)).table.iloc[0]

    assert first["expected"] == pytest.approx(50, rel=0.05)
    assert first["lower"] < 43  # even at a known mean of 50, a Poisson count is below 43 once in seven
    assert first["upper"] > 57


def test_no_events_at_all_are_expected_to_go_on():
    found = forecast(monthly([0] * 48))

    assert found.reason is None
    assert (found.table["expected"] == 0).all()


@pytest.mark.nightly
def test_small_counts_are_forecast_without_bias():
    rng = np.random.default_rng(8)
    means = [forecast(monthly(rng.poisson(2.0, 60))).table["expected"].mean() for _ in range(60)]

    assert np.mean(means) == pytest.approx(2, abs=0.15)


def test_a_horizon_of_no_months_is_refused():
    with pytest.raises(ValueError, match="at least one month"):
        forecast(PAST[0], 0)


counts = st.lists(st.one_of(st.just(np.nan), st.just(0), st.integers(0, 3), st.integers(0, 10_000)), max_size=90)


@settings(max_examples=60, deadline=None)
@given(counts, st.booleans(), st.integers(1, 18))
def test_any_series_of_counts_has_a_forecast_in_order_or_a_reason(numbers, pooled, horizon):
    found = forecast(monthly(numbers), horizon, PATTERN if pooled else None)

    if found.reason is None:
        expected, lower, upper = figures(found).T
        assert len(expected) == horizon
        assert ((lower >= 0) & (lower <= expected) & (expected <= upper) & np.isfinite(upper)).all()
    else:
        assert found.table.empty
