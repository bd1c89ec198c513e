"""A target, what was reached and how likely it is next year."""

import pandas as pd
import pytest

from analysis.subjects.age import describe_age
from analysis.subjects.target_chances import describe_chances, find_chances, protect_chances
from analysis.subjects.targets import (
    describe_aim,
    describe_counted,
    describe_stated_change,
    plot_aim,
    protect_counts,
    read_aim,
)

COUNT = """
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
  targets: [{period: 2013-14, comparison: "<", value: 1.0, source: Annual report 2013-14}]
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
  counts: nothing
  unit: children
  when_counted: at_end
  topic: context
  meaning: [{since: 2013-04-01, definition: Children., reference: ONS}]
"""
AIM = ("custody_rate", "custodial_sentences", "custody_rate_change")
YEARS = {
    "2012-13": ("2012-04-01", "2013-03-31"),
    "2013-14": ("2013-04-01", "2014-03-31"),
    "2014-15": ("2014-04-01", "2015-03-31"),
}


def sentences(year: str, count: int) -> dict:
    start, end = YEARS[year]
    return {"indicator": "custodial_sentences", "start": start, "end": end, "numerator": count, "value": count}


def stated(indicator: str, **given) -> dict:
    start, end = YEARS["2013-14"]
    return {"indicator": indicator, "start": start, "end": end} | given


# Southampton: 27 and 13 sentences (council notice, 2015); 30% fewer and ">1.00" (annual report 2013-14)
CHANGE = stated("custody_rate_change", value=-0.30)
PRINTED = stated("custody_rate", breakdown="target", value=1.0, text=">1.00")
CHILDREN = {
    "indicator": "population_0_17",
    "start": "2013-06-30",
    "end": "2013-06-30",
    "numerator": 47458,
    "value": 47458,
}


@pytest.fixture
def page(make_page):
    return make_page(COUNT, sentences("2012-13", 27), sentences("2014-15", 13), CHANGE, PRINTED, CHILDREN)


def test_the_count_of_a_year_with_only_a_change_is_worked_out_and_says_so(page):
    counts = read_aim(page, *AIM).counts

    assert list(counts["count"]) == [27, 19, 13]
    assert list(counts["made"]) == ["", "−30% as stated", ""]


def test_without_later_figures_only_what_was_known_is_read(page):
    assert list(read_aim(page, *AIM, later=False).counts["count"]) == [27, 19]


def test_a_target_printed_the_wrong_way_round_is_told(page):
    assert describe_aim(page, read_aim(page, *AIM))[0] == (
        "The target is printed as “>1.00”, which reads as above; lower is better, so below 1.00 per 1,000 must be "
        "meant."
    )


def test_a_target_printed_the_right_way_round_is_not_remarked_on(make_page):
    page = make_page(COUNT, CHANGE, PRINTED | {"text": "<1.00"})

    assert not describe_aim(page, read_aim(page, *AIM))[0].startswith("The target is printed")


def test_a_target_is_not_called_met_where_what_was_reached_is_not_stated(page):
    told = " ".join(describe_aim(page, read_aim(page, *AIM)))

    assert "rests on the report’s word" in told
    assert "it was met" not in told


@pytest.mark.parametrize(("reached", "verdict"), [(0.99, "met"), (1.0, "missed")])
def test_a_rate_below_the_target_meets_it_and_one_at_it_does_not(make_page, reached, verdict):
    page = make_page(COUNT, stated("custody_rate", value=reached))

    assert f"it was {verdict} as" in describe_aim(page, read_aim(page, *AIM))[-1]


def test_a_fall_that_chance_could_make_is_told_so_with_what_it_would_have_taken(page):
    told = describe_stated_change(page, read_aim(page, *AIM))

    assert told[0] == "Custodial sentences: 30% fewer than 27 would be 19, which chance alone could explain."
    assert told[1].startswith("Only 13 or fewer would have been a clear fall from 27")


def test_the_change_between_counted_years_leaves_out_what_was_worked_out(page):
    assert describe_counted(page, read_aim(page, *AIM))[0].startswith(
        "Custodial sentences fell from 27 in 2012-13 to 13 in 2014-15"
    )


def test_a_small_count_is_in_no_sentence_and_no_chance(make_page):
    page = make_page(COUNT, sentences("2012-13", 7), sentences("2014-15", 4), CHANGE, PRINTED, CHILDREN)
    aim = read_aim(page, *AIM)
    told = " ".join([*describe_stated_change(page, aim), *describe_counted(page, aim)])

    assert protect_counts(page, aim).withheld == 6
    assert told == ""
    assert find_chances(page, aim).empty


def test_a_target_below_a_whole_number_of_cases_allows_one_fewer(page):
    chances = find_chances(page, read_aim(page, *AIM))

    assert list(chances["population"]) == [19_000, 21_100, 23_200]
    assert list(protect_chances(page, chances).table["most"]) == [18, 21, 23]


def test_the_chance_grows_with_the_number_of_children_assumed(page):
    assert find_chances(page, read_aim(page, *AIM))["chance"].is_monotonic_increasing


def test_the_sentence_of_the_chance_says_what_was_not_supplied(page):
    aim = read_aim(page, *AIM)

    assert "which was not supplied" in describe_chances(page, aim, find_chances(page, aim))[0]


def test_a_count_of_years_ago_gives_no_chance(make_page):
    page = make_page(COUNT, sentences("2012-13", 27), CHANGE, PRINTED, CHILDREN, quarter="2015-16 Q4")

    assert find_chances(page, read_aim(page, *AIM)).empty


def test_an_area_without_counts_is_told_so(make_page):
    page = make_page(COUNT, {**CHANGE, "area": "E92000001"})
    aim = read_aim(page, *AIM)

    assert "not known for Southampton" in describe_counted(page, aim)[0]
    assert describe_aim(page, aim) == ["No target on custody rate is held for Southampton."]


def test_the_chart_tells_limits_and_what_is_worked_out(page):
    chart = plot_aim(page, read_aim(page, *AIM))

    assert "2012-13 27 (limits 18 to 39)" in chart.description
    assert list(chart.table.table["made"]) == ["", "−30% as stated", ""]


@pytest.mark.parametrize(("end", "told"), [("2013-06-30", ""), ("2012-03-31", "2 years older than the quarter")])
def test_figures_are_called_old_from_a_year_on(page, end, told):
    words = describe_age(page, pd.Timestamp(end))

    assert told in words
    assert bool(words) == bool(told)
