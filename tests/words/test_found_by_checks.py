"""What the checks found, in sentences: every denial goes when what it denies is there."""

import pandas as pd
import pytest

from analysis.schemas import SEVERITIES
from analysis.words.found_by_checks import (
    ask_to_settle,
    caption_questions,
    say_contradictions,
    say_found,
    say_notes,
    say_quality,
    say_rest,
)
from analysis.words.statement import ToSettle


def found_of(*severities: str) -> pd.DataFrame:
    return pd.DataFrame({"severity": list(severities), "message": [f"{one.capitalize()}." for one in severities]})


def asked_of(*severities: str, supplier: str = "The police") -> pd.DataFrame:
    return pd.DataFrame({"supplier": [supplier] * len(severities), "severity": list(severities)})


def in_contradiction(*partners: str) -> pd.DataFrame:
    return pd.DataFrame({"what": ["One."] * len(partners), "partner": list(partners)})


@pytest.fixture
def accounts(page):
    return page.protect(pd.DataFrame({"figure": [80, 20], "marker": [0, 1]}), uncounted=["figure", "marker"])


def test_how_many_of_each_severity_is_told():
    assert say_found(found_of("warning", "note")) == "2 findings: 1 may mislead; 1 for information."
    assert say_found(found_of("note")) == "1 finding: 1 for information."


def test_nothing_to_say_to_settle_or_to_ask_is_said_only_where_there_is_nothing():
    assert say_found(found_of()) == "The checks found nothing to say about these figures."
    assert say_contradictions(in_contradiction()) == "No two figures of the last 2 years contradict each other."
    assert say_rest(asked_of()) == "The checks found nothing to ask of anyone."

    assert say_found(found_of("error")) == "1 finding: 1 cannot be right."
    assert say_contradictions(in_contradiction("the police")) == (
        "1 point where figures do not agree must be settled before the report is published."
    )
    assert say_rest(asked_of("error")) == ""


def test_what_must_be_settled_is_grave():
    assert isinstance(say_contradictions(in_contradiction("the police")), ToSettle)


def test_questions_beyond_those_listed_are_counted():
    assert say_rest(asked_of("note", "note", "note"), 1) == "2 more questions are in data/findings.csv."


def test_the_partner_with_most_to_settle_is_asked_when():
    assert ask_to_settle(in_contradiction("the council", "the police", "the council")) == [
        ("the council", "3 points do not agree: when will the council settle the 2 that it can answer?")
    ]
    assert ask_to_settle(in_contradiction()) == []


def test_the_first_error_comes_first_and_that_there_is_none_goes(accounts):
    none, some = say_quality(accounts, found_of("note"), asked_of()), found_of("error", "warning")

    assert none == [
        "No finding shows an error, and no finding may mislead; 1 check held or are for information.",
        "2 tables came in, with 100 figures in them; 1 cell said that a figure is missing.",
    ]
    assert say_quality(accounts, some, asked_of("error", "note")) == [
        "First to settle: Error.",
        "1 finding cannot be right, and 1 finding may mislead; 0 checks held or are for information.",
        none[1],
        "The police has the most to settle: 1 question on figures that are wrong or may mislead.",
    ]


def test_the_caption_says_who_has_most_to_answer_or_that_nobody_has(page):
    def caption(first: int, second: int) -> str:
        counts = pd.DataFrame({"supplier": ["A", "B"], "error": [first, second], "warning": 0, "note": [second, 0]})
        return caption_questions(page.protect(counts, uncounted=SEVERITIES))

    assert caption(2, 5) == "Questions for each partner: A has 7 of 12 questions"
    assert caption(0, 0) == "No question to any partner"


def test_a_note_is_counted_also_where_its_words_may_not_be_told():
    hidden = "may not be shown here: read them in the files."

    assert say_notes(0, 0) == "No table that was read has a note under it."
    assert say_notes(1, 1) == "1 note is under the tables that were read."
    assert say_notes(0, 1) == f"1 note is under the tables that were read. Its words {hidden}"
    assert say_notes(1, 3).endswith(f"The words of 2 of them {hidden}")
