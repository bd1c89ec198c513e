"""More of a part than of its whole."""

import pytest


@pytest.mark.parametrize(("part", "severity"), [(264, "note"), (265, "error")])
def test_a_numerator_above_its_denominator_in_one_file_is_an_error(tools, part, severity):
    rows = [tools.observation("rereferrals", "2013-14 Q4", part), tools.observation("referrals", "2013-14 Q4", 264)]
    severities = {finding["severity"] for finding in tools.findings_of("numerator_above_denominator", rows)}
    assert severity in severities
    assert ("error" in severities) == (severity == "error")


def test_the_observation_is_kept(tools):
    rows = [tools.observation("rereferrals", "2013-14 Q4", 300), tools.observation("referrals", "2013-14 Q4", 264)]
    observations, _ = tools.check(rows)
    assert observations["value"].tolist() == [300, 264]


@pytest.mark.parametrize(("numerator", "errors"), [(87, 0), (265, 1)])
def test_a_cell_with_both_parts_is_checked_by_itself(tools, numerator, errors):
    rows = [tools.observation("share", "2013-14 Q4", 0.33, numerator=numerator, denominator=264, cell="D!E9")]
    found = tools.findings_of("numerator_above_denominator", rows, severity="error")
    assert [finding["cell"] for finding in found] == ["D!E9"] * errors


@pytest.mark.parametrize(("share", "errors"), [(1.0, 0), (1.01, 1), (-0.01, 1)])
def test_a_share_beyond_all_or_below_nothing_is_an_error(tools, share, errors):
    rows = [tools.observation("share", "2013-14", share)]
    assert len(tools.findings_of("numerator_above_denominator", rows, severity="error")) == errors


def test_counts_of_different_files_are_not_held_against_each_other(tools):
    rows = [
        tools.observation("rereferrals", "2013-14", 1114, source="dfe"),
        tools.observation("referrals", "2013-14", 264, source="board"),
    ]
    assert not tools.findings_of("numerator_above_denominator", rows)
