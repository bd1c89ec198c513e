"""How many cases it takes to tell a change from chance."""

import pytest

from analysis.model.differences import difference_of_proportions, ratio_of_rates
from analysis.model.limits import proportion_limits
from analysis.model.needed import children_to_tell, children_to_tell_from, events_to_tell, largest_fall_told


def test_one_child_fewer_than_needed_leaves_no_change_within_the_limits():
    # Southampton, re-offending 48.6% in 2011 and 33.8% in 2013 (council notice, 2015)
    needed = children_to_tell(0.486, 0.338)

    enough = difference_of_proportions(0.338 * needed, needed, 0.486 * needed, needed)
    too_few = difference_of_proportions(0.338 * (needed - 1), needed - 1, 0.486 * (needed - 1), needed - 1)
    assert enough.upper < 0 < too_few.upper


def test_a_share_is_told_from_a_benchmark_only_with_as_many_children_as_needed():
    needed = children_to_tell_from(0.338, 0.372)

    assert proportion_limits(0.338 * needed, needed)[1] < 0.372
    assert proportion_limits(0.338 * (needed - 1), needed - 1)[1] >= 0.372


def test_a_smaller_change_needs_more_events():
    assert events_to_tell(-0.07) > events_to_tell(-0.30)


def test_a_change_shows_from_the_events_needed_on():
    # Southampton, first-time entrants 7% fewer in 2013-14 (annual report 2013-14)
    needed = events_to_tell(-0.07)

    assert ratio_of_rates(needed * 0.93, 1, needed, 1).upper < 1
    assert ratio_of_rates((needed - 1) * 0.93, 1, needed - 1, 1).upper >= 1


def test_a_rise_shows_too():
    needed = events_to_tell(0.5)

    assert ratio_of_rates(needed * 1.5, 1, needed, 1).lower > 1


@pytest.mark.parametrize("before", [27, 200])
def test_the_largest_fall_told_is_the_highest_count_that_is_a_fall(before):
    # Southampton, 27 custodial sentences and 200 first-time entrants in 2012-13 (council notice, 2015)
    after = largest_fall_told(before)

    assert ratio_of_rates(after, 1, before, 1).upper < 1 <= ratio_of_rates(after + 1, 1, before, 1).upper


def test_from_few_events_no_fall_can_be_told():
    assert largest_fall_told(3) is None


@pytest.mark.parametrize("none", [lambda: children_to_tell(0.4, 0.4), lambda: events_to_tell(0)])
def test_no_change_needs_no_number(none):
    assert none() is None


def test_a_percentage_in_place_of_a_share_is_refused():
    with pytest.raises(ValueError, match="between 0 and 1"):
        children_to_tell(49, 0.46)


def test_a_fall_by_more_than_all_is_refused():
    with pytest.raises(ValueError, match="more than all"):
        events_to_tell(-1.2)
