"""How much of a change each factor made.

Das Gupta P (1993), Standardization and Decomposition of Rates, examples 2.1, 2.3 and 2.5, as the R package DasGuptR
reproduces them.
"""

import numpy as np
import pandas as pd
import pytest

from analysis.model.decomposition import decompose_product, decompose_rates


def effects(found):
    return dict(zip(found.table["factor"], found.table["effect"], strict=True))


def test_two_factors_are_das_guptas_example():
    found = decompose_product(
        {"average earnings": 10930, "earners": 0.717892}, {"average earnings": 16591, "earners": 0.825974}
    )

    assert found.change == pytest.approx(5857.175, abs=0.001)
    assert effects(found) == pytest.approx({"average earnings": 4369.913, "earners": 1487.262}, abs=0.001)
    assert found.table["share"].tolist() == pytest.approx([0.7461, 0.2539], abs=0.00005)


def test_three_factors_are_das_guptas_example():
    austria = {"births": 51.78746, "of women 15 to 49": 0.45919, "of women": 0.52638}
    chile = {"births": 84.90502, "of women 15 to 49": 0.75756, "of women": 0.51065}
    found = decompose_product(austria, chile)

    assert (found.before, found.after) == (pytest.approx(12.51747, abs=5e-6), pytest.approx(32.84534, abs=5e-6))
    expected = {"births": 10.4340333, "of women 15 to 49": 10.5608476, "of women": -0.6670084}
    assert effects(found) == pytest.approx(expected, abs=5e-7)


def test_any_number_of_factors_leaves_nothing_over():
    # example 2.5: births, pregnancies, active women and women, 1971 and 1979
    before = {"a": 25.3, "b": 0.214, "c": 0.279, "d": 0.949}
    after = {"a": 32.7, "b": 0.290, "c": 0.473, "d": 0.986}
    found = decompose_product(before, after)

    assert found.table["effect"].sum() == pytest.approx(found.change)
    assert found.table["share"].sum() == pytest.approx(1)


def test_take_up_fell_because_more_was_offered():
    # Southampton LSCB annual report 2013-14: 127 places offered and 107 filled, then 176 and 114
    found = decompose_product({"offered": 127, "share filled": 107 / 127}, {"offered": 176, "share filled": 114 / 176})

    assert found.change == pytest.approx(7)
    assert found.table["factor_change"].tolist() == pytest.approx([0.39, -0.23], abs=0.005)
    assert effects(found)["offered"] > 0 > effects(found)["share filled"]


def test_the_mix_of_groups_is_told_from_their_rates():
    same_rates = pd.DataFrame(
        {"size_before": [50, 50], "size_after": [90, 10], "rate_before": [10.0, 30.0], "rate_after": [10.0, 30.0]}
    )
    found = decompose_rates(same_rates)

    assert (found.before, found.after) == (20, 12)
    assert effects(found) == {"mix": pytest.approx(-8), "rates": pytest.approx(0)}


def test_mix_and_rates_add_up_to_the_change():
    groups = pd.DataFrame(
        {"size_before": [50, 50], "size_after": [70, 30], "rate_before": [10.0, 30.0], "rate_after": [12.0, 20.0]}
    )
    found = decompose_rates(groups)

    # by hand: mix (0.2 × 11) - (0.2 × 25); rates (2 × 0.6) - (10 × 0.4)
    assert effects(found) == {"mix": pytest.approx(-2.8), "rates": pytest.approx(-2.8)}
    assert found.table["effect"].sum() == pytest.approx(found.change)


def test_a_missing_factor_gives_the_reason():
    assert decompose_product({"a": 1, "b": np.nan}, {"a": 2, "b": 1}).reason == "A figure of b is missing."
    gap = pd.DataFrame({"size_before": [1], "size_after": [1], "rate_before": [np.nan], "rate_after": [1.0]})
    assert decompose_rates(gap).reason.startswith("A group's size or rate is missing")


def test_factors_that_differ_are_refused():
    with pytest.raises(ValueError, match="same two factors"):
        decompose_product({"a": 1, "b": 2}, {"a": 1, "c": 2})
