"""Months in most of which nothing happens: gaps between events, and months with one that gather."""

import numpy as np
import pandas as pd
import pytest

from analysis.model.rare_months import (
    bernoulli_cusum,
    cases_to_signal,
    lowest_limit,
    reference_step,
    t_chart,
    watch_rare_months,
)


def months(*counts, statuses=()):
    starts = pd.date_range("2019-04-01", periods=len(counts), freq="MS")
    table = pd.DataFrame({"start": starts, "numerator": [float(count) for count in counts], "status": "reported"})
    for row, status in dict(statuses).items():
        table.loc[row, ["numerator", "status"]] = [np.nan, status]
    return table


USUAL = [0, 0, 1, 0] * 14 + [0] * 4  # one month in four


def test_events_as_far_apart_as_before_are_no_signal():
    found = watch_rare_months(months(*USUAL))

    assert (found.with_one, found.months) == (14, 60)
    assert found.unusual is False
    assert found.mean == pytest.approx(122, abs=2)  # every fourth month


def test_months_with_an_event_that_gather_in_the_last_quarter_are_a_signal():
    assert watch_rare_months(months(*USUAL[:52], 1, 0, 1, 1, 1, 2, 1, 1)).sooner


def test_a_long_time_without_an_event_is_a_signal_the_other_way():
    gaps = [0, 1, 0, 0, 1, 0, 0, 0, 1] * 5
    found = watch_rare_months(months(*gaps, *[0] * 40))

    assert (found.longer, found.sooner) == (True, False)
    assert found.since == pytest.approx(40 * 30.4 + 15, abs=3)


def test_a_month_withheld_because_it_is_small_had_one_at_least():
    seen = watch_rare_months(months(*USUAL))
    hidden = watch_rare_months(months(*USUAL, statuses={2: "withheld", 6: "suppressed_at_source"}))

    assert hidden.with_one == seen.with_one
    assert hidden.mean == seen.mean


def test_two_events_of_a_month_are_half_a_month_apart():
    once, twice = (watch_rare_months(months(1, *USUAL[:-2], last, 0)) for last in (1, 2))

    assert once.since - twice.since == 31 / 4  # of March's days


@pytest.mark.parametrize(
    ("counts", "statuses", "reason"),
    [
        ([1] * 12, {}, "12 months are too few; 24 are needed."),
        ([0] * 30, {}, "0 in 30 months are too few; 11 are needed."),
        ([1, 2, 1, 0] * 10, {}, "More than half of the months have one: they are not rare."),
        (USUAL, {3: "not_supplied"}, "1 of the months have no figure, so that the time between events is not known."),
    ],
)
def test_what_cannot_be_watched_so_gives_the_reason(counts, statuses, reason):
    found = watch_rare_months(months(*counts, statuses=statuses))

    assert found.reason == reason
    assert found.unusual is None


@pytest.mark.nightly
def test_steady_months_seldom_signal_in_a_quarter():
    rng = np.random.default_rng(5)
    said = [watch_rare_months(months(*rng.poisson(0.3, 60))).unusual for _ in range(200)]

    assert np.mean([one for one in said if one is not None]) < 0.06


# Montgomery, Introduction to Statistical Quality Control, table 7.14: hours between failures of a valve
FAILURES = [286, 948, 536, 124, 816, 729, 4, 143, 431, 8, 2837, 596, 81, 227, 603, 492, 1199, 1214, 2831, 96]


def test_the_t_chart_is_the_published_one():
    # R package qicharts2, reference result ex_7.6_1 of Montgomery's example 7.6
    found = t_chart(FAILURES)

    assert found.mean == pytest.approx(430.04, abs=0.005)
    assert found.upper == pytest.approx(6937.93, abs=0.5)
    assert found.lower == 0


def test_two_events_of_one_day_are_half_a_day_apart():
    assert t_chart([0, *FAILURES]).mean == t_chart([0.5, *FAILURES]).mean


@pytest.mark.parametrize("gaps", [[5] * 9, [*FAILURES, -1], [*FAILURES, np.nan]])
def test_few_or_impossible_gaps_are_refused(gaps):
    with pytest.raises(ValueError, match="10 gaps between events or more, none of them missing or negative"):
        t_chart(gaps)


def test_the_reference_value_is_the_likelihood_ratios():
    # odds doubled from a share of 0.1: log(2) over -log((1 - 2/11) / 0.9) is 7.27 cases
    assert reference_step(0.1) == 7


def test_false_alarms_come_as_seldom_as_was_said():
    step = reference_step(0.1)
    expected = cases_to_signal(0.1, step, lowest_limit(0.1, step, 300))
    outcomes = np.random.default_rng(2).random(200_000) < 0.1

    assert expected >= 300
    assert len(outcomes) / bernoulli_cusum(outcomes, 0.1, 300).sum() == pytest.approx(expected, rel=0.1)


def test_the_limit_is_the_lowest_that_keeps_the_promise():
    step = reference_step(0.05)
    limit = lowest_limit(0.05, step, 400)

    assert cases_to_signal(0.05, step, limit - 1) < 400 <= cases_to_signal(0.05, step, limit)


def test_a_rise_is_found_long_before_a_false_alarm_is_due():
    step = reference_step(0.1)

    assert cases_to_signal(0.3, step, lowest_limit(0.1, step, 500)) < 60


def test_after_a_signal_the_sum_starts_again():
    signals = bernoulli_cusum([1] * 40, 0.1, 200)

    assert signals.any()
    assert not signals[signals.argmax() + 1]


@pytest.mark.parametrize(("outcomes", "share"), [([0, 2], 0.1), ([0, np.nan], 0.1), ([0], 0)])
def test_what_is_no_outcome_or_share_is_refused(outcomes, share):
    with pytest.raises(ValueError, match=r"outcome|share"):
        bernoulli_cusum(outcomes, share, 200)
