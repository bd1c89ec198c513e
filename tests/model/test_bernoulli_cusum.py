"""A Bernoulli CUSUM: how soon it finds a rise, and how seldom it calls one where there is none."""

import numpy as np
import pytest

from analysis.model.bernoulli_cusum import bernoulli_cusum, cases_to_signal


def test_the_sum_by_hand():
    found = bernoulli_cusum([0, 1, 0, 0, 1, 1], share=0.1, odds=2, false_alarm_every=100)
    up = found.step - 1

    assert found.table["cusum"].tolist()[:4] == [0, up, up - 1, up - 2]


def test_the_reference_value_is_the_likelihood_ratios():
    # odds doubled from a share of 0.1: log(2) over -log((1 - 2/11) / 0.9) is 7.27 cases
    assert bernoulli_cusum([0], share=0.1, odds=2).step == 7


def test_false_alarms_come_as_seldom_as_was_said():
    found = bernoulli_cusum([0], share=0.1, false_alarm_every=300)
    outcomes = np.random.default_rng(2).random(200_000) < 0.1
    alarms = bernoulli_cusum(outcomes, share=0.1, false_alarm_every=300).table["signal"].sum()

    assert found.cases_to_false_alarm >= 300
    assert len(outcomes) / alarms == pytest.approx(found.cases_to_false_alarm, rel=0.1)


def test_the_limit_is_the_lowest_that_keeps_the_promise():
    found = bernoulli_cusum([0], share=0.05, false_alarm_every=400)

    assert cases_to_signal(0.05, found.step, found.limit - 1) < 400 <= found.cases_to_false_alarm


def test_a_rise_is_found_long_before_a_false_alarm_is_due():
    found = bernoulli_cusum([0], share=0.1, false_alarm_every=500)

    assert cases_to_signal(0.3, found.step, found.limit) < 60


def test_after_a_signal_the_sum_starts_again():
    found = bernoulli_cusum([1] * 40, share=0.1, false_alarm_every=200).table
    after = found["signal"].idxmax() + 1

    assert found["cusum"][after] < found["cusum"][after - 1]


@pytest.mark.parametrize(
    ("outcomes", "share", "odds"), [([0, 2], 0.1, 2), ([0, np.nan], 0.1, 2), ([0], 0, 2), ([0], 0.1, 1)]
)
def test_what_is_no_outcome_share_or_rise_is_refused(outcomes, share, odds):
    with pytest.raises(ValueError, match=r"outcome|share"):
        bernoulli_cusum(outcomes, share, odds=odds)
