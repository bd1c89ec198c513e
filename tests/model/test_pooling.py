"""What a panel teaches."""

import json

import numpy as np
import pandas as pd
import pytest

from analysis.model.forecasting import forecast
from analysis.model.pooling import TooFewAreas, fit_pooled, read_pattern, shrink_scale, write_pattern
from analysis.model.timeline import count_working_days

MONTHS = pd.period_range("2012-04", periods=84, freq="M")
SEASON = 0.15 * np.cos(np.arange(12) * np.pi / 6)


def panel(areas=20, seed=1, days=None):
    rng = np.random.default_rng(seed)
    days = count_working_days(MONTHS) if days is None else days
    level = np.exp(np.log(rng.uniform(5, 30, areas)) + np.cumsum(rng.normal(scale=0.03, size=(84, areas)), axis=0))
    counts = rng.poisson(level * days[:, None] * np.exp(SEASON[MONTHS.month - 1])[:, None])
    return pd.DataFrame(counts.astype(float), index=MONTHS)


def test_the_season_and_the_working_days_are_found():
    pattern = fit_pooled(panel())

    assert (pattern.exposure, pattern.areas, pattern.end) == ("working days", 20, MONTHS[-1])
    np.testing.assert_allclose(pattern.seasons[MONTHS[-1]].effects, SEASON, atol=0.04)


def test_counts_by_calendar_days_are_known_as_such():
    assert fit_pooled(panel(days=MONTHS.days_in_month.to_numpy(float))).exposure == "days"


def test_a_season_of_an_earlier_month_end_is_what_was_known_then():
    whole, earlier = fit_pooled(panel()), fit_pooled(panel().iloc[:70])

    assert whole.season_at(MONTHS[69]).spread == earlier.season_at(MONTHS[69]).spread
    np.testing.assert_array_equal(whole.season_at(MONTHS[69]).effects, earlier.season_at(MONTHS[69]).effects)
    assert whole.season_at(MONTHS[10]) is None


def test_months_in_which_all_areas_fall_together_are_shocks_and_do_not_widen_the_errors():
    fallen = panel()
    fallen.iloc[70:72] *= 0.5
    pattern = fit_pooled(fallen)

    assert MONTHS[70] in pattern.shocks
    assert np.quantile(pattern.errors, 0.025) > 1.5 * np.quantile(fit_pooled(panel()).errors, 0.025)
    assert not fit_pooled(panel()).shocks


def test_areas_that_start_late_or_have_gaps_take_part():
    patchy = panel()
    patchy.iloc[:55, 0] = np.nan
    patchy.iloc[30:40, 1] = np.nan
    pattern = fit_pooled(patchy)

    assert pattern.areas == 20
    assert np.isfinite(pattern.errors).all()


def test_fewer_than_five_areas_teach_nothing():
    with pytest.raises(TooFewAreas, match="4 areas"):
        fit_pooled(panel(areas=4))
    with pytest.raises(TooFewAreas, match="0 areas"):
        fit_pooled(panel().iloc[:23])
    with pytest.raises(TooFewAreas, match="0 areas"):
        fit_pooled(pd.DataFrame())


def test_noise_is_pulled_half_way_on_the_log_scale_by_as_many_typical_months_as_were_known():
    assert shrink_scale(np.array([0.16]), 40, 0.04)[0] == pytest.approx(0.08)


def test_past_errors_of_areas_that_wander_without_direction_are_centred():
    errors = fit_pooled(panel(areas=60)).errors

    assert len(errors) > 60 * 150
    assert abs(np.median(errors)) < 0.2


def test_a_pattern_that_was_written_as_json_makes_the_same_forecast_to_the_last_digit():
    pattern = fit_pooled(panel())
    written = read_pattern(json.loads(json.dumps(write_pattern(pattern))))
    ours, theirs = (forecast(panel()[0], pooled=one) for one in (pattern, written))

    pd.testing.assert_frame_equal(ours.table, theirs.table, check_exact=True)
    assert ours.method == theirs.method
