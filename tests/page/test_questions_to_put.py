"""Questions to put: from statements and from findings, by partner."""

import pytest

from analysis.definitions.reports import Questions
from analysis.page.questions_to_put import list_questions
from analysis.periods import parse_period
from analysis.words.statement import Statement, Status

ASKED = Questions(partners={"missing": "the police"}, findings={"whole source zero": "What is missing of {what}?"})


@pytest.fixture
def asking(page):
    object.__setattr__(page.definitions, "questions", ASKED)
    return page


def test_what_a_statement_asks_is_asked_of_the_partner_of_its_topic_once(asking):
    asked = Statement("control", asking.subject("missing_episodes"), None, "March.", question="what happened in March?")
    asking.summary(asked)
    asking.say(asked, Statement("level", asking.subject("missing_children"), None, "128 children."))

    assert list_questions(asking) == {"the police": ["What happened in March?"]}


def test_the_question_of_the_headline_comes_first(asking):
    def statement(asked: str, status: Status | None, unusual: bool | None) -> Statement:
        return Statement("change", asking.subject("missing_episodes"), None, asked, status, unusual, question=asked)

    asking.say(statement("A gap?", Status.CANNOT_SAY, None), statement("A rise?", Status.WORSE, True))

    assert list_questions(asking) == {"the police": ["A rise?", "A gap?"]}


def test_a_finding_asks_the_partner_of_its_topic_once_for_all_its_figures(asking):
    asking.read("missing_children", "missing_episodes")

    assert list_questions(asking) == {
        "the police": ["What is missing of children missing and missing episodes? (December 2013)"]
    }


def test_only_figures_of_the_page_are_named(asking):
    asking.read("missing_children")

    assert list_questions(asking) == {"the police": ["What is missing of children missing? (December 2013)"]}


@pytest.mark.parametrize(("quarter", "asked"), [("2013-14 Q2", False), ("2013-14 Q4", True), ("2016-17 Q1", False)])
def test_a_finding_is_asked_about_in_the_two_years_after_its_period_and_never_before_it(asking, quarter, asked):
    asking.read("missing_children")
    object.__setattr__(asking, "quarter", parse_period(quarter, ["quarter"]))

    assert bool(list_questions(asking)) == asked


def test_a_kind_of_finding_without_a_template_asks_nothing(page):
    page.read("missing_children")

    assert list_questions(page) == {}


def test_the_page_ends_with_its_questions_under_each_partner(asking):
    asking.read("missing_children")
    asking.close()

    part = next(part for part in asking.outputs.parts if part.kind == "questions")
    assert '<h2 id="questions">Questions to put</h2>' in part.html
    assert "<h3>To the police</h3>" in part.html
