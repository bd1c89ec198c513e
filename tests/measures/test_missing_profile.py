"""The profile of who goes missing: its order, and which of its groups are groups of children."""

import pandas as pd
import pytest

from analysis.definitions.measure_definitions import CountedBreakdown
from analysis.measures.missing_profile import COUNTS, profile_of_year, sum_of_months

BREAKDOWNS = [
    CountedBreakdown(words=["age under 12", "age 12 to 14"]),
    CountedBreakdown(words=["length up to 8 hours", "length 1 to 2 days"], of="event"),
]


def readings(*rows: tuple[str, str, int | None], year: int = 2025) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "indicator": indicator,
                "breakdown": word,
                "period": f"{year - 1}-{year % 100}",
                "start": pd.Timestamp(year - 1, 4, 1),
                "end": pd.Timestamp(year, 3, 31),
                "value": value,
                "status": "withheld" if value is None else "reported",
            }
            for word, indicator, value in rows
        ]
    ).astype({"value": float})


YEAR = readings(
    ("age 12 to 14", "missing_children", 28),
    ("age under 12", "missing_children", 67),
    ("length 1 to 2 days", "missing_children", 26),
    ("another", "missing_children", 9),
    ("length up to 8 hours", "missing_children", None),
)


def test_the_rows_are_in_the_measures_own_order_and_what_it_does_not_name_is_last():
    assert profile_of_year(YEAR, BREAKDOWNS)["characteristic"].tolist() == [
        "age under 12",
        "age 12 to 14",
        "length up to 8 hours",
        "length 1 to 2 days",
        "another",
    ]


def test_only_groups_that_a_child_is_in_once_are_groups_of_children():
    assert profile_of_year(YEAR, BREAKDOWNS)["of_child"].tolist() == [True, True, False, False, False]


def test_only_the_newest_year_is_read_and_a_group_without_a_child_is_no_row():
    older = readings(("age under 12", "missing_children", 90), year=2024)
    newest = readings(("age under 12", "missing_children", 67), ("age 12 to 14", "missing_children", 0))
    profile = profile_of_year(pd.concat([older, newest]), BREAKDOWNS)

    assert profile[["characteristic", "period", "missing_children"]].to_numpy().tolist() == [
        ["age under 12", "2024-25", 67]
    ]


def test_nothing_by_characteristic_is_an_empty_profile():
    assert profile_of_year(readings(("", "missing_children", 5)), BREAKDOWNS).empty
    assert set(COUNTS) < set(profile_of_year(readings(("", "missing_children", 5)), BREAKDOWNS))


@pytest.mark.parametrize(("counts", "total"), [([3] * 12, 36), ([3] * 11, float("nan")), ([3] * 11 + [None], None)])
def test_the_months_of_a_year_add_up_where_there_are_twelve_with_a_figure(counts, total):
    starts = pd.date_range("2024-04-01", periods=len(counts), freq="MS")
    months = pd.DataFrame({"start": starts, "end": starts + pd.offsets.MonthEnd(), "value": counts})
    months = months.astype({"value": float}).assign(kind="month", breakdown="", indicator="missing_children")
    [year] = readings(("", "missing_children", 5)).itertuples()
    found = sum_of_months(months, year.start, year.end)

    assert found == total or (pd.isna(found) and pd.isna(total))
