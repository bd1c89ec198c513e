"""The door: what is withheld, what goes with it, and that nothing passes beside it."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.definitions.partnership import Disclosure
from analysis.measures.columns import Column
from analysis.measures.protection import UNKNOWN, WITHHELD, Protected, protect
from analysis.refusals import DisclosureRefused

SUB_GROUP = Disclosure(withhold_up_to=5)
PUBLIC = Disclosure(withhold_up_to=7, round_to=5)


@pytest.mark.parametrize(("count", "shown"), [(0, True), (1, False), (5, False), (6, True), (91, True)])
def test_counts_from_one_to_the_threshold_are_withheld(count, shown):
    table = protect(pd.DataFrame({"children": [count]}), SUB_GROUP, counts=["children"])

    assert pd.notna(table.table["children"].iloc[0]) == shown
    assert (table.marks["children"].iloc[0] == WITHHELD) != shown


def test_another_profile_has_another_threshold():
    table = protect(pd.DataFrame({"children": [7, 8]}), Disclosure(withhold_up_to=7), counts=["children"])

    assert list(table.marks["children"]) == [WITHHELD, ""]


def test_what_is_derived_from_a_withheld_count_goes_with_it():
    counts = pd.DataFrame({"repeats": [3, 40], "children": [60, 80], "share": [0.05, 0.5], "rounded": [5, 50]})

    table = protect(
        counts,
        SUB_GROUP,
        counts=["repeats", "children"],
        derived={"rounded": ["share"], "share": ["repeats", "children"]},
    )

    assert list(table.marks["share"]) == [WITHHELD, ""]
    assert list(table.marks["rounded"]) == [WITHHELD, ""]
    assert list(table.table["children"]) == [60, 80]


def test_what_is_made_of_a_whole_column_goes_when_one_of_its_cells_does():
    counts = pd.DataFrame({"children": [3, 40], "mean": [21.5, 21.5]})

    table = protect(counts, SUB_GROUP, counts=["children"], across={"mean": ["children"]})

    assert list(table.marks["mean"]) == [WITHHELD, WITHHELD]


@pytest.mark.parametrize(("part", "shown"), [(36, True), (35, False), (31, False), (30, True)])
def test_a_part_whose_rest_is_small_is_withheld_with_its_share(part, shown):
    counts = pd.DataFrame({"on_time": [part], "reviews": [36], "share": [part / 36]})

    table = protect(
        counts,
        SUB_GROUP,
        counts=["on_time", "reviews"],
        derived={"share": ["on_time", "reviews"]},
        columns={"share": Column("On time", "share")},
    )

    assert (table.marks["on_time"].iloc[0] == "") == shown
    assert (table.marks["share"].iloc[0] == "") == shown


def test_a_named_complement_needs_no_share():
    counts = pd.DataFrame({"on_time": [35], "reviews": [36]})

    table = protect(counts, SUB_GROUP, counts=["on_time", "reviews"], complements=[("on_time", "reviews")])

    assert table.withheld == 1


def test_pounds_and_audits_are_not_withheld():
    table = protect(pd.DataFrame({"audits": [3]}), SUB_GROUP, uncounted=["audits"])

    assert table.table["audits"].iloc[0] == 3


def test_a_column_of_numbers_that_nothing_is_said_about_is_refused():
    with pytest.raises(DisclosureRefused, match="'children' holds numbers"):
        protect(pd.DataFrame({"children": [3]}), SUB_GROUP)


def test_a_table_without_rows_holds_no_numbers_whatever_its_columns_are_of():
    assert protect(pd.DataFrame({"suppliers": pd.Series(dtype=float)}), SUB_GROUP).table.empty


def test_flags_are_refused_like_numbers_when_nothing_is_said_about_them():
    with pytest.raises(DisclosureRefused, match="'special' holds numbers"):
        protect(pd.DataFrame({"special": [True]}), SUB_GROUP)


def test_a_column_that_is_not_there_and_one_that_is_named_twice_are_refused():
    counts = pd.DataFrame({"children": [30]})

    with pytest.raises(DisclosureRefused, match="does not have"):
        protect(counts, SUB_GROUP, counts=["children", "episodes"])
    with pytest.raises(DisclosureRefused, match="twice"):
        protect(counts, SUB_GROUP, counts=["children"], uncounted=["children"])


def test_why_a_figure_is_missing_is_kept_and_a_gap_is_never_a_zero():
    counts = pd.DataFrame(
        {"children": [np.nan, np.nan, 85.0], "children_status": ["not_supplied", "reported", "provisional"]}
    )

    table = protect(counts, SUB_GROUP, counts=["children"])

    assert list(table.marks["children"]) == ["not supplied", UNKNOWN, "provisional"]
    assert table.table["children"].isna().tolist() == [True, True, False]
    assert "children_status" not in table.table


def test_what_is_derived_from_a_figure_that_was_not_supplied_says_the_same():
    counts = pd.DataFrame(
        {"children": [np.nan, 40.0], "share": [np.nan, 0.5], "children_status": ["not_supplied", "reported"]}
    )

    table = protect(counts, SUB_GROUP, counts=["children"], derived={"share": ["children"]})

    assert list(table.marks["share"]) == ["not supplied", ""]


def test_a_public_profile_rounds_counts_and_withholds_what_was_made_of_them_before():
    counts = pd.DataFrame({"children": [8, 12, 13], "rate": [1.0, 2.0, 3.0], "in_words": [1.0, 2.0, 3.0]})
    derived = {"rate": ["children"], "in_words": ["rate"]}

    table = protect(counts, PUBLIC, counts=["children"], derived=derived)

    assert list(table.table["children"]) == [10, 10, 15]
    assert table.table[["rate", "in_words"]].isna().all(axis=None)


def test_a_public_profile_shows_what_was_made_of_rounded_counts():
    counts = pd.DataFrame({"children": [10, 15, 5, np.nan], "rate": [1.0, 2.0, 3.0, np.nan]})

    table = protect(counts, PUBLIC, counts=["children"], derived={"rate": ["children"]})

    assert list(table.table["rate"].fillna(-1)) == [1, 2, -1, -1]


@pytest.mark.parametrize(("other", "shown"), [(15, True), (16, False), (5, False)])
def test_a_public_profile_withholds_what_is_made_of_a_column_in_which_one_count_came_exact(other, shown):
    counts = pd.DataFrame({"children": [10, other], "mean": [12.5, 12.5]})

    table = protect(counts, PUBLIC, counts=["children"], across={"mean": ["children"]})

    assert table.table["mean"].notna().all() == shown


def test_a_protected_table_cannot_be_made_beside_the_door():
    with pytest.raises(DisclosureRefused, match="made by protect"):
        Protected(pd.DataFrame(), pd.DataFrame(), {}, 5, object())


def test_the_table_given_is_not_changed():
    counts = pd.DataFrame({"children": [3]})

    protect(counts, SUB_GROUP, counts=["children"])

    assert counts["children"].iloc[0] == 3


def test_a_selection_stays_protected_and_keeps_its_order():
    counts = pd.DataFrame({"area": ["a", "b"], "children": [3, 40], "episodes": [9, 50]})

    chosen = protect(counts, SUB_GROUP, counts=["children", "episodes"]).select(
        ["episodes", "children"], rows=[True, False]
    )

    assert list(chosen.table.columns) == ["episodes", "children"]
    assert chosen.marks["children"].tolist() == [WITHHELD]


@given(st.lists(st.integers(0, 12), min_size=1, max_size=8), st.integers(5, 9))
def test_no_count_of_one_to_the_threshold_ever_passes(counts, threshold):
    table = protect(pd.DataFrame({"children": counts}), Disclosure(withhold_up_to=threshold), counts=["children"])

    assert not table.table["children"].between(1, threshold).any()
    assert table.withheld == sum(1 <= count <= threshold for count in counts)
