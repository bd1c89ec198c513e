"""How many of many verdicts chance alone calls unusual.

The binomial number of events among 100 at 5%: mean 5; the smallest number that is reached or not exceeded with a
probability of 95% is 9 (tables of the binomial distribution: 0.937 up to 8, 0.972 up to 9).
"""

import numpy as np
import pytest

from analysis.model.comparison import control_false_discoveries, expect_false_alarms


def test_one_in_twenty_is_expected_and_seldom_more_than_the_95th_percentile():
    found = expect_false_alarms(100, 20, 0.95)

    assert found.expected == pytest.approx(5)
    assert found.most == 9


def test_without_a_verdict_nothing_is_expected():
    assert expect_false_alarms(0, 0, 0.95).most == 0


def test_more_unusual_verdicts_than_verdicts_are_an_error():
    with pytest.raises(ValueError, match="3 of 2 verdicts"):
        expect_false_alarms(2, 3, 0.95)


P_VALUES = np.array(
    [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.3240,
        0.4262,
        0.5719,
        0.6528,
        0.7590,
        1.0,
    ]
)


def test_four_of_the_papers_fifteen_stand_and_three_by_bonferroni():
    assert control_false_discoveries(P_VALUES).sum() == 4
    assert (P_VALUES <= 0.05 / 15).sum() == 3


def test_the_smallest_stand_in_whatever_order_they_are_given():
    order = np.random.default_rng(1).permutation(15)

    assert set(P_VALUES[order][control_false_discoveries(P_VALUES[order])]) == {0.0001, 0.0004, 0.0019, 0.0095}


def test_where_nothing_happens_few_stand():
    rng = np.random.default_rng(2)

    assert np.mean([control_false_discoveries(rng.uniform(size=100)).any() for _ in range(300)]) < 0.09
