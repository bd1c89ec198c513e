"""Months that stand out: box, caption and question say the same, and a suppressed month is in none of them."""

import numpy as np
import pandas as pd
import pytest

from analysis.model.control_chart import xmr
from analysis.model.months_chart import months_chart
from analysis.words.counts_by_month import say_control, say_months
from analysis.words.statement import Status

# Annual report 2013-14, police table: missing episodes, April 2013 to March 2014; December was not supplied
POLICE = [130.0, 182, 192, 190, 169, 180, 204, 140, np.nan, 157, 156, 221]


def starts(size: int, first: str = "2013-04-01") -> pd.DatetimeIndex:
    return pd.date_range(first, periods=size, freq="MS")


@pytest.fixture
def episodes(subject_of):
    return subject_of("missing_episodes")


def test_eleven_months_within_their_variation_have_none_that_stands_out_and_limits_that_are_provisional(episodes):
    statement = say_control(episodes, xmr(pd.Series(POLICE)), starts(12))

    assert statement.status is Status.NO_CLEAR_CHANGE
    assert statement.question == ""
    assert statement.sentence == (
        "Missing episodes varied around 175 a month, and no month was outside the control limits. These limits are "
        "provisional until there "
        "are 13 months of figures; there are 11."
    )


def test_a_month_outside_the_limits_is_named_in_sentence_caption_and_question(episodes):
    counts = pd.Series([80.0, 150, 85, 146, 90, 140, 80, 150, 85, 146, 90, 500])
    statement = say_control(episodes, xmr(counts), starts(12))

    assert statement.status is Status.WORSE
    assert all("March 2014" in words for words in (statement.sentence, statement.caption, statement.question))


def test_a_month_that_is_not_shown_is_in_no_verdict(episodes):
    counts = pd.Series([80.0, 150, 85, 146, 90, 140, 80, 150, 85, 146, 90, np.nan])

    assert say_control(episodes, xmr(counts), starts(12)).unusual is False


def test_too_few_months_have_the_reason(episodes):
    statement = say_control(episodes, xmr(pd.Series([130.0, 182])), starts(2))

    assert statement.status is Status.CANNOT_SAY
    assert "We cannot say which months" in statement.sentence


def table(last: float) -> pd.DataFrame:
    counts = [300.0 + 10 * (place % 4) for place in range(23)] + [last]
    return pd.DataFrame({"start": starts(24, "2012-04-01"), "numerator": counts})


@pytest.mark.parametrize(("last", "status"), [(310.0, Status.NO_CLEAR_CHANGE), (900.0, Status.HIGHER)])
def test_only_months_of_the_last_quarter_are_told(subject_of, last, status):
    statement = say_months(subject_of("referrals"), months_chart(table(last)))

    assert statement.status is status
    assert ("March 2014" in statement.question) == (status is Status.HIGHER)


def test_a_quarter_without_a_figure_has_the_reason(subject_of):
    chart = months_chart(table(310.0), pd.Period("2014Q3"))

    assert say_months(subject_of("referrals"), chart).status is Status.CANNOT_SAY


def test_limits_of_enough_months_are_not_provisional(episodes):
    enough = pd.Series([150.0, 160, 155] * 5)

    assert "provisional" not in say_control(episodes, xmr(enough), starts(15)).sentence
