"""Counts that only shares, rates and changes tell, in the sums that their places, categories and periods stand in."""

import pytest

YEAR = "2013-14"
PLACES = ("Southampton", "Eastleigh", "Romsey", "New Forest", "all")
OVER_AREAS = [{"over": "area", "whole": "all"}]
# invented: 24, 14, 3 and 14 of the children were seen; 55 in all
CHILDREN, SEEN = (60, 45, 24, 52, 181), (0.4, 0.311, 0.125, 0.269, 0.304)
# invented: 16, 9, 2 and 11 plans; 38 in all
POPULATIONS, RATES = (16_000, 9_000, 4_000, 11_000, 40_000), (10.0, 10.0, 5.0, 10.0, 9.5)


def in_places(indicator, figures, period=YEAR):
    return [(indicator, place, "", period, figure) for place, figure in zip(PLACES, figures, strict=True)]


def shares():
    return in_places("children", CHILDREN) + in_places("seen_share", SEEN)


def rates():
    return in_places("population", POPULATIONS, "30 June 2013") + in_places("plan_rate", RATES, "31 March 2014")


@pytest.mark.parametrize("profile", ["sub_group", "public"])
@pytest.mark.parametrize("rows", [shares(), rates()], ids=["shares of counts", "rates of known populations"])
def test_a_small_count_that_a_share_tells_takes_the_share_of_another_area_with_it(decide, profiles, rows, profile):
    gone = decide(rows, totals=OVER_AREAS, profile=profiles[profile]).decision.withheld
    withheld = set(gone.loc[gone["indicator"] == rows[-1][0], "area"])
    assert "Romsey" in withheld
    assert len(withheld) > 1


def test_the_counts_that_the_shares_are_of_are_shown(decide):
    assert decide(shares(), totals=OVER_AREAS).withheld("protecting", "total", "small") == set()


def test_shares_enter_a_total_that_names_only_other_indicators(decide):
    named = [OVER_AREAS[0] | {"indicators": ["children"]}]
    assert len(decide(shares(), totals=named).withheld()) > 1


def test_without_a_total_only_the_share_goes(decide):
    rows = [row for row in shares() if row[1] != "all"]
    assert decide(rows, totals=OVER_AREAS).withheld() == {("seen_share", "Romsey")}


def test_rates_by_category_of_one_population(decide):
    by_kind = {"": 9.5, "neglect": 5.0, "physical": 3.25, "sexual": 1.25}  # 38, 20, 13 and 5 of 40,000
    rows = [("population", "here", "", "30 June 2013", 40_000)]
    rows += [("plan_rate", "here", kind, "31 March 2014", rate) for kind, rate in by_kind.items()]
    for declared in ([{"over": "breakdown", "whole": ""}], []):
        withheld = decide(rows, totals=declared).decision.withheld
        assert len(withheld) == 2
        assert "sexual" in set(withheld["breakdown"])


def test_shares_of_months_and_of_their_quarter(decide):
    months = {"2013-04": (30, 0.4), "2013-05": (32, 0.0938), "2013-06": (38, 0.3947), "2013-14 Q1": (100, 0.30)}
    rows = [("children", "here", "", period, children) for period, (children, _) in months.items()]
    rows += [("seen_share", "here", "", period, share) for period, (_, share) in months.items()]
    over = [{"over": "period", "whole": "quarter"}]
    assert decide(rows).withheld() == {("seen_share", "2013-05")}
    assert len(decide(rows, totals=over).withheld()) == 2


def test_an_area_whose_share_was_withheld_before_and_is_no_longer_sent_is_a_part_still(decide):
    first = decide(shares(), totals=OVER_AREAS)
    later = [row for row in shares() if row[1] != "Romsey"]
    assert len(decide(later, totals=OVER_AREAS, earlier=first.shown).withheld()) > 0


def test_a_share_that_an_earlier_release_showed_tells_its_count_though_it_is_no_longer_sent(decide):
    first = decide(shares(), totals=OVER_AREAS).shown
    later = [row for row in shares() if row[1] != "all"]
    assert len(decide(later, totals=OVER_AREAS).withheld()) == 1
    assert len(decide(later, totals=OVER_AREAS, earlier=first).withheld()) > 1


def test_a_share_of_what_another_share_tells(decide):
    rows = shares() + in_places("again_share", (0.417, 0.357, 0.667, 0.286, 0.364))  # of 24, 14, 3, 14 and 55
    gone = decide(rows, totals=OVER_AREAS).decision.withheld
    assert set(gone.loc[gone["indicator"] == "again_share", "area"]) >= {"Eastleigh", "Romsey", "New Forest"}
    alone = [("children", "here", "", YEAR, 24), ("seen_share", "here", "", YEAR, 0.333)]
    assert decide(alone).withheld() == set()
    assert decide([*alone, ("again_share", "here", "", YEAR, 0.375)]).withheld() == {"again_share"}  # 3 of 8


@pytest.mark.parametrize("profile", ["sub_group", "public"])
@pytest.mark.parametrize(("year", "count", "change"), [("2012-13", 20, -0.85), (YEAR, 12, 3.0)])
def test_a_change_tells_the_small_count_of_a_year_that_was_not_supplied(decide, profiles, year, count, change, profile):
    rows = [("offences", "here", "", year, count), ("offences_change", "here", "", YEAR, change)]
    assert "offences_change" in set(decide(rows, profile=profiles[profile]).decision.withheld["indicator"])
    others = [rows[0], ("offences_change", "here", "", YEAR, 0.0)]
    assert decide(others).withheld() == set()


def test_what_changes_tell_of_last_year_adds_up_too(decide):
    now, changes = (60, 45, 6, 14, 125), (0.111, 0.125, 1.0, 0.167, 0.147)  # from 54, 40, 3, 12 and 109
    rows = in_places("offences", now) + in_places("offences_change", changes)
    assert len(decide(rows, totals=OVER_AREAS).withheld()) == 2
    assert decide([row for row in rows if row[1] != "all"]).withheld() == {("offences_change", "Romsey")}


def test_a_small_difference_between_two_years_is_no_small_count(decide):
    rows = [("offences", "here", "", "2012-13", 20), ("offences", "here", "", YEAR, 18)]
    assert decide([*rows, ("offences_change", "here", "", YEAR, -0.1)]).withheld() == set()


def test_the_change_of_a_rate_goes_with_either_years_count(decide):
    rows = [("plans", "here", "", day, count) for day, count in (("31 March 2013", 20), ("31 March 2014", 3))]
    withheld = decide([*rows, ("plan_rate_change", "here", "", "31 March 2014", -0.85)]).withheld("derived")
    assert withheld == {("plan_rate_change", "31 March 2014")}


# Of 40 children 3 are under 13, 17 are 13 to 15 and 20 older.
BY_AGE = {"under 13": 0.08, "13 to 15": 0.42, "16 and 17": 0.5}


def by_age(shares, *more):
    return [*more, *(("seen_share", "here", group, YEAR, share) for group, share in shares.items())]


def test_shares_of_one_whole_by_category_tell_how_many_are_in_each(decide):
    whole = ("children", "here", "", YEAR, 40)
    assert decide(by_age(BY_AGE, whole)).withheld() == {("seen_share", "under 13"), ("seen_share", "13 to 15")}
    assert decide(by_age(BY_AGE)).withheld() == set()


def test_shares_of_a_rounded_whole_are_protected_by_one_more(decide, profiles):
    tried = decide(by_age(BY_AGE, ("children", "here", "", YEAR, 40)), profile=profiles["public"])
    assert tried.withheld() == {("seen_share", "under 13"), ("seen_share", "13 to 15")}


def test_a_share_of_the_whole_by_category_goes_alone_where_the_others_do_not_make_up_the_whole(decide):
    some = by_age(BY_AGE | {"16 and 17": 0.2}, ("children", "here", "", YEAR, 40))
    assert decide(some).withheld() == {("seen_share", "under 13")}


def test_a_share_of_its_own_category_is_none_of_the_whole(decide):
    own = [("children", "here", group, YEAR, 100) for group in BY_AGE]
    assert decide(by_age(BY_AGE, ("children", "here", "", YEAR, 300), *own)).withheld() == set()


@pytest.mark.parametrize("profile", ["sub_group", "public"])
def test_shares_tell_the_counts_of_areas_by_the_count_of_all_of_them_alone(decide, profiles, profile):
    """Of 100 children 24 are Romsey's: 41 of 100 leave 12.5% of them, 3, beside half of the other 76."""
    shares = {"Romsey": 0.125, "Eastleigh": 0.5, "all": 0.41}
    rows = [("seen_share", place, "", YEAR, share) for place, share in shares.items()]
    tried = decide([*rows, ("children", "all", "", YEAR, 100)], totals=OVER_AREAS, profile=profiles[profile])
    assert ("seen_share", "Romsey") in tried.withheld()
    assert decide(rows, totals=OVER_AREAS, profile=profiles[profile]).withheld() == set()


def test_changes_tell_counts_that_nobody_gives_by_the_counts_of_all_areas_in_two_years(decide):
    """Romsey's doubled and Eastleigh's halved, from 50 to 28: they were 2 and 48. No sum alone tells it."""
    rows = [("offences", "all", "", "2012-13", 50), ("offences", "all", "", YEAR, 28)]
    rows += [("offences_change", place, "", YEAR, change) for place, change in (("Romsey", 1.0), ("Eastleigh", -0.5))]
    withheld = decide(rows, totals=OVER_AREAS).withheld()
    assert ("offences_change", "Romsey", YEAR) in withheld
    assert decide(rows[2:], totals=OVER_AREAS).withheld() == set()
