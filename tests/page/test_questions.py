"""Questions to put: from findings and from what stands out, by partner, without a figure."""

import pytest

from analysis import charts
from analysis.definitions.questions import Questions
from analysis.model.control_chart import xmr
from analysis.model.level_shift import find_level_shifts
from analysis.numbers import listed
from analysis.page.questions import list_questions, render_questions

ASKED = Questions(
    partners={"missing": "the police"},
    special_cause="What happened to {what} in {when}?",
    findings={"whole source zero": "What is missing of {what}?"},
)


@pytest.fixture
def asking(page):
    object.__setattr__(page.definitions, "questions", ASKED)
    return page


def chart(page, figures=None):
    months = page.read("missing_episodes", kind="month")
    if figures is not None:
        months = months.assign(numerator=figures, value=figures)
    control = xmr(months["numerator"], polarity="low")
    table = page.protect(page.spread(months))
    page.chart(charts.plot_months(table, "missing_episodes", control=control), caption="Months", results=[control])


def test_a_finding_asks_the_partner_of_its_topic_once_for_all_its_figures(asking):
    asking.read("missing_children", "missing_episodes")

    assert list_questions(asking) == {"the police": ["What is missing of children missing and missing episodes?"]}


def test_only_figures_of_the_page_are_named(asking):
    asking.read("missing_children")

    assert list_questions(asking) == {"the police": ["What is missing of children missing?"]}


def test_a_month_that_stands_out_is_asked_about(asking):
    chart(asking, [80.0, 150, 85, 146, 90, 140, 80, 150, 85, 146, 90, 500])

    assert "What happened to missing episodes in March 2014?" in list_questions(asking)["the police"]


def test_a_month_that_is_withheld_is_not_named(asking):
    chart(asking, [480.0, 550, 485, 546, 490, 540, 480, 550, 485, 546, 490, 3])

    assert not any("March 2014" in text for text in list_questions(asking)["the police"])


def test_months_within_their_usual_variation_ask_nothing(asking):
    chart(asking)

    assert not any("happened" in text for text in list_questions(asking)["the police"])


def test_a_kind_of_finding_without_a_template_asks_nothing(page):
    page.read("missing_children")

    assert render_questions(page) == ""


def test_the_page_ends_with_its_questions_under_each_partner(asking):
    asking.read("missing_children")
    asking.close()

    part = next(part for part in asking.handed.parts if part.kind == "questions")
    assert '<h2 id="questions">Questions to put</h2>' in part.html
    assert "<h3>To the police</h3>" in part.html


def test_levels_that_seem_to_break_are_asked_about_in_one_question(asking):
    object.__setattr__(asking.definitions, "questions", Questions(level_shift="What changed in {what} with {when}?"))
    rates = asking.read("referral_rate", kind="year")
    shifts = find_level_shifts(rates, "value")
    table = asking.protect(asking.spread(rates))
    asking.chart(charts.plot_years(table, ["referral_rate"], axis="Rate"), caption="Years", results=[shifts])

    (asked,) = list_questions(asking).values()
    assert asked == [f"What changed in referrals with {listed(map(str, shifts.table['label']))}?"]
    assert len(shifts.table)
