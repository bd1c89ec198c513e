"""A chart of the time between rare events."""

import pytest

from analysis.model.rare_events import t_chart

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


def test_few_gaps_give_the_reason_and_impossible_ones_are_refused():
    assert t_chart([5] * 9).reason == "9 gaps between events make no limits; 10 are needed."
    assert t_chart([5] * 9).signals.empty
    with pytest.raises(ValueError, match="none of them missing or negative"):
        t_chart([5, -1])
