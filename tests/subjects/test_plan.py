"""The business plan as a page reads it."""

import pandas as pd
import pytest

from analysis.subjects.plan import (
    count_states,
    describe_doubts,
    describe_evidence,
    describe_open,
    describe_plan,
    protect_open,
    read_evidence,
    read_plan,
    read_status,
    select_open,
)

WORDS = """
{name}:
  title: {title}
  kind: statement
  counts: nothing
  unit: words
  topic: plan
  meaning: [{{since: 2013-04-01, definition: Words., reference: Annual report 2013-14}}]
"""
TITLES = {
    "business_plan_priority": "Priority",
    "business_plan_action": "Action",
    "business_plan_status": "Status of an action",
    "business_plan_commentary": "Comment on an action",
}
INDICATORS = "".join(WORDS.format(name=name, title=title) for name, title in TITLES.items())
ACTIONS = {
    "1.1": ("Governance", "Recruit a chair", "Green", "Completed"),
    "1.2": ("Governance", "Agree links", "Amber … Green", "In place"),
    "1.10": ("Governance", "Recruit a lay member", "Amber", "Recruitment in process since 2013-14"),
    "2.1": ("Reviews", "Deliver reviews", "Amber", "More due early 2014-15 (one comment for 2.1 and 2.2)"),
    "2.2": ("Reviews", "Publish reviews", None, "More due early 2014-15 (one comment for 2.1 and 2.2)"),
}


@pytest.fixture
def page(make_page):
    rows = [
        {"indicator": name, "breakdown": number, "start": "2013-04-01", "end": "2014-03-31", "text": words,
         "status": "reported" if words else "not_supplied"}
        for number, action in ACTIONS.items() for name, words in zip(TITLES, action, strict=True)
    ]  # fmt: skip
    return make_page(INDICATORS, *rows)


@pytest.fixture
def plan(page) -> pd.DataFrame:
    return read_plan(page)


def test_actions_stand_in_the_order_of_their_numbers_not_of_their_letters(plan):
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


def test_the_counts_of_the_states_make_all_actions(page, plan):
    table = count_states(page, plan).table

    assert table[["green", "amber", "red", "two statuses", "not stated"]].to_numpy().sum() == len(ACTIONS)
    assert list(table["amber"]) == [1, 1]


def test_small_counts_of_actions_are_shown_since_actions_are_not_people(page, plan):
    assert count_states(page, plan).withheld == 0


def test_the_sentence_of_the_plan_counts_each_state(plan):
    assert describe_plan(plan) == [
        "The plan for 2013-14 has 5 actions: 1 green, 2 amber, 1 of two statuses at once and 1 without a status. "
        "None is red."
    ]


def test_an_action_that_is_not_green_is_open(plan):
    assert list(select_open(plan)["number"]) == ["1.2", "1.10", "2.1", "2.2"]


def test_only_a_period_after_the_plans_year_is_when_an_action_is_due(plan):
    assert list(select_open(plan)["due"]) == ["", "", "2014-15", "2014-15"]


def test_the_age_of_an_amber_action_is_counted_from_the_plans_start(plan):
    assert "each 12 months old on 31 March 2014" in describe_open(plan)[0]


def test_amber_actions_without_a_date_are_named(plan):
    assert "1 of the 2 say nothing of when: 1.10." in describe_open(plan)


def test_an_action_without_a_status_is_not_called_undone(plan):
    assert describe_open(plan)[-1] == "1 action has no status, so nobody can say whether it was done: 2.2."


def test_a_cell_with_two_statuses_and_a_shared_comment_are_told(plan):
    assert describe_doubts(plan) == [
        "Action 1.2 states two statuses in one cell (“Amber … Green”); it is counted under neither.",
        "Actions 2.1 and 2.2 share one comment.",
    ]


def test_a_plan_of_green_actions_carries_nothing_forward(plan):
    assert describe_open(plan[plan["status"] == "green"]) == ["Every action is green: nothing is carried forward."]


def test_the_open_actions_say_when_or_that_it_is_not_said(page, plan):
    assert list(protect_open(page, plan).table["due"]) == ["not said", "not said", "2014-15", "2014-15"]


def test_an_area_without_a_plan_is_told_so(plan):
    assert describe_plan(plan.iloc[:0]) == ["No business plan was supplied up to this quarter."]


@pytest.mark.parametrize(("children", "shown"), [(5, "withheld"), (6, "6")])
def test_the_evidence_withholds_a_small_count_of_people(make_page, plan, children, shown):
    page = make_page("", {"indicator": "missing_children", "start": "2014-03-01", "end": "2014-03-31",
                          "numerator": children, "value": children})  # fmt: skip

    assert list(read_evidence(page, plan, "1:missing_children").table["figure"]) == [shown]


def test_evidence_that_is_not_held_is_counted(page, plan):
    assert describe_evidence(read_evidence(page, plan, "1:missing_children")).endswith(
        "0 of 1 figure that would show results are held."
    )
