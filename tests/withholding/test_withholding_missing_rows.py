"""A part of a declared total that has no row: in the file, or any longer since an earlier release."""

import pytest

YEAR = "2013-14"
PLACES = ("Southampton", "Eastleigh", "Romsey", "New Forest", "all")
OVER_AREAS = [{"over": "area", "whole": "all"}]
# Hampshire Constabulary's table in Southampton LSCB's annual report 2013-14, domestic; the others invented
DOMESTIC, ALL = (22, 10, 1, 8, 41), (210, 60, 23, 71, 364)


def in_places(counts, kind="domestic", without=(), period=YEAR):
    return [
        ("offences", place, kind, period, count)
        for place, count in zip(PLACES, counts, strict=True)
        if place not in without
    ]


def hidden(tried, kind="domestic"):
    rows = tried.decision.withheld
    return set(rows.loc[rows["breakdown"] == kind, "area"])


def test_a_row_that_is_not_sent_again_is_reckoned_with(decide):
    first = decide(in_places(DOMESTIC), totals=OVER_AREAS)
    later = decide(in_places(DOMESTIC, without=["Romsey"]), totals=OVER_AREAS, earlier=first.shown)
    assert (hidden(first), hidden(later)) == ({"Romsey", "New Forest"}, {"New Forest"})


def test_a_total_that_is_not_sent_again_is_reckoned_with(decide):
    first = decide(in_places(DOMESTIC), totals=OVER_AREAS)
    later = decide(in_places(DOMESTIC, without=["all"]), totals=OVER_AREAS, earlier=first.shown)
    assert hidden(later) == {"Romsey", "New Forest"}


def test_a_row_that_is_left_out_of_one_category_is_a_part_as_in_the_other(decide):
    rows = in_places(ALL, "") + in_places(DOMESTIC, without=["Romsey"])
    assert hidden(decide(rows, totals=OVER_AREAS)) == {"New Forest"}


def test_a_row_that_is_left_out_of_one_year_is_a_part_as_in_the_other(decide):
    rows = in_places((30, 20, 12, 18, 80), period="2012-13") + in_places(DOMESTIC, without=["Romsey"])
    assert decide(rows, totals=OVER_AREAS).withheld() == {("New Forest", YEAR)}


def test_a_row_that_never_was_is_what_the_others_leave_of_the_total(decide):
    rows = in_places(DOMESTIC, without=["Romsey"])
    assert hidden(decide(rows, totals=OVER_AREAS)) == {"New Forest"}


def test_what_is_left_over_and_large_needs_nothing(decide):
    rows = in_places((22, 10, 30, 8, 70), without=["Romsey"])
    assert hidden(decide(rows, totals=OVER_AREAS)) == set()


@pytest.mark.parametrize("gone", ["c", "b"])
def test_a_category_that_one_release_had_and_the_next_has_not(decide, gone):
    counts = {"": 50, "a": 27, "b": 20, "c": 3}
    rows = [("plans", "here", kind, "31 March 2014", count) for kind, count in counts.items()]
    over = [{"over": "breakdown", "whole": ""}]
    first = decide(rows, totals=over)
    assert first.withheld() == {"b", "c"}
    later = decide([row for row in rows if row[2] != gone], totals=over, earlier=first.shown)
    assert later.withheld() == {"b", "c"} - {gone}


def test_a_month_that_has_no_row_is_what_the_others_leave_of_the_year(decide):
    names = [f"2013-{month:02d}" for month in range(4, 13)] + [f"2014-{month:02d}" for month in range(1, 4)]
    counts = [29, 12, 21, 3, 24, 19, 39, 28, 33, 42, 51, 60]
    rows = [("children", "here", "", name, count) for name, count in zip(names, counts, strict=True)]
    rows = [row for row in rows if row[4] != 3] + [("children", "here", "", YEAR, sum(counts))]
    assert len(decide(rows, totals=[{"over": "period", "whole": "financial year"}]).withheld()) == 1


def test_rounded_figures_of_a_row_that_is_no_longer_sent_are_what_exact_ones_now_leave(decide, profiles):
    """10 and 9, shown as 10 and 10: whoever can reckon both exactly knows that 1 is of another kind."""
    table = {"Southampton": (10, 9), "Eastleigh": (34, 14), "all": (44, 23)}
    rows = [
        ("offences", place, kind, YEAR, count)
        for place, counts in table.items()
        for kind, count in zip(("", "domestic"), counts, strict=True)
    ]
    first = decide(rows, totals=OVER_AREAS, profile=profiles["public"])
    later = [row for row in rows if row[1] != "Southampton"]
    earlier = first.shown.assign(rounded_to=5.0)
    assert decide(later, totals=OVER_AREAS).withheld() == set()
    assert len(decide(later, totals=OVER_AREAS, earlier=earlier).withheld()) == 1
