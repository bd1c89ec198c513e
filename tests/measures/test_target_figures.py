"""A target as it was received, and the counts behind it.

Southampton: 27 and 13 sentences (council notice, 2015); 30% fewer and ">1.00" (annual report 2013-14).
"""

import numpy as np
import pytest

from analysis.measures.target_figures import read_population, read_target

INDICATORS = """
custodial_sentences:
  title: Custodial sentences
  kind: count
  counts: people
  unit: sentences
  polarity: low
  topic: youth_justice
  meaning: [{since: 2013-04-01, definition: Sentences., reference: Ministry of Justice}]
custody_rate:
  title: Custody rate
  kind: rate
  counts: people
  unit: per 1,000 aged 10 to 17
  per: 1000
  polarity: low
  numerator: custodial_sentences
  topic: youth_justice
  meaning: [{since: 2013-04-01, definition: Sentences for every 1000., reference: Ministry of Justice}]
  targets: [{area: E06000045, period: 2013-14, comparison: "<", value: 1.0, source: Annual report 2013-14}]
custody_rate_change:
  title: Change in the custody rate
  kind: change
  counts: people
  unit: "% on the year before"
  polarity: low
  topic: youth_justice
  meaning: [{since: 2013-04-01, definition: Against the year before., reference: Annual report 2013-14}]
population_0_17:
  title: Children aged 0 to 17
  kind: count
  counts: things
  unit: children
  when_counted: at_end
  topic: context
  meaning: [{since: 2013-04-01, definition: Children., reference: ONS}]
population_10_17:
  title: Children aged 10 to 17
  kind: count
  counts: things
  unit: children
  when_counted: at_end
  topic: context
  meaning: [{since: 2013-04-01, definition: Children., reference: ONS}]
"""
NAMES = ("custody_rate", "custodial_sentences", "custody_rate_change")
YEARS = {
    "2012-13": ("2012-04-01", "2013-03-31"),
    "2013-14": ("2013-04-01", "2014-03-31"),
    "2011-12": ("2011-04-01", "2012-03-31"),
}


def sentences(year: str, count: int) -> dict:
    start, end = YEARS[year]
    return {"indicator": "custodial_sentences", "start": start, "end": end, "numerator": count, "value": count}


def stated(indicator: str, **given) -> dict:
    start, end = YEARS["2013-14"]
    return {"indicator": indicator, "start": start, "end": end} | given


def children(indicator: str, number: int) -> dict:
    return {"indicator": indicator, "start": "2013-06-30", "end": "2013-06-30", "numerator": number, "value": number}


CHANGE = stated("custody_rate_change", value=-0.30)
PRINTED = stated("custody_rate", breakdown="target", value=1.0, text=">1.00")


@pytest.fixture
def page(make_page):
    return make_page(
        INDICATORS,
        sentences("2012-13", 27),
        sentences("2011-12", 13),
        CHANGE,
        PRINTED,
        children("population_0_17", 47458),
    )


def test_the_count_of_a_year_with_only_a_change_is_worked_out_and_says_so(page):
    counts = read_target(page, *NAMES).counts

    assert list(counts["count"]) == [13, 27, 19]
    assert list(counts["made"]) == ["", "", "−30% as stated"]


def test_the_pairs_to_compare_leave_the_worked_out_year_out_or_take_it_with_the_year_before(page):
    figures = read_target(page, *NAMES)

    assert figures.counted_pair == (13, 27)
    assert figures.stated_pair == (27, 19)


def test_a_count_that_may_not_be_shown_is_in_no_pair(make_page):
    page = make_page(INDICATORS, sentences("2012-13", 7), CHANGE, PRINTED)
    figures = read_target(page, *NAMES)
    table = figures.counts[["period", "count", "count_status"]]

    assert np.isnan(figures.as_shown(page.protect(table, counts=["count"])).stated_pair[1])  # 30% fewer than 7 are 5


def test_a_target_of_another_area_is_none_of_this_one(make_page):
    figures = read_target(make_page(INDICATORS.replace("area: E06000045", "area: E06000044"), CHANGE), *NAMES)

    assert figures.target is None
    assert figures.counts.empty


def test_children_of_10_to_17_are_read_where_they_were_supplied(make_page):
    page = make_page(INDICATORS, children("population_0_17", 47458), children("population_10_17", 20900))

    assert set(read_population(page)["indicator"]) == {"population_0_17", "population_10_17"}
