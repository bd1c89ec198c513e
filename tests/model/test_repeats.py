"""Events that repeat within a child: dispersion and widened limits."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.model.limits import count_limits
from analysis.model.repeats import count_limits_repeated, repeat_dispersion


def totals(frequency):
    """The four published totals of a table of events per child."""
    again = {events: children for events, children in frequency.items() if events > 1}
    return {
        "children": sum(frequency.values()),
        "episodes": sum(events * children for events, children in frequency.items()),
        "repeat_children": sum(again.values()),
        "repeat_episodes": sum(events * children for events, children in again.items()),
    }


def test_the_dispersion_of_a_table_is_squared_events_over_events():
    assert repeat_dispersion({1: 69, 2: 15, 3: 7}).value == pytest.approx((69 + 60 + 63) / 120)


def test_children_with_one_event_each_are_not_dispersed():
    assert repeat_dispersion({1: 40}).value == 1
    assert repeat_dispersion(children=40, episodes=40, repeat_children=0, repeat_episodes=0).value == 1


def test_the_lower_bound_of_april_2013_follows_from_its_published_totals():
    # Southampton LSCB annual report 2013-14, police table, April 2013
    dispersion = repeat_dispersion(children=91, episodes=130, repeat_children=22, repeat_episodes=61)

    assert dispersion.value == pytest.approx((69 + 61**2 / 22) / 130)
    assert dispersion.lower_bound
    assert "lower bound" in count_limits_repeated(130, dispersion).method


@given(st.dictionaries(st.integers(1, 30), st.integers(0, 60), min_size=1))
def test_no_table_is_less_dispersed_than_its_bound(frequency):
    assume(sum(frequency.values()) > 0)

    bound = repeat_dispersion(**totals(frequency)).value

    assert 1 - 1e-12 <= bound <= repeat_dispersion(frequency).value + 1e-9


@pytest.mark.parametrize(
    "wrong",
    [
        {"children": 91, "episodes": 131, "repeat_children": 22, "repeat_episodes": 61},
        {"children": 10, "episodes": 20, "repeat_children": 11, "repeat_episodes": 21},
        {"children": 30, "episodes": 33, "repeat_children": 20, "repeat_episodes": 23},
        {"children": 5, "episodes": 10, "repeat_children": 0, "repeat_episodes": 5},
    ],
)
def test_totals_that_no_table_can_have_are_refused(wrong):
    with pytest.raises(ValueError, match="cannot be"):
        repeat_dispersion(**wrong)


def test_a_missing_total_gives_the_reason_and_no_limits():
    dispersion = repeat_dispersion(children=np.nan, episodes=130, repeat_children=22, repeat_episodes=61)

    limits = count_limits_repeated(130, dispersion)

    assert math.isnan(limits.lower)
    assert limits.reason == "A total of children or episodes is missing."


def test_limits_move_away_from_the_count_by_the_root_of_the_dispersion():
    lower, upper = count_limits(130)

    widened = count_limits_repeated(130, 4.0)

    assert widened.lower == pytest.approx(130 + 2 * (lower - 130))
    assert widened.upper == pytest.approx(130 + 2 * (upper - 130))


def test_a_widened_lower_limit_is_never_below_zero():
    assert count_limits_repeated(1, 9.0).lower == 0


def test_a_dispersion_below_one_is_refused():
    with pytest.raises(ValueError, match="at least 1"):
        count_limits_repeated(130, 0.5)


def test_widened_limits_hold_the_truth_where_poisson_limits_do_not():
    rng = np.random.default_rng(2013)
    sizes, shares, children = np.array([1, 2, 5, 12]), np.array([0.7, 0.15, 0.1, 0.05]), 90
    truth = children * (sizes * shares).sum()
    poisson, widened = [], []
    for _ in range(1500):
        frequency = dict(zip(sizes, rng.poisson(children * shares), strict=True))
        count = sum(size * number for size, number in frequency.items())
        lower, upper = count_limits(float(count))
        limits = count_limits_repeated(float(count), repeat_dispersion(frequency))
        poisson.append(lower <= truth <= upper)
        widened.append(limits.lower <= truth <= limits.upper)

    assert np.mean(poisson) < 0.75
    assert 0.92 < np.mean(widened) < 0.975
