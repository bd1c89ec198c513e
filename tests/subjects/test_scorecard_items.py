"""Items of the scorecard, on the figures of the repository.

Expected: annual report 2013-14, headline data set: 87% (142) and 77% (169) of assessments in 45 days, re-referrals 69
of 231 and 87 of 264, common assessments 56 and 29; column F repeats column D in rows 5 to 10.
"""

import pandas as pd
import pytest

from analysis.subjects.scorecard_items import (
    OWN_WORK,
    STANDING,
    add_parts,
    choose_series,
    limits_of,
    protect_series,
    read_item,
    read_items,
)


@pytest.fixture
def page(open_real):
    return open_real("scorecard")


def rows(*figures):
    """Observations of one indicator as source, kind, end, figure and precedence."""
    table = pd.DataFrame(figures, columns=["source", "kind", "end", "value", "precedence"])
    figures = {"numerator": table["value"], "denominator": float("nan"), "text": None, "status": "reported"}
    return table.assign(end=pd.to_datetime(table["end"]), **figures)


UNTIL = pd.Timestamp("2014-03-31")


def test_the_shortest_period_that_ends_last_is_the_items():
    found = rows(("a", "financial year", "2014-03-31", 3471, 1), ("b", "quarter", "2014-03-31", 264, 3))

    assert list(choose_series(found, UNTIL)["source"]) == ["b"]


def test_a_figure_is_held_only_against_one_of_the_same_source():
    found = rows(
        ("official", "day", "2013-03-31", 400, 1), ("official", "day", "2014-03-31", 411, 1),
        ("board", "day", "2013-12-31", 413, 3), ("board", "day", "2014-03-31", 410, 3),
    )  # fmt: skip

    assert list(choose_series(found, UNTIL)["value"]) == [413, 410]


def test_months_are_no_item():
    assert choose_series(rows(("a", "month", "2014-03-31", 300, 1)), UNTIL) is None


def test_what_ended_more_than_two_years_before_is_left_out():
    assert choose_series(rows(("a", "quarter", "2011-12-31", 56, 3)), UNTIL) is None
    assert choose_series(rows(("a", "quarter", "2012-03-31", 56, 3)), UNTIL) is not None


def test_assessments_in_45_days_fell_and_their_number_is_worked_out(page):
    item = read_item(page, "assessments_in_45_days_share")

    assert item.change.value == pytest.approx(169 / 219 - 142 / 163)
    assert item.change.upper < 0
    assert item.series["approximate"].iloc[-1]


def test_re_referrals_show_no_clear_change(page):
    item = read_item(page, "rereferral_share")

    assert item.change.lower < 0 < item.change.upper
    assert not item.series["approximate"].any()


def test_common_assessments_fell_by_more_than_chance(page):
    item = read_item(page, "common_assessments")

    assert item.change.value == pytest.approx(29 / 56)
    assert item.change.upper < 1


def test_take_up_is_worked_out_from_places_and_share(page):
    item = read_item(page, "training_places_taken_share")

    assert list(item.series["number"]) == [134, 107, 114]


def test_a_stock_and_the_boards_own_work_have_no_limits(page):
    assert read_item(page, "looked_after_rate").change.reason == STANDING
    assert read_item(page, "section_11_audits").change.reason == OWN_WORK


def test_the_copied_year_is_not_available_and_nothing_is_held_against_it(page):
    item = read_item(page, "referrals")

    assert pd.isna(item.series["figure"].iloc[item.year_before])
    assert item.period_at(item.before).label == "2013-14 Q3"


def test_a_share_without_numbers_is_compared_as_it_stands(page):
    item = read_item(page, "review_actions_completed_share", "review 1")

    assert limits_of(item, 0.95) == (0.77, 0.77)


def test_another_areas_items_are_those_that_are_published(open_real):
    page = open_real("scorecard", area="E06000044", quarter="2023-24 Q4")
    items, left_out = read_items(page, "common_assessments rereferral_share section_11_audits section_11_audits")

    assert [item.indicator for item in items] == ["rereferral_share"]
    assert left_out == ["Common assessments completed", "Section 11 audits"]


def test_a_share_of_small_numbers_is_withheld_with_what_it_is_made_of(page):
    definition = page.definitions.indicator("rereferral_share")
    figures = {"numerator": [3.0], "denominator": [40.0], "value": [0.075]}
    table = pd.DataFrame({"start": [UNTIL], "end": [UNTIL], "period": ["2014"], "status": ["reported"]} | figures)
    series = add_parts(table, pd.DataFrame({"indicator": [], "end": [], "numerator": []}), definition)
    shown = protect_series(page, series, definition)

    assert shown.table[["figure", "number"]].isna().all(axis=None)
