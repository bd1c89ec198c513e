"""What `lscb check` asks about categories of which no source says whether they make up their whole."""

import pytest

AGES = ("", "under 13", "13 to 15", "16 and 17")
OF_ALL = {"over": "breakdown", "whole": ""}


def by_age(*counts):
    return [("offences", "here", kind, "2013-14", count) for kind, count in zip(AGES, counts, strict=True)]


def test_categories_that_add_up_are_asked_about_with_what_to_write(ask):
    (question,) = ask(by_age(68, 14, 24, 30))
    assert "'13 to 15', '16 and 17' and 'under 13' seem to make up 'Title'" in question
    assert '`{over: breakdown, whole: ""}` under `totals` in params/sources/return.yaml' in question


def test_so_are_those_of_which_a_small_one_may_be_what_is_missing(ask):
    (question,) = ask(by_age(57, 3, 24, 30))
    assert "seem to make up" in question


def test_categories_that_leave_a_few_are_asked_whether_they_overlap(ask):
    (question,) = ask(by_age(70, 14, 24, 30))
    assert "may be all but a few of" in question
    assert "disjoint: true" in question


@pytest.mark.parametrize("counts", [(90, 14, 24, 30), (50, 14, 24, 30)])
def test_categories_that_leave_many_or_overlap_are_no_question(ask, counts):
    assert ask(by_age(*counts)) == []


def test_what_a_source_declares_is_not_asked(ask):
    rows = by_age(68, 14, 24, 30)
    assert ask(rows, totals=[OF_ALL]) == []
    assert ask(rows, totals=[OF_ALL | {"indicators": ["offences"]}]) == []
    assert len(ask(rows, totals=[OF_ALL | {"indicators": ["children"]}])) == 1


def test_no_figure_is_said(ask):
    assert not {"57", "3,", "24", "30"} & set(ask(by_age(57, 3, 24, 30))[0].split())
