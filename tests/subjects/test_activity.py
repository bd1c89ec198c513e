"""Reviews, audits and training as a page reads them."""

from types import SimpleNamespace

import pandas as pd
import pytest

from analysis.subjects.activity import (
    describe_aims,
    describe_disagreements,
    describe_under_way,
    describe_unsupported,
    protect_done,
    read_done,
)
from analysis.subjects.progress_shares import (
    caption_places,
    describe_parts,
    describe_places,
    plot_places,
    read_parts,
    read_places,
)

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
PLACES = [
    row
    for when, n, taken in (("2012-13 Q4", 206, 0.65), ("Q3", 127, 0.84), ("Q4", 176, 0.65))
    for row in (count("training_places", when, n), fraction("training_places_taken_share", *Q[when], taken))
]
ACTIONS = [
    fraction("review_actions_completed_share", day, day, value, breakdown=review, cell=cell)
    for day, review, value, cell in (
        ("2013-12-31", "review 1", 0.65, "D4"),
        ("2013-12-31", "review 2", 0.73, "E4"),
        ("2014-03-31", "review 2", 0.73, "F4"),
        ("2014-03-31", "review 1", 0.77, "G4"),
    )
]


@pytest.fixture
def page(make_page):
    return make_page(INDICATORS, *UNDER_WAY, *PLACES, *ACTIONS)


def test_reviews_under_way_are_told_quarter_by_quarter(page):
    told = describe_under_way(page, read_done(page, "serious_case_reviews:underway"), 6)

    assert told[0] == "Serious case reviews, under way: none in March 2013, 4 in December 2013 and 5 in March 2014."


def test_reviews_whose_start_is_not_known_are_not_called_overdue(page):
    told = describe_under_way(page, read_done(page, "serious_case_reviews:underway"), 6)[1]

    assert told.startswith("They began after March 2013")
    assert "cannot be said" in told


def test_the_year_as_stated_is_held_against_its_last_quarter(make_page):
    page = make_page(INDICATORS, *UNDER_WAY, count("serious_case_reviews", "year", 3, breakdown="underway"))

    assert describe_disagreements(page, read_done(page, "serious_case_reviews:underway")) == [
        "Serious case reviews, under way at the end of 2013-14: 3 in the report’s text, 5 in the data set."
    ]


def test_quarters_that_fit_into_the_year_do_not_disagree(make_page):
    page = make_page(INDICATORS, count("multi_agency_audits", "Q4", 3), count("multi_agency_audits", "year", 4))

    assert describe_disagreements(page, read_done(page, "multi_agency_audits")) == []


def test_quarters_above_the_stated_year_disagree(make_page):
    page = make_page(INDICATORS, count("multi_agency_audits", "Q4", 5), count("multi_agency_audits", "year", 4))

    assert "more in its quarters alone" in describe_disagreements(page, read_done(page, "multi_agency_audits"))[0]


def test_what_was_to_be_delivered_is_held_against_the_quarters_known(make_page):
    page = make_page(
        INDICATORS, count("multi_agency_audits", "Q4", 0), count("multi_agency_audits", "year", 2, breakdown="target")
    )

    assert describe_aims(page, "multi_agency_audits") == [
        "Multi-agency audits: 2 were to be delivered in 2013-14; none are counted in 2013-14 Q4."
    ]


def test_a_figure_written_as_a_bound_keeps_its_word(make_page):
    page = make_page(INDICATORS, count("multi_agency_audits", "year", 150, text="over 150"))

    assert list(protect_done(page, read_done(page, "multi_agency_audits")).table["year"]) == ["over 150 (2013-14)"]


@pytest.mark.parametrize(("children", "words"), [(5, "withheld"), (6, "6")])
def test_a_small_count_of_people_is_withheld_in_the_table(make_page, children, words):
    page = make_page("", count("missing_children", "Q4", children))

    assert list(read_done(page, "missing_children")["words"]) == [words]


def test_a_share_of_an_unknown_number_is_told_as_one(make_page):
    page = make_page(INDICATORS, fraction("training_places_taken_share", *Q["year"], 0.97))

    assert describe_unsupported(page, read_done(page, "training_places_taken_share")) == [
        "Stated as shares of an unknown number, so without limits: training places taken 97%."
    ]


def test_reviews_are_told_by_number_and_read_by_their_own_names(page):
    parts = read_parts(page, "review_actions_completed_share")
    told = describe_parts(page, "review_actions_completed_share", parts, "review")

    assert list(parts["first"]) == [0.65, 0.77]
    assert "the second review stayed at 73%" in told[0]
    assert "read by their own names" in told[1]


def test_reviews_that_keep_their_order_are_not_remarked_on(make_page):
    page = make_page(INDICATORS, ACTIONS[0], ACTIONS[1], ACTIONS[2] | {"cell": "G4"}, ACTIONS[3] | {"cell": "F4"})
    parts = read_parts(page, "review_actions_completed_share")

    assert len(describe_parts(page, "review_actions_completed_share", parts, "review")) == 1


def test_more_places_and_a_smaller_share_filled_make_a_few_more_places_filled(page):
    told = describe_places(
        page,
        "Training places",
        "training_places_taken_share",
        read_places(page, "training_places", "training_places_taken_share"),
    )

    assert str(told[0]) == (
        "Places offered rose 39% (127 to 176). The share filled fell from 84% to 65%, so places filled rose 7% "
        "(107 to 114), from 2013-14 Q3 to 2013-14 Q4."
    )
    assert str(told[-1]).startswith("Take-up fell from 84% in 2013-14 Q3 to 65% in 2013-14 Q4, by 19 percentage points")


def test_take_up_is_also_held_against_the_same_quarter_a_year_before(page):
    told = describe_places(
        page,
        "Training places",
        "training_places_taken_share",
        read_places(page, "training_places", "training_places_taken_share"),
    )

    assert str(told[1]).startswith("Against the same quarter a year before: take-up stood at 65% in 2012-13 Q4 and 65%")


def test_places_filled_and_empty_make_the_places(page):
    places = read_places(page, "training_places", "training_places_taken_share")

    assert list(places["filled"] + places["empty"]) == [206, 127, 176]
    assert (
        caption_places("Places", places)
        == "Places: 107 of 127 filled in 2013-14 Q3 and 114 of 176 filled in 2013-14 Q4"
    )
    assert "2013-14 Q4: 114 filled and 62 empty" in plot_places(page, places, "Places").description


def test_one_quarter_tells_no_change():
    places = pd.DataFrame({"period": ["Q4"], "filled": [114.0], "places": [176.0]})

    assert (
        "we cannot say whether they changed"
        in describe_places(SimpleNamespace(confidence=0.95), "Places", "", places)[0]
    )
