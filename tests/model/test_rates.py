"""Limits of counts and proportions, rates, differences and standardised rates.

The expected figures of `PUBLISHED_RATES`, `PUBLISHED_BYAR` and `PUBLISHED_WILSON` are the test data of OHID's
PHEindicatormethods (testdata_Byars_Wilson.xlsx and the rates of its vignette).
"""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint
from statsmodels.stats.rates import confint_poisson

from analysis.model.differences import difference_of_proportions, ratio_of_rates
from analysis.model.limits import count_limits, proportion_limits
from analysis.model.rates import PUBLISHED, add_population, add_proportion, add_rate, add_whole, rates_of_areas

PUBLISHED_RATES = [
    # numerator, denominator, rate per 100,000, 95% limits, 99.8% limits
    (1, 100, 1000.0, 25.317807984289896, 5571.643390938898, 1.0005003335835343, 9233.413476451586),
    (5, 100, 5000.0, 1623.4863901184199, 11668.332079322669, 739.3717319178389, 16454.745203680104),
    (20, 100, 20000.0, 12211.428834875936, 30889.880369197064, 8922.802365144193, 38085.03562504191),
    (65, 100, 65000.0, 50163.18771045945, 82849.13854593984, 42880.261471480204, 94000.290844318),
    (
        7776456,
        7564336677,
        102.80420256339154,
        102.73196005302074,
        102.87648334092832,
        102.690317308454,
        102.91817639509068,
    ),
    (222, 3215, 6905.132192846034, 6026.574877652674, 7875.729370871851, 5560.737695259853, 8461.04668173341),
    (
        250,
        220,
        113636.36363636365,
        99984.94738532876,
        128631.14487455782,
        92710.00554438953,
        137651.23772147458,
    ),
]
PUBLISHED_BYAR = [
    (65, 0.95, 50.163187710459454, 82.84913854593984),
    (1045, 0.95, 982.5932018073325, 1110.33121298565),
    (10, 0.998, 2.916318374695686, 24.193724927880535),
    (1045, 0.998, 947.9407035610374, 1148.806160988033),
]
PUBLISHED_WILSON = [
    (65, 100, 0.95, 0.5525444329688797, 0.7363575175690247),
    (1045, 5000, 0.95, 0.19795549880013297, 0.22049130373189027),
    (0.445, 1, 0.95, 0.04381744772058822, 0.9334621276979156),
    (65, 100, 0.998, 0.4954946574070431, 0.7783540614089697),
    (1045, 5000, 0.998, 0.19179381799015244, 0.22731562902525818),
]


@pytest.mark.parametrize(
    ("numerator", "denominator", "value", "lower", "upper", "lower_998", "upper_998"), PUBLISHED_RATES
)
def test_rates_and_their_limits_are_those_published(numerator, denominator, value, lower, upper, lower_998, upper_998):
    table = pd.DataFrame({"numerator": [numerator], "denominator": [denominator]})

    at_95, at_998 = add_rate(table, 100_000).iloc[0], add_rate(table, 100_000, confidence=0.998).iloc[0]

    assert at_95[["value", "lower", "upper"]].tolist() == pytest.approx([value, lower, upper], rel=1e-12)
    assert at_998[["lower", "upper"]].tolist() == pytest.approx([lower_998, upper_998], rel=1e-12)


@pytest.mark.parametrize(("count", "confidence", "lower", "upper"), PUBLISHED_BYAR)
def test_byar_limits_are_those_published(count, confidence, lower, upper):
    assert count_limits(count, confidence) == pytest.approx((lower, upper), rel=1e-12)


@pytest.mark.parametrize(("x", "n", "confidence", "lower", "upper"), PUBLISHED_WILSON)
def test_wilson_limits_are_those_published(x, n, confidence, lower, upper):
    assert proportion_limits(x, n, confidence) == pytest.approx((lower, upper), rel=1e-12)


def test_a_count_of_zero_has_the_limits_zero_and_3_6889():
    lower, upper = count_limits(0)

    assert lower == 0
    assert upper == pytest.approx(3.6889, abs=5e-5)


@pytest.mark.parametrize("count", [1, 4, 9])
def test_limits_below_ten_are_exact(count):
    assert count_limits(count) == pytest.approx(confint_poisson(count, 1, method="exact-c"), rel=1e-9)


def test_limits_turn_from_exact_to_byar_at_ten():
    byar = 10 * (1 - 1 / 90 - stats.norm.ppf(0.975) / (3 * math.sqrt(10))) ** 3

    assert count_limits(9.999)[0] == pytest.approx(stats.chi2.ppf(0.025, 2 * 9.999) / 2)
    assert count_limits(10)[0] == pytest.approx(byar)


def test_limits_keep_the_shape_of_what_is_given():
    series = pd.Series([3, pd.NA, 40], index=["a", "b", "c"], dtype="Int64")

    lower, upper = count_limits(series)

    assert isinstance(count_limits(3)[0], float)
    assert count_limits([]) == (pytest.approx(np.array([])), pytest.approx(np.array([])))
    assert lower.index.tolist() == ["a", "b", "c"]
    assert lower.isna().tolist() == [False, True, False]
    assert upper["a"] == count_limits(3)[1]


@given(st.floats(0, 1e7), st.floats(0.5, 0.999))
def test_a_count_lies_within_its_limits_which_widen_with_confidence(count, confidence):
    lower, upper = count_limits(count, confidence)
    wider_lower, wider_upper = count_limits(count, (1 + confidence) / 2)

    assert 0 <= wider_lower <= lower <= count <= upper <= wider_upper


def test_count_limits_hold_the_truth_about_95_times_in_100():
    rng = np.random.default_rng(20140331)
    for mean in (4, 15, 235):
        lower, upper = count_limits(rng.poisson(mean, 20_000))

        assert 0.945 < ((lower <= mean) & (mean <= upper)).mean() < 0.99


@pytest.mark.parametrize(("x", "n"), [(0, 12), (12, 12), (1, 3), (81, 263)])
def test_wilson_limits_agree_with_statsmodels(x, n):
    assert proportion_limits(x, n) == pytest.approx(proportion_confint(x, n, method="wilson"), abs=1e-12)


def test_none_and_all_have_exact_limits_of_zero_and_one():
    n = np.arange(1, 5000)

    assert (proportion_limits(0 * n, n)[0] == 0).all()
    assert (proportion_limits(n, n)[1] == 1).all()


def test_a_denominator_of_zero_gives_no_proportion():
    assert all(math.isnan(limit) for limit in proportion_limits(0, 0))


@pytest.mark.parametrize("confidence", [0, 1, 95, -0.1, float("nan"), "0.95"])
def test_a_confidence_that_is_no_share_is_refused(confidence):
    with pytest.raises(ValueError, match=r"such as 0\.95"):
        count_limits(5, confidence)


@pytest.mark.parametrize("wrong", [-1, float("inf"), "many"])
def test_an_impossible_count_is_refused(wrong):
    with pytest.raises(ValueError, match="count must"):
        count_limits(wrong)


def test_a_refusal_does_not_print_the_figure():
    with pytest.raises(ValueError, match="negative") as refusal:
        count_limits([4, -7919])

    assert "7919" not in str(refusal.value)


def test_a_numerator_above_its_denominator_is_refused_for_a_proportion_and_not_for_a_rate():
    table = pd.DataFrame({"numerator": [250], "denominator": [220]})

    assert add_rate(table, 1000)["value"].item() == pytest.approx(1136.3636, abs=1e-4)
    with pytest.raises(ValueError, match="must not exceed its denominator"):
        add_proportion(table)


def test_a_table_without_its_columns_is_refused():
    with pytest.raises(ValueError, match="needs the column denominator"):
        add_rate(pd.DataFrame({"numerator": [1]}), 1000)


@pytest.mark.parametrize("add", [lambda table: add_rate(table, 10_000), add_proportion])
def test_a_row_without_its_figures_has_no_result_but_the_reason(add):
    table = pd.DataFrame({"numerator": [np.nan, 0, 5, np.nan], "denominator": [10, 0, np.nan, np.nan]})

    result = add(table)

    assert result[["value", "lower", "upper"]].isna().to_numpy().all()
    assert result["reason"].tolist() == [
        "The numerator is missing.",
        "The denominator is zero.",
        "The denominator is missing.",
        "Numerator and denominator are missing.",
    ]


def test_a_row_with_a_result_has_no_reason_and_says_its_method():
    result = add_rate(pd.DataFrame({"numerator": [9, 10], "denominator": [100, 100]}), 100)

    assert result["reason"].tolist() == [None, None]
    assert result["method"].tolist() == ["exact Poisson limits", "Byar's limits"]
    assert result["confidence"].tolist() == [0.95, 0.95]


def test_the_table_given_is_not_changed():
    table = pd.DataFrame({"numerator": [9], "denominator": [100]})

    add_rate(table, 100)

    assert list(table) == ["numerator", "denominator"]


def test_southamptons_referrals_and_plans_of_2013_14_are_those_published_by_dfe():
    # DfE, Characteristics of children in need 2013 to 2014: 3,471 referrals and 236 plans; ONS mid-2013
    # population 0 to 17 of 47,458 gives 731.4 and 49.7 per 10,000; 1,114 re-referrals are 32.1%
    rates = add_rate(pd.DataFrame({"numerator": [3471, 236], "denominator": [47458, 47458]}), 10_000)
    share = add_proportion(pd.DataFrame({"numerator": [1114], "denominator": [3471]}))

    assert rates["value"].round(1).tolist() == [731.4, 49.7]
    assert round(100 * share["value"].item(), 1) == 32.1


@pytest.mark.parametrize(
    ("x1", "n1", "x2", "n2", "lower", "upper"),
    [  # Newcombe 1998, Statistics in Medicine 17, 873-890, table II, method 10
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (6, 7, 2, 7, 0.0582, 0.8062),
        (5, 56, 0, 29, -0.0381, 0.1926),
        (0, 10, 0, 20, -0.1611, 0.2775),
        (0, 10, 0, 10, -0.2775, 0.2775),
        (10, 10, 0, 20, 0.6791, 1.0000),
        (10, 10, 0, 10, 0.6075, 1.0000),
    ],
)
def test_differences_of_proportions_have_newcombes_published_limits(x1, n1, x2, n2, lower, upper):
    difference = difference_of_proportions(x1, n1, x2, n2)

    assert (difference.lower, difference.upper) == pytest.approx((lower, upper), abs=5e-5)
    assert difference.value == pytest.approx(x1 / n1 - x2 / n2)


def test_newcombes_limits_agree_with_statsmodels_at_another_confidence():
    difference = difference_of_proportions(81, 263, 69, 230, confidence=0.99)
    peer = confint_proportions_2indep(81, 263, 69, 230, method="newcomb", compare="diff", alpha=0.01)

    assert (difference.lower, difference.upper) == pytest.approx(peer, rel=1e-9)


def test_differences_of_series_keep_their_index_and_give_each_its_reason():
    groups = pd.DataFrame(
        {"x1": [3, 4, np.nan], "n1": [9, 4, 5], "x2": [1, 0, 1], "n2": [9, 0, 5]}, index=["a", "b", "c"]
    )

    difference = difference_of_proportions(groups["x1"], groups["n1"], groups["x2"], groups["n2"])

    assert difference.reason.tolist() == [None, "A denominator is zero.", "One of the figures compared is missing."]
    assert difference.lower.isna().tolist() == [False, True, True]


def test_the_ratio_of_rates_is_that_of_rs_manual():
    # R, stats::poisson.test, example on eba1977: 1.971488, 95% limits 0.8584264 and 4.2772659
    ratio = ratio_of_rates(11, 800, 6 + 8 + 7, 1083 + 1050 + 878)

    assert (ratio.value, ratio.lower, ratio.upper) == pytest.approx((1.971488, 0.8584264, 4.2772659), rel=1e-6)


def test_the_limits_of_a_ratio_are_where_the_exact_conditional_test_turns():
    x1, n1, x2, n2 = 13, 5000, 27, 5200
    ratio = ratio_of_rates(x1, n1, x2, n2)

    share = lambda true_ratio: true_ratio * n1 / (true_ratio * n1 + n2)  # noqa: E731
    assert stats.binom.sf(x1 - 1, x1 + x2, share(ratio.lower)) == pytest.approx(0.025)
    assert stats.binom.cdf(x1, x1 + x2, share(ratio.upper)) == pytest.approx(0.025)


def test_without_events_in_the_second_group_the_ratio_has_only_a_lower_limit():
    ratio = ratio_of_rates(6, 1000, 0, 1000)

    assert ratio.value == ratio.upper == math.inf
    assert ratio.lower > 1


def test_without_events_in_either_group_there_is_no_ratio():
    ratio = ratio_of_rates(0, 1000, 0, 1000)

    assert math.isnan(ratio.value)
    assert ratio.reason == "Neither group has any events."


SOUTHAMPTON, ENGLAND = "E06000045", "E92000001"


def observations(rows: list[tuple]) -> pd.DataFrame:
    names = ["area", "period", "start", "end", "numerator", "denominator", "value", "status"]
    table = pd.DataFrame(rows, columns=names)
    return table.assign(start=pd.to_datetime(table["start"]), end=pd.to_datetime(table["end"]))


def year(area: str, label: str, numerator: float, value: float = np.nan) -> tuple:
    first = int(label[:4])
    return (area, label, f"{first}-04-01", f"{first + 1}-03-31", numerator, np.nan, value, "reported")


def mid_year(area: str, number: int, people: float) -> tuple:
    return (area, f"30 June {number}", f"{number}-06-30", f"{number}-06-30", people, np.nan, people, "reported")


POPULATION = observations([mid_year(SOUTHAMPTON, 2012, 46877), mid_year(SOUTHAMPTON, 2013, 47458)])
COUNTS = observations([year(SOUTHAMPTON, "2012-13", 3822), year(SOUTHAMPTON, "2013-14", 3471)])


def test_a_year_is_divided_by_the_population_of_the_june_inside_it():
    assert list(add_population(COUNTS, POPULATION)["denominator"]) == [46877, 47458]


def test_a_day_in_march_is_divided_by_the_population_of_the_june_before_it():
    plans = observations([(SOUTHAMPTON, "31 March 2014", "2014-03-31", "2014-03-31", 236, np.nan, 236, "reported")])

    assert list(add_population(plans, POPULATION)["denominator"]) == [47458]


def test_a_population_more_than_a_year_old_is_not_taken():
    later = observations([year(SOUTHAMPTON, "2014-15", 6407)])

    assert add_population(later, POPULATION)["denominator"].isna().all()


def test_another_areas_population_is_not_taken():
    assert add_population(observations([year(ENGLAND, "2013-14", 657780)]), POPULATION)["denominator"].isna().all()


def test_a_rate_that_is_worked_out_agrees_with_the_published_one():
    rates = rates_of_areas(add_population(COUNTS, POPULATION), COUNTS.iloc[:0], per=10_000, confidence=0.95)

    assert list(rates["value"].round(1)) == [815.3, 731.4]
    assert (rates["lower"] < rates["value"]).all()
    assert set(rates["status"]) == {"derived"}


def test_a_year_without_a_count_takes_the_published_rate_and_has_no_limits():
    published = observations([year(SOUTHAMPTON, "2011-12", np.nan, 794), year(SOUTHAMPTON, "2013-14", np.nan, 734)])

    rates = rates_of_areas(add_population(COUNTS, POPULATION), published, per=10_000, confidence=0.95)

    assert list(rates["period"]) == ["2011-12", "2012-13", "2013-14"]
    assert rates["method"].iloc[0] == PUBLISHED
    assert pd.isna(rates["lower"].iloc[0])
    assert rates["value"].round(1).iloc[2] == 731.4


def test_a_share_is_worked_out_from_its_part_and_its_whole():
    parts = observations([year(SOUTHAMPTON, "2013-14", 1114)])

    rates = rates_of_areas(add_whole(parts, COUNTS), parts.iloc[:0], per=None, confidence=0.95)

    assert rates["value"].round(3).tolist() == [0.321]


def test_a_part_above_its_whole_is_taken_as_published():
    parts = observations([year(SOUTHAMPTON, "2013-14", 4000)])
    published = observations([year(SOUTHAMPTON, "2013-14", np.nan, 0.32)])

    rates = rates_of_areas(add_whole(parts, COUNTS), published, per=None, confidence=0.95)

    assert rates["value"].tolist() == [0.32]


def test_nothing_known_makes_an_empty_table_with_its_columns():
    nothing = COUNTS.iloc[:0]

    assert list(rates_of_areas(nothing, nothing, per=10_000, confidence=0.95).columns)[:4] == [
        "area",
        "period",
        "start",
        "end",
    ]


@pytest.mark.parametrize("confidence", [0.95, 0.998])
def test_limits_are_those_of_the_confidence_asked_for(confidence):
    rates = rates_of_areas(add_population(COUNTS, POPULATION), COUNTS.iloc[:0], per=10_000, confidence=confidence)

    assert set(rates["confidence"]) == {confidence}
