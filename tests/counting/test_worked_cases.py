"""The worked cases: a sentence on each row says what must become of it (tests/counting/cases/worked)."""

import json

import pytest

from tests.counting.conftest import CASES, breaks, look_up

WORKED = CASES / "worked"


def expected(name: str) -> dict:
    return json.loads((WORKED / f"{name}.expected.json").read_text(encoding="utf-8"))


def compare(found: dict, wanted: dict, periods: list[str]) -> dict:
    """The counts that are not as expected."""
    return {
        (period, column): (found.get((period, column)), value)
        for period in periods
        for column, value in wanted[period].items()
        if isinstance(value, int) and found.get((period, column)) != value
    }


def test_missing_episodes_children_repeats_and_interviews(count):
    outcome = count("police_missing", WORKED / "missing.csv", covers="2023-04..2025-03")
    wanted = expected("missing")
    wanted["2024-25"]["rhi_within_72_hours"] = wanted["2024-25"].pop("rhi_held_within_72_hours")
    assert compare(look_up(outcome), wanted, ["2023-24", "2024-25", "2024-04"]) == {}


def test_missing_episodes_break_three_rules_once_each(count):
    outcome = count("police_missing", WORKED / "missing.csv", covers="2023-04..2025-03")
    assert breaks(outcome) == {"M3": 1, "M4": 1, "M6": 1}


@pytest.mark.parametrize(
    ("held", "in_time", "broken"),
    [
        ("01/06/2024", 1, 0),
        ("2024-06-01", 1, 0),
        ("04/06/2024", 1, 0),
        ("05/06/2024", 0, 0),
        ("31/05/2024", 0, 1),
        ("01/06/2024 14:59", 0, 1),
        ("01/06/2024 15:00", 1, 0),
        ("04/06/2024 15:01", 0, 0),
    ],
)
def test_an_interview_whose_time_is_not_written_is_held_on_the_whole_day(held, in_time, broken, count):
    log = "person_id,missing_from,returned,rhi_held,home_la_code\n"
    row = f"A,01/06/2024 10:00,01/06/2024 15:00,{held},E06000045\n"
    outcome = count("police_missing", ("log.csv", log + row), covers="2024-04..2025-03")

    assert look_up(outcome)["2024-25", "rhi_within_72_hours"] == in_time
    assert breaks(outcome).get("M10", 0) == broken


def test_rereferrals_within_twelve_calendar_months(count):
    outcome = count("ssd", WORKED / "rereferrals.csv", covers="2022-04..2025-03")
    assert compare(look_up(outcome), expected("rereferrals"), ["2022-23", "2023-24", "2024-25"]) == {}


def test_rereferrals_cannot_be_said_where_the_file_begins_too_late(count):
    found = look_up(count("ssd", WORKED / "rereferrals.csv", covers="2022-04..2025-03"))
    assert found["2022-23", "rereferrals"] is None
    assert found["2022-23", "children_rereferred"] is None


def test_a_second_referral_on_one_day_is_told_and_not_counted(count):
    outcome = count("ssd", WORKED / "rereferrals.csv", covers="2022-04..2025-03")
    assert breaks(outcome) == {"repeated": expected("rereferrals")["same_day_repeats_dropped"]}


def test_looked_after_on_a_day_started_ceased_and_placements(count):
    found = look_up(count("ssda903", WORKED / "ssda903_episodes.csv", covers="2023-04..2025-03"))
    wanted = expected("ssda903_episodes")["2024-25"]
    assert found["2023-24", "looked_after_children"] == 1
    assert found["2024-25", "looked_after_children"] == wanted["looked_after_children_31_March_2025"]
    assert found["2024-25", "looked_after_in_year"] == wanted["looked_after_in_year"]
    assert found["2024-25", "looked_after_started"] == wanted["looked_after_started_children"]
    assert found["2024-25", "looked_after_ceased"] == wanted["looked_after_ceased_children"]
    assert found["2024-25", "three_or_more_placements"] == wanted["three_or_more_placements"]["children"]


def test_rules_of_the_looked_after_return_by_their_numbers(count):
    outcome = count("ssda903", WORKED / "ssda903_faults.csv", covers="2024-04..2025-03")
    wanted = {name.split()[0]: rows for name, rows in expected("ssda903_faults").items() if name != "note"}
    assert breaks(outcome) == wanted


def test_proven_reoffending_of_a_quarters_cohort(count):
    found = look_up(count("youth_justice", WORKED / "reoffending.csv", covers="2022-04..2023-03"))
    assert compare(found, expected("reoffending"), ["2022-23 Q1"]) == {}


@pytest.mark.parametrize("column", ["reoffenders", "reoffences"])
def test_a_cohort_whose_follow_up_is_not_over_has_a_size_and_no_more(count, column):
    found = look_up(count("youth_justice", WORKED / "reoffending.csv", covers="2022-04..2023-03"))
    assert found["2022-23 Q3", "cohort"] == 1
    assert found["2022-23 Q3", column] is None
