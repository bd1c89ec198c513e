"""Shares by category beside those of others, and changes on the year before, with clustered events allowed for."""

import pandas as pd
import pytest

from analysis.model.categories import compare_categories, compare_years

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


def test_a_count_without_categories_has_no_rows_and_its_categories_are_text():
    total = pd.Series({"": 44.0})
    rows = compare_categories(total, total)

    assert rows.empty
    assert pd.api.types.is_string_dtype(rows["category"])
