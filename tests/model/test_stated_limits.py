"""What chance allows of stated figures: limits by what is known behind each."""

import numpy as np
import pandas as pd
import pytest

from analysis.model.stated_limits import (
    add_stated_limits,
    compare_with_before,
    compare_with_england,
    gaps_to_everyone,
    suppose_bases,
)

EMPTY = {
    "indicator": "attainment",
    "breakdown": "",
    "period": "2013",
    "follows": False,
    "england_when": "",
    **dict.fromkeys(
        ["count", "base", "things", "value", "lower", "upper", "england", "before_count", "implied"], np.nan
    ),
}


def rows(*given: dict) -> pd.DataFrame:
    return pd.DataFrame([EMPTY | row for row in given])


def share(count, base, **given) -> dict:
    return {"kind": "share with its numbers", "count": count, "base": base, "value": count / base} | given


def test_a_share_with_its_numbers_has_wilson_limits():
    """404 of 685 families turned round (Southampton LSCB, annual report 2013-14)."""
    (found,) = add_stated_limits(rows(share(404, 685))).to_dict("records")

    assert (found["lower"], found["upper"]) == (pytest.approx(0.5525, abs=1e-4), pytest.approx(0.6260, abs=1e-4))
    assert found["method"] == "Wilson score limits"


@pytest.mark.parametrize(("count", "method"), [(9, "exact Poisson limits"), (10, "Byar's limits")])
def test_a_count_has_the_limits_of_its_size(count, method):
    (found,) = add_stated_limits(rows({"kind": "count", "count": count})).to_dict("records")

    assert found["lower"] < count < found["upper"]
    assert found["method"] == method


def test_a_change_has_limits_only_where_its_counts_are_known():
    known = {"kind": "change", "value": -0.12, "things": 9680, "implied": 11_000}
    found = add_stated_limits(rows(known, {"kind": "change", "value": -0.12}))

    assert list(found["lower"].notna()) == [True, False]
    assert found["upper"].iloc[0] < 0


def test_a_figure_that_may_not_be_shown_gets_no_limits():
    found = add_stated_limits(rows(share(4, 10) | {"count": np.nan, "value": np.nan}))

    assert found[["lower", "upper"]].isna().all(axis=None)


def test_a_count_is_compared_only_with_the_one_that_it_follows():
    pair = {"kind": "count", "count": 29, "before_count": 56}
    found = compare_with_before(rows(pair | {"follows": True}, pair))

    assert list(found) == [0]
    assert found[0].upper < 1


def test_a_share_is_judged_against_englands_of_the_same_period_only():
    limits = {"lower": 0.55, "upper": 0.63, "england": 0.334}
    found = compare_with_england(
        rows(share(404, 685, **limits), share(404, 685, **limits, england_when="2012")), {"attainment": "high"}
    )

    assert found == {0: "better"}


def test_the_limits_of_a_share_without_its_number_shrink_with_the_number_supposed():
    """80% of 20 and of 100: Wilson's limits are 58% to 92% and 71% to 87%."""
    found = suppose_bases(rows({"kind": "share without its numbers", "value": 0.8}), (20, 100))

    assert found.loc[0, 20].round(2).tolist() == [0.58, 0.92]
    assert found.loc[0, 100].round(2).tolist() == [0.71, 0.87]


@pytest.mark.parametrize(("everyone", "tells"), [(0.58, True), (0.30, False)])
def test_a_group_is_told_from_everyone_where_so_few_would_do(everyone, tells):
    table = rows(
        {"kind": "share without its numbers", "value": everyone},
        {"kind": "share without its numbers", "value": 0.13, "breakdown": "looked after children"},
    )
    (gap,) = gaps_to_everyone(table, 20).to_dict("records")

    assert (gap["row"], gap["everyone"], gap["tells"]) == (1, everyone, tells)


@pytest.mark.parametrize(("behind", "tells"), [(20, False), (200, True)])
def test_a_group_whose_number_is_known_is_judged_by_that_number(behind, tells):
    """Wilson's limits of 13% are 4% to 34% of 20 and 9% to 18% of 200."""
    table = rows(
        {"kind": "share without its numbers", "value": 0.3},
        {"kind": "share without its numbers", "value": 0.13, "breakdown": "looked after children", "base": behind},
    )
    (gap,) = gaps_to_everyone(table, 1000).to_dict("records")

    assert gap["tells"] == tells
