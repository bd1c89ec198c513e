"""The scorecard: no rise or fall within chance, no verdict without a good direction, each figure with its comparators.

Figures of the repository: annual report 2013-14, headline data set, and the Department's tables.
"""

from dataclasses import replace

import pytest

from analysis.definitions import Areas
from analysis.measures.items import protect_series
from analysis.measures.rate_readings import read_rate
from analysis.model.yearly_rates import work_out_rates
from analysis.page.comment_files import read_owner_comments
from analysis.page.headline_items import read_headline_item, read_headline_items
from analysis.page.item_table import read_row, show_rows
from analysis.page.page import open_page
from analysis.page.templates import read_style
from analysis.refusals import ParametersRefused
from analysis.words.chance import BEYOND
from analysis.words.item_changes import (
    say_kinds_of_period,
    say_scorecard,
    say_size,
    say_untested,
    say_verdict,
    say_worked_out,
)


@pytest.fixture
def page(open_real):
    return open_real("scorecard")


@pytest.fixture(scope="module")
def rows(real_project):
    """Every row, read once: tests change copies."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(real_project.notebooks)
        page = open_page("scorecard", area="E06000045", quarter="2013-14 Q4", data=real_project.data)
        items, _ = read_headline_items(page, " ".join(page.report.parameters["items"]))
        return [read_row(page, item) for item in items]


def row_of(page, indicator):
    return read_row(page, read_headline_item(page, indicator))


def html_of(page, kind):
    return "".join(part.html for part in page.outputs.parts if part.kind == kind)


@pytest.mark.parametrize(
    ("indicator", "verdict", "size"),
    [
        ("assessments_in_45_days_share", "Fell, more than chance", "−10 points (−17 to −2)"),
        ("rereferral_share", "No clear change", "+3 points (−5 to +11)"),
        ("common_assessments", "Fell, more than chance", "−48% (−68% to −18%)"),
        ("looked_after_rate", "Not tested", "−2"),
        ("multi_agency_audits", "Not tested", "0"),
    ],
)
def test_a_change_that_nobody_else_publishes_is_more_than_chance_or_no_clear_change_and_no_more_is_said(
    page, indicator, verdict, size
):
    item, change = row_of(page, indicator).quarter

    assert (say_verdict(item, change), say_size(item, change)) == (verdict, size)


def test_a_change_on_the_year_is_held_against_what_authorities_ordinarily_change(page):
    row = row_of(page, "children_in_need_rate")

    assert row.year.ordinary.unusual is False
    assert say_verdict(row.item, row.year) == "No clear change"


def test_the_figure_is_the_official_one_and_the_data_sets_is_named_with_its_change(page):
    row = row_of(page, "children_in_need_rate")

    assert (row.item.write(-1), row.quarter[0].write(-1)) == ("411", "410")
    show_rows(page, [row])
    assert "413 (31 Dec 2013) to 410, as the data set gives it" in html_of(page, "table")


def test_similar_areas_are_those_of_the_same_day_by_their_middle(page):
    position = row_of(page, "children_in_need_rate").position

    assert position.same_period
    assert round(position.among.median) == 393
    assert position.unusual is False


def test_a_comparator_of_another_period_gives_no_verdict_and_stands_with_its_period(page):
    row = row_of(page, "rereferral_share")
    show_rows(page, [row])

    assert row.position.unusual is None
    assert "(2013-14)" in html_of(page, "table")


@pytest.mark.parametrize("indicator", ["rereferral_share", "children_in_need_rate"])
def test_groups_of_ones_own_stand_beside_similar_areas_with_the_middle_that_their_page_gives(
    open_real, monkeypatch, indicator
):
    three, two = ["E06000026", "E06000044", "E08000019"], ["E06000026", "E06000001"]
    monkeypatch.setattr(Areas, "groups_for", lambda _areas, _code: {"Ports": three, "Pair": two})
    page = open_real("scorecard")
    row = row_of(page, indicator)
    show_rows(page, [row])

    group, html = row.position.beside.groups["Ports"], html_of(page, "table")
    assert list(row.position.beside.groups) == ["Ports"]  # of the pair one area has a figure
    worked_out = work_out_rates(read_rate(page, indicator)).figures_of(three)["value"].median()
    assert group.figure == pytest.approx(worked_out, abs=0.0005 if indicator == "rereferral_share" else 1e-9)
    assert "Groups of our choice (middle)" in html
    assert "Ports" in html


def test_where_no_group_is_chosen_the_scorecard_has_no_column_of_groups(page):
    show_rows(page, [row_of(page, "rereferral_share")])

    assert "Groups of our choice" not in html_of(page, "table")


def test_where_one_way_is_better_the_place_among_similar_areas_is_told_with_its_quartile(open_real):
    page = open_real("scorecard", area="E06000044", quarter="2023-24 Q4")
    row = row_of(page, "rereferral_share")

    placed = row.position.place("low")
    assert placed is not None
    assert placed.quartile in ("first", "second", "third", "fourth")
    assert row.position.place(None) is None


def test_the_summary_tells_what_is_unusual_the_gravest_first_and_counts_the_rest(page, rows):
    changes = [change for row in rows for change in row.changes(page)]
    told = say_scorecard(changes, [row.comparison(page) for row in rows], ["audits"])

    assert str(told[0]).startswith("Common assessments completed: 56 in October to December 2013 and 29 in January")
    assert str(told[0]).endswith(": −48% (−68% to −18%). " + BEYOND)
    assert [(one.status, one.unusual) for one in told[:3]] == [("lower", None)] * 3
    assert told[3] == "None of the 6 changes that can be judged is larger than usual."
    assert told[-1] == "No figure of the last 2 years: audits."


def test_items_without_an_earlier_figure_are_counted_before_those_without_any(page, rows):
    comparisons = [row.comparison(page) for row in rows[:6]]

    assert list(map(str, say_scorecard([], comparisons, ["audits"]))) == [
        "6 items have a figure and no earlier one to compare it with.",
        "No figure of the last 2 years: audits.",
    ]


def test_unlike_periods_and_worked_out_numbers_are_named_below_the_table(rows):
    items = [row.item for row in rows]

    assert "8 items are counted during a quarter and 5 items are counted on one day" in say_kinds_of_period(items)
    assert "169 of about 219" in say_worked_out(items)
    untested = say_untested([one for row in rows for one in row.compared])
    assert any("Board’s own work" in told for told in untested)
    assert "Not tested: serious case reviews, underway. A figure is suppressed." in untested


def test_that_a_number_was_worked_out_goes_when_both_are_supplied(rows):
    supplied = [replace(row.item, series=row.item.series.assign(approximate=False)) for row in rows]

    assert say_worked_out(supplied) == ""


def test_that_an_item_has_no_figure_goes_when_it_has(page, rows):
    changes = [change for row in rows for change in row.changes(page)]
    told = " ".join(map(str, say_scorecard(changes, [row.comparison(page) for row in rows], [])))

    assert "no earlier one" not in told
    assert "No figure of the last" not in told
    assert "There is no figure of these items" not in told
    assert say_scorecard([], [], []) == ["There is no figure of these items for this area."]


def test_each_row_has_its_icon_sparkline_and_link(page, rows):
    show_rows(page, rows)

    html = html_of(page, "table")
    drawn = [row for row in rows if row.item.shown.table["figure"].notna().sum() > 1]
    assert html.count('<svg class="spark"') == len(drawn) > 1
    assert '<svg class="icon"' in html
    assert '<a href="referrals.html">New referrals as the data set counts them</a>' in html


def test_a_column_that_has_nothing_for_any_item_is_not_shown_and_said_once_below_the_table(page, rows):
    show_rows(page, rows)

    html = html_of(page, "table")
    assert "none set" not in html
    assert "Owner’s comment" not in html
    assert "No item here has a target or an owner’s comment." in html_of(page, "text")


def test_that_an_item_has_no_comment_is_not_said_in_the_cards_of_a_phone(page, rows, monkeypatch):
    said = {"children_in_need_rate": "Two workers were away."}
    monkeypatch.setattr("analysis.page.item_table.read_owner_comments", lambda _page: said)
    show_rows(page, rows)

    html = html_of(page, "table")
    assert html.count("Two workers were away.") == 1
    assert html.count('<span class="unset">none</span>') == len(rows) - 1
    assert "No item here has a target." in html_of(page, "text")
    assert "td:has(> .unset) { display: none; }" in read_style()


def test_where_no_item_has_two_figures_nothing_stands_under_over_time(page, rows):
    item = rows[0].item
    newest = item.series.tail(1).reset_index(drop=True)
    show_rows(page, [read_row(page, replace(item, series=newest, shown=protect_series(page, newest, item.definition)))])
    show_rows(page, rows[:1])

    tables = [part.html for part in page.outputs.parts if part.kind == "table"]
    assert ["Over time" in html for html in tables] == [False, True]


def test_the_verdicts_of_the_table_are_kept_for_the_front_page(page, rows):
    show_rows(page, rows)

    assert {one.status for one in page.outputs.statements} >= {"similar", "no clear change"}


def test_a_comment_on_an_item_that_the_report_does_not_have_is_refused(page, tmp_path, monkeypatch):
    place = tmp_path / "comments" / "2013-14 Q4"
    place.mkdir(parents=True)
    (place / "scorecard.yaml").write_text("common_assessment: Two workers were away.\n", encoding="utf-8")
    monkeypatch.setattr(type(page.project), "params", tmp_path)

    with pytest.raises(ParametersRefused, match=r"scorecard.yaml: no item 'common_assessment'.*'common_assessments'"):
        read_owner_comments(page)
