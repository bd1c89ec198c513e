"""Links to the page behind a figure: only to a page that the area has."""

import pytest

from analysis.page.item_table import find_behind, link_behind


@pytest.mark.parametrize(
    ("indicator", "report"),
    [("referrals", "referrals"), ("rereferral_share", "referrals"), ("looked_after_rate", "looked_after")],
)
def test_the_page_behind_an_indicator_is_the_one_that_is_about_it(open_real, indicator, report):
    assert find_behind(open_real("scorecard"), indicator) == report


def test_a_page_never_links_to_itself(open_real):
    assert find_behind(open_real("looked_after"), "looked_after_rate") != "looked_after"


def test_a_page_that_the_area_cannot_have_is_not_linked_to(open_real):
    page = open_real("scorecard", area="E06000044")

    assert find_behind(page, "missing_children") is None


def test_words_without_a_page_stay_words(open_real):
    assert link_behind(open_real("scorecard"), "board_meetings", "<Meetings>") == "&lt;Meetings&gt;"
