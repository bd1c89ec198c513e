"""The made-up town of four years whose counts were made twice elsewhere, and random towns against plain Python."""

import json

import pytest

from tests.counting import oracle
from tests.counting.conftest import CASES, look_up, measure, town_files
from tests.counting.town_checks import check_town

TOWN = CASES / "town"
FILES = sorted(TOWN.glob("*.csv"))
NOT_COUNTS = ("period", "share", "follow_up_complete_by_2025_03_31")


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


@pytest.mark.parametrize("seed", SEEDS)
def test_random_towns_are_counted_as_plain_python_counts_them(seed):
    assert check_town(seed, CHILDREN) > 600


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
        if not isinstance(row.counts["events"], int):
            continue
        events = {number: n for number, n in months.items() if number}
        if not row.breakdown:
            assert (row.counts["at_risk"], row.counts["events"]) == (months.total(), sum(events.values()))
            continue
        bounds = [int(word) for word in row.breakdown.split() if word.isdigit()]
        before = sum(n for number, n in events.items() if number < bounds[0])
        assert row.counts["events"] == sum(n for number, n in events.items() if bounds[0] <= number <= bounds[-1])
        assert row.counts["at_risk"] == months.total() - before
        assert row.counts["events"] >= 6 or row.counts["events"] in (0, sum(events.values()))
