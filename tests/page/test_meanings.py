"""What each figure means is one click from where it is named."""

import re

from analysis.page.methods import add_meanings, link_headings

TITLES = {
    "Children missing": "missing_children",
    "Referrals (per 10,000)": "referral_rate",
    "Referrals": "referral_rate",
}
LINK = '<a href="#means-missing_children">Children missing</a>'


def test_a_heading_that_names_an_indicator_leads_to_its_definition():
    html = '<th scope="col" class="figure">Children missing</th><th scope="row">Children missing</th>'

    assert link_headings(html, TITLES) == (f'<th scope="col" class="figure">{LINK}</th><th scope="row">{LINK}</th>')


def test_a_heading_with_another_name_stays_as_it_is():
    html = '<th scope="col">Children missing more than once</th><td>Children missing</td>'

    assert link_headings(html, TITLES) == html


def test_a_heading_that_is_a_link_already_keeps_its_own():
    html = '<th scope="row"><a href="missing.html">Children missing</a></th>'

    assert link_headings(html, TITLES) == html


def test_a_title_with_signs_that_html_keeps_for_itself_is_found():
    html = '<th scope="col">Children &amp; &lt;young people&gt;</th>'

    assert "#means-young" in link_headings(html, {"Children & <young people>": "young"})


def test_a_figure_ends_with_the_definitions_of_what_it_shows_each_once_by_its_title():
    html = add_meanings("<figure></figure>", ["missing_children", "referral_rate", "referral_rate", "other"], TITLES)

    assert html.count("<a ") == 2
    assert LINK in html
    assert '<a href="#means-referral_rate">Referrals (per 10,000)</a>.</p>\n</figure>' in html


def test_a_figure_of_nothing_that_the_page_defines_stays_as_it_is():
    assert add_meanings("<figure></figure>", ["other"], TITLES) == "<figure></figure>"


def test_a_chart_of_some_statements_ends_with_the_definitions_of_those_alone(demo_release):
    html = (demo_release / "early_help.html").read_text(encoding="utf-8")
    (counted,) = re.findall("What is counted: (.*?)</p>", html)

    assert re.findall('href="#means-([^"]+)"', counted) == [
        "troubled_families_worked_with",
        "troubled_families_turned_around",
    ]
