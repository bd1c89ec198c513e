"""Places, the best first: equals share the better place, and unknown figures have none."""

import pytest

from analysis.model.ranking import Place, find_place

NAN = float("nan")


@pytest.mark.parametrize(
    ("value", "others", "polarity", "expected"),
    [
        (5, [1, 2, 9], "high", "2 of 4, second quarter"),
        (5, [1, 2, 9], "low", "3 of 4, third quarter"),
        (5, [5, 5, 5], "low", "1 of 4, first quarter"),
        (5, [5, 5, 5], "high", "1 of 4, first quarter"),
        (5, [7, NAN, 3], "low", "2 of 3"),
        (1, range(2, 12), "high", "11 of 11, fourth quarter"),
    ],
)
def test_a_place_is_one_more_than_how_many_are_better(value, others, polarity, expected):
    assert str(find_place(value, others, polarity)) == expected


@pytest.mark.parametrize(("value", "others", "polarity"), [(5, [1], None), (NAN, [1], "low"), (5, [NAN], "low")])
def test_there_is_no_place_without_a_polarity_a_figure_or_another(value, others, polarity):
    assert find_place(value, others, polarity) is None


def test_each_quarter_of_eight_has_two_places():
    quarters = [Place(place, 8).quarter for place in range(1, 9)]

    assert quarters == ["first", "first", "second", "second", "third", "third", "fourth", "fourth"]
