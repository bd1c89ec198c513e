"""Differences of shares whose cases come in clusters."""

import pytest

from analysis.model.differences import clustered_difference, difference_of_proportions


def test_without_clusters_a_difference_has_newcombes_limits():
    """Newcombe 1998, example (a): 56 of 70 and 48 of 80."""
    assert clustered_difference(56, 70, 48, 80, 1) == difference_of_proportions(56, 70, 48, 80)


def test_a_difference_that_a_little_clustering_undoes_has_limits_on_both_sides_of_none():
    found = clustered_difference(56, 70, 48, 80, 2)

    assert difference_of_proportions(56, 70, 48, 80).lower > 0
    assert found.lower < 0 < found.upper


def test_clusters_widen_the_limits_as_fewer_cases_do():
    found, fewer = clustered_difference(700, 1000, 500, 1000, 4), difference_of_proportions(175, 250, 125, 250)

    assert (found.lower, found.upper) == pytest.approx((fewer.lower, fewer.upper))


def test_a_missing_figure_gives_the_reason():
    assert clustered_difference(float("nan"), 100, 50, 100, 2).reason == "One of the figures compared is missing."


def test_a_design_effect_below_one_is_refused():
    with pytest.raises(ValueError, match="1 or more"):
        clustered_difference(1, 2, 1, 2, 0.5)
