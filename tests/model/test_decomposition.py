"""How much of a change each factor made.

Das Gupta P (1993), Standardization and Decomposition of Rates, examples 2.1, 2.3 and 2.5, as the R package DasGuptR
reproduces them.
"""

import numpy as np
import pandas as pd
import pytest

from analysis.model.decomposition import decompose_product, decompose_stock


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


# Department for Education, table D1: Southampton's plans on 31 March and those started in the year; ONS, mid-2012, 2013
PLANS = [
    pd.Series({"end": pd.Timestamp("2013-03-31"), "numerator": 262.0, "denominator": 46_850.0}),
    pd.Series({"end": pd.Timestamp("2014-03-31"), "numerator": 236.0, "denominator": 47_450.0}),
]
STARTS = pd.DataFrame({"end": [row["end"] for row in PLANS], "numerator": [357.0, 373.0]})


def test_a_stock_is_population_times_starts_times_how_long_each_lasts():
    found = decompose_stock(*PLANS, STARTS)

    assert found.table["factor"].tolist() == ["population", "starts", "length"]
    assert found.change == pytest.approx(-26)
    assert found.table["effect"].sum() == pytest.approx(-26)
    assert found.table["after"].prod() == pytest.approx(236)
    assert effects(found)["starts"] > 0 > effects(found)["length"]


@pytest.mark.parametrize("starts", [None, STARTS[:1], STARTS.assign(numerator=[0.0, 373.0])])
def test_a_stock_whose_starts_are_not_known_is_population_times_rate(starts):
    found = decompose_stock(*PLANS, starts)

    assert found.table["factor"].tolist() == ["population", "rate"]
    # by hand: the change of each times the mean of the other
    assert effects(found)["population"] == pytest.approx(600 * (262 / 46_850 + 236 / 47_450) / 2)


def test_a_missing_factor_gives_the_reason():
    assert decompose_product({"a": 1, "b": np.nan}, {"a": 2, "b": 1}).reason == "A figure of b is missing."
    withheld = PLANS[1].copy()
    withheld["numerator"] = np.nan
    assert decompose_stock(PLANS[0], withheld).reason == "A figure of rate is missing."


def test_factors_that_differ_are_refused():
    with pytest.raises(ValueError, match="same two factors"):
        decompose_product({"a": 1, "b": 2}, {"a": 1, "c": 2})
