"""The page that brings the others together: the same charts as on their own pages, and what contradicts what."""

import re

import pytest

from analysis.subjects import comparators
from analysis.subjects.outcomes import list_contradictions, listen, show_contradictions, show_reports


@pytest.fixture
def page(open_real):
    return open_real("outcomes")


def html_of(page, kind):
    return [part.html for part in page.handed.parts if part.kind == kind]


def test_a_reports_key_chart_is_the_one_of_its_own_page(page, open_real):
    heard = listen(page, page.definitions.report("looked_after"))

    own = open_real("looked_after")
    rates = comparators.read_rates(own, "looked_after_rate")
    ((chart, details),) = heard.charts  # the cells after it do not run
    assert details["caption"] == comparators.caption_rates(own, rates)
    assert chart.table.table.equals(comparators.protect_years(own, rates).table)


def test_listening_shows_nothing_and_keeps_what_was_read(page):
    before = len(page.handed.parts)
    heard = listen(page, page.definitions.report("finance"))

    assert len(page.handed.parts) == before
    assert heard.handed.parts == []
    assert "board_income" in set(heard.read_so_far["indicator"])


def test_each_report_stands_under_a_link_to_its_page_with_its_first_sentences(page):
    show_reports(page, "finance plan")

    assert len(html_of(page, "chart")) == 2
    assert any('<h3><a href="finance.html">' in html for html in html_of(page, "text"))
    assert "board_income" in page.indicators


def test_the_summary_takes_one_sentence_of_the_first_report_and_names_it(page):
    show_reports(page, "finance plan")

    (part,) = [part for part in page.handed.parts if part.kind == "summary"]
    assert len(part.details["statements"]) == 1
    assert part.words.startswith(f"{page.definitions.report('finance').title}: ")


def test_figures_are_numbered_one_after_the_other(page):
    show_reports(page, "finance plan")

    assert re.findall(r"<strong>Figure (\d)\.", "".join(html_of(page, "chart"))) == ["1", "2"]


def test_a_report_without_figures_of_the_area_is_named_and_left_out(open_real):
    page = open_real("outcomes", area="E06000044")
    show_reports(page, "missing")

    assert html_of(page, "chart") == []
    assert html_of(page, "text") == ["<p>There are no figures of Portsmouth for: missing children.</p>"]


def test_contradictions_are_those_of_the_kinds_named(page):
    assert list(list_contradictions(page, ["target_direction"])["what"].str.split(",").str[0]) == ["Custody rate"]
    assert len(list_contradictions(page, ["date_stated_twice", "share_base"])) == 2


def test_another_areas_contradictions_are_about_the_figures_on_its_page(open_real):
    page = open_real("outcomes", area="E06000044")
    page.read("looked_after_children")

    assert list_contradictions(page, ["target_direction", "people_summed"]).empty


def test_a_contradiction_is_settled_with_partners_and_not_with_the_department(page):
    told = list_contradictions(page, ["sources_differ"])
    row = told[told["what"].str.contains("Referrals, Southampton")].iloc[0]
    assert "3,495" in row["detail"]
    assert row["partner"] == "The LSCB Business Unit"


def test_a_page_without_contradictions_says_so(page):
    show_contradictions(page, "no_such_rule")

    assert html_of(page, "text") == ["<p>No two of the figures on this page contradict each other.</p>"]
