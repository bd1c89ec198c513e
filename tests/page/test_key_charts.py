"""The page that brings the others together: the same charts as on their own pages."""

import re
from dataclasses import replace

import pytest

from analysis.page import key_charts
from analysis.page.key_charts import list_cards, list_left_out, listen, show_cards
from analysis.page.page import open_page
from analysis.page.parts import describe_statements
from analysis.words.order import Group, quote_gravest
from analysis.words.statement import Status
from tests.conftest import ROOT


@pytest.fixture
def page(open_real):
    return open_real("outcomes")


def html_of(page, kind):
    return [part.html for part in page.outputs.parts if part.kind == kind]


@pytest.fixture(scope="module")
def cards(real_project):
    with pytest.MonkeyPatch.context() as moved:
        moved.chdir(real_project.notebooks)
        return list_cards(open_page("outcomes", area="E06000045", quarter="2013-14 Q4", data=real_project.data))


def named(cards, name):
    return next(card for card in cards if card.report.name == name)


def test_every_report_with_figures_of_its_own_has_a_card(page, cards):
    has = [one.name for one in page.definitions.reports.values() if one.needs and page.has_figures(one.needs)]

    assert [card.report.name for card in cards] == has
    assert {"scorecard", "missing", "finance"} <= set(has)
    assert not {"outcomes", "data_quality", "referral_sources"} & set(has)


def test_a_reports_key_chart_is_the_first_of_its_own_page(cards, demo_release):
    drawn = named(cards, "sexual_offences").drawn
    own = (demo_release / "sexual_offences.html").read_text(encoding="utf-8")
    (caption,) = re.findall('<title id="figure-1-narrow-title">([^<]*)<', own)

    assert f'<title id="key-sexual_offences-title">{caption}<' in drawn


def test_a_card_shows_a_chart_of_its_headlines_indicator_or_none(cards):
    drawn = {card.report.name: bool(card.drawn) for card in cards}

    assert "Common assessments" in str(named(cards, "early_help").headline)  # whose chart is of other figures
    assert (drawn["early_help"], drawn["first_time_entrants"], drawn["learning"]) == (False, True, True)


def test_listening_shows_nothing(page):
    before = len(page.outputs.parts)
    heard = listen(page, page.definitions.report("finance"))

    assert len(page.outputs.parts) == before
    assert heard["said"]


def test_what_a_run_hands_on_makes_the_cards_that_the_reports_notebooks_make(cards, demo_release, monkeypatch):
    demo = demo_release.parents[1] / "data"
    (file,) = (demo / "processed" / "kept").glob("*.cards")
    monkeypatch.chdir(ROOT / "notebooks")
    page = open_page("outcomes", area="E06000045", quarter="2013-14 Q4", data=demo)
    monkeypatch.setattr(key_charts, "listen", None)  # no notebook is run

    given = list_cards(page, file.name)

    assert [str(card.headline) for card in given] == [str(card.headline) for card in cards]
    assert [card.drawn for card in given] == [card.drawn for card in cards]
    assert [describe_statements([card.headline]) for card in given] == [
        describe_statements([c.headline]) for c in cards
    ]


def test_a_card_is_a_link_to_its_page_with_its_headline_and_one_chart(page, cards):
    show_cards(page, [named(cards, "sexual_offences"), named(cards, "scorecard")], Group.CHANGED)

    (html,) = html_of(page, "text")
    assert html.count("<svg") == 1  # the scorecard has none
    assert '<h3><a href="sexual_offences.html">' in html
    assert page.outputs.readings == []  # its figures, methods and sources stand on its own page


def test_a_card_stands_in_the_group_of_its_headline_and_in_no_other(page, cards):
    for group in Group:
        show_cards(page, cards, group)

    first, *rest = html_of(page, "text")
    assert "missing.html" in first
    assert ("no clear change" in rest[1], "The rate of children in need was 452" in rest[1]) == (True, True)
    assert sum(html.count("<article>") for html in (first, *rest)) == len(cards)


def test_a_card_without_a_change_that_matters_has_no_chart(page, cards):
    card = named(cards, "children_in_need")
    show_cards(page, [replace(card, drawn=named(cards, "sexual_offences").drawn)], Group.ORDINARY)

    assert "<svg" not in html_of(page, "text")[0]


def test_what_a_page_says_after_its_first_chart_can_head_its_card_too(page):
    stated = listen(page, page.definitions.report("referrals"))["stated"]

    assert "rereferral_share" in {one["indicator"] for one in stated}


def test_reports_without_figures_of_the_area_are_named(open_real):
    assert "Missing children" in list_left_out(open_real("outcomes", area="E06000044"))
    assert "Missing children" not in list_left_out(open_real("outcomes"))


def of_status(cards, **given):
    *others, last = (card.headline for card in cards)
    return [*(replace(one, unusual=False, facts={}) for one in others), replace(last, **{"facts": {}, **given})]


@pytest.fixture
def ordinary(cards):
    return [named(cards, "children_in_need"), named(cards, "sexual_offences")]


def test_the_summary_quotes_what_is_unusual_worse_or_more_than_chance_and_no_more(ordinary):
    for grave in ({"unusual": True}, {"facts": {"beyond_chance": True}}, {"status": Status.WORSE, "unusual": None}):
        told = of_status(ordinary, **grave)
        assert list(map(str, quote_gravest(told))) == [str(told[-1])]


def test_the_summary_quotes_all_that_is_unusual_however_many(ordinary):
    unusual = of_status(ordinary, unusual=True)[-1]

    assert len(quote_gravest([unusual] * 5)) == 5


def test_what_a_summary_quotes_shows_its_status_and_is_not_the_pages_own(page, ordinary):
    page.summary(*quote_gravest(of_status(ordinary, unusual=True)))

    assert "lower, and unusual</strong>" in html_of(page, "summary")[0]
    assert page.outputs.statements == []


def test_the_summary_says_where_nothing_that_was_judged_is_unusual(ordinary):
    assert quote_gravest(of_status(ordinary, unusual=False)) == [
        "No headline on this page that we can judge (2) is unusual."
    ]
    assert quote_gravest(["Said."]) == []
