"""How many cases it takes to see a change four times in five."""

import numpy as np
import pytest

from analysis.model.differences import difference_of_proportions, ratio_of_rates
from analysis.model.power import (
    chance_to_tell,
    children_to_tell,
    children_to_tell_from,
    events_to_tell,
    largest_significant_fall,
)


@pytest.mark.parametrize(
    ("needed", "about"),
    [
        # section 3 of the audit of what the pages say: for 80%
        (events_to_tell(-0.30), 155),  # custody
        (events_to_tell(-0.07), 3200),  # first-time entrants
        (children_to_tell(0.486, 0.338), 178),  # re-offending 49% to 34%
        (children_to_tell_from(0.338, 0.372), 1560),  # 34% against England's 37%
    ],
)
def test_the_numbers_of_southamptons_pages_are_those_of_four_times_in_five(needed, about):
    assert needed == pytest.approx(about, rel=0.03)


def test_a_change_of_events_is_seen_four_times_in_five_by_the_test_of_the_pages():
    rng = np.random.default_rng(1)
    events = events_to_tell(-0.3)
    before, after = rng.poisson(events, 20_000), rng.poisson(0.7 * events, 20_000)
    found = ratio_of_rates(after, np.ones(20_000), before, np.ones(20_000))

    assert np.mean((found.upper < 1) | (found.lower > 1)) == pytest.approx(0.8, abs=0.01)


def test_a_change_of_a_share_is_seen_four_times_in_five_by_newcombes_limits():
    rng = np.random.default_rng(2)
    children = children_to_tell(0.486, 0.338)
    size = np.full(20_000, children)
    found = difference_of_proportions(
        rng.binomial(children, 0.338, 20_000), size, rng.binomial(children, 0.486, 20_000), size
    )

    assert np.mean((found.upper < 0) | (found.lower > 0)) == pytest.approx(0.8, abs=0.015)


def test_at_the_number_where_the_change_just_clears_its_limits_it_is_seen_every_other_time():
    assert chance_to_tell(79, -0.3) == pytest.approx(0.5, abs=0.02)


def test_a_smaller_change_needs_more():
    assert events_to_tell(-0.07) > events_to_tell(-0.30)


def test_a_rise_needs_a_number_too():
    assert chance_to_tell(events_to_tell(0.5), 0.5) >= 0.8


@pytest.mark.parametrize("before", [27, 200])
def test_the_largest_fall_told_is_the_highest_count_that_is_a_fall(before):
    # Southampton, 27 custodial sentences and 200 first-time entrants in 2012-13 (council notice, 2015)
    after = largest_significant_fall(before)

    assert ratio_of_rates(after, 1, before, 1).upper < 1 <= ratio_of_rates(after + 1, 1, before, 1).upper


def test_from_few_events_no_fall_can_be_told():
    assert largest_significant_fall(3) is None


@pytest.mark.parametrize(
    "none", [lambda: children_to_tell(0.4, 0.4), lambda: events_to_tell(0), lambda: children_to_tell_from(0.3, 0.3)]
)
def test_no_change_needs_no_number(none):
    assert none() is None


def test_a_percentage_in_place_of_a_share_is_refused():
    with pytest.raises(ValueError, match="between 0 and 1"):
        children_to_tell(49, 0.46)


def test_a_fall_by_more_than_all_is_refused():
    with pytest.raises(ValueError, match="more than all"):
        events_to_tell(-1.2)
