"""Remarks: which touch a page, how they are numbered, and when the figure has changed since."""

from datetime import date

import pytest

from analysis.definitions import Annotation
from analysis.definitions.partnership import Disclosure
from analysis.page.remarks import Remarks, describe_change

WINDOW = (date(2013, 4, 1), date(2014, 3, 31))
PROFILE = Disclosure(withhold_up_to=5)


def remark(**changes) -> Annotation:
    return Annotation(
        **{
            "title": "Return interviews began",
            "text": "An interview after each episode.",
            "indicators": ["missing_children"],
            "area": "E06000045",
            "at": date(2013, 10, 1),
            "author_role": "Business Unit",
            "written": date(2014, 5, 1),
            "evidence": "Minutes",
            "written_about": 116.0,
        }
        | changes
    )


@pytest.mark.parametrize(
    ("changes", "touches"),
    [
        ({}, True),
        ({"at": date(2013, 4, 1)}, True),
        ({"at": date(2014, 3, 31)}, True),
        ({"at": date(2014, 4, 1)}, False),
        ({"at": date(2013, 3, 31)}, False),
        ({"area": "E92000001"}, False),
        ({"indicators": ["referrals"]}, False),
    ],
)
def test_a_remark_touches_its_indicators_area_and_days(changes, touches):
    chosen = Remarks([remark(**changes)], "E06000045").select(["missing_children"], WINDOW)

    assert bool(chosen) == touches


def test_numbers_follow_the_order_in_which_remarks_are_first_shown():
    early, late = remark(at=date(2013, 6, 1)), remark(title="Later", at=date(2014, 1, 1))
    remarks = Remarks([early, late], "E06000045")

    assert [note.number for note in remarks.number([late])] == [1]
    assert [note.number for note in remarks.number([early, late])] == [2, 1]


def test_a_break_in_the_series_is_a_break_on_the_chart():
    assert Remarks([remark(break_in_series=True)], "E06000045").number([remark(break_in_series=True)])[0].breaks


def test_a_figure_that_has_not_changed_raises_no_flag(page):
    assert describe_change(remark(), page.read("missing_children"), PROFILE) == ""
    assert describe_change(remark(written_about=None), page.read("missing_children"), PROFILE) == ""


def test_a_figure_that_has_changed_is_told_with_both_figures(page):
    words = describe_change(remark(written_about=115.0), page.read("missing_children"), PROFILE)

    assert "was 115" in words
    assert "is 116 now" in words


def test_a_small_figure_that_has_changed_is_told_without_figures(page):
    words = describe_change(remark(written_about=3.0), page.read("missing_children"), PROFILE)

    assert words == "The figure has changed since this was written."


def test_the_list_says_who_wrote_it_when_and_on_what_evidence_and_escapes_it(page):
    chosen = [remark(title="<script>x</script>", text="a & b", break_in_series=True)]

    html = Remarks(chosen, "E06000045").render(chosen, page.read("missing_children"), PROFILE)

    assert "<script>" not in html
    assert "a &amp; b Figures before and after are not alike." in html
    assert "Business Unit, 1 May 2014. Evidence: Minutes." in html
    assert '<li value="1">' in html
