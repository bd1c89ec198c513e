"""Totals that are added up from rounded parts."""

from publishing.withholding.rounded_totals import add_up_totals

OVER_YEAR = [{"over": "period", "whole": "financial year"}]
# invented: three months of a year, without a total
MONTHS = [
    ("episodes", "here", "", name, count) for name, count in (("2014-01", 150), ("2014-02", 142), ("2014-03", 161))
]


def test_a_part_of_a_year_has_no_total_to_add_up(decide, profiles):
    tried = decide(MONTHS, profile=profiles["public"], totals=OVER_YEAR)
    assert list(tried.shown["value"]) == [150, 140, 160]


def test_no_total_is_added_up_of_observations_without_a_count(decide):
    tried = decide([("offences_change", "here", "", "2013-14", 0.1)], totals=OVER_YEAR)
    made = add_up_totals(tried.observations, tried.observations, tried.definitions, tried.sources)
    assert made.equals(tried.observations)


def test_parts_that_leave_a_rest_are_not_added_up_to_their_whole(decide, profiles):
    rows = [("plans", "here", kind, "31 March 2014", count) for kind, count in {"": 91, "a": 32, "b": 37}.items()]
    rest = [{"over": "breakdown", "whole": "", "disjoint": True}]
    assert list(decide(rows, profile=profiles["public"], totals=rest).shown["value"]) == [90, 30, 35]
