"""Charts of the time and of the cases between rare events."""

import numpy as np
import pytest

from analysis.model.rare_events import days_between, g_chart, t_chart

# Montgomery, Introduction to Statistical Quality Control, table 7.14: hours between failures of a valve
FAILURES = [286, 948, 536, 124, 816, 729, 4, 143, 431, 8, 2837, 596, 81, 227, 603, 492, 1199, 1214, 2831, 96]


def test_the_t_chart_is_the_published_one():
    # R package qicharts2, reference result ex_7.6_1 of Montgomery's example 7.6
    found = t_chart(FAILURES)

    assert found.mean == pytest.approx(430.04, abs=0.005)
    assert found.upper == pytest.approx(6937.93, abs=0.5)
    assert found.lower == 0
    assert found.unusual is False


def test_a_gap_beyond_the_limit_is_a_signal():
    found = t_chart([*FAILURES, 15000])

    assert found.unusual
    assert found.signals["gap"].tolist() == [15000]


def test_two_events_of_one_day_are_half_a_day_apart():
    assert t_chart([0, *FAILURES]).mean == t_chart([0.5, *FAILURES]).mean


def test_g_limits_leave_three_sigmas_chance_on_each_side():
    found = g_chart([9] * 12)  # one case in ten has the event
    chance_beyond = 0.9 ** (np.array([found.upper, found.upper - 1]) + 1)

    assert chance_beyond[0] <= 0.00135 < chance_beyond[1]
    assert found.lower == 0


def test_false_alarms_of_a_g_chart_are_as_rare_as_its_limits_say():
    rng = np.random.default_rng(1)
    gaps = rng.geometric(0.02, 20_000) - 1
    assert np.mean(g_chart(gaps).table["outside"]) == pytest.approx(0.00135, abs=0.0007)  # no gap is below 0


def test_a_run_without_events_between_many_cases_is_a_signal():
    assert g_chart([9] * 30 + [120]).unusual


def test_events_that_always_happen_have_no_gaps():
    assert (g_chart([0] * 12).upper, g_chart([0] * 12).unusual) == (0, False)


def test_days_between_events_need_no_order():
    assert days_between(["2014-03-01", "2014-01-01", "2014-01-31"]).tolist() == [30, 29]


@pytest.mark.parametrize("chart", [t_chart, g_chart])
def test_few_gaps_give_the_reason_and_impossible_ones_are_refused(chart):
    assert chart([5] * 9).reason == "9 gaps between events make no limits; 10 are needed."
    assert chart([5] * 9).signals.empty
    with pytest.raises(ValueError, match="none of them missing or negative"):
        chart([5, -1])
