"""The page that brings the others together: the same charts as on their own pages, and what contradicts what."""

from dataclasses import replace

import pandas as pd
import pytest

from analysis.page.contradictions import ask_to_settle, list_contradictions, say_contradictions, show_contradictions
from analysis.page.key_charts import listen, quote_gravest, show_key_charts
from analysis.page.questions_to_put import list_questions
from analysis.words.statement import Status


@pytest.fixture
def page(open_real):
    return open_real("outcomes")


def html_of(page, kind):
    return [part.html for part in page.outputs.parts if part.kind == kind]


def test_a_reports_key_chart_is_the_first_of_its_own_page(page):
    heard = listen(page, page.definitions.report("looked_after"))

    ((chart, caption),) = heard.charts  # the cells after it do not run
    assert "looked-after" in caption
    assert "looked_after_rate" in chart.indicators


def test_what_was_published_after_the_quarter_is_no_key_chart(page):
    heard = listen(page, page.definitions.report("reoffending"))

    assert heard.charts == []  # its own page draws 2015-16 to 2023-24
    assert heard.headline


def test_listening_shows_nothing(page):
    before = len(page.outputs.parts)
    heard = listen(page, page.definitions.report("finance"))

    assert len(page.outputs.parts) == before
    assert heard.outputs.parts == []


def test_each_report_stands_under_a_link_to_its_page_with_its_headline_and_one_chart(page):
    show_key_charts(page, "finance plan")

    (html,) = [html for html in html_of(page, "text") if "key-charts" in html]
    assert html.count("<svg") == 2
    assert '<h3><a href="finance.html">' in html
    assert page.outputs.readings == []  # its figures, methods and sources stand on its own page


def test_a_card_says_the_headline_of_the_front_page_what_was_judged_before_what_cannot_be_said(page):
    show_key_charts(page, "children_in_need")

    (html,) = html_of(page, "text")
    assert "no clear change" in html
    assert "The rate of children in need was 452 on 31 March 2013 and 411 on 31 March 2014" in html


def test_a_report_without_figures_of_the_area_is_named_and_left_out(open_real):
    page = open_real("outcomes", area="E06000044")
    show_key_charts(page, "missing")

    assert html_of(page, "text") == [
        "<p>There are no figures of Portsmouth in the 2 years to March 2014 for: missing children.</p>"
    ]


def test_the_summary_quotes_what_is_unusual_worse_or_more_than_chance_and_no_more(page):
    told = show_key_charts(page, "sexual_offences children_in_need")

    first, *others = (replace(one, unusual=False, facts={}) for one in told)
    for grave in ({"unusual": True}, {"facts": {"beyond_chance": True}}, {"status": Status.WORSE, "unusual": None}):
        assert list(map(str, quote_gravest([*others, replace(first, **grave)]))) == [str(first)]


def test_what_a_summary_quotes_shows_its_status_and_is_not_the_pages_own(page):
    (first, *_) = show_key_charts(page, "sexual_offences")
    page.summary(*quote_gravest([replace(first, unusual=True)]))

    assert "lower</strong>" in html_of(page, "summary")[0]
    assert page.outputs.statements == []


def test_the_summary_says_where_nothing_that_was_judged_is_unusual(page):
    told = [replace(one, unusual=False, facts={}) for one in show_key_charts(page, "sexual_offences children_in_need")]

    assert quote_gravest(told) == ["No headline on this page that we can judge (2) is unusual."]
    assert quote_gravest([replace(one, unusual=None) for one in told]) == []


def test_contradictions_are_those_of_the_kinds_named(page):
    assert list(list_contradictions(page, ["target_direction"])["what"].str.split(",").str[0]) == ["Custody rate"]
    assert len(list_contradictions(page, ["date_stated_twice", "share_base"])) == 2


def test_another_areas_contradictions_are_its_own(open_real):
    page = open_real("outcomes", area="E06000044")

    assert list_contradictions(page, ["target_direction", "people_summed", "repeated_column"]).empty


def test_a_contradiction_is_settled_with_partners_and_not_with_the_department(page):
    told = list_contradictions(page, ["sources_differ"])
    row = told[told["what"].str.contains("Referrals, Southampton")].iloc[0]
    assert "3,495" in row["detail"]
    assert row["partner"] == "the LSCB Business Unit"


def test_the_partner_with_most_to_settle_is_asked_when(page):
    asked = ask_to_settle(pd.DataFrame({"partner": ["the council", "the police", "the council"]}))

    assert asked == [("the council", "3 points do not agree: when will the council settle the 2 that it can answer?")]
    page.ask(*asked[0])
    assert list_questions(page) == {"the council": [asked[0][1]]}


def test_a_page_without_contradictions_says_so(page):
    found = list_contradictions(page, ["no_such_rule"])
    show_contradictions(page, found)

    assert say_contradictions(found) == "No two figures of the last 2 years contradict each other."
    assert html_of(page, "text") == ["<p>No two figures of the last 2 years contradict each other.</p>"]
