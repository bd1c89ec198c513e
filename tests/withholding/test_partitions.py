"""Which columns of a table make up their whole, as far as a reader can tell who sees no small number."""

import numpy as np
import pytest

from publishing.withholding.partitions import Lines, find_disjoint, find_partitions, group_by_kind

C, GONE, OUT = "c", None, "out"  # a small number, a cell that is not there, one that an earlier release withheld


def lay_out(*rows, slack=0.0):
    """Lines of rows: a whole, then its parts."""
    cells = [row[1:] for row in rows]
    numbers = [[cell if isinstance(cell, int) else np.nan for cell in row] for row in cells]
    return Lines(
        np.array([row[0] for row in rows], float),
        np.array(numbers, float),
        np.array([[cell == C for cell in row] for row in cells]),
        np.array([[cell is GONE for cell in row] for row in cells]),
        np.array([[cell == OUT for cell in row] for row in cells]),
        np.full(len(rows), slack),
    )


def test_what_the_shown_parts_leave_is_one_small_count():
    assert find_largest(lay_out((57, C, 24, 30), (40, C, 18, 20)), 5) == (0, 1, 2)


def find_largest(lines, threshold):
    """The largest partition alone, as areas and months are looked at; None where there is none."""
    return next(iter(find_partitions(lines, threshold)), None)


@pytest.mark.parametrize(("rest", "found"), [(1, None), (2, (0, 1, 2)), (10, (0, 1, 2)), (11, None)])
def test_two_that_are_withheld_come_to_2_at_least_and_to_twice_the_threshold_at_most(rest, found):
    assert find_largest(lay_out((24 + rest, C, C, 24)), 5) == found


def test_a_threshold_of_7_allows_7():
    lines = lay_out((31, C, 24))
    assert (find_largest(lines, 5), find_largest(lines, 7)) == (None, (0, 1))


def test_categories_that_overlap_are_none():
    assert find_largest(lay_out((13, 9, 8, C, C), (53, 30, 24, 10, C)), 5) is None


def test_one_line_of_ten_may_be_mistyped():
    right = [(57, C, 24, 30)] * 9
    assert find_largest(lay_out(*right, (90, C, 24, 30)), 5) == (0, 1, 2)
    assert find_largest(lay_out(*right[:8], (90, C, 24, 30)), 5) is None


def test_a_line_without_a_withheld_part_that_does_not_hold_rules_out_one_that_allows_it():
    assert find_largest(lay_out((57, C, 24, 30), (90, 12, 24, 30)), 5) is None


def test_one_line_that_holds_is_enough_where_none_speaks_against_it():
    assert find_largest(lay_out((66, 12, 24, 30), (4, C, C, 0)), 5) == (0, 1, 2)
    assert find_largest(lay_out((66, 12, 24, 30), (90, 12, 24, 30)), 5) is None


def test_a_row_that_is_not_there_may_be_small_or_zero():
    assert find_largest(lay_out((54, GONE, 24, 30), (40, C, 18, 20)), 5) == (0, 1, 2)


def test_of_age_groups_and_sexes_beside_each_other_the_age_groups_are_found():
    rows = [(57, C, 24, 30, 40, 17), (40, C, 18, 20, 31, 9), (22, C, 8, 10, 12, 10)]
    assert find_largest(lay_out(*rows), 5) == (0, 1, 2)


def test_some_of_few_categories_are_one_as_soon_as_one_line_allows_it_and_some_of_the_areas_in_three():
    lines = lay_out((57, C, 24, 30, 12), (40, C, 18, 20, 9))
    assert find_partitions(lines, 5) == []
    assert find_partitions(lines, 5, some_of_few=True) == [(0, 1, 2)]


def test_some_of_many_categories_take_three_lines():
    row = (57, C, 24, 30, 41, 43, 44, 46)
    assert find_partitions(lay_out(row, row), 5, some_of_few=True) == []
    assert (0, 1, 2) in find_partitions(lay_out(row, row, row), 5, some_of_few=True)


def test_sexes_and_age_groups_beside_each_other_are_two_partitions():
    line = lay_out((35, 31, C, C, 20, 12))  # boys, girls; under 10, 10 to 15, 16 and 17
    assert find_partitions(line, 5, kinds=[(0, 1), (2, 3, 4)]) == [(0, 1), (2, 3, 4)]


def test_a_group_and_its_own_groups_are_two_partitions():
    line = lay_out((42, 9, C, 30, 12))  # under 5, 5 to 12, 13 to 17; under 13
    assert set(find_partitions(line, 5, some_of_few=True)) == {(0, 1, 2), (2, 3)}


def test_of_two_choices_of_which_one_holds_the_other_the_larger_is_taken():
    assert find_partitions(lay_out((57, C, 24, 30, 0)), 5, some_of_few=True) == [(0, 1, 2, 3)]


def test_shares_tell_counts_that_may_be_a_little_off():
    assert find_largest(lay_out((55, C, 24, 31)), 5) is None
    assert find_largest(lay_out((55, C, 24, 31), slack=1), 5) == (0, 1, 2)


def test_what_an_earlier_release_withheld_may_be_of_any_size():
    assert find_largest(lay_out((57, OUT, 24, 10), (40, OUT, 18, 3)), 5) == (0, 1, 2)
    assert find_largest(lay_out((57, OUT, 24, 50), (40, OUT, 18, 30)), 5) is None


def find_lines(lines, **more):
    """What `find_disjoint` finds: the choices, each with the numbers of the lines in which it matters."""
    return {choice: np.flatnonzero(matters).tolist() for choice, matters in find_disjoint(lines, 5, **more)}


@pytest.mark.parametrize(("rest", "found"), [(0, {}), (1, {(0, 1): [0]}), (5, {(0, 1): [0]}), (6, {})])
def test_a_rest_matters_where_it_is_small(rest, found):
    assert find_lines(lay_out((34 + rest, 10, 24))) == found


def test_columns_that_once_come_to_more_than_the_whole_overlap():
    assert find_lines(lay_out((36, 10, 24), (30, 10, 24))) == {}


def test_a_withheld_one_counts_as_one_at_least():
    assert find_lines(lay_out((36, 10, 24), (30, C, 29))) == {(0, 1): [0, 1]}
    assert find_lines(lay_out((36, 10, 24), (30, C, 30))) == {}


def test_columns_of_two_kinds_overlap():
    assert find_lines(lay_out((36, 10, 24)), kinds=[(0,), (1,)]) == {}


def test_what_lies_within_a_partition_leaves_what_its_others_are():
    assert find_lines(lay_out((36, 10, 24, 2)), partitions=[(0, 1, 2)]) == {}


def test_some_columns_matter_beside_a_withheld_one_only_where_they_leave_it_one_value():
    lines = lay_out((36, 10, 24, C, 30), (34, 10, 23, C, 30), (90, 40, 20, 20, 40))
    assert find_lines(lines, kinds=[(3,)]) == {(0, 1, 2): [1]}


@pytest.mark.parametrize(
    ("names", "groups"),
    [
        (("Boys", "Girls", "Under 13", "13 to 15", "16 and 17"), [(0, 1), (2, 3, 4)]),
        (("10-15", "Female", "16+", "Male", "under one year"), [(1, 3), (0, 2, 4)]),
        (("Neglect", "Physical", "Emotional"), []),
        (("boys under 13", "girls under 13", "13 to 17"), []),
        (("Midday", "Manslaughter", "Females"), []),
    ],
)
def test_sexes_and_age_groups_are_told_apart_and_a_name_that_says_both_is_neither(names, groups):
    assert group_by_kind(names) == groups
