"""Candidate level shifts, always questions.

DfE, Characteristics of children in need 2013 to 2024, Southampton: referrals by year, and by month of 2012-13
to 2015-16.
"""

import numpy as np
import pandas as pd
import pytest

from analysis.model.level_shift import find_level_shifts, wander
from tests.nightly import sample

REFERRALS = [3822, 3471, 6407, 4116, 3044, 2613, 2598, 4840, 4092, 3640, 3747, 3094]
CHILDREN = [46877, 47458, 47833, 48257, 48847, 49138, 49331, 49588, 49737, 49388, 49871, 50373]
BY_MONTH = [
    282,
    329,
    279,
    306,
    342,
    258,
    371,
    338,
    310,
    330,
    323,
    354,
    261,
    413,
    380,
    298,
    235,
    308,
    284,
    265,
    232,
    284,
    266,
    245,
    457,
    499,
    617,
    561,
    303,
    489,
    638,
    676,
    463,
    557,
    585,
    562,
    375,
    348,
    409,
    382,
    318,
    364,
    307,
    344,
    297,
    347,
    324,
    301,
]


def yearly(numerator, denominator=None):
    years = [f"{year}-{(year + 1) % 100:02d}" for year in range(2012, 2012 + len(numerator))]
    return pd.DataFrame(
        {
            "period": years,
            "numerator": numerator,
            "denominator": [50_000] * len(years) if denominator is None else denominator,
        }
    )


def monthly(numerator):
    starts = pd.date_range("2012-04-01", periods=len(numerator), freq="MS")
    return pd.DataFrame({"start": starts, "numerator": numerator, "denominator": starts.days_in_month})


def test_southamptons_doubling_of_2008_09_is_asked_about_from_yearly_rates():
    # annual report 2013-14, "Rate of referrals", 2006-07 to 2013-14
    years = [f"{year}-{(year + 1) % 100:02d}" for year in range(2006, 2014)]
    rates = pd.DataFrame({"period": years, "value": [385, 393, 596, 717, 733, 794, 822, 734]})

    shifts = find_level_shifts(rates, "value")

    assert shifts.table["label"].tolist() == ["2008-09"]
    assert shifts.p < 0.05


def test_yearly_figures_that_scatter_as_southamptons_later_ones_do_raise_no_question():
    shifts = find_level_shifts(yearly(REFERRALS, CHILDREN))

    assert shifts.table.empty
    assert shifts.p > 0.2


def test_southamptons_doubling_and_its_end_are_asked_about_from_monthly_figures():
    shifts = find_level_shifts(monthly(BY_MONTH)).table

    assert shifts["label"].tolist() == ["April 2014", "April 2015"]
    assert shifts["ratio"].iloc[0] > 1.7
    assert shifts["ratio"].iloc[1] < 1


def test_a_known_break_is_not_asked_about():
    shifts = find_level_shifts(monthly(BY_MONTH), known=["2014-04-01"]).table

    assert shifts["label"].tolist() == ["April 2015"]
    assert shifts["before"].iloc[0] > shifts["after"].iloc[0]


def test_a_steady_trend_is_not_a_row_of_steps():
    rng = np.random.default_rng(16)
    trend = monthly(np.round(300 * 1.03 ** np.arange(48) * rng.normal(1, 0.1, 48)))

    assert find_level_shifts(trend).table.empty


@pytest.mark.nightly
def test_steady_series_raise_few_questions():
    rng = np.random.default_rng(17)
    asked = [len(find_level_shifts(monthly(rng.negative_binomial(40, 40 / (40 + 300), 72))).table) for _ in range(200)]

    assert np.mean(np.array(asked) > 0) < 0.05


@pytest.mark.parametrize("size", sample([8, 12], tried=[8]))
@pytest.mark.parametrize("process", ["dispersion 5", "scatter 29%", "autocorrelation 0.5"])
def test_years_that_scatter_or_wander_without_a_shift_raise_few_questions(process, size):
    rng = np.random.default_rng(20)
    draw = {
        "dispersion 5": lambda: rng.negative_binomial(240 / 4, 1 / 5, size),
        "scatter 29%": lambda: rng.negative_binomial(3500 / 299, 1 / 300, size),
        "autocorrelation 0.5": lambda: rng.poisson(3500 * np.exp(0.1 * wander(rng, 1, size)[0])),
    }[process]

    assert np.mean([len(find_level_shifts(yearly(draw())).table) > 0 for _ in range(100)]) <= 0.05


def test_a_true_doubling_is_found_at_its_month():
    rng = np.random.default_rng(18)
    level = np.where(np.arange(72) < 40, 150, 300)
    at = [
        find_level_shifts(monthly(rng.negative_binomial(40, 40 / (40 + level)))).table["label"].tolist()
        for _ in range(60)
    ]

    assert np.mean([labels == ["August 2015"] for labels in at]) > 0.75


def test_a_change_too_small_is_no_question():
    rng = np.random.default_rng(19)
    table = monthly(rng.poisson(np.where(np.arange(72) < 40, 30_000, 33_000)))

    assert find_level_shifts(table).table.empty


def test_gaps_and_zeros_are_borne():
    counts = pd.Series(BY_MONTH, dtype=float)
    counts.iloc[[5, 30]] = np.nan
    counts.iloc[10] = 0

    assert "April 2014" in find_level_shifts(monthly(counts.to_numpy())).table["label"].tolist()


@pytest.mark.parametrize("kind", ["proportion", "value", "stock"])
def test_shares_stocks_and_published_values_are_searched_too(kind):
    numerator = [500, 510, 495, 505, 1000, 990, 1010, 1005]
    table = yearly(numerator, [5_000] * 8).assign(value=np.array(numerator) / 10)

    assert find_level_shifts(table, kind).table["label"].tolist() == ["2016-17"]


def test_equal_values_raise_no_question():
    assert find_level_shifts(yearly([50] * 12)).table.empty
    assert find_level_shifts(yearly([0] * 12)).table.empty


@pytest.mark.parametrize(
    ("table", "kind", "reason"),
    [
        (yearly([10, 20, 30]), "rate", "needs 6 points and has 3"),
        (yearly([]), "rate", "needs 6 points and has 0"),
        (yearly([1] * 8).assign(value=0.0), "value", "zero"),
    ],
)
def test_a_series_that_cannot_be_searched_gives_the_reason(table, kind, reason):
    shifts = find_level_shifts(table, kind)

    assert reason in shifts.reason
    assert shifts.table.empty
