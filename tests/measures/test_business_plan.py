"""The business plan: its actions in their order, one status each, and what is not finished."""

import pandas as pd
import pytest

from analysis.measures.business_plan import (
    PARTS,
    count_states,
    latest_plan,
    read_status,
    same_comments,
    tabulate_unfinished,
    unfinished,
)

ACTIONS = {
    "1.1": ("Governance", "Recruit a chair", "Green", "Completed"),
    "1.2": ("Governance", "Agree links", "Amber … Green", "In place"),
    "1.10": ("Governance", "Recruit a lay member", "Amber", "Recruitment in process since 2013-14"),
    "2.1": ("Reviews", "Deliver reviews", "Amber", "More due early 2014-15"),
    "2.2": ("Reviews", "Publish reviews", None, "More due early 2014-15"),
}


def plan_of(actions: dict[str, tuple], **more: dict[str, str]) -> pd.DataFrame:
    """The plan of some actions; `more` gives further statements by indicator and action."""
    year = {"start": pd.Timestamp("2013-04-01"), "end": pd.Timestamp("2014-03-31")}
    rows = [
        year | {"breakdown": number, "indicator": name, "text": words}
        for number, action in actions.items()
        for name, words in zip(PARTS, action, strict=False)
    ]
    rows += [
        year | {"breakdown": number, "indicator": name, "text": words}
        for name, given in more.items()
        for number, words in given.items()
    ]
    return latest_plan(pd.DataFrame(rows))


@pytest.fixture
def plan() -> pd.DataFrame:
    return plan_of(ACTIONS)


def test_actions_are_in_the_order_of_their_numbers_not_of_their_letters(plan):
    assert list(plan["number"]) == ["1.1", "1.2", "1.10", "2.1", "2.2"]


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("Green", "green"),
        ("Amber", "amber"),
        ("Amber … Green", "two statuses"),
        (None, "not stated"),
        ("", "not stated"),
    ],
)
def test_a_status_is_what_the_cell_says_and_never_one_of_two(words, status):
    assert read_status(words) == status


def test_the_counts_of_the_states_make_all_actions(plan):
    counts = count_states(plan).drop(columns="name")

    assert counts.to_numpy().sum() == len(ACTIONS)
    assert list(counts["amber"]) == [1, 1]


def test_an_action_that_is_not_green_is_unfinished(plan):
    assert list(unfinished(plan)["number"]) == ["1.2", "1.10", "2.1", "2.2"]


def test_only_a_period_after_the_plans_year_is_when_an_action_is_due(plan):
    assert list(unfinished(plan)["due"]) == ["", "", "2014-15", "2014-15"]
    assert list(tabulate_unfinished(plan)["due"]) == ["not said", "not said", "2014-15", "2014-15"]


def test_a_comment_word_for_word_the_same_is_one_comment_for_two_actions(plan):
    assert same_comments(plan) == [("2.1", "2.2")]


def test_a_plan_that_says_nothing_of_when_actions_turned_amber_leaves_that_missing(plan):
    assert plan["amber_from"].isna().all()
