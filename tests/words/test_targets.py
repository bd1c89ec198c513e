"""A target in sentences, in each state of what is known of it.

Southampton: 27 and 13 sentences (council notice, 2015); 30% fewer and ">1.00" (annual report 2013-14).
"""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.model.differences import ratio_of_rates
from analysis.model.power import events_to_tell, largest_significant_fall
from analysis.model.target_chances import chances_next_year
from analysis.words.chance import BEYOND
from analysis.words.statement import Status
from analysis.words.targets import say_chance, say_claims, say_counted_change, say_stated_change, say_target
from tests.model.test_target_chances import A_TENTH_FEWER, CHILDREN, END, OF_10_TO_17, figures

YEARS = ((2013, 27.0, ""), (2014, 19.0, "−30% as stated"), (2015, 13.0, ""))


@pytest.fixture
def rate(subject_of):
    return subject_of("custody_rate")


@pytest.fixture
def counted(subject_of):
    return subject_of("custodial_sentences")


def test_a_target_printed_the_wrong_way_round_is_told_and_not_called_met(rate):
    statement = say_target(rate, replace(figures(*YEARS), printed=">1.00"))

    assert statement.status is Status.CANNOT_SAY
    assert "The target is written “>1.00”, which reads as above; lower is better" in statement.sentence
    assert statement.question == "What was the custody rate in 2013-14, and was the target met?"


def test_a_target_printed_the_right_way_round_is_not_remarked_on(rate):
    assert "printed" not in say_target(rate, replace(figures(*YEARS), printed="<1.00")).sentence


@pytest.mark.parametrize(("reached", "status"), [(0.99, Status.BETTER), (1.0, Status.WORSE)])
def test_a_rate_below_the_target_meets_it_and_one_at_it_does_not(rate, reached, status):
    assert say_target(rate, replace(figures(*YEARS), reached=reached)).status is status


def test_a_target_says_what_it_is_for_and_what_came_of_it(subject_of):
    known = replace(figures(*YEARS), target=A_TENTH_FEWER, reached=-0.07)
    statement = say_target(subject_of("first_time_entrants_change"), known)

    target = "target for first-time entrants in 2013-14, a fall of 10% or more"
    assert statement.sentence == f"The {target}, was missed: there was a fall of 7%."
    assert statement.question == f"Why was the {target}, missed, and what will be done?"


def test_no_target_is_told_as_none(rate):
    assert say_target(rate, figures(target=None)).sentence == "No target on the custody rate is held for Southampton."


def test_a_fall_that_chance_could_make_is_told_with_what_it_would_have_taken(counted):
    known = replace(figures(*YEARS), change=-0.3)
    ratio = ratio_of_rates(19, 1, 27, 1)
    statement = say_stated_change(counted, known, ratio, largest_significant_fall(27), events_to_tell(-0.3))

    assert statement.status is Status.NO_CLEAR_CHANGE
    assert (
        "a fall from 27 in 2012-13 to 19 in 2013-14 (30%, worked out from the stated percentage) is small enough"
        in statement.sentence
    )
    assert "Only 13 or fewer would have been a clear fall." in statement.sentence


def test_a_rise_that_chance_could_make_is_not_held_against_a_fall(counted):
    known = replace(figures((2013, 19.0, ""), (2014, 27.0, "+42% as stated")), change=0.42)
    statement = say_stated_change(counted, known, ratio_of_rates(27, 1, 19, 1), largest_significant_fall(19), None)

    assert "a rise from 19 in 2012-13 to 27 in 2013-14" in statement.sentence
    assert "clear fall" not in statement.sentence


def test_a_count_that_is_not_shown_has_no_sentence_on_its_change(counted):
    hidden = replace(figures((2013, 7.0, ""), (2014, np.nan, "−30% as stated")), change=-0.3)

    assert say_stated_change(counted, hidden, ratio_of_rates(np.nan, 1, 7, 1), None, None) is None


def test_the_change_between_counted_years_has_limits(counted):
    statement = say_counted_change(counted, figures(*YEARS), ratio_of_rates(13, 1, 27, 1))

    assert (statement.status, statement.unusual, statement.beyond_chance) == (Status.LOWER, None, True)
    told = (
        "Custodial sentences went from 27 in 2012-13 to 13 in 2014-15, a fall of 52% (95% limits: a fall of 3% to 77%)."
    )
    assert statement.sentence == f"{told} {BEYOND}"


def test_one_counted_year_is_no_change(counted):
    statement = say_counted_change(counted, figures(YEARS[0]), ratio_of_rates(np.nan, 1, np.nan, 1))

    assert statement.status is Status.CANNOT_SAY


@pytest.mark.parametrize(("population", "assumed"), [(CHILDREN, True), (OF_10_TO_17, False)])
def test_that_the_children_of_10_to_17_are_assumed_is_said_only_where_they_are(rate, population, assumed):
    known = figures(YEARS[0])
    sentence = say_chance(rate, known, chances_next_year(known, population, per=1000, quarter_end=END)).sentence

    assert ("only the number of 0 to 17 is known" in sentence) == assumed


def test_a_year_whose_count_is_known_has_no_chance(rate):
    known = figures(*YEARS)
    ahead = chances_next_year(known, CHILDREN, per=1000, quarter_end=date(2014, 3, 31))

    assert say_chance(rate, known, ahead).sentence.endswith(
        "The count of 2014-15 is known, so no chance is worked out for it."
    )


def test_claims_in_words_are_quoted(rate):
    told = say_claims(rate, [("custody rate", "still some way to go")])

    assert told is not None
    assert told.sentence.endswith("so that it cannot be checked: custody rate “still some way to go”.")
    assert say_claims(rate, []) is None
    assert pd.isna(told.result or np.nan)
