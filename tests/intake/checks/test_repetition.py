"""A column that repeats another period's column."""

import pytest

INDICATORS = ["children", "episodes", "repeat_children", "repeat_episodes", "referrals", "audits"]


def sheet(tools, earlier, later, **more):
    """A data set with the later quarter in column D and the quarter a year before it in column F."""
    return [
        tools.observation(name, period, value, source="board", cell=f"Data set!{column}{row}", **more)
        for row, (name, *pair) in enumerate(zip(INDICATORS, earlier, later, strict=False), start=4)
        for period, column, value in (("2012-13 Q4", "F", pair[0]), ("2013-14 Q3", "D", pair[1]))
    ]


BOARD = {"layout": "data_set"}


def test_four_equal_rows_of_most_make_a_copied_column(tools):
    rows = sheet(tools, [11, 12, 13, 14, 25], [11, 12, 13, 14, 99])
    _, findings = tools.check(rows, tools.contract("board", **BOARD))
    warning = findings[findings["rule"] == "repeated_column"].iloc[0]
    assert warning["severity"] == "warning"
    assert warning["cell"] == "Data set!F4:F7"
    assert "Column F (2012-13 Q4) repeats column D (2013-14 Q3) in rows 4 to 7" in warning["message"]


def test_only_the_equal_figures_of_the_earlier_period_become_not_available(tools):
    rows = sheet(tools, [11, 12, 13, 14, 25], [11, 12, 13, 14, 99])
    observations, _ = tools.check(rows, tools.contract("board", **BOARD))
    out = observations[observations["status"] == "not_available"]
    assert set(out["cell"]) == {"Data set!F4", "Data set!F5", "Data set!F6", "Data set!F7"}
    assert out[["numerator", "value", "text"]].isna().all(axis=None)
    assert observations["value"].notna().sum() == 6


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ([11, 12, 13, 24, 25], [11, 12, 13, 14, 15]),
        ([0, 0, 0, 0, 25], [0, 0, 0, 0, 15]),
        ([None] * 5, [None] * 5),
    ],
    ids=["three equal rows", "zeros do not count", "markers do not count"],
)
def test_too_little_alike_is_no_copy(tools, earlier, later):
    rows = sheet(tools, earlier, later)
    assert not tools.findings_of("repeated_column", rows, tools.contract("board", **BOARD))


def test_four_equal_rows_of_eight_are_not_most(tools):
    rows = sheet(tools, [11, 12, 13, 14], [11, 12, 13, 14])
    rows += [row | {"breakdown": "boys", "cell": f"{row['cell']}9", "value": row["start"].month} for row in rows]
    assert not tools.findings_of("repeated_column", rows, tools.contract("board", **BOARD))


def test_a_row_counts_when_one_of_its_figures_is_equal(tools):
    rows = sheet(tools, [11, 12, 13, 14], [11, 12, 13, 14])
    other = [
        tools.observation("looked_after", day, value, source="board", cell=f"Data set!{column}4")
        for day, column, value in (("31 March 2013", "F", 482), ("31 December 2013", "D", 503))
    ]
    observations, findings = tools.check(rows + other, tools.contract("board", **BOARD))
    assert "repeated_column" in set(findings["rule"])
    assert observations.loc[observations["indicator"] == "looked_after", "value"].tolist() == [482, 503]


def test_layouts_without_periods_across_are_not_compared_by_column(tools):
    rows = sheet(tools, [11, 12, 13, 14, 15], [11, 12, 13, 14, 15])
    assert not tools.findings_of("repeated_column", rows, tools.contract("board", layout="measures_across"))


def test_a_copied_column_is_not_compared_with_other_sources(tools):
    rows = sheet(tools, [11, 12, 13, 14, 15], [11, 12, 13, 14, 15])
    rows.append(tools.observation("referrals", "2012-13 Q4", 500, source="dfe"))
    assert not tools.findings_of("sources_differ", rows, tools.contract("board", **BOARD))
