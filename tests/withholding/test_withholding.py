"""What is withheld of a whole run: the worked cases, and each relation with and without the fact that connects."""

from datetime import date

import pytest

from analysis.definitions.partnership import Disclosure
from analysis.observations import KEY
from analysis.periods import Period
from analysis.refusals import DisclosureRefused
from publishing.withholding import suppression_rules, withholding

# Hampshire Constabulary's table in Southampton LSCB's annual report 2013-14: all, domestic, night-time economy
PLACES = ("Southampton", "Eastleigh", "Romsey", "New Forest", "all")
DOMESTIC, NIGHT_TIME = (22, 10, 1, 8, 41), (36, 2, 1, 2, 41)
OVER_AREAS = [{"over": "area", "whole": "all", "indicators": ["offences"]}]
SHARES = [{"share": "offence_share", "part": "offences", "whole": "offences", "total_area": "all"}]
PUBLIC = Disclosure(withhold_up_to=7, round_to=5)
YEAR = "2013-14"


def in_places(counts, indicator="offences", breakdown="", places=PLACES):
    return [(indicator, place, breakdown, YEAR, count) for place, count in zip(places, counts, strict=True)]


def months(indicator, counts, breakdown=""):
    names = [f"2013-{number:02d}" for number in range(4, 13)] + [f"2014-{number:02d}" for number in range(1, 4)]
    return [(indicator, "here", breakdown, name, count) for name, count in zip(names, counts, strict=False)]


def to(month, count, indicator="offences", start=date(2013, 4, 1)):
    """A count of the year to the end of a month."""
    end = {"June": date(2013, 6, 30), "September": date(2013, 9, 30), "December": date(2013, 12, 31)}[month]
    return (indicator, "here", "", Period(start, end, "other", f"to {month}"), count)


def test_domestic_offences_withhold_romsey_and_new_forest(decide):
    assert decide(in_places(DOMESTIC), totals=OVER_AREAS).withheld() == {"Romsey", "New Forest"}


def test_without_the_total_only_the_small_count_goes(decide):
    assert decide(in_places(DOMESTIC)).withheld() == {"Romsey"}


def test_what_is_withheld_says_why(decide):
    tried = decide(in_places(DOMESTIC), totals=OVER_AREAS)
    assert tried.withheld("small") == {"Romsey"}
    assert tried.withheld("protecting") == {"New Forest"}


def test_three_night_time_counts_that_come_to_5_take_a_fourth_figure_with_them(decide):
    found = decide(in_places(NIGHT_TIME), totals=OVER_AREAS).withheld()
    assert found == {"Southampton", "Eastleigh", "Romsey", "New Forest"}


def test_the_runs_own_area_is_withheld_last(decide):
    tried = decide(in_places(NIGHT_TIME), totals=OVER_AREAS, own="Southampton")
    assert tried.withheld() == {"Eastleigh", "Romsey", "New Forest", "all"}
    assert tried.withheld("total") == {"all"}


def test_the_table_of_offences_is_withheld_as_the_annual_report_needs_it(decide):
    table = {
        "": (241, 53, 13, 57, 364),
        "historic": (49, 30, 9, 35, 123),
        "under 18": (88, 24, 8, 28, 148),
        "domestic": DOMESTIC,
        "night-time": NIGHT_TIME,
    }
    rows = [row for kind, counts in table.items() for row in in_places(counts, breakdown=kind)]
    tried = decide(rows, totals=OVER_AREAS, own="Southampton")
    night = {(place, "night-time") for place in PLACES[1:]}
    domestic = {("Romsey", "domestic"), ("New Forest", "domestic")}
    rests = {(place, kind) for place in ("Romsey", "Eastleigh") for kind in ("historic", "under 18")}  # 13 - 9, 13 - 8
    assert tried.withheld() == night | domestic | rests


def test_shares_of_41_go_with_their_counts(decide):
    shares = [0.54, 0.24, 0.02, 0.2, 1.0]
    rows = in_places(DOMESTIC, breakdown="domestic") + in_places(shares, "offence_share", "domestic")
    tried = decide(rows, totals=OVER_AREAS, shares=SHARES)
    assert tried.withheld("derived") == {("offence_share", "Romsey"), ("offence_share", "New Forest")}


def test_a_share_tells_a_count_that_was_not_supplied(decide):
    counts = in_places((22, None, 1, 8, 41)) + in_places((None, 0.24, None, None, None), "offence_share")
    described = decide(counts, totals=OVER_AREAS, shares=SHARES)
    assert described.withheld() == {("offences", "Romsey"), ("offences", "New Forest")}
    assert decide(counts[:5], totals=OVER_AREAS).withheld() == {("Romsey")}


def test_a_share_of_few_goes_though_no_count_was_supplied(decide):
    rows = [("children", "here", "", YEAR, 41), ("seen_share", "here", "", YEAR, 0.05)]
    assert decide(rows).withheld() == {"seen_share"}
    assert decide([rows[0], ("seen_share", "here", "", YEAR, 0.24)]).withheld() == set()


def test_1_8_8_of_an_independent_total_of_17_withholds_two_when_rounded(decide):
    rows = in_places((1, 8, 8, 17), places=("a", "b", "c", "all"))
    assert decide(rows, totals=OVER_AREAS, profile=PUBLIC).withheld() in ({"a", "b"}, {"a", "c"})
    assert decide(rows, profile=PUBLIC).withheld() == {"a"}


def test_a_year_to_date_of_12_and_then_14_withholds_one_of_them(decide):
    rows = [to("September", 12), to("December", 14)]
    assert len(decide(rows).withheld()) == 1
    assert decide([to("September", 12), to("December", 34)]).withheld() == set()


def test_children_are_no_sum_over_time(decide):
    assert decide([to("September", 12, "children"), to("December", 14, "children")]).withheld() == set()


def test_periods_that_begin_together_leave_what_several_shorter_ones_come_to(decide):
    pieces = [("offences", "here", "", "2013-07", None), ("offences", "here", "", "2013-08", None)]
    assert len(decide([to("June", 12), *pieces, to("September", 14)]).withheld()) == 1


def test_periods_that_end_together_leave_the_time_before(decide):
    rows = [to("September", 40), to("September", 37, start=date(2013, 7, 1))]
    rows[1][3].__dict__["label"] = "July to September"
    assert len(decide(rows).withheld()) == 1


def test_a_small_month_takes_another_figure_of_its_year_with_it(decide):
    counts = [9, 12, 11, 3, 14, 10, 9, 8, 13, 12, 11, 10]
    alone, year = months("offences", counts), ("offences", "here", "", YEAR, sum(counts))
    assert decide(alone).withheld() == {"2013-07"}
    assert decide([*alone, year]).withheld() == {"2013-07", YEAR}  # five months would have to go to hide which is least


def test_quarters_and_months_are_held_together(decide):
    rows = [*months("offences", [9, 3, 31]), ("offences", "here", "", "2013-14 Q1", 43)]
    assert decide(rows[:3]).withheld() == {"2013-05"}
    assert decide(rows).withheld() == {"2013-05", "2013-04"}


def test_a_month_that_was_not_supplied_is_what_the_others_leave_of_the_year(decide):
    counts = [29, 12, 21, None, 24, 19, 39, 28, 33, 42, 51, 60]
    rows = [*months("offences", counts), ("offences", "here", "", YEAR, 358 + 3)]
    assert decide(rows).withheld() == {"2013-05"}
    assert decide([*rows[:-1], ("offences", "here", "", YEAR, 358 + 30)]).withheld() == set()


def test_a_total_over_months_is_declared_for_children(decide):
    counts = [29, 12, 21, 3, 24, 19, 39, 28, 33, 42, 51, 60]
    rows = [*months("children", counts), ("children", "here", "", YEAR, sum(counts))]
    assert decide(rows).withheld() == {"2013-07"}
    over = [{"over": "period", "whole": "financial year"}]
    assert decide(rows, totals=over).withheld() == {"2013-07", "2013-05"}


def test_a_total_over_breakdowns_is_declared(decide):
    rows = [("offences", "here", kind, YEAR, count) for kind, count in {"": 50, "a": 30, "b": 17, "c": 3}.items()]
    assert decide(rows, totals=[{"over": "breakdown", "whole": ""}]).withheld() == {"b", "c"}


def by_length(year, whole, *parts):
    return [
        ("plans", "here", kind, f"31 March {year}", count)
        for kind, count in zip(("", *"abc"), (whole, *parts), strict=True)
    ]


def test_parts_that_make_up_their_whole_year_after_year_are_seen_to_be_a_sum(decide):
    years = [by_length(2011, 50, 20, 17, 13), by_length(2012, 60, 30, 17, 13), by_length(2013, 70, 40, 17, 13)]
    latest = by_length(2014, 50, 30, 17, 3)
    found = decide([*years[0], *years[1], *years[2], *latest]).withheld()
    assert found == {("b", "31 March 2014"), ("c", "31 March 2014")}
    overlapping = [row for year in (2008, 2009, 2010, 2011) for row in by_length(year, 50, 40, 20, 10)]
    assert len(decide([*overlapping, *years[1], *years[2], *latest]).withheld()) == 1


def test_a_category_and_the_rest_are_two_parts_of_a_whole(decide):
    rows = [("offences", "here", "", YEAR, 36), ("offences", "here", "domestic", YEAR, 35)]
    assert decide(rows).withheld() == {"domestic"}
    assert decide([rows[0], ("offences", "here", "domestic", YEAR, 30)]).withheld() == set()


def test_35_seen_of_36_withholds_the_35_and_the_share(decide):
    rows = [("children", "here", "", YEAR, 36), ("seen", "here", "", YEAR, 35), ("seen_share", "here", "", YEAR, 0.97)]
    assert decide(rows).withheld() == {"seen", "seen_share"}
    assert decide([rows[0], ("seen", "here", "", YEAR, 30)]).withheld() == set()


def test_35_of_36_inside_one_row_goes_whole(decide):
    row = {"indicator": "seen_share", "area": "here", "breakdown": "", "period": YEAR, "figure": 0.97}
    tried = decide([row | {"numerator": 35, "denominator": 36}])
    assert tried.withheld("derived") == {"here"}
    assert tried.shown[["numerator", "denominator", "value"]].isna().all(axis=None)


def test_a_share_and_its_part_leave_a_whole_that_was_not_supplied(decide):
    rows = [("seen", "here", "", YEAR, 35), ("seen_share", "here", "", YEAR, 0.97)]
    assert decide(rows).withheld() == {"seen_share"}


def test_a_rate_of_a_known_population_goes_though_its_count_was_not_supplied(decide):
    rows = [("population", "here", "", "30 June 2013", 52_300), ("plan_rate", "here", "", "31 March 2014", 0.6)]
    assert decide(rows).withheld() == {("plan_rate", "31 March 2014")}
    assert decide([rows[0], ("plan_rate", "here", "", "31 March 2014", 6.6)]).withheld() == set()
    assert decide(rows[1:]).withheld() == set()


def test_a_rate_goes_with_its_count(decide):
    rows = [("plans", "here", "", "31 March 2014", 3), ("plan_rate", "here", "", "31 March 2014", 0.6)]
    tried = decide(rows)
    assert (tried.withheld("small"), tried.withheld("derived")) == ({"plans"}, {"plan_rate"})


def test_a_change_goes_with_either_of_its_counts(decide):
    now, before = ("offences", "here", "", YEAR, 12), ("offences", "here", "", "2012-13", 4)
    change = ("offences_change", "here", "", YEAR, 2.0)
    assert ("offences_change", YEAR) in decide([now, before, change]).withheld()
    assert decide([now, ("offences", "here", "", "2012-13", 14), change]).withheld() == set()


def test_an_identity_connects_indicators(decide):
    counts = {"children": 40, "repeat_children": 3, "episodes": 47, "repeat_episodes": 10}
    rows = [(name, "here", "", "2013-04", count) for name, count in counts.items()]
    identity = {"left": ["children", "-repeat_children"], "right": ["episodes", "-repeat_episodes"], "meaning": "Once."}
    assert decide(rows).withheld() == {"repeat_children"}
    assert decide(rows, identities=[identity]).withheld() == {"repeat_children", "repeat_episodes"}


def test_what_a_zero_rules_out_does_not_cost_a_table_its_name(decide):
    counts = {"children": 1, "repeat_children": 0, "episodes": 4, "repeat_episodes": 3}
    identity = {"left": ["children", "-repeat_children"], "right": ["episodes", "-repeat_episodes"], "meaning": "Once."}
    tried = decide([(name, "here", "", "2013-04", count) for name, count in counts.items()], identities=[identity])
    assert (tried.withheld(), tried.decision.tables) == ({"children", "episodes", "repeat_episodes"}, ())


def test_a_sum_that_is_seen_not_to_hold_connects_nothing(decide):
    rows = in_places((22, 10, 1, 8, 38))  # the shown parts alone are 40
    assert decide(rows, totals=OVER_AREAS).withheld() == {"Romsey"}


def test_a_sum_that_only_we_know_not_to_hold_is_reckoned_with(decide):
    assert decide(in_places((22, 10, 1, 8, 43)), totals=OVER_AREAS).withheld() > {"Romsey"}


def test_sums_that_contradict_one_another_do_not_stop_a_release(decide):
    rows = [
        (*row[:2], kind, *row[3:])
        for kind, counts in {"": (30, 10, 40), "a": (3, 8, 11), "b": (29, 2, 31)}.items()
        for row in in_places(counts, places=("x", "y", "all"))
    ]
    tried = decide(rows, totals=[*OVER_AREAS, {"over": "breakdown", "whole": ""}])
    assert {("x", "a"), ("y", "b")} <= tried.withheld()


def test_things_are_never_withheld(decide):
    assert decide([("audits", "here", "", YEAR, 2), ("population", "here", "", "30 June 2013", 4)]).withheld() == set()


def test_zeros_are_never_withheld(decide):
    assert decide([("plans", "here", "", YEAR, 0)]).withheld() == set()


def test_a_table_that_is_withheld_by_name_has_no_figure_left(decide, monkeypatch):
    """The search never had to go so far in any table tried: the whole table is named here in its place."""
    by_name = ("offences in Romsey", "offences in all")

    def name_tables(release, profile):
        return suppression_rules.withhold(release, (), by_name, profile)

    monkeypatch.setattr(withholding, "find_suppressions", name_tables)
    other = ("offences", "Romsey", "historic", "2012-13", 30)
    tried = decide([*in_places(DOMESTIC, breakdown="domestic"), other], totals=OVER_AREAS)
    gone = tried.decision.withheld.groupby("area").size()
    assert (gone.to_dict(), set(tried.decision.tables)) == ({"Romsey": 2, "all": 1}, set(by_name))


def test_what_does_not_pass_the_audit_is_refused_without_a_value(decide, monkeypatch):
    def find_nothing(release, profile):
        return suppression_rules.withhold(release, (), (), profile)

    monkeypatch.setattr(withholding, "find_suppressions", find_nothing)
    with pytest.raises(DisclosureRefused, match="offences in Romsey") as refused:
        decide(in_places(DOMESTIC), totals=OVER_AREAS)
    assert refused.value.exit_code == 4
    assert not any(f" {count} " in str(refused.value) for count in (22, 10, 8, 41))


def test_what_is_withheld_is_told_by_kind_and_area_and_never_by_value(decide):
    tried = decide(in_places(DOMESTIC), totals=OVER_AREAS)
    withheld = tried.decision.withheld
    assert withheld.loc[withheld["area"] == "Romsey", "kind"].tolist() == ["small"]
    assert withheld["kind"].tolist().count("protecting") == 1


@pytest.mark.parametrize("small", [1, 4])
def test_a_decision_has_no_values(decide, small):
    withheld = decide(in_places((22, 10, small, 8, 40 + small)), totals=OVER_AREAS).decision.withheld
    assert list(withheld) == [*KEY, "kind"]
