"""Which of many verdicts stand together.

The 15 p values are those of Benjamini and Hochberg (1995), JRSS B 57, 289-300, section 4.1 (thrombolysis in myocardial
infarction): four hypotheses stand at a false discovery rate of 0.05, three by Bonferroni.
"""

import numpy as np
import pytest

from analysis.model.false_discoveries import control_false_discoveries

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


def test_a_p_value_above_one_is_refused():
    with pytest.raises(ValueError, match="between 0 and 1"):
        control_false_discoveries(np.array([1.2]))
