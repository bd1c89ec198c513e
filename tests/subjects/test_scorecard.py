"""The scorecard as it is worded: no rise or fall within chance, no verdict without a good direction."""

import pytest

from analysis.subjects import scorecard
from analysis.subjects.scorecard_compare import compare_item, read_beside
from analysis.subjects.scorecard_items import read_item
from analysis.subjects.scorecard_wording import describe_items, describe_unlike, judge, say_change


@pytest.fixture
def page(open_real):
    return open_real("scorecard")


@pytest.fixture
def items(page):
    return scorecard.read_items(page, " ".join(page.report.parameters["items"]))[0]


def html_of(page, kind):
    return "".join(part.html for part in page.handed.parts if part.kind == kind)


@pytest.mark.parametrize(
    ("indicator", "words"),
    [
        ("assessments_in_45_days_share", "Worse"),
        ("rereferral_share", "No clear change"),
        ("common_assessments", "Fell; neither way is better"),
        ("looked_after_rate", "Not tested"),
    ],
)
def test_a_change_is_judged_only_beyond_chance_and_with_a_good_direction(page, indicator, words):
    assert judge(read_item(page, indicator)) == words


@pytest.mark.parametrize(
    ("indicator", "words"),
    [
        ("assessments_in_45_days_share", "−10 points (−17 to −2)"),
        ("common_assessments", "−48% (−68% to −18%)"),
        ("children_in_need_rate", "−3"),
        ("multi_agency_audits", "0"),
    ],
)
def test_a_change_is_told_with_its_limits_where_it_has_them(page, indicator, words):
    assert say_change(read_item(page, indicator)) == words


def test_the_summary_tells_a_fall_and_what_is_no_clear_change(page, items):
    told = describe_items(page, items, ["Audits"])

    assert "The share of assessments completed in 45 working days fell from 87%" in told[0]
    assert any("re-referrals" in sentence and "no clear change" in sentence for sentence in told)
    assert not any("referrals rose" in sentence.lower() for sentence in told)
    assert told[-1] == "No figure of the last two years: audits."


def test_unlike_periods_the_average_and_the_copied_column_are_named(page, items):
    told = " ".join(describe_unlike(page, items))

    assert "8 items are counted during a quarter and 5 items are counted on one day" in told
    assert "59 for 2012: an average" in told
    assert "repeats column D" in told
    assert "169 of about 219" in told


def test_each_row_has_its_sparkline_link_and_words(page, items):
    scorecard.show_items(page, items)

    html = html_of(page, "table")
    assert html.count('<svg class="spark"') == len(items)
    assert '<a href="referrals.html">Referrals</a>' in html
    assert 'aria-label="31 Dec 2013 413; 31 Mar 2014 410"' in html


def test_a_comparator_stands_with_its_period_and_its_age(page):
    item = read_item(page, "rereferral_share")
    beside = read_beside(page, item)

    assert beside["neighbours"][:2] == (0.27, "2012-13")
    assert beside["printed"][:2] == (0.25, "2012-13")
    assert beside["england"][1] == "2013-14"
    assert "2013-14 Q4" in compare_item(page, item, beside).age
    assert compare_item(page, item, beside).verdict == "worse"


def test_a_count_has_no_comparator(page):
    assert read_beside(page, read_item(page, "referrals")) == {}


def test_an_area_without_a_printed_average_stands_beside_its_neighbours(open_real):
    page = open_real("scorecard", area="E06000044", quarter="2023-24 Q4")
    item = read_item(page, "looked_after_rate")

    assert read_beside(page, item)["neighbours"][1] == "31 March 2024"
    assert "printed" not in read_beside(page, item)
