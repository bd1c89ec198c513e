"""Where an area lies among its neighbours, and whether that is outside what their spread predicts."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.model.among_neighbours import fit_gamma, place_among_neighbours, shrink_rates

OBSERVED = [
    9,
    39,
    11,
    9,
    15,
    8,
    26,
    7,
    6,
    20,
    13,
    5,
    3,
    8,
    17,
    9,
    2,
    7,
    9,
    7,
    16,
    31,
    11,
    7,
    19,
    15,
    7,
    10,
    16,
    11,
    5,
    3,
    7,
    8,
    11,
    9,
    11,
    8,
    6,
    4,
    10,
    8,
    2,
    6,
    19,
    3,
    2,
    3,
    28,
    6,
    1,
    1,
    1,
    1,
    0,
    0,
]
EXPECTED = [
    1.4,
    8.7,
    3.0,
    2.5,
    4.3,
    2.4,
    8.1,
    2.3,
    2.0,
    6.6,
    4.4,
    1.8,
    1.1,
    3.3,
    7.8,
    4.6,
    1.1,
    4.2,
    5.5,
    4.4,
    10.5,
    22.7,
    8.8,
    5.6,
    15.5,
    12.5,
    6.0,
    9.0,
    14.4,
    10.2,
    4.8,
    2.9,
    7.0,
    8.5,
    12.3,
    10.1,
    12.7,
    9.4,
    7.2,
    5.3,
    18.8,
    15.8,
    4.3,
    14.6,
    50.7,
    8.2,
    5.6,
    9.3,
    88.7,
    19.6,
    3.4,
    3.6,
    5.7,
    7.0,
    4.2,
    1.8,
]


def test_the_lip_cancer_of_scotland_has_the_published_gamma_distribution():
    common = sum(OBSERVED) / sum(EXPECTED)
    shape, rate = fit_gamma(np.array(OBSERVED), np.array(EXPECTED) * common)

    assert (round(shape, 2), round(rate / common, 2)) == (1.88, 1.32)


def test_counties_of_small_numbers_are_drawn_in_by_most():
    values = shrink_rates(np.array(OBSERVED), np.array(EXPECTED))

    assert values[0] == pytest.approx((9 + 1.88) / (1.4 + 1.32), abs=0.01)  # 6.4 times as many as expected
    assert values[1] == pytest.approx((39 + 1.88) / (8.7 + 1.32), abs=0.01)  # 4.5 times
    assert values[48] == pytest.approx(28 / 88.7, abs=0.02)
    assert values[55] > 0  # none among 1.8 expected


def test_areas_that_differ_by_chance_alone_all_have_the_common_rate():
    rates = shrink_rates(np.array([10.0, 10, 11, 9, 10, 10]), np.full(6, 1000.0))

    assert rates == pytest.approx(np.full(6, 0.01), rel=0.01)


def test_an_area_without_figures_has_none_and_teaches_nothing():
    rates = shrink_rates(np.array([*OBSERVED, np.nan]), np.array([*EXPECTED, 5.0]))

    assert np.isnan(rates[-1])
    assert rates[:-1] == pytest.approx(shrink_rates(np.array(OBSERVED), np.array(EXPECTED)))


def test_fewer_than_five_areas_have_no_rates():
    assert np.isnan(shrink_rates(np.array([1.0, 2, 3, 4]), np.ones(4))).all()


# plans per 10,000 children of the ten neighbours: nine between 40 and 62, and one of 106
PLANS = [43.6, 45.0, 47.2, 50.1, 52.0, 53.2, 54.9, 56.5, 61.5, 106.0]


def published(*values):
    return pd.DataFrame({"value": values})


def counted(events, population=50_000):
    return pd.DataFrame(
        {"value": np.array(events) / population * 10_000, "numerator": events, "denominator": population}
    )


def test_the_median_stands_where_one_neighbour_moves_the_mean():
    placed = place_among_neighbours(pd.Series({"value": 55.0}), published(*PLANS))

    assert placed.median == pytest.approx(52.6)
    assert np.mean(PLANS) > 55
    assert (placed.side, placed.above) == ("above", 3)
    assert (placed.lowest, placed.highest) == (43.6, 106.0)
    assert placed.unusual is False


def test_limits_of_published_rates_are_those_of_one_more_value():
    logs = np.log(PLANS)
    half = stats.t.ppf(0.975, 9) * logs.std(ddof=1) * np.sqrt(1.1)

    placed = place_among_neighbours(pd.Series({"value": 20.0}), published(*PLANS))

    assert [placed.lower, placed.upper] == pytest.approx(np.exp([logs.mean() - half, logs.mean() + half]))
    assert placed.unusual is True


def test_a_share_is_placed_by_its_log_odds():
    shares = np.linspace(0.18, 0.27, 10)

    placed = place_among_neighbours(pd.Series({"value": 0.45}), published(*shares), "proportion")

    assert 0 < placed.lower < 0.18 < 0.27 < placed.upper < 0.45
    assert placed.unusual is True


@pytest.mark.nightly
def test_one_area_in_twenty_is_unusual_where_all_come_from_the_same_spread():
    rng = np.random.default_rng(4)
    unusual = []
    for _ in range(150):
        events = rng.poisson(rng.lognormal(np.log(300), 0.25, 11))
        unusual.append(place_among_neighbours(counted(events).iloc[0], counted(events[1:])).unusual)

    assert 0.015 < np.mean(unusual) < 0.09


def test_a_small_area_may_lie_further_out():
    large = counted(np.array([280, 300, 290, 310, 305, 295, 285, 315, 300, 320]))
    small = counted([9], population=1_000)  # half as much again as its neighbours' rate

    placed = place_among_neighbours(small.iloc[0], large)
    sure = place_among_neighbours(counted([450]).iloc[0], large)

    assert (placed.unusual, sure.unusual) == (False, True)
    assert placed.upper > sure.upper


def test_a_small_areas_rate_is_read_with_its_neighbours():
    placed = place_among_neighbours(counted([12], population=1_000).iloc[0], counted([280, 330, 250, 310, 365, 295]))

    assert 60 < placed.shrunk < 90  # of 120 per 10,000 itself, 61 among the neighbours


@pytest.mark.parametrize("kind", ["rate", "proportion"])
@pytest.mark.parametrize("events", range(12))
def test_a_figure_of_few_cases_is_unusual_exactly_where_it_lies_outside_the_limits(kind, events):
    neighbours, own = counted([2, 5, 1, 0, 3, 4, 1], population=100), counted([events], population=90)
    if kind == "proportion":
        neighbours["value"], own["value"] = neighbours["value"] / 10_000, own["value"] / 10_000
    placed = place_among_neighbours(own.iloc[0], neighbours, kind)

    assert placed.unusual == (not placed.lower <= placed.value <= placed.upper)
    assert placed.lower >= 0


def test_after_neighbours_with_none_an_area_may_still_have_one():
    placed = place_among_neighbours(
        pd.Series({"value": 0.005, "numerator": 1, "denominator": 200}),
        pd.DataFrame({"value": 0.0, "numerator": 0, "denominator": [300, 280, 350, 400, 310, 290]}),
        "proportion",
    )

    assert placed.unusual is False
    assert placed.upper > 0.005


def test_a_share_of_all_that_came_without_its_counts_is_known_and_gives_the_reason_why_there_is_no_verdict():
    shares = published(0.9, 0.92, 0.85, 0.8, 1.0)
    among, beyond = (
        place_among_neighbours(pd.Series({"value": value}), rows, "proportion")
        for value, rows in ((0.9, shares), (1.0, published(0.9, 0.92, 0.85, 0.8, 0.7)))
    )

    assert (among.known, among.missing, among.highest) == (5, 0, 1.0)
    assert among.unusual is beyond.unusual is None
    assert "only by the counts behind them" in among.why
    assert beyond.above == 0


def test_where_nobody_had_any_there_is_nothing_to_compare():
    placed = place_among_neighbours(counted([0]).iloc[0], counted([0] * 6))

    assert placed.unusual is None
    assert placed.why == "Neither the area nor a neighbour had any."


def test_four_neighbours_are_no_group():
    placed = place_among_neighbours(pd.Series({"value": 55.0}), published(40, 50, 60, 70, np.nan, np.nan))

    assert (placed.known, placed.missing) == (4, 2)
    assert placed.unusual is None
    assert np.isnan(placed.median)
    assert placed.why == "4 of the neighbours have a figure; 5 are needed for a comparison."


def test_an_area_without_a_figure_has_no_verdict_and_the_reason():
    placed = place_among_neighbours(pd.Series({"value": np.nan}), published(*PLANS))

    assert placed.unusual is None
    assert placed.median == pytest.approx(52.6)
    assert placed.why == "The area has no figure for this period."


def test_where_one_neighbour_has_no_count_all_are_read_by_their_values():
    mixed = counted([280, 300, 290, 310, 305, 295])
    mixed.loc[2, ["numerator", "denominator"]] = np.nan

    assert place_among_neighbours(counted([300]).iloc[0], mixed).known == 6
