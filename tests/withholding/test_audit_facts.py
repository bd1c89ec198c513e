"""What an outsider works out from shares, rates, differences and rounding: the worked cases of disclosure control."""

import pytest
from outsider import Possible, deduce

from analysis.refusals import DisclosureRefused
from publishing.withholding.audit import audit
from publishing.withholding.constraints import (
    Between,
    Identity,
    Ratio,
    Rounded,
    Shown,
    Sum,
    Withheld,
)


# Sexual offences by district, annual report 2013-14: domestic offences in three districts as shares of 41.
@pytest.mark.parametrize(("share", "count"), [("2", 1), ("5", 2), ("20", 8)])
def test_a_share_of_41_in_whole_per_cent_gives_the_count_away(share, count):
    assert deduce([Withheld("x"), Ratio("x", 41, share)])["x"] == Possible(count, count)


# 1 of 8 is 12.5%: shown as 13 by halves up and as 12 by halves to even.
@pytest.mark.parametrize("share", ["12", "13"])
def test_a_share_that_ends_in_a_half_may_have_been_rounded_either_way(share):
    assert deduce([Withheld("x"), Ratio("x", 8, share)])["x"] == Possible(1, 1)


# 52,300 children: one child is 0.19 per 10,000, so that a rate to one decimal leaves one count.
def test_a_rate_per_10_000_to_one_decimal_of_a_known_population_gives_the_count_away():
    assert deduce([Withheld("x"), Ratio("x", 52300, "0.6", per=10_000, decimals=1)])["x"] == Possible(3, 3)


def test_a_rate_of_a_large_population_leaves_a_range():
    assert deduce([Withheld("x"), Ratio("x", 500_000, "0.6", per=10_000, decimals=1)])["x"] == Possible(28, 32)


# x / n is 33% (32.5 to 33.5) and n is 1 to 12: 1 of 3, 2 of 6, 3 of 9 and 4 of 12 only; so n is 3, 6, 9 or 12.
def test_a_share_of_a_withheld_whole_binds_the_two_together():
    facts = [Withheld("x"), Withheld("n"), Between("n", 1, 12), Ratio("x", "n", "33")]
    assert deduce(facts) == {"x": Possible(1, 4), "n": Possible(3, 12)}
    assert list(audit(facts, {"n": frozenset({3, 6})})) == []
    assert list(audit(facts, {"n": frozenset({3, 4})})) == ["n"]


def test_the_year_to_date_at_two_months_gives_the_month_between_away():
    facts = [Shown("to_november", 12), Shown("to_december", 14), Withheld("december")]
    facts.append(Sum("to_december", ("to_november", "december")))
    assert deduce(facts)["december"] == Possible(2, 2)


# 3 is 57.1% fewer than 7; 2 would be 71.4% and 4 42.9% fewer.
def test_a_change_in_per_cent_gives_a_small_count_away():
    assert deduce([Withheld("now"), Shown("before", 7), Ratio("now", "before", "43")])["now"] == Possible(3, 3)


# 1, 8, 8 and 17 to the nearest 5, with 1 to 7 withheld: [c], 10, 10 and 15. At most 17 less at least 8 and 8.
def test_an_independent_total_gives_1_away_through_rounding():
    facts = [Withheld("a"), *(Rounded(key, 10, 5, above=7) for key in "bc"), Rounded("total", 15, 5, above=7)]
    assert deduce([*facts, Sum("total", ("a", "b", "c"))])["a"] == Possible(1, 1)


def test_what_is_shown_rounded_is_not_what_would_have_been_withheld():
    assert deduce([Rounded("x", 10, 5, above=7)])["x"] == Possible(8, 12)
    assert deduce([Rounded("x", 15, 5, above=7)])["x"] == Possible(13, 17)
    assert deduce([Rounded("x", 10, 10, above=7)])["x"] == Possible(8, 15)


def test_a_zero_is_a_zero_however_coarse_the_rounding():
    assert deduce([Rounded("x", 0, 5, above=7)])["x"] == Possible(0, 0)


def test_rounding_that_would_show_a_large_count_as_zero_is_refused():
    with pytest.raises(DisclosureRefused, match="cannot be audited"):
        Rounded("x", 0, 20, above=7).constraints()


# Children missing once are episodes of children missing once: 93 - 21 = 156 - 84.
def test_an_identity_between_children_and_episodes_gives_the_fourth_figure_away():
    facts = [Shown("children", 93), Shown("episodes", 156), Shown("repeat_episodes", 66), Withheld("repeat_children")]
    facts.append(Identity(("children", "repeat_episodes"), ("episodes", "repeat_children")))
    assert deduce(facts)["repeat_children"] == Possible(3, 3)


def test_an_order_that_is_shown_bounds_what_stands_between():
    facts = [Shown("a", 6), Withheld("b"), Shown("c", 4), Sum("a", ("b",), rest=True), Sum("b", ("c",), rest=True)]
    assert deduce(facts)["b"] == Possible(4, 6)


def test_a_sum_with_a_rest_only_bounds_its_parts():
    facts = [Shown("whole", 41), Shown("a", 36), Withheld("b"), Sum("whole", ("a", "b"), rest=True)]
    assert deduce(facts)["b"] == Possible(1, 5)


def test_without_a_total_a_withheld_figure_has_no_largest_value():
    assert deduce([Withheld("x"), Shown("y", 8)])["x"] == Possible(1, None)


# a + b = 5 and b + c = 6 make a + c one more than twice a: odd. 4 and 6 fit only with halves of children.
def test_counts_are_whole_though_halves_would_fit():
    facts = [Shown("five", 5), Shown("six", 6), *(Withheld(key) for key in "abc"), Between("d", 4, 6)]
    facts += [Sum("five", ("a", "b")), Sum("six", ("b", "c")), Sum("d", ("c", "a"))]
    assert deduce(facts, ["d"])["d"] == Possible(5, 5)
    assert list(audit(facts, {"d": frozenset({4})})) == ["d"]
    assert list(audit(facts, {"d": frozenset({5})})) == []


def test_the_same_figure_in_two_tables_is_one_unknown():
    facts = [Withheld("x"), Withheld("y"), Shown("t", 9), Sum("t", ("x", "y"))]
    assert deduce(facts)["x"] == Possible(1, 8)
    assert deduce([*facts, Shown("u", 12), Shown("z", 5), Sum("u", ("y", "z"))])["x"] == Possible(2, 2)


def test_facts_that_no_counts_fit_protect_nothing():
    facts = [Shown("total", 3), Shown("a", 4), Withheld("b"), Sum("total", ("a", "b"))]
    with pytest.raises(ValueError, match="no counts fit"):
        deduce(facts)
    assert list(audit(facts, {"b": frozenset({1})})) == ["b"]
