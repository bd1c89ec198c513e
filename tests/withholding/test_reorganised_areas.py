"""A divided authority is the sum of its parts: it tells the small count of one of them."""

from datetime import date

from analysis.definitions.areas import AreaChange

WHOLE, EAST, WEST = "E10000001", "E06000001", "E06000002"
SPLIT = AreaChange(kind="split", on=date(2013, 4, 1), before=[WHOLE], after=[EAST, WEST], source="the test")
YEAR = "2013-14"


def counts(whole, east, west):
    figures = zip((WHOLE, EAST, WEST), (whole, east, west), strict=True)
    return [("children", area, "", YEAR, figure) for area, figure in figures if figure is not None]


def test_a_small_part_takes_the_whole_or_the_other_part_with_it(decide):
    assert len(decide(counts(123, 3, 120), reorganised=[SPLIT]).withheld()) == 2


def test_without_a_reorganisation_only_the_small_count_goes(decide):
    assert decide(counts(150, 3, 120)).withheld() == {EAST}


def test_a_part_without_a_figure_is_a_part_all_the_same(decide):
    assert decide(counts(123, 3, None), reorganised=[SPLIT]).withheld() == {EAST}
