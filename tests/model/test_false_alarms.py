"""How many of many verdicts chance alone calls unusual.

The binomial number of events among 100 at 5%: mean 5; the smallest number that is reached or not exceeded with a
probability of 95% is 9 (tables of the binomial distribution: 0.937 up to 8, 0.972 up to 9).
"""

import pytest

from analysis.model.false_alarms import expect_false_alarms


def test_one_in_twenty_is_expected_and_seldom_more_than_the_95th_percentile():
    found = expect_false_alarms(100, 20, 0.95)

    assert found.expected == pytest.approx(5)
    assert found.most == 9


def test_without_a_verdict_nothing_is_expected():
    assert expect_false_alarms(0, 0, 0.95).most == 0


def test_more_unusual_verdicts_than_verdicts_are_an_error():
    with pytest.raises(ValueError, match="3 of 2 verdicts"):
        expect_false_alarms(2, 3, 0.95)
