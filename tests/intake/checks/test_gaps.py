"""A whole source that is zero while its neighbours are not."""

import pytest


def rows_of(tools, children, episodes, **more):
    periods = [*tools.months, "2013-14"]
    return [
        *tools.series("children", periods, [*children, sum(children)], row=4, **more),
        *tools.series("episodes", periods, [*episodes, sum(episodes)], row=5, **more),
    ]


def test_a_month_of_zeros_in_every_series_becomes_not_supplied(tools):
    rows = rows_of(tools, [90] * 8 + [0] + [90] * 3, [150] * 8 + [0] + [150] * 3)
    observations, findings = tools.check(rows)
    december = observations[observations["period"] == "2013-12"]
    assert set(december["status"]) == {"not_supplied"}
    assert december[["numerator", "denominator", "value"]].isna().all(axis=None)
    assert (observations["status"] == "reported").sum() == len(rows) - 2
    gap = findings[findings["rule"] == "not_supplied"].iloc[0]
    assert (gap["severity"], gap["cell"]) == ("warning", "Sheet!J4:J5")
    assert "December 2013" in gap["question"]


def test_the_years_total_stays_and_is_said_to_be_11_of_12_months(tools):
    rows = rows_of(tools, [90] * 8 + [0] + [90] * 3, [150] * 8 + [0] + [150] * 3)
    observations, findings = tools.check(rows)
    assert observations.loc[observations["period"] == "2013-14", "value"].tolist() == [990, 1650]
    total = findings[findings["rule"] == "incomplete_period"].iloc[0]
    assert "11 of 12 months" in total["message"]
    assert total["cell"] == "Sheet!N4:N5"


@pytest.mark.parametrize(
    ("children", "episodes"),
    [
        ([90] * 12, [150] * 12),
        ([90] * 8 + [0] + [90] * 3, [150] * 8 + [1] + [150] * 3),
        ([90] * 4 + [0] * 5 + [90] * 3, [150] * 4 + [0] * 5 + [150] * 3),
        ([2] * 8 + [0] + [2] * 3, [3] * 8 + [0] + [3] * 3),
        ([90] * 7 + [0, 0, 0] + [90] * 2, [150] * 8 + [0] + [150] * 3),
    ],
    ids=[
        "no zero",
        "one series is not zero",
        "zero for longer than a quarter",
        "too few for zero to stand out",
        "beside zeros",
    ],
)
def test_other_zeros_stay_zeros(tools, children, episodes):
    observations, findings = tools.check(rows_of(tools, children, episodes))
    assert set(observations["status"]) == {"reported"}
    assert "not_supplied" not in set(findings["rule"])


def test_a_single_series_is_no_whole_source(tools):
    rows = tools.series("episodes", tools.months, [150] * 8 + [0] + [150] * 3)
    assert not tools.findings_of("not_supplied", rows)


def test_a_last_month_of_zeros_was_not_supplied_yet(tools):
    rows = rows_of(tools, [90] * 11 + [0], [150] * 11 + [0])
    (gap,) = tools.findings_of("not_supplied", rows)
    assert "March 2014" in gap["message"]


def test_two_months_of_zeros_are_one_finding(tools):
    rows = rows_of(tools, [90] * 7 + [0, 0] + [90] * 3, [150] * 7 + [0, 0] + [150] * 3)
    assert len(tools.findings_of("not_supplied", rows)) == 1
    assert "10 of 12 months" in tools.findings_of("incomplete_period", rows)[0]["message"]


def test_one_areas_gap_leaves_the_other_areas_figures(tools):
    here = rows_of(tools, [90] * 8 + [0] + [90] * 3, [150] * 8 + [0] + [150] * 3)
    there = rows_of(tools, [40] * 12, [60] * 12, area="E07000086")
    observations, _ = tools.check(here + there)
    assert set(observations.loc[observations["status"] == "not_supplied", "area"]) == {"E06000045"}
