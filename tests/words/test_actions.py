"""The actions of a plan in sentences."""

import pandas as pd
import pytest

from analysis.words.actions import say_carried_forward, say_evidence, say_plan, say_unclear
from tests.measures.test_business_plan import ACTIONS, plan_of


@pytest.fixture
def about(subject_of):
    return subject_of("business_plan_status")


@pytest.fixture
def plan() -> pd.DataFrame:
    return plan_of(ACTIONS)


def test_the_sentence_of_the_plan_counts_each_state(about, plan):
    assert say_plan(about, plan).sentence == (
        "The plan for 2013-14 has 5 actions: 1 green, 2 amber, 1 with two statuses and 1 without a status. None is red."
    )


def test_an_area_without_a_plan_has_none_to_speak_of(about, plan):
    assert say_plan(about, plan.iloc[:0]).sentence == "No business plan was supplied for this quarter."
    assert say_carried_forward(about, plan.iloc[:0]) is None


def test_a_plan_that_does_not_say_from_when_actions_are_amber_says_how_old_they_are_at_most(about, plan):
    sentence = say_carried_forward(about, plan).sentence

    assert "does not say from when, so they are up to 12 months old on 31 March 2014" in sentence


def test_a_plan_that_says_from_when_actions_are_amber_is_quoted(about):
    given = plan_of(ACTIONS, business_plan_amber_from={"1.10": "1 June 2013", "2.1": "1 July 2013"})
    sentence = say_carried_forward(about, given).sentence

    assert "Amber: 1.10 from 1 June 2013 and 2.1 from 1 July 2013." in sentence
    assert "does not say" not in sentence


def test_amber_actions_without_a_date_to_finish_are_named_and_asked_about(about, plan):
    said = say_carried_forward(about, plan)

    assert "Without a date to finish: 1.10 (1 of 2)." in said.sentence
    assert said.question == "When will these amber actions be finished: 1.10?"


def test_a_plan_of_green_actions_carries_nothing_forward(about, plan):
    said = say_carried_forward(about, plan[plan["status"] == "green"])

    assert said.sentence == "Every action is green: nothing is carried forward."


def test_an_action_without_a_status_is_not_called_undone(about, plan):
    assert say_unclear(about, plan)[0].sentence == ("1 action has no status: 2.2. We do not know whether it was done.")


def test_two_statuses_and_one_comment_for_two_actions_are_said(about, plan):
    assert [said.sentence for said in say_unclear(about, plan)[1:]] == [
        "Action 1.2 has two statuses in one cell (“Amber … Green”). We count it under neither.",
        "Actions 2.1 and 2.2 have the same comment.",
    ]


def test_figures_that_would_show_results_are_counted(about):
    assert say_evidence(about, 3, 15).sentence.endswith("We hold 3 of the 15 figures that would show results.")


def test_that_none_is_red_goes_with_a_red_action(about):
    red = plan_of({**ACTIONS, "2.3": ("Reviews", "Audit", "Red", "Late")})

    assert "1 red" in say_plan(about, red).sentence
    assert "None is red" not in say_plan(about, red).sentence


def test_that_amber_actions_have_no_date_goes_when_each_has_one(about, plan):
    said = say_carried_forward(about, plan.assign(due="1 June 2014"))

    assert "Without a date" not in said.sentence
    assert said.question == ""


def test_amber_actions_of_which_the_plan_does_not_say_from_when_are_counted_beside_those_of_which_it_does(about):
    some = plan_of(ACTIONS, business_plan_amber_from={"1.10": "1 June 2013"})

    assert "The plan does not say from when for 1 other." in say_carried_forward(about, some).sentence


def test_that_an_action_has_no_status_goes_when_each_has_one(about, plan):
    told = [said.sentence for said in say_unclear(about, plan[plan["status"] != "not stated"])]

    assert not any("no status" in sentence for sentence in told)
