"""Shares by category beside those of others, and changes on the year before, with clustered events allowed for."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.definitions.learned_changes import IndicatorChanges, OrdinaryChange
from analysis.model.categories import (
    compare_categories,
    compare_years,
    find_clear_changes,
    find_groups_apart,
    judge_among_neighbours,
)
from analysis.model.judged_change import judge_total

# Hampshire Constabulary's table in Southampton LSCB's annual report 2013-14, and the three other districts together
OWN = pd.Series({"": 241, "historic": 49, "under 18": 88, "domestic": 22})
OTHERS = pd.Series({"": 123, "historic": 74, "under 18": 60, "domestic": 19})


def compared(**given) -> pd.DataFrame:
    return compare_categories(OWN, OTHERS, **given).set_index("category")


def test_a_share_is_of_each_places_own_total():
    rows = compared()

    assert rows.loc["historic", "value"] == pytest.approx(49 / 241)
    assert rows.loc["historic", "other_value"] == pytest.approx(74 / 123)


def test_a_share_far_from_the_others_differs_and_a_near_one_does_not():
    rows = compared()

    assert rows.loc["historic", "differs"]
    assert not rows.loc["domestic", "differs"]


def test_a_difference_that_clustered_events_could_make_is_no_verdict():
    assert compared().loc["under 18", "differs"]
    assert not compared(clustering=1.5).loc["under 18", "differs"]


def test_without_others_nothing_is_said_to_differ():
    rows = compare_categories(OWN, OTHERS * float("nan"))

    assert rows["differs"].isna().all()
    assert rows["value"].notna().all()


def test_a_printed_change_is_kept_and_its_limits_are_of_the_counts():
    rows = compare_years(pd.DataFrame({"count": [41.0], "before": [31.0], "printed": [0.33]}))

    assert rows.loc[0, "change"] == 0.33
    assert rows.loc[0, "lower"] < 0 < rows.loc[0, "upper"]
    assert not rows.loc[0, "differs"]


def test_a_doubling_of_a_large_count_differs():
    rows = compare_years(pd.DataFrame({"count": [400.0], "before": [200.0]}), clustering=1.5)

    assert rows.loc[0, "differs"]
    assert rows.loc[0, "change"] == pytest.approx(1.0)


def test_an_unknown_count_before_gives_no_verdict():
    rows = compare_years(pd.DataFrame({"count": [400.0], "before": [float("nan")]}))

    assert rows["differs"].isna().all()


PEERS = [f"n{number}" for number in range(1, 11)]


def among(own, peers=PEERS) -> pd.DataFrame:
    """An area's two categories of 10,000 among ten neighbours whose shares lie about 10% and about 5%."""
    counts = pd.DataFrame({"": 10_000.0, "first": range(800, 1_300, 50), "second": range(400, 650, 25)}, index=PEERS)
    counts.loc["own"] = [10_000, *own]
    rows = compare_categories(counts.loc["own"], counts.sum())
    return judge_among_neighbours(rows, counts, peers).set_index("category")


def test_a_share_within_its_neighbours_spread_is_not_unusual_however_sure_its_difference_from_all_is():
    rows = among((1_200, 500))

    assert rows.loc["first", "lower"] > rows.loc["first", "other_value"]
    assert not rows["differs"].any()
    assert rows.loc["first", "median"] == pytest.approx(0.1025)


def test_a_share_outside_what_the_neighbours_predict_differs():
    rows = among((3_000, 500))

    assert rows["differs"].tolist() == [True, False]
    assert rows.loc["first", "usual_upper"] < 0.3


def test_of_many_categories_those_that_hold_together_differ():
    # by hand: p of 0.03 beside one of 0.5 is above 0.05 / 2, and alone it is below 0.05
    counts = pd.DataFrame({"": 1e6, "first": [9e4, 9.5e4, 1e5, 1.05e5, 1.1e5, 1e5], "second": 5e4}, index=PEERS[:6])
    counts["second"] += pd.Series(range(0, 6_000, 1_000), PEERS[:6])
    counts.loc["own"] = [1e6, 1.245e5, 5.25e4]
    rows = compare_categories(counts.loc["own"], counts.sum())
    alone = judge_among_neighbours(rows[:1], counts, PEERS[:6])
    both = judge_among_neighbours(rows, counts, PEERS[:6])

    assert alone["differs"].tolist() == [True]
    assert both["differs"].tolist() == [False, False]


def test_where_fewer_than_five_neighbours_are_known_chance_decides():
    rows = among((3_000, 500), PEERS[:4])

    assert rows["median"].isna().all()
    assert rows.loc["first", "differs"]


def test_a_total_is_judged_as_the_indicator_is_judged_on_other_pages():
    window = OrdinaryChange(
        kind="rate",
        every="year",
        first=date(2021, 3, 31),
        last=date(2023, 3, 31),
        areas=150,
        changes=450,
        spread=0.12,
        dispersion=4.0,
        degrees=9.0,
    )
    kept = IndicatorChanges(source="An example", windows=[window])
    end = pd.Timestamp("2024-03-31")

    assert judge_total(224, 276, end, kept).unusual is False
    assert judge_total(2_240, 5_000, end, kept).unusual is True
    assert judge_total(224, 276, end, None) is None


def test_a_count_without_categories_has_no_rows_and_its_categories_are_text():
    total = pd.Series({"": 44.0})
    rows = compare_categories(total, total)

    assert rows.empty
    assert pd.api.types.is_string_dtype(rows["category"])


# DfE, children in need, table C5: referrals in Rutland in 2022-23 and 2023-24 by six sources that both years give
SOURCES = pd.DataFrame({"before": [19.0, 32, 32, 38, 60, 36], "count": [36.0, 32, 26, 66, 52, 49]})


def test_of_many_changes_only_those_stand_that_hold_with_all_judged_together():
    alone = compare_years(SOURCES)["differs"]

    assert list(np.flatnonzero(alone)) == [0, 3]
    assert list(np.flatnonzero(find_clear_changes(SOURCES))) == [3]  # p of 0.0078 against 0.05 ÷ 6; 0.030 is above


def test_a_change_that_is_not_known_or_of_none_from_none_stands_not_and_counts_for_no_other():
    more = pd.concat([SOURCES, pd.DataFrame({"before": [np.nan, 0.0], "count": [500.0, 0.0]})], ignore_index=True)

    assert list(np.flatnonzero(find_clear_changes(more))) == [3]


def test_changes_of_cases_that_cluster_need_to_be_larger_to_stand():
    assert not find_clear_changes(SOURCES, clustering=2).any()


WHOLE = pd.Series({"numerator": 32, "denominator": 127})


def groups(*pairs) -> pd.DataFrame:
    return pd.DataFrame(pairs, columns=["numerator", "denominator"])


def test_the_test_of_a_group_is_fishers():
    # Fisher, The Design of Experiments (1935): three of four cups of tea told right, 17 of 70 ways to do as well
    tea = pd.Series({"numerator": 4, "denominator": 8})

    assert find_groups_apart(groups((3, 4)), tea, confidence=0.5).tolist() == [True]  # p of 2 × 17/70 is 0.486
    assert find_groups_apart(groups((3, 4)), tea, confidence=0.52).tolist() == [False]


def test_of_many_groups_the_highest_stands_apart_only_where_it_does_beside_all_of_them():
    high, usual = (12, 28), (8, 32)

    assert find_groups_apart(groups(high), WHOLE).tolist() == [True]
    assert not find_groups_apart(groups(high, *[usual] * 7), WHOLE).any()
    assert find_groups_apart(groups((20, 28), *[usual] * 7), WHOLE).tolist() == [True, *[False] * 7]


def test_a_group_of_everyone_or_without_a_figure_stands_not_apart():
    assert not find_groups_apart(groups((32, 127), (np.nan, 20)), WHOLE).any()
    assert find_groups_apart(groups((np.nan, 20)), WHOLE).tolist() == [False]


@pytest.mark.parametrize("whole", [WHOLE, WHOLE * np.nan])
def test_a_group_that_cannot_be_part_of_the_whole_or_of_one_that_is_not_known_stands_not_apart(whole):
    assert not find_groups_apart(groups((40, 50), (5, 200), (5, 4)), whole).any()
