"""Counts go over a reorganisation as the sum of parts; rates never do, and breaks are said.

Figures: Department for Education, *Children in need, reporting year 2024*, table C1, Open Government Licence v3.0.
"""

from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from analysis.definitions import read_definitions
from analysis.definitions.areas import AreaChanges
from analysis.definitions.parameter_files import read_file
from analysis.measures.carried_areas import carry_areas, find_breaks, find_uneven_parts
from analysis.project import find_project

PARAMS = find_project(Path(__file__).parent).params
CUMBRIA, CUMBERLAND, WESTMORLAND = "E10000006", "E06000063", "E06000064"
BOURNEMOUTH, POOLE, DORSET_BEFORE, BCP, DORSET = "E06000028", "E06000029", "E10000009", "E06000058", "E06000059"


@pytest.fixture(scope="module")
def definitions():
    return read_definitions(PARAMS)


@pytest.fixture(scope="module")
def changes() -> AreaChanges:
    return read_file(PARAMS / "area_changes.yaml", AreaChanges)


def table(*rows: tuple[str, int, float | None], indicator: str = "referrals") -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "indicator": indicator,
                "area": area,
                "breakdown": "",
                "period": f"{year - 1}-{year % 100:02}",
                "start": pd.Timestamp(year - 1, 4, 1),
                "end": pd.Timestamp(year, 3, 31),
                "numerator": value,
                "value": value,
                "status": "reported",
                "source": "dfe_table_c1",
                "file": "published/c1.csv",
                "cell": area,
            }
            for area, year, value in rows
        ]
    )


@pytest.fixture
def carry(definitions, changes):
    def carried(observations: pd.DataFrame) -> pd.DataFrame:
        """The rows that were made."""
        whole = carry_areas(observations, changes, definitions.indicators)
        pd.testing.assert_frame_equal(whole.iloc[: len(observations)], observations)
        return whole.iloc[len(observations) :]

    return carried


def test_after_a_split_the_former_authority_goes_on_as_the_sum_of_its_parts(carry):
    made = carry(table((CUMBRIA, 2023, 2989), (CUMBERLAND, 2024, 2375), (WESTMORLAND, 2024, 1386)))

    assert made[["area", "period", "value", "numerator", "status", "cell"]].to_numpy().tolist() == [
        [CUMBRIA, "2023-24", 3761, 3761, "derived", f"{CUMBERLAND}, {WESTMORLAND}"]
    ]


def test_parts_in_two_files_make_no_sum(carry):
    rows = table((CUMBERLAND, 2024, 2375), (WESTMORLAND, 2024, 1386))

    assert carry(rows.assign(file=["published/a.csv", "published/b.csv"])).empty


def test_a_part_that_is_missing_makes_no_sum(carry):
    assert carry(table((CUMBERLAND, 2024, 2375), (WESTMORLAND, 2024, None))).empty
    assert carry(table((CUMBERLAND, 2024, 2375))).empty


def test_rates_are_never_added(carry):
    rates = table((CUMBERLAND, 2024, 450.1), (WESTMORLAND, 2024, 380.2), indicator="referral_rate")

    assert carry(rates).empty


def test_parts_before_the_day_of_a_split_make_no_sum(carry):
    assert carry(table((CUMBERLAND, 2023, 2300), (WESTMORLAND, 2023, 1300))).empty


def test_a_whole_with_a_figure_of_its_own_keeps_it(carry):
    assert carry(table((CUMBRIA, 2024, 3761), (CUMBERLAND, 2024, 2375), (WESTMORLAND, 2024, 1386))).empty


def test_nothing_is_carried_over_a_recut(carry):
    assert carry(table((BOURNEMOUTH, 2019, 2000), (POOLE, 2019, 1500), (DORSET_BEFORE, 2019, 4000))).empty


def test_before_a_merger_the_new_authority_is_the_sum_of_those_it_was_made_of(definitions):
    merger = {
        "kind": "merger",
        "on": date(2023, 4, 1),
        "before": [CUMBERLAND, WESTMORLAND],
        "after": [CUMBRIA],
        "source": "made up",
    }
    changes = AreaChanges.model_validate({"changes": [merger]})
    whole = carry_areas(table((CUMBERLAND, 2022, 10), (WESTMORLAND, 2022, 5)), changes, definitions.indicators)

    assert whole.iloc[-1][["area", "value"]].tolist() == [CUMBRIA, 15]


def test_a_recut_breaks_every_series_and_says_why(definitions):
    [found] = find_breaks(BCP, definitions)

    assert (found.at, found.break_in_series) == (date(2019, 4, 1), True)
    assert {"referrals", "referral_rate"} < set(found.indicators)
    assert found.text == (
        "Bournemouth, Poole and Dorset (before 2019) became Bournemouth, Christchurch and Poole; and Dorset, with land "
        "moved between them."
    )


def test_a_split_breaks_rates_and_not_counts(definitions):
    [found] = find_breaks(CUMBRIA, definitions)

    assert "referral_rate" in found.indicators
    assert "referrals" not in found.indicators
    assert found.text == "Cumbria was divided into Cumberland and Westmorland and Furness."


def test_another_code_for_the_same_area_is_no_break(definitions):
    assert find_breaks("E06000066", definitions) == []


def test_every_change_agrees_with_the_days_on_which_areas_began_and_ended(definitions, changes):
    for change in changes.changes:
        if change.kind == "recoded":
            assert definitions.areas.code_of(change.before[0]) == change.after[0]
            continue
        former, present = ([definitions.areas.named(code) for code in codes] for codes in (change.before, change.after))
        assert {area.until for area in former} == {change.on - timedelta(days=1)}
        assert {area.since for area in present} == {change.on}
        assert {code for area in former for code in area.followed_by} == set(change.after)


def test_parts_that_do_not_add_up_to_a_whole_are_found(changes):
    rows = table((CUMBRIA, 2024, 3800), (CUMBERLAND, 2024, 2375), (WESTMORLAND, 2024, 1386))
    [found] = find_uneven_parts(rows, changes).to_dict("records")

    assert (found["area"], found["value"], found["parts"]) == (CUMBRIA, 3800, 3761)
    assert find_uneven_parts(rows.assign(value=[3761, 2375, 1386]), changes).empty
