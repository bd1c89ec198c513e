"""The made-up town of four years whose counts were made twice elsewhere, and random towns against plain Python."""

import json

import pytest

from analysis.periods import financial_year, month, quarter
from tests.counting import oracle
from tests.counting.conftest import CASES, OWN, look_up, measure, town_files

TOWN = CASES / "town"
FILES = sorted(TOWN.glob("*.csv"))
NOT_COUNTS = ("period", "share", "follow_up_complete_by_2025_03_31")
YEARS = [financial_year(year) for year in range(2021, 2025)]
QUARTERS = [quarter(year, number) for year in range(2021, 2025) for number in range(1, 5)]


@pytest.mark.parametrize(
    ("form", "keys"),
    [
        ("police_missing", ["police_missing_E06000045"]),
        ("ssd", ["rereferrals", "child_protection"]),
        ("ssda903", ["looked_after"]),
        ("youth_justice", ["proven_reoffending"]),
    ],
)
def test_the_town_is_counted_as_it_was_counted_elsewhere(count, form, keys):
    found = look_up(count(form, *FILES))
    expected = json.loads((TOWN / "expected.json").read_text(encoding="utf-8"))
    for key in keys:
        for row in expected[key]:
            is_over = row.get("follow_up_complete_by_2025_03_31", True)
            for column in set(row) - set(NOT_COUNTS):
                value = row[column] if is_over or column == "cohort" else None
                assert found[row["period"], column] == value, (row["period"], column)


SEEDS = range(3)
CHILDREN = 250


def compare(outcome, periods, wanted) -> None:
    """Hold every count that was said against the oracle's."""
    found = look_up(outcome)
    for period in periods:
        for column, value in wanted(period).items():
            said = found[period.label, column]
            assert said is None or said == value, (period.label, column, said, value)


@pytest.mark.parametrize("seed", SEEDS)
def test_missing_episodes_of_random_towns(count, seed):
    tables, files = town_files(seed, CHILDREN)
    rows = oracle.as_rows(tables["police_missing_log"])
    months = [month(2024, number) for number in range(1, 13)]
    compare(count("police_missing", *files), YEARS + QUARTERS + months, lambda p: oracle.count_missing(rows, p, OWN))


@pytest.mark.parametrize("seed", SEEDS)
def test_social_care_of_random_towns(count, seed):
    tables, files = town_files(seed, CHILDREN)
    tables = {name: oracle.as_rows(rows) for name, rows in tables.items()}
    outcome, periods = count("ssd", *files), YEARS + QUARTERS
    compare(outcome, periods, lambda p: oracle.count_referrals(tables["ssd_cin_episodes"], p))
    compare(outcome, periods, lambda p: oracle.count_plans(tables["ssd_cp_plans"], p))
    compare(outcome, periods, lambda p: oracle.count_assessments(tables["ssd_cin_assessments"], p))
    enquiries, conferences = tables["ssd_s47_enquiry"], tables["ssd_initial_cp_conference"]
    compare(outcome, periods, lambda p: oracle.count_conferences(enquiries, conferences, p))


@pytest.mark.parametrize("seed", SEEDS)
def test_looked_after_children_of_random_towns(count, seed):
    tables, files = town_files(seed, CHILDREN)
    tables = {name: oracle.as_rows(rows) for name, rows in tables.items()}
    episodes, absences = tables["ssda903_episodes"], tables["ssda903_missing"]
    outcome = count("ssda903", *files)
    compare(outcome, YEARS + QUARTERS, lambda p: oracle.count_looked_after(episodes, p))
    compare(outcome, YEARS, lambda p: oracle.count_placements(episodes, p))
    compare(outcome, YEARS, lambda p: oracle.count_absences(absences, episodes, p))


@pytest.mark.parametrize("seed", SEEDS)
def test_reoffending_of_random_towns(count, seed):
    tables, files = town_files(seed, 4 * CHILDREN)
    outcomes = oracle.read_outcomes(*(oracle.as_rows(tables[name]) for name in ("yj_people", "yj_offences")))
    compare(count("youth_justice", *files), QUARTERS, lambda p: oracle.count_reoffending(outcomes, p))


@pytest.mark.parametrize("seed", SEEDS)
def test_months_until_it_happens_again_in_random_towns(count, seed):
    tables, files = town_files(seed, 4 * CHILDREN)
    outcomes = oracle.read_outcomes(*(oracle.as_rows(tables[name]) for name in ("yj_people", "yj_offences")))
    referrals = oracle.as_rows(tables["ssd_cin_episodes"])
    check_steps(measure(count("youth_justice", *files), "reoffending_time"), outcomes, oracle.months_to_reoffence)
    check_steps(measure(count("ssd", *files), "rereferral_time"), referrals, oracle.months_to_referral)


def check_steps(counted, records, months_to) -> None:
    """The whole is as the oracle has it, and so is each step; a step holds six children at least."""
    for row in counted.rows:
        months = months_to(records, row.period)
        if not isinstance(row.values["events"], int):
            continue
        events = {number: n for number, n in months.items() if number}
        if not row.breakdown:
            assert (row.values["at_risk"], row.values["events"]) == (months.total(), sum(events.values()))
            continue
        bounds = [int(word) for word in row.breakdown.split() if word.isdigit()]
        before = sum(n for number, n in events.items() if number < bounds[0])
        assert row.values["events"] == sum(n for number, n in events.items() if bounds[0] <= number <= bounds[-1])
        assert row.values["at_risk"] == months.total() - before
        assert row.values["events"] >= 6 or row.values["events"] in (0, sum(events.values()))
