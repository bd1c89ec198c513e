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


# invented: 24, 14, 3 and 14 of 60, 45, 24 and 52 children were seen; 38, 21, 4 and 9 plans in the populations
SHARES = [("children", (60, 45, 24, 52, 181), YEAR), ("seen_share", (0.4, 0.311, 0.125, 0.269, 0.304), YEAR)]
RATES = [("population", (16_000, 9_000, 4_000, 11_000, 40_000), "30 June 2013")]
RATES += [("plan_rate", (23.75, 23.33, 10.0, 8.18, 18.0), "31 March 2014")]


@pytest.mark.parametrize("profile", ["sub_group", "public"])
@pytest.mark.parametrize("ratios", [SHARES, RATES], ids=["shares", "rates"])
def test_a_row_that_never_was_is_what_shares_or_rates_of_the_others_leave(decide, profiles, ratios, profile):
    rows = [
        (indicator, place, "", period, number)
        for indicator, numbers, period in ratios
        for place, number in zip(PLACES, numbers, strict=True)
        if place != "Romsey"
    ]
    gone = decide(rows, totals=OVER_AREAS, profile=profiles[profile]).decision.withheld
    assert set(gone["indicator"]) == {ratios[-1][0]}


def test_what_rates_leave_because_they_are_rounded_is_no_row_that_never_was(decide):
    """1,600, 896, 1,102 or 1,103, and 3,598 to 3,602 in all: nobody need be missing, though the nearest leave 2."""
    places = ("Southampton", "Eastleigh", "New Forest", "all")
    rows = [("population", place, "", "30 June 2013", 160_000) for place in places[:3]]
    rows += [("population", "all", "", "30 June 2013", 480_000)]
    rows += [
        ("plan_rate", place, "", "31 March 2014", rate)
        for place, rate in zip(places, (100.0, 56.0, 68.9, 75.0), strict=True)
    ]
    assert decide(rows, totals=OVER_AREAS).withheld() == set()


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
