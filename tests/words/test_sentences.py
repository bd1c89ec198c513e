"""Sentences by their meaning."""

import re

import numpy as np
import pandas as pd
import pytest

from analysis.model.comparison import Comparison
from analysis.model.control_chart import xmr
from analysis.model.gap import GapTrend
from analysis.model.limits import Estimate
from analysis.model.rates import difference_of_proportions, ratio_of_rates
from analysis.model.seasonality import fit_seasonality, forecast
from analysis.model.target import TargetChance
from analysis.model.trend import fit_trend
from analysis.words.changes import describe_difference, describe_ratio
from analysis.words.comparisons import describe_comparison
from analysis.words.control_charts import describe_control
from analysis.words.forecasts import describe_forecast
from analysis.words.levels import describe_figure
from analysis.words.seasons import describe_season
from analysis.words.targets_met import describe_target
from analysis.words.trends import describe_gap, describe_trend

CHANGE = re.compile(r"\b(rose|fell)\b")
POLICE = [91, 128, 121, 114, 102, 110, 116, 85, np.nan, 95, 93, 124]


def monthly(figures, start="2013-04-01"):
    return pd.DataFrame({"start": pd.date_range(start, periods=len(figures), freq="MS"), "numerator": figures})


def yearly(values):
    return pd.DataFrame({"start": pd.to_datetime([f"{2006 + n}-04-01" for n in range(len(values))]), "value": values})


@pytest.mark.parametrize(
    ("lower", "upper", "verb"),
    [(0.02, 0.18, "rose"), (-0.18, -0.02, "fell"), (-0.08, 0.02, None), (0.0, 0.1, None), (-0.1, 0.0, None)],
)
def test_a_difference_rose_or_fell_only_where_its_limits_leave_out_no_change(lower, upper, verb):
    words = describe_difference(
        "Assessments in time",
        Estimate((lower + upper) / 2, lower, upper, "m", 0.95),
        (0.3, "2012-13"),
        (0.4, "2013-14"),
    )

    found = CHANGE.search(words)
    assert (found and found[0]) == verb
    assert ("no clear change" in words) == (verb is None)


@pytest.mark.parametrize(
    ("lower", "upper", "verb"), [(1.02, 1.3, "rose"), (0.7, 0.95, "fell"), (0.9, 1.1, None), (1.0, 1.2, None)]
)
def test_a_ratio_rose_or_fell_only_where_its_limits_leave_out_one(lower, upper, verb):
    words = describe_ratio("Referrals", Estimate(1.1, lower, upper, "m", 0.95), (100, "2012-13"), (110, "2013-14"))

    found = CHANGE.search(words)
    assert (found and found[0]) == verb


def test_assessments_in_45_days_fell_and_rereferrals_did_not():
    """87% to 77% of hundreds of assessments is a fall; 30% to 33% of 230 referrals is not (annual report, item 8)."""
    fall = describe_difference(
        "Assessments in 45 days", difference_of_proportions(385, 500, 435, 500), (0.87, "2012-13"), (0.77, "2013-14")
    )
    none = describe_difference(
        "Re-referrals", difference_of_proportions(76, 231, 79, 264), (0.30, "2013-14 Q3"), (0.33, "2013-14 Q4")
    )

    assert "fell from 87% in 2012-13 to 77% in 2013-14, by 10 percentage points" in fall
    assert "no clear change" in none
    assert "a fall of 5 to a rise of 11 percentage points" in none


def test_a_result_with_a_reason_claims_nothing():
    words = describe_difference(
        "Custody", Estimate(np.nan, np.nan, np.nan, "m", 0.95, "A figure is missing."), (1, "a"), (2, "b")
    )

    assert not CHANGE.search(words)
    assert words.endswith("cannot be said. A figure is missing.")


def test_a_ratio_without_an_upper_limit_is_told_without_one():
    words = describe_ratio("Custody", ratio_of_rates(2, 100, 0, 100), (0, "2012-13"), (2, "2013-14"))

    assert "inf" not in words
    assert "no limit" in words


def test_a_clear_trend_is_told_with_its_size_and_limits():
    words = describe_trend(
        "The rate", fit_trend(yearly([385, 393, 596, 717, 733, 794, 822, 734]), "value"), "2006-07 to 2013-14"
    )

    assert re.fullmatch(
        r"The rate rose by about \d+% a year from 2006-07 to 2013-14 \(95% confidence: \d+% to \d+%\)\.", words
    )


def test_no_trend_is_told_as_none_with_what_it_could_be():
    words = describe_trend(
        "The rate", fit_trend(yearly([100, 120, 95, 118, 101, 117.0]), "value"), "2006-07 to 2011-12"
    )

    assert not CHANGE.search(words)
    assert "no clear trend" in words
    assert "a fall of" in words
    assert "a rise of" in words


def test_too_few_years_give_the_reason():
    words = describe_trend("The rate", fit_trend(yearly([100, 120, 95.0]), "value"), "2006-07 to 2008-09")

    assert words == "For the rate no trend can be given. A trend needs 4 points; there are 3."


def test_a_share_changes_by_percentage_points():
    table = pd.DataFrame({"start": pd.to_datetime([f"{2010 + n}-04-01" for n in range(5)]),
                          "numerator": [200, 250, 300, 350, 400.0], "denominator": [1000.0] * 5})  # fmt: skip

    words = describe_trend("The share", fit_trend(table, "proportion"), "2010-11 to 2014-15")

    assert "rose by about 5 percentage points a year" in words


@pytest.mark.parametrize(
    ("figure", "verdict", "words"),
    [
        (734, "higher", "The rate, 734 per 10,000, stood above that of England, 521."),
        (434, "lower", "The rate, 434 per 10,000, stood below that of England, 521."),
        (434, "better", "stood below that of England, 521, and lower is better."),
        (734, "better", "stood above that of England, 521, and higher is better."),
        (434, "worse", "stood below that of England, 521, and higher is better."),
        (734, "worse", "stood above that of England, 521, and lower is better."),
        (734, "similar", "cannot be told apart from that of England, 521."),
        (734, "not compared", "The rate cannot be compared with England."),
    ],
)
def test_a_comparison_says_which_side_and_which_is_better_only_where_one_is(figure, verdict, words):
    assert words in describe_comparison("The rate", figure, verdict, 521, "England", "rate", per=10_000)


def test_an_older_comparator_is_told_with_its_age():
    compared = Comparison("higher", 521, "England is for 2012-13, 1 year earlier than 2013-14.", "m", 0.95)

    assert describe_comparison("The rate", 734, compared, 521, "England", "rate").endswith(
        "1 year earlier than 2013-14."
    )


def test_a_gap_that_chance_explains_is_not_closing():
    words = describe_gap(
        "Southampton", "England", GapTrend(0.98, 0.9, 1.1, 1.5, 1.4, "no clear change", "m", 0.95), "ten years"
    )

    assert "chance alone could explain" in words
    assert "narrowed" not in words


def test_a_figure_is_told_with_its_limits_and_a_missing_one_without():
    told = describe_figure("Referrals", 734, "rate", "2013-14", per=10_000, lower=710, upper=759)

    assert told == "Referrals came to 734 per 10,000 in 2013-14 (95% confidence: 710 to 759)."
    assert describe_figure("Referrals", np.nan, "rate", "2013-14") == "For referrals there is no figure for 2013-14."


def test_twelve_months_that_vary_as_usual_have_no_month_that_stands_out():
    first, second, third = describe_control("Children missing", xmr(pd.Series(POLICE)), monthly(POLICE)["start"])

    assert "around 107 a month" in first
    assert second.startswith("No month stood out")
    assert "on trial" in third


def test_a_month_outside_the_limits_is_named():
    figures = [50, 52, 51, 49, 50, 51, 50, 49, 51, 50, 52, 50, 120]

    words = " ".join(describe_control("Referrals", xmr(figures), monthly(figures)["start"]))

    assert "April 2014 lay outside the limits." in words
    assert "No month" not in words


def test_eleven_months_give_no_season_but_what_they_do_allow():
    words = describe_season("children missing", fit_seasonality(monthly(POLICE)))

    assert "24 are needed" in words[0]
    assert len(words) == 2
    assert not re.search("season", words[1])


def test_a_season_names_the_months_above_and_below():
    wave = np.round(300 * (1 + 0.25 * np.sin(2 * np.pi * np.arange(60) / 12)))

    words = " ".join(describe_season("Referrals", fit_seasonality(monthly(wave, "2010-04-01"))))

    assert re.search(r"Above the usual month: .*July \(\+\d+%\)", words)
    assert re.search(r"Below it: .*January \(−\d+%\)", words)


def test_a_forecast_tells_its_total_and_range_and_too_few_months_the_reason():
    told = describe_forecast("Referrals", forecast(monthly([300.0 + month % 7 for month in range(48)], "2010-04-01")))
    none = describe_forecast("Referrals", forecast(monthly([300.0] * 5)))

    assert "April 2014 to March 2015" in told[0]
    assert "the range is" in told[1]
    assert len(none) == 1
    assert "too few to forecast from" in none[0]


@pytest.mark.parametrize(("chance", "words"), [(0.0, "less than 1%"), (1.0, "more than 99%"), (0.42, "42%")])
def test_a_chance_is_never_told_as_certain(chance, words):
    told = describe_target("the custody rate", TargetChance(chance, 1, 0, 2, 1, "level", "m", 0.95), "below 1.00")

    assert told.endswith(f"is {words}.")
