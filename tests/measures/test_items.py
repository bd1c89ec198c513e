"""Items of the scorecard, on the figures of the repository.

Expected: annual report 2013-14, headline data set: 87% (142) and 77% (169) of assessments in 45 days, re-referrals 69
of 231 and 87 of 264, common assessments 56 and 29; column F repeats column D in rows 5 to 10.
"""

from datetime import date

import pandas as pd
import pytest

from analysis.measures.items import add_parts, choose_series, protect_series, read_item
from analysis.model.item_change import OWN_WORK, SAME_CHILDREN, change_from
from analysis.page.headline_items import read_headline_item, read_headline_items


@pytest.fixture
def page(open_real):
    return open_real("scorecard")


def change_of(page, indicator, breakdown=""):
    item = read_item(page, indicator, breakdown)
    return change_from(item.series, item.before, item.definition, None, 0.95)


def rows(*figures):
    """Observations of one indicator as source, kind, end, figure and precedence."""
    table = pd.DataFrame(figures, columns=["source", "kind", "end", "value", "precedence"])
    figures = {"numerator": table["value"], "denominator": float("nan"), "text": None, "status": "reported"}
    return table.assign(end=pd.to_datetime(table["end"]), **figures)


UNTIL = pd.Timestamp("2014-03-31")


def test_the_shortest_period_that_ends_last_is_the_items():
    found = rows(("a", "financial year", "2014-03-31", 3471, 1), ("b", "quarter", "2014-03-31", 264, 3))

    assert list(choose_series(found, UNTIL)["source"]) == ["b"]


BOTH = [
    ("official", "day", "2013-03-31", 452, 1),
    ("official", "day", "2014-03-31", 411, 1),
    ("board", "day", "2013-12-31", 413, 3),
    ("board", "day", "2014-03-31", 410, 3),
]


def test_the_official_figure_of_a_day_heads_what_others_state_and_is_held_only_against_its_own():
    assert list(choose_series(rows(*BOTH), UNTIL)["value"]) == [452, 411]


def test_a_change_between_two_days_is_that_of_a_source_that_gives_both():
    ends = [date(2013, 12, 31), date(2014, 3, 31)]

    assert list(choose_series(rows(*BOTH), UNTIL, ends)["value"]) == [413, 410]
    assert choose_series(rows(*BOTH), UNTIL, [date(2013, 9, 30)]) is None


def test_months_are_no_item():
    assert choose_series(rows(("a", "month", "2014-03-31", 300, 1)), UNTIL) is None


def test_what_ended_more_than_two_years_before_is_left_out():
    assert choose_series(rows(("a", "quarter", "2011-12-31", 56, 3)), UNTIL) is None
    assert choose_series(rows(("a", "quarter", "2012-03-31", 56, 3)), UNTIL) is not None


def test_assessments_in_45_days_fell_and_their_number_is_worked_out(page):
    change = change_of(page, "assessments_in_45_days_share")

    assert change.estimate.value == pytest.approx(169 / 219 - 142 / 163)
    assert change.estimate.clear
    assert not change.upwards
    assert read_item(page, "assessments_in_45_days_share").series["approximate"].iloc[-1]


def test_re_referrals_show_no_clear_change(page):
    assert change_of(page, "rereferral_share").unusual is False


def test_common_assessments_fell_by_more_than_chance(page):
    change = change_of(page, "common_assessments")

    assert change.estimate.value == pytest.approx(29 / 56)
    assert change.beyond_chance


def test_take_up_is_worked_out_from_places_and_share(page):
    item = read_item(page, "training_places_taken_share")

    assert list(item.series["number"]) == [134, 107, 114]


def test_what_is_counted_on_a_day_and_the_boards_own_work_are_not_tested(page):
    assert change_of(page, "looked_after_rate").reason == SAME_CHILDREN
    assert change_of(page, "review_actions_completed_share", "review 1").reason == OWN_WORK  # actions are no children
    assert change_of(page, "section_11_audits").reason == OWN_WORK
    assert change_of(page, "section_11_audits").unusual is None


def test_the_copied_year_is_not_available_and_nothing_is_held_against_it(page):
    item = read_item(page, "referrals")

    assert item.place_of(item.year_before.end) is None
    assert item.period_at(item.before).label == "2013-14 Q3"
    assert item.name == "New referrals as the data set counts them"


def test_a_rate_is_worked_out_from_its_official_parts_as_its_page_does(page):
    stated, headed = read_item(page, "looked_after_rate"), read_headline_item(page, "looked_after_rate")

    assert (stated.write(-1), stated.source) == ("104", "board_data_set")
    assert (headed.write(-1), headed.source) == ("105", "dfe_looked_after")


def test_another_areas_items_are_those_that_are_published(open_real):
    page = open_real("scorecard", area="E06000044", quarter="2023-24 Q4")
    items, left_out = read_headline_items(
        page, "common_assessments rereferral_share section_11_audits section_11_audits"
    )

    assert [item.indicator for item in items] == ["rereferral_share"]
    assert left_out == ["common assessments completed", "section 11 audits"]


def test_a_share_of_small_numbers_is_withheld_with_what_it_is_made_of(page):
    definition = page.definitions.indicator("rereferral_share")
    figures = {"numerator": [3.0], "denominator": [40.0], "value": [0.075]}
    table = pd.DataFrame({"start": [UNTIL], "end": [UNTIL], "period": ["2014"], "status": ["reported"]} | figures)
    series = add_parts(table, pd.DataFrame({"indicator": [], "end": [], "numerator": []}), definition)
    shown = protect_series(page, series, definition)

    assert shown.table[["figure", "number"]].isna().all(axis=None)
