"""Figures as findings say them, and what they leave out."""

import pytest

from publishing.intake.checks.wording import describe_text, describe_value, join_words


@pytest.mark.parametrize(
    ("indicator", "value", "words"),
    [
        ("referrals", 3495, "3,495"),
        ("share", 0.31, "31%"),
        ("rate", 734, "734 per 10,000"),
        ("income", 211842, "£211,842"),
        ("children", 0, "0"),
        ("children", 1, "a small number"),
        ("children", 5, "a small number"),
        ("children", 6, "6"),
        ("episodes", 5, "a small number"),
        ("audits", 4, "4"),
    ],
)
def test_counts_of_people_and_events_from_1_to_5_are_never_said(tools, indicator, value, words):
    assert describe_value(value, tools.indicators[indicator]) == words


def test_what_is_made_of_a_small_count_is_not_said_either(tools):
    assert describe_value(0.05, tools.indicators["offence_share"], numerator=2) == "a small number"


@pytest.mark.parametrize(("text", "shown"), [("12 or 25 children", True), ("3 children", False), ("One child", False)])
def test_words_with_a_small_number_of_people_are_not_quoted(tools, text, shown):
    assert (text in describe_text(text, tools.indicators["children"])) == shown


def test_many_words_are_counted():
    assert join_words("abc") == "a, b and c"
    assert join_words("abcd", most=2) == "a, b and 2 more"
