"""Differences of cases that come in clusters, told only where they hold over a stated range of dispersion."""

import numpy as np
import pytest

from analysis.model.clusters import clustered_difference, clustered_ratio, dispersion_of_families
from analysis.model.differences import difference_of_proportions


def test_families_of_several_children_have_a_dispersion():
    # families of 1, 2, 3 and 4 children in 60, 22, 12 and 6 of a hundred
    assert dispersion_of_families({1: 60, 2: 22, 3: 12, 4: 6}) == pytest.approx(2.1, abs=0.05)


def test_without_dispersion_a_difference_has_newcombes_limits():
    found = clustered_difference(56, 70, 48, 80, (1, 1))
    plain = difference_of_proportions(56, 70, 48, 80)  # Newcombe 1998, example (a)

    assert (found.value, found.lower, found.upper) == pytest.approx((plain.value, plain.lower, plain.upper))
    assert found.unusual


def test_a_difference_that_a_little_dispersion_undoes_is_not_told():
    found = clustered_difference(56, 70, 48, 80, (1, 2))

    assert found.lower < 0 < found.upper
    assert found.unusual is False
    assert 1 < found.breaks_at < 2
    assert clustered_difference(56, 70, 48, 80, (1, found.breaks_at - 0.02)).unusual


def test_a_difference_that_survives_the_range_is_told_with_the_widest_limits():
    found = clustered_difference(700, 1000, 500, 1000, (1, 3))
    plain = difference_of_proportions(700, 1000, 500, 1000)

    assert found.unusual
    assert found.lower < plain.lower
    assert found.breaks_at > 3


def test_a_ratio_of_counts_is_held_to_the_same():
    assert clustered_ratio(480, 1, 400, 1, (1, 1)).unusual
    assert clustered_ratio(480, 1, 400, 1, (1, 2.1)).unusual is False
    assert clustered_ratio(480, 1, 400, 1, (1, 1)).value == pytest.approx(1.2)


def test_limits_hold_for_referrals_that_come_as_families():
    rng = np.random.default_rng(3)
    inside = []
    for _ in range(400):
        counts = [rng.choice([1, 2, 3, 4], rng.poisson(120), p=[0.6, 0.22, 0.12, 0.06]).sum() for _ in range(2)]
        found = clustered_ratio(counts[0], 1, counts[1], 1, (1, 2.1))
        inside.append(found.lower <= 1 <= found.upper)

    assert np.mean(inside) == pytest.approx(0.95, abs=0.03)


def test_no_difference_never_breaks():
    assert np.isnan(clustered_difference(50, 100, 50, 100, (1, 2)).breaks_at)


def test_missing_figures_and_none_give_the_reason():
    assert clustered_difference(np.nan, 100, 50, 100, (1, 2)).reason == "A figure is missing."
    assert clustered_ratio(0, 1, 50, 1, (1, 2)).reason == "One of the two has no events."


def test_a_range_below_one_is_refused():
    with pytest.raises(ValueError, match="1 or more upwards"):
        clustered_difference(50, 100, 60, 100, (0.5, 2))
