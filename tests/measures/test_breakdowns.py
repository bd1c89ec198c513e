"""A count by category: the newest period, in the order received, beside other places or England."""

import pandas as pd
import pytest

from analysis.measures.breakdowns import ALL, choose_places, implied_before, keep_nearest, latest_breakdown

OWN, WHOLE = "E06000045", "L:four_districts"
AGES = ["Under 5", "5-9", "10-14", "15-17"]


def readings(counts: dict[tuple[str, str, int], float]) -> pd.DataFrame:
    """Observations of a count by (area, category, year in which the financial year begins)."""
    return pd.DataFrame(
        [
            {
                "area": area,
                "breakdown": category,
                "start": pd.Timestamp(year, 4, 1),
                "end": pd.Timestamp(year + 1, 3, 31),
                "period": f"{year}-{(year + 1) % 100:02d}",
                "numerator": count,
                "value": count,
                "status": "reported",
                "file": "published/ages.csv",
                "cell": f"Counts!{'A' + chr(63 + place) if place > 1 else 'YZ'[place]}4",
            }
            for place, ((area, category, year), count) in enumerate(counts.items())
        ]
    )


def test_categories_keep_the_order_in_which_they_were_received():
    rows = readings({(OWN, age, 2013): 10 for age in AGES} | {(OWN, ALL, 2013): 40})

    assert latest_breakdown(rows.sort_values("breakdown"), OWN).categories == AGES


def test_in_a_long_file_the_order_is_that_of_the_areas_own_rows():
    rows = readings({("E92000001", "5-9", 2013): 90, (OWN, "5-9", 2013): 10, (OWN, "Under 5", 2013): 10})
    rows["cell"] = ["C2", "C11", "C9"]

    assert latest_breakdown(rows, OWN).categories == ["Under 5", "5-9"]


@pytest.mark.parametrize("received", [8, 12])
def test_all_places_are_read_where_a_table_has_room_else_england_and_the_neighbours(open_real, monkeypatch, received):
    page = open_real("sexual_offences")
    neighbours = page.definitions.areas.neighbours_of(OWN).neighbours
    codes = [OWN, "E92000001", *neighbours][:received]
    others = ["E08000025"] if received > 8 else []
    monkeypatch.setattr(page, "look_up", lambda names, areas: pd.DataFrame({"area": codes + others}))

    assert set(choose_places(page, "sexual_offences")) == set(codes)


def test_a_table_of_many_places_keeps_the_area_england_and_the_five_nearest_neighbours():
    near = [f"E0600000{number}" for number in range(1, 9)]
    found = latest_breakdown(readings({(code, ALL, 2013): 40 for code in (OWN, "E92000001", *near)}), OWN)

    assert list(keep_nearest(found, near[::-1]).counts.index) == [OWN, *near[:2:-1], "E92000001"]


def test_the_newest_period_of_the_area_is_taken_with_the_year_before():
    found = latest_breakdown(readings({(OWN, ALL, 2012): 30, (OWN, ALL, 2013): 40}), OWN)

    assert found.when == "2013-14"
    assert found.counts.loc[OWN, ALL] == 40
    assert found.earlier.loc[OWN, ALL] == 30


def test_years_taken_together_are_held_against_none_before():
    together = {"start": pd.Timestamp(2021, 1, 1), "end": pd.Timestamp(2023, 12, 31), "period": "2021 to 2023"}
    found = latest_breakdown(readings({(OWN, ALL, 2021): 120}).assign(**together), OWN)

    assert found.when == "2021 to 2023"
    assert found.earlier.empty


def test_the_other_places_are_all_together_less_the_area_itself():
    found = latest_breakdown(readings({(OWN, ALL, 2013): 40, (WHOLE, ALL, 2013): 100}), OWN, WHOLE)

    assert found.others[ALL] == 60
    assert found.other_name == "the other places"


def test_without_a_whole_the_area_is_held_against_england():
    found = latest_breakdown(readings({(OWN, ALL, 2013): 40, ("E92000001", ALL, 2013): 9_000}), OWN)

    assert found.others[ALL] == 9_000
    assert found.other_name == "England"


def test_an_area_without_figures_has_no_period():
    found = latest_breakdown(readings({("E92000001", ALL, 2013): 9_000}), OWN)

    assert found.period is None
    assert found.categories == []


def test_a_supplied_count_of_the_year_before_is_taken_before_a_worked_out_one():
    found = latest_breakdown(readings({(OWN, ALL, 2012): 200, (OWN, ALL, 2013): 241}), OWN)
    change = readings({(OWN, ALL, 2013): float("nan")}).assign(value=0.08)

    row = implied_before(found, change, change.iloc[:0], [OWN]).iloc[0]

    assert (row["before"], row["implied"]) == (200, False)


def test_what_was_added_tells_the_count_before_better_than_a_rounded_percentage():
    found = latest_breakdown(readings({(OWN, ALL, 2013): 241}), OWN)
    change = readings({(OWN, ALL, 2013): float("nan")}).assign(value=0.08)
    added = readings({(OWN, ALL, 2013): 17})

    assert implied_before(found, change, added, [OWN]).iloc[0]["before"] == 224
    assert implied_before(found, change, added.iloc[:0], [OWN]).iloc[0]["before"] == 223


def test_a_later_total_without_categories_does_not_stand_in_for_the_newest_with_them():
    counts = {(OWN, age, 2012): 10 for age in AGES} | {(OWN, ALL, 2012): 40, (OWN, ALL, 2013): 44}
    found = latest_breakdown(readings(counts), OWN)

    assert (found.when, found.categories) == ("2012-13", AGES)


def test_a_total_alone_has_no_categories():
    found = latest_breakdown(readings({(OWN, ALL, 2013): 44}), OWN)

    assert (found.when, found.categories) == ("2013-14", [])


def test_categories_that_came_without_a_total_have_one_that_was_not_supplied():
    found = latest_breakdown(readings({(OWN, age, 2013): 10 for age in AGES}), OWN)

    assert found.categories == AGES
    assert pd.isna(found.counts.loc[OWN, ALL])
    assert found.statuses.loc[OWN, ALL] == "not_supplied"
