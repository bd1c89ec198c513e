"""The last quarter's months against those before: what is unusual, and what is only a level that wanders."""

import numpy as np
import pandas as pd
import pytest
from scipy.special import stdtrit

from analysis.model.months_chart import months_chart, u_prime
from analysis.model.pooling import fit_pooled
from analysis.model.timeline import count_working_days

MONTHS = pd.period_range("2019-04", periods=60, freq="M")
SEASON = 0.2 * np.cos(np.arange(12) * np.pi / 6)
RNG = np.random.default_rng(13)


def series(counts, last="2024-03"):
    return pd.Series(np.asarray(counts, dtype=float), pd.period_range(end=last, periods=len(counts), freq="M"))


def steady(months=24, mean=50.0, seed=1):
    return np.random.default_rng(seed).poisson(mean, months).astype(float)


def test_a_month_of_the_quarter_far_above_the_months_before_is_a_signal():
    counts = steady()
    counts[-2] = 120
    found = months_chart(series(counts))

    assert found.unusual
    assert found.signals["start"].tolist() == [pd.Timestamp("2024-02-01")]


def test_an_earlier_month_outside_is_drawn_and_not_told():
    counts = steady()
    counts[5] = 120
    found = months_chart(series(counts))

    assert found.table["outside"].tolist().count(True) == 1
    assert (found.unusual, len(found.signals)) == (False, 0)


def test_limits_are_laneys_of_one_new_month():
    counts = series(3 * steady(24))  # three times chance's spread, so that chance makes no limit
    found = months_chart(counts)
    y, load = counts.to_numpy(), found.table["load"].to_numpy()
    mean = y[:21].sum() / load[:21].sum()
    z = (y[:21] / load[:21] - mean) / np.sqrt(mean / load[:21])
    spread = max(np.abs(np.diff(z)).mean() / 1.128, z.std(ddof=1))
    reach = stdtrit(20, 0.99865) * spread * np.sqrt(mean * load[23] * (1 + load[23] / load[:21].sum()))

    assert found.sigma_z == pytest.approx(spread)
    assert found.table["upper"].iloc[-1] == pytest.approx(mean * load[23] + reach, rel=1e-4)


def test_the_quarter_does_not_widen_its_own_limits():
    calm, wild = steady(), steady()
    wild[-3:] = 500
    limits = [months_chart(series(counts)).table[["lower", "upper"]] for counts in (calm, wild)]

    pd.testing.assert_frame_equal(*limits)


def test_nothing_after_the_quarter_is_read():
    counts = series(steady(30), "2024-09")
    pd.testing.assert_frame_equal(
        months_chart(counts, pd.Period("2024-03", "M")).table, months_chart(counts.loc[:"2024-03"]).table
    )


def test_a_season_that_areas_share_is_no_signal():
    days = count_working_days(MONTHS)[:, None] * np.exp(SEASON[MONTHS.month - 1])[:, None]
    panel = pd.DataFrame(RNG.poisson(10 * days, (60, 40)).astype(float), index=MONTHS)
    pattern = fit_pooled(panel)
    short = panel.iloc[-24:]

    assert np.mean([months_chart(short[area], pooled=pattern).unusual for area in panel]) <= 0.05
    assert "season of 40 areas" in months_chart(short[0], pooled=pattern).method


def test_a_level_that_wanders_has_few_signals():
    found = []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        shocks, level = rng.normal(scale=0.06 * np.sqrt(1 - 0.8**2), size=60), np.zeros(60)
        for month in range(1, 60):
            level[month] = 0.8 * level[month - 1] + shocks[month]
        found.append(months_chart(series(rng.poisson(300 * np.exp(level)))).unusual)

    assert np.mean(found) <= 0.1


def test_after_months_of_none_one_event_is_not_unusual_and_three_are():
    assert not months_chart(series([0] * 23 + [1])).unusual
    assert months_chart(series([0] * 23 + [3])).unusual


def test_months_before_a_known_break_make_no_limits():
    counts = series(np.r_[steady(30, 50), steady(20, 100)])
    broken = months_chart(counts, breaks=[counts.index[30].start_time])

    assert months_chart(counts).table["expected"].iloc[-1] < broken.table["expected"].iloc[-1]
    assert broken.baseline == 17


def test_too_few_months_since_a_break_give_the_reason():
    counts = series(steady(30))
    found = months_chart(counts, breaks=["2023-10-01"])

    assert found.unusual is None
    assert found.reason == (
        "Limits rest on the months from October 2023, when the level changed. We need 12 of them before the "
        "quarter and have 3."
    )


def test_a_break_within_the_quarter_leaves_no_months_for_limits():
    assert months_chart(series(steady(30)), breaks=["2024-02-01"]).reason.endswith("before the quarter and have 0.")


def test_a_quarter_without_figures_gives_the_reason():
    found = months_chart(series(steady(24)), pd.Period("2024-06", "M"))

    assert found.reason == "No month of April to June 2024 has a figure."
    assert found.table.empty
    assert found.signals.empty


def test_a_gap_is_left_out_of_limits_and_is_no_signal():
    counts = series(steady())
    counts.iloc[[4, -2]] = np.nan
    found = months_chart(counts)

    assert (found.baseline, found.unusual) == (20, False)
    assert found.table["outside"].sum() == 0


def test_a_series_without_figures_gives_the_reason():
    assert months_chart(series([np.nan] * 3)).reason == "No month has a figure."


def test_the_spread_follows_laneys_arithmetic():
    # by hand: mean 60 / 400; sigma of a rate of n is the root of 0.15 / n
    found = u_prime([10, 20, 30], [100, 100, 200])
    z = (np.array([0.10, 0.20, 0.15]) - 0.15) / np.sqrt(0.15 / np.array([100, 100, 200]))

    assert found.mean == pytest.approx(0.15)
    np.testing.assert_allclose(found.standardised, z)
    assert found.sigma_z == pytest.approx(np.abs(np.diff(z)).mean() / 1.128)


def test_without_the_spread_between_periods_the_limits_are_those_of_the_published_u_chart():
    # Montgomery, Introduction to Statistical Quality Control, table of dyed cloth: defects of ten rolls, 153 in 107.5
    # units; its limits of the first roll are 0.29 and 2.55. (R's qicharts2 has its reference hai_1 as a binary file.)
    defects = np.array([14, 12, 20, 11, 7, 10, 21, 16, 19, 23])
    found = u_prime(defects, [10, 8, 13, 10, 9.5, 10, 12, 10.5, 12, 12.5])
    sigma = (defects[0] / 10 - found.mean) / found.standardised[0]

    assert found.mean == pytest.approx(1.42, abs=0.005)
    assert [found.mean - 3 * sigma, found.mean + 3 * sigma] == pytest.approx([0.29, 2.55], abs=0.01)
    assert np.abs(found.standardised).max() < 3


def test_where_only_chance_varies_the_spread_is_chances_and_more_where_periods_do():
    rng = np.random.default_rng(7)
    size = rng.integers(500, 2000, 400)

    assert u_prime(rng.poisson(0.3 * size), size).sigma_z == pytest.approx(1, abs=0.1)
    assert u_prime(rng.poisson(size * rng.normal(0.3, 0.03, 400)), size).sigma_z > 1.5


def test_no_moving_range_crosses_a_gap():
    gap = u_prime([10, np.nan, 30, 30], [100, 100, 100, 100])

    assert np.isnan(gap.standardised[1])
    assert gap.sigma_z == 0


def test_without_events_or_points_there_is_no_spread():
    assert u_prime([0, 0, 0], [5, 5, 5]).sigma_z == 0
    assert np.isnan(u_prime([np.nan], [5]).mean)
