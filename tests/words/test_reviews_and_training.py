"""Reviews, audits and training in sentences: what is under way, what was aimed for, what to settle."""

import pytest

from analysis.measures.work_done import differing_years, read_aims, read_work, tabulate_work
from analysis.words.reviews_and_training import say_aims, say_differing_years, say_under_way, say_unsupported

COUNT = """
{name}:
  title: {title}
  kind: {kind}
  counts: things
  unit: "{unit}"
  topic: reviews
  meaning: [{{since: 2013-04-01, definition: Things., reference: Annual report 2013-14}}]
"""
INDICATORS = "".join(
    COUNT.format(name=name, title=title, kind=kind, unit=unit)
    for name, title, kind, unit in (
        ("serious_case_reviews", "Serious case reviews", "count", "reviews"),
        ("multi_agency_audits", "Multi-agency audits", "count", "audits"),
        ("training_places", "Training places", "count", "places"),
        ("training_places_taken_share", "Training places taken", "proportion", "% of places"),
        ("review_actions_completed_share", "Actions completed", "proportion", "% of actions"),
    )
)
Q = {
    "2012-13 Q4": ("2013-01-01", "2013-03-31"),
    "Q2": ("2013-07-01", "2013-09-30"),
    "Q3": ("2013-10-01", "2013-12-31"),
    "Q4": ("2014-01-01", "2014-03-31"),
    "year": ("2013-04-01", "2014-03-31"),
}


def count(indicator: str, when: str, figure: float | None, **given) -> dict:
    start, end = Q[when]
    return {"indicator": indicator, "start": start, "end": end, "numerator": figure, "value": figure} | given


def fraction(indicator: str, start: str, end: str, value: float, **given) -> dict:
    return {"indicator": indicator, "start": start, "end": end, "value": value} | given


# Southampton LSCB, Annual Report 2013-14, headline data set, items 8 to 12
UNDER_WAY = [
    count("serious_case_reviews", when, n, breakdown="underway")
    for when, n in (("2012-13 Q4", 0), ("Q3", 4), ("Q4", 5))
]


def say_reviews(page, months: int = 6) -> list[str]:
    work = read_work(page, "serious_case_reviews:underway")
    return [str(said) for said in say_under_way(subjects_of(page, work), work, months)]


def subjects_of(page, work) -> dict:
    return {name: page.subject(name) for name in work["indicator"].unique()}


def say_differing(page, *entries: str) -> list[str]:
    work = read_work(page, *entries)
    return [str(said) for said in say_differing_years(subjects_of(page, work), differing_years(work))]


def say_without_support(page, *entries: str) -> list[str]:
    work = read_work(page, *entries)
    return [str(said) for said in say_unsupported(subjects_of(page, work), work)]


def test_reviews_under_way_are_said_quarter_by_quarter_and_how_many_can_be_older(make_page):
    assert say_reviews(make_page(INDICATORS, *UNDER_WAY)) == [
        "Serious case reviews, under way: none in March 2013, 4 in December 2013 and 5 in March 2014. They began after "
        "March 2013, and at most 4 of the 5 can be older than 6 months."
    ]


def test_a_quarter_with_none_under_way_since_then_shows_that_none_is_older(make_page):
    counted = count("serious_case_reviews", "Q2", 0, breakdown="underway")

    assert "None of them is older than 6 months." in say_reviews(make_page(INDICATORS, *UNDER_WAY, counted))[0]


def test_counts_of_before_do_not_show_which_are_older(make_page):
    (said,) = say_reviews(make_page(INDICATORS, UNDER_WAY[0], UNDER_WAY[2]))

    assert said.endswith("They began after March 2013; the counts do not show which are older than 6 months.")


def test_reviews_whose_start_is_not_known_are_asked_for_it(make_page):
    page = make_page(INDICATORS, *UNDER_WAY)
    work = read_work(page, "serious_case_reviews:underway")

    assert "When did each of those begin" in say_under_way(subjects_of(page, work), work, 6)[0].question


def test_the_year_as_stated_is_held_against_its_last_quarter(make_page):
    page = make_page(INDICATORS, *UNDER_WAY, count("serious_case_reviews", "year", 3, breakdown="underway"))

    assert say_differing(page, "serious_case_reviews:underway") == [
        "Serious case reviews, under way at the end of 2013-14: 3 as stated of the year, 5 in its last quarter."
    ]


def test_quarters_that_fit_into_the_year_do_not_disagree(make_page):
    page = make_page(INDICATORS, count("multi_agency_audits", "Q4", 3), count("multi_agency_audits", "year", 4))

    assert say_differing(page, "multi_agency_audits") == []


def test_quarters_above_the_stated_year_disagree(make_page):
    page = make_page(INDICATORS, count("multi_agency_audits", "Q4", 5), count("multi_agency_audits", "year", 4))

    assert "more in its quarters alone" in say_differing(page, "multi_agency_audits")[0]


@pytest.mark.parametrize(("counted", "words"), [(0, "none are counted"), (1, "1 is counted"), (2, "2 are counted")])
def test_what_was_to_be_delivered_is_held_against_the_quarters_known(make_page, counted, words):
    page = make_page(
        INDICATORS,
        count("multi_agency_audits", "Q4", counted),
        count("multi_agency_audits", "year", 2, breakdown="target"),
    )
    (said,) = say_aims(
        {"multi_agency_audits": page.subject("multi_agency_audits")}, read_aims(page, "multi_agency_audits")
    )

    assert str(said) == f"Multi-agency audits: 2 were to be delivered in 2013-14; {words} in 2013-14 Q4."


def test_a_figure_written_as_a_bound_keeps_its_word(make_page):
    page = make_page(INDICATORS, count("multi_agency_audits", "year", 150, text="over 150"))

    assert list(tabulate_work(read_work(page, "multi_agency_audits"))["year"]) == ["over 150 (2013-14)"]


@pytest.mark.parametrize(("children", "words"), [(5, "[c] suppressed"), (6, "6")])
def test_a_small_count_of_people_is_withheld_in_the_table(make_page, children, words):
    page = make_page("", count("missing_children", "Q4", children))

    assert list(read_work(page, "missing_children")["words"]) == [words]


def test_a_share_of_an_unknown_number_is_said_to_be_one(make_page):
    page = make_page(INDICATORS, fraction("training_places_taken_share", *Q["year"], 0.97))

    assert say_without_support(page, "training_places_taken_share") == [
        "Stated as shares of an unknown number, so without limits: training places taken 97%."
    ]


def test_a_share_that_comes_with_its_number_is_not_said_to_be_without(make_page):
    page = make_page(INDICATORS, fraction("training_places_taken_share", *Q["year"], 0.97, denominator=300))

    assert say_without_support(page, "training_places_taken_share") == []
