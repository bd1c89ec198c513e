"""Parts that make up their whole though no contract says so, and parts that leave a rest."""

import pytest

YEAR = "2013-14"
PLACES = ("Southampton", "Eastleigh", "Romsey", "New Forest")
NAMES = ("indicator", "area", "breakdown", "period", "figure")
AGES = ("", "under 13", "13 to 15", "16 and 17")
# counts invented; every whole has a small part, so that no sum can be checked without one
BY_AGE = [(57, 3, 24, 30), (40, 2, 18, 20), (22, 4, 8, 10), (51, 5, 20, 26)]


def by_age(counts, place="here", period=YEAR, kinds=AGES, indicator="offences"):
    return [(indicator, place, kind, period, count) for kind, count in zip(kinds, counts, strict=True)]


def months(number):
    return [f"2013-{month:02d}" for month in range(4, 13)][:number]


def shown_beside(tried, place):
    """How many figures of a place are shown."""
    table = tried.shown
    return int(table.loc[table["area"] == place, "value"].notna().sum())


@pytest.mark.parametrize("profile", ["sub_group", "public"])
def test_age_groups_of_which_every_whole_has_a_small_one_hide_another(decide, profiles, profile):
    rows = [row for counts, place in zip(BY_AGE, PLACES, strict=True) for row in by_age(counts, place)]
    tried = decide(rows, profile=profiles[profile])
    assert [shown_beside(tried, place) for place in PLACES[:2]] == [2, 2]


def test_one_whole_is_enough(decide):
    assert len(decide(by_age(BY_AGE[0])).withheld()) == 2


def test_twelve_months_are_like_four_districts(decide):
    rows = [row for month, counts in zip(months(4), BY_AGE, strict=True) for row in by_age(counts, period=month)]
    assert {month for _, month in decide(rows).withheld("protecting", "total")} == set(months(4))


def test_categories_that_leave_too_much_are_none(decide):
    assert decide(by_age((70, 3, 24, 30))).withheld() == {"under 13"}


@pytest.mark.parametrize("declared", [[], [{"over": "breakdown", "whole": "", "disjoint": True}]])
def test_a_small_rest_is_protected_whether_or_not_it_is_declared(decide, declared):
    assert len(decide(by_age((70, 8, 24, 36)), totals=declared).withheld()) == 1  # 70 - 8 - 24 - 36 = 2
    assert decide(by_age((90, 8, 24, 36)), totals=declared).withheld() == set()


def test_categories_that_come_to_more_than_a_whole_overlap_and_leave_no_rest(decide):
    rows = by_age((70, 8, 24, 36))
    assert decide([*rows, *by_age((50, 8, 24, 36), "there")]).withheld() == set()


def test_a_withheld_category_to_which_the_others_leave_one_is_protected_though_other_places_leave_more(decide):
    rows = [
        *by_age((50, 1, 24, 25), kinds=("", "x", "y", "z")),
        *by_age((90, 12, 24, 30), "b", kinds=("", "x", "y", "z")),
    ]
    assert len(decide(rows).withheld()) == 2


def test_districts_that_leave_a_few_of_their_group_hide_another(decide):
    places = {"Southampton": 22, "Eastleigh": 10, "L:districts": 35}  # 3 are left over
    rows = [("offences", place, "", YEAR, count) for place, count in places.items()]
    assert len(decide(rows).withheld()) == 1


def test_parts_that_leave_a_rest_bound_a_small_one_from_above(decide):
    rows = by_age((57, 2, 24, 30))  # a rest of 1: no more than 3 are under 13
    assert len(decide(rows, totals=[{"over": "breakdown", "whole": "", "disjoint": True}]).withheld()) > 1


def test_a_part_that_was_small_before_is_reckoned_with_where_nothing_is_small_now(decide):
    rows = [*by_age((21, 1, 9, 11), "a"), *by_age((47, 9, 11, 27), "b"), *by_age((68, 10, 20, 38), "all")]
    over = [{"over": "area", "whole": "all"}]
    first = decide(rows, totals=over)
    later = decide([row for row in rows if row[1] != "a"], totals=over, earlier=first.shown)
    assert shown_beside(later, "b") < 4


def test_areas_that_add_up_in_two_tables_are_found(decide):
    places = (*PLACES, "all")
    tables = {"": (210, 60, 23, 71, 364), "domestic": (22, 10, 1, 8, 41)}
    rows = [
        ("offences", place, kind, YEAR, count)
        for kind, counts in tables.items()
        for place, count in zip(places, counts, strict=True)
    ]
    assert decide(rows).withheld() == {("Romsey", "domestic"), ("New Forest", "domestic")}


def test_children_of_quarters_that_add_up_to_two_years_are_found(decide):
    quarters = [f"2012-13 Q{n}" for n in (1, 2, 3, 4)] + [f"2013-14 Q{n}" for n in (1, 2, 3, 4)]
    counts = (9, 3, 20, 14, 12, 4, 22, 17)
    rows = [("children", "here", "", name, count) for name, count in zip(quarters, counts, strict=True)]
    rows += [("children", "here", "", "2012-13", 46), ("children", "here", "", YEAR, 55)]
    assert len(decide(rows).withheld()) == 4


def test_a_row_that_the_sender_leaves_out_is_a_part_of_the_whole_that_other_places_have(decide):
    rows = [*by_age(BY_AGE[0], "a"), *by_age(BY_AGE[1], "b"), *by_age(BY_AGE[2], "c")]
    rows = [row for row in rows if row[1:3] != ("a", "under 13")]
    assert shown_beside(decide(rows), "a") == 2


BOYS, GIRLS = "boys", "girls"


def test_age_groups_beside_sexes_hide_another_in_one_line(decide):
    kinds = ("", BOYS, GIRLS, *AGES[1:])
    tried = decide(by_age((75, 51, 24, 3, 41, 31), kinds=kinds))
    assert len({"13 to 15", "16 and 17", ""} & tried.withheld()) == 1


def test_age_groups_beside_a_kind_that_overlaps_hide_another_in_one_line(decide):
    kinds = (*AGES, "domestic")
    assert len(decide(by_age((57, 3, 24, 30, 12), kinds=kinds)).withheld()) == 2


def test_a_group_within_a_group_is_hidden_with_another(decide):
    kinds = ("", "under 5", "5 to 12", "13 to 17", "under 13")
    shown = decide(by_age((42, 9, 3, 30, 12), kinds=kinds)).withheld()
    assert "5 to 12" in shown
    assert shown & {"under 5", "under 13"}  # 12 - 9 = 3
    assert shown & {"under 5", "13 to 17", ""}  # 42 - 30 - 9 = 3


def test_a_whole_that_another_source_gives_is_the_whole_of_the_parts(decide):
    rows = [dict(zip(NAMES, row, strict=True)) for row in by_age(BY_AGE[0])]
    assert len(decide([rows[0] | {"source": "another"}, *rows[1:]]).withheld()) == 2


@pytest.mark.parametrize(("whole", "number"), [("L:districts", 2), ("a place", 1)])
def test_areas_of_a_group_that_add_up_in_one_table_of_one_period_are_found(decide, whole, number):
    rows = [("offences", place, "", YEAR, n) for place, n in zip((*PLACES, whole), (22, 10, 1, 8, 41), strict=True)]
    assert len(decide(rows).withheld()) == number


def test_areas_are_found_below_a_larger_one_that_they_do_not_make_up(decide):
    places = (*PLACES, "L:districts", "England")
    rows = [("offences", place, "", YEAR, n) for place, n in zip(places, (22, 10, 1, 8, 41, 9000), strict=True)]
    assert len(decide(rows).withheld()) == 2


def test_what_is_left_of_a_declared_total_stands_in_sums_that_nobody_declared(decide):
    """Romsey has no row: 41 - 22 - 10 - 8 is its 1, so an 8 that is withheld must not be 71 - 63 either."""
    places = ("Southampton", "Eastleigh", "New Forest", "all")
    tables = {"": (210, 60, 71, 364), "domestic": (22, 10, 8, 41), "other": (188, 50, 63, 323)}
    rows = [
        ("offences", place, kind, YEAR, count)
        for kind, counts in tables.items()
        for place, count in zip(places, counts, strict=True)
    ]
    withheld = decide(rows, totals=[{"over": "area", "whole": "all"}]).withheld()
    assert {kind for _, kind in withheld} >= {"domestic"}
    hidden = {place for place, kind in withheld if kind == "domestic"}
    assert all((place, "other") in withheld or (place, "") in withheld for place in hidden)


def of_another(area, figure, kind=""):
    return dict(zip(NAMES, ("children", area, kind, YEAR, figure), strict=True)) | {"source": "another"}


@pytest.mark.parametrize("kind", ["", "boys"])
def test_areas_that_make_up_a_group_are_protected_where_another_source_gives_the_group(decide, kind):
    districts = {"Southampton": 60, "Eastleigh": 45, "Romsey": 3}
    rows = [("children", place, kind, YEAR, count) for place, count in districts.items()]
    assert decide([*rows, of_another("L:districts", 108, kind)]).withheld() == {"Eastleigh", "Romsey"}
    assert decide([*rows, of_another("L:districts", 250, kind)]).withheld() == {"Romsey"}


def test_a_region_that_another_source_gives_is_made_up_of_the_areas_that_lie_in_it(decide):
    counts = {"E06000045": 60, "E06000044": 3, "E08000025": 45}
    rows = [("children", place, "", YEAR, count) for place, count in counts.items()]
    assert decide([*rows, of_another("E12000008", 63)]).withheld() == {"E06000044", "E06000045"}
    assert decide([*rows, of_another("E12000008", 108)]).withheld() == {"E06000044"}
