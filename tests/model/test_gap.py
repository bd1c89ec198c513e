"""Whether the gap between an area and a comparator closes, told by the figures as they stand.

DfE, Characteristics of children in need 2013 to 2024 (referrals; ONS mid-year population), Southampton; Southampton
LSCB, annual report 2013-14, "Rate of referrals".
"""

import numpy as np
import pandas as pd
import pytest

from analysis.model.gap import fit_gap

YEARS = [f"{year}-{(year + 1) % 100:02d}" for year in range(2012, 2024)]
REFERRALS = [3822, 3471, 6407, 4116, 3044, 2613, 2598, 4840, 4092, 3640, 3747, 3094]
CHILDREN = [46877, 47458, 47833, 48257, 48847, 49138, 49331, 49588, 49737, 49388, 49871, 50373]


def series(numerator, denominator, years=YEARS):
    return pd.DataFrame({"period": years[: len(numerator)], "numerator": numerator, "denominator": denominator})


@pytest.mark.parametrize(
    ("area", "direction"),
    [
        (2.0 * 0.95 ** np.arange(10), "closing"),
        (0.5 * 1.05 ** np.arange(10), "closing"),
        (2.0 * 1.05 ** np.arange(10), "widening"),
        (0.5 * 0.95 ** np.arange(10), "widening"),
        (1.2 * 0.9 ** np.arange(10), "crossed"),
        (2.0 * 1.0 ** np.arange(10), "no clear change"),
    ],
)
def test_a_gap_closes_where_the_slopes_lead_together(area, direction):
    rng = np.random.default_rng(11)
    england = series(500_000 * rng.normal(1, 0.01, 10), np.full(10, 1e7))
    local = series(2_500 * area * rng.normal(1, 0.01, 10), np.full(10, 5e4))

    gap = fit_gap(local, england)

    assert gap.direction == direction
    assert gap.first == pytest.approx(area[0], rel=0.05)
    assert gap.last == pytest.approx(area[-1], rel=0.05)


def test_a_comparator_without_counts_is_read_by_its_values():
    # DfE, rate of referrals per 10,000 children, England, 2013 to 2024
    england = pd.DataFrame(
        {
            "period": YEARS,
            "value": [520.4, 573.3, 551, 536, 553.6, 559.6, 553.7, 545.3, 507.1, 552.8, 538.8, 518.3],
        }
    )

    gap = fit_gap(series(REFERRALS, CHILDREN), england, comparator_per=10_000)

    assert gap.first > gap.last > 1
    assert gap.direction == "no clear change"


def test_only_periods_that_both_have_count_towards_a_gap():
    england = series([500_000] * 10, [1e7] * 10)
    local = series(2_500 * np.concatenate([np.full(4, 3.0), 1.1 ** np.arange(6)]), [5e4] * 10)

    assert fit_gap(local, england.iloc[4:]).ratio == pytest.approx(1.1)


def test_too_few_periods_in_common_give_the_reason():
    england = series(REFERRALS[:3], CHILDREN[:3])

    gap = fit_gap(series(REFERRALS, CHILDREN), england)

    assert gap.reason == "A slope needs 6 points without a known shift between them; there are 3."
    assert gap.direction is None


def test_what_the_area_was_and_is_are_the_figures_and_not_a_line_through_them():
    years = [f"{year}-{(year + 1) % 100:02d}" for year in range(2006, 2014)]
    local = pd.DataFrame({"period": years, "value": [385, 393, 596, 717, 733, 794, 822, 734]})
    england = pd.DataFrame({"period": years, "value": [496, 490, 497, 548, 557, 534, 521, 573]})

    gap = fit_gap(local, england, "value")

    assert (round(gap.first, 2), gap.first_period) == (0.78, "2006-07")
    assert (round(gap.last, 2), gap.last_period) == (1.28, "2013-14")
    assert gap.direction is None
    assert "The level shifted in 2008-09" in gap.reason


def test_shares_are_divided_as_they_are_written():
    years = YEARS[:6]
    local = pd.DataFrame({"period": years, "numerator": [30, 31, 29, 30, 31, 30], "denominator": 100})
    england = local.assign(numerator=2000, denominator=10_000)

    gap = fit_gap(local, england, "proportion")

    assert (gap.first, gap.last) == pytest.approx((1.5, 1.5))
    assert gap.direction == "no clear change"


def test_places_without_a_period_in_common_give_the_reason():
    gap = fit_gap(series(REFERRALS[:6], CHILDREN[:6]), series(REFERRALS[6:], CHILDREN[6:], YEARS[6:]))

    assert gap.reason == "There is no period for which both have a figure."
