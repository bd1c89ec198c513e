"""Re-offending as received: a new return is called by its own title, and the cohorts that it gives are read.

Council notice, 2015: 48.6% (2011), 33.8% (2013), England 37.2% (2013). The cohorts are invented.
"""

import pytest

from analysis.measures.figures_in_sentences import read_stated_shares
from analysis.words.followed_cohorts import NUMBERS, say_cohorts, say_stated_shares

INDICATORS = "".join(
    f"""
{name}:
  title: {title}
  kind: {kind}
  counts: people
  unit: children
  topic: youth_justice
  meaning: [{{since: 2013-04-01, definition: Children., reference: Ministry of Justice}}]
"""
    for name, title, kind in [
        ("reoffending_share", "Proven re-offending", "proportion"),
        ("reoffending_cohort", "Cohort", "count"),
        ("reoffending_children", "Children who re-offended", "count"),
        ("reoffences", "Re-offences", "count"),
    ]
)
TITLES = {"police": "Figures quoted in later notices", "yot": "Cohorts of the youth offending service"}
YEAR = {"start": "2013-01-01", "end": "2013-12-31"}


def share(value: float, **given: object) -> dict:
    return {"indicator": "reoffending_share", "value": value, **YEAR, **given}


def count(indicator: str, number: int) -> dict:
    return {"indicator": indicator, "numerator": number, "value": number, **YEAR, "source": "yot"}


STATED = [share(0.486, start="2011-01-01", end="2011-12-31"), share(0.338), share(0.372, area="E92000001")]


def cohorts_of(page):
    return page.spread(page.read(*NUMBERS).dropna(subset="numerator"), wanted=NUMBERS)


@pytest.fixture
def supplied(make_page):
    return make_page(
        INDICATORS,
        *STATED,
        share(0.38, source="yot", breakdown=""),
        count("reoffending_cohort", 398),
        count("reoffending_children", 150),
        count("reoffences", 455),
    )


def test_shares_are_in_order_of_time_and_called_by_their_source(make_page):
    stated = read_stated_shares(make_page(INDICATORS, *STATED), "reoffending_share", TITLES)

    assert list(stated["cohort"]) == ["2011", "2013", "2013"]
    assert set(stated["source"]) == {"Figures quoted in later notices"}


def test_england_alone_is_not_taken(make_page):
    assert read_stated_shares(make_page(INDICATORS, STATED[2]), "reoffending_share", TITLES).empty


def test_without_cohorts_the_page_asks_for_them(make_page):
    page = make_page(INDICATORS, *STATED)

    sentence = say_cohorts(page.subject("reoffending_share"), cohorts_of(page), None).sentence

    assert "We do not know how many" in sentence


def test_with_cohorts_what_was_said_to_be_missing_is_gone(supplied):
    about, stated = supplied.subject("reoffending_share"), read_stated_shares(supplied, "reoffending_share", TITLES)
    sentence = say_cohorts(about, cohorts_of(supplied), None).sentence

    assert sentence == "In 2013, 150 of 398 children re-offended (38%), with 455 re-offences: 3.03 each."
    assert not any("later notice gives" in told.sentence for told in say_stated_shares(about, stated))
