"""Changes of a stock where some children are in both counts.

DfE, child protection plans at 31 March 2023 and 2024 (table D1); of England's plans at a 31 March 17% were there a
year later (table D5).
"""

import pytest

from analysis.model.item_change import compare_stocks


@pytest.mark.parametrize(
    ("earlier", "later", "rates", "expected"),
    [
        (1323, 1428, (46.0, 49.3), (1.07, 1.00, 1.15)),  # Birmingham: +7% (0 to 15)
        (23, 26, (28.6, 32.6), (1.14, 0.68, 1.90)),  # Rutland: +14% (-32 to +90)
    ],
)
def test_changes_of_plans_have_limits_once_the_overlap_is_known(earlier, later, rates, expected):
    populations = (earlier / rates[0], later / rates[1])
    found = compare_stocks(earlier, later, 0.17, populations=populations)

    assert [found.value, found.lower, found.upper] == pytest.approx(expected, abs=0.01)


def test_children_in_both_counts_say_nothing_of_a_change():
    none, most = (compare_stocks(400, 440, overlap) for overlap in (0, 0.7))

    assert none.lower < 1 < none.upper
    assert most.lower > 1
    assert most.upper / most.lower < none.upper / none.lower


def test_stocks_of_other_children_are_two_counts():
    found = compare_stocks(100, 150, 0)

    assert found.lower == pytest.approx(1.5 / 2.718281828 ** (1.96 * (1 / 100 + 1 / 150) ** 0.5), rel=1e-3)


def test_an_overlap_that_the_later_stock_cannot_hold_gives_the_reason():
    assert compare_stocks(60, 20, 0.5).reason.startswith("More children than the later stock")
    assert compare_stocks(0, 5, 0).reason == "A stock is zero, so there is no ratio."
    assert compare_stocks(float("nan"), 5, 0.1).reason == "A stock is missing."


def test_a_percentage_in_place_of_a_share_is_refused():
    with pytest.raises(ValueError, match="between 0 and 1"):
        compare_stocks(20, 25, 19)
