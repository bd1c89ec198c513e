"""The time of year and the year ahead, and what too few months do not show."""

import numpy as np
import pandas as pd
import pytest

from analysis.model.forecasting import expect_year
from analysis.model.seasonality import fit_seasonality
from analysis.words.counts_by_month import say_about, say_season, say_year_total
from analysis.words.statement import Status


def months(counts: np.ndarray) -> pd.DataFrame:
    starts = pd.date_range("2009-04-01", periods=len(counts), freq="MS")
    return pd.DataFrame({"start": starts, "numerator": counts.astype(float)})


def seasonal(size: int, height: float) -> pd.DataFrame:
    noise = np.random.default_rng(7).normal(0, 0.02, size)
    return months(np.round(400 * (1 + height * np.sin(np.arange(size) * np.pi / 6)) * (1 + noise)))


@pytest.fixture
def referrals(subject_of):
    return subject_of("referrals")


def test_eleven_months_are_too_few_for_a_season(referrals):
    statement = say_season(referrals, fit_seasonality(seasonal(11, 0.3)))

    assert statement.sentence == (
        "Two years of months are needed to see whether referrals follow the time of year; 11 months are known."
    )


def test_a_season_names_the_months_above_and_below_the_usual(referrals):
    statement = say_season(referrals, fit_seasonality(seasonal(60, 0.3)))

    assert statement.sentence.startswith("Referrals followed the time of year, over 60 months. Above the usual month: ")
    assert "Below it: " in statement.sentence


def test_no_season_where_the_test_has_no_power_says_little(referrals):
    noisy = months(np.random.default_rng(3).poisson(2, 30))
    found = fit_seasonality(noisy)
    statement = say_season(referrals, found)

    assert found.powerless
    assert statement.status is Status.CANNOT_SAY


def test_the_year_ahead_has_a_total_with_limits_and_the_year_before(referrals):
    sentence = say_year_total(referrals, expect_year(seasonal(60, 0.1))).sentence

    assert sentence.startswith("For April 2014 to March 2015 about ")
    assert "95% limits" in sentence
    assert "The twelve months before had" in sentence


def test_after_a_known_change_there_are_scenarios_and_no_total(referrals):
    statement = say_year_total(referrals, expect_year(seasonal(60, 0.1), breaks=["2014-03-01"]))

    assert statement.status is Status.CANNOT_SAY
    assert statement.sentence.startswith("No total is given for April 2014 to March 2015. Only 1 month is known")
    assert "at the level since the known change" in statement.sentence


def test_no_month_gives_no_total(referrals):
    assert say_year_total(referrals, expect_year(months(np.array([])))).status is Status.CANNOT_SAY


@pytest.mark.parametrize(("figure", "told"), [(3228.4, "3,200"), (47.3, "47"), (0.4, "0")])
def test_what_is_only_expected_has_two_digits(figure, told):
    assert say_about(figure) == told
