"""The observations that pages may read, and the file that keeps a decision."""

import pandas as pd
import pytest
from pydantic import ValidationError

from analysis.definitions.partnership import Disclosure
from analysis.measures.published import Decision, read_decision, write_decision
from analysis.observations import KEY
from analysis.refusals import StorageRefused

YEAR = "2013-14"
PUBLIC = Disclosure(withhold_up_to=7, round_to=5)
NUMBERS = ["numerator", "denominator", "value"]


def share(value, numerator=None, denominator=None, area="here"):
    return {
        "indicator": "seen_share",
        "area": area,
        "breakdown": "",
        "period": YEAR,
        "figure": value,
        "numerator": numerator,
        "denominator": denominator,
    }


def of(tried, indicator, area="here"):
    shown = tried.shown
    (row,) = shown[(shown["indicator"] == indicator) & (shown["area"] == area)].to_dict("records")
    return row


def test_a_withheld_row_keeps_its_place_and_says_so(decide):
    tried = decide([("plans", "here", "", "31 March 2014", 3)])
    row = of(tried, "plans")
    assert all(pd.isna(row[name]) for name in NUMBERS)
    assert (row["status"], row["period"], row["source"]) == ("withheld", "31 March 2014", "return")


def test_other_rows_are_as_they_were(decide):
    tried = decide([("plans", "here", "", "31 March 2014", 3), ("plans", "there", "", "31 March 2014", 30)])
    there = tried.observations["area"] == "there"
    pd.testing.assert_frame_equal(tried.shown[there], tried.observations[there])


def test_a_share_that_rests_on_a_small_count_loses_both_of_its_parts(decide):
    row = of(decide([share(0.06, 3, 50)]), "seen_share")
    assert all(pd.isna(row[name]) for name in NUMBERS)


def test_counts_are_rounded_with_halves_up_and_small_ones_withheld(decide):
    counts = {"a": 0, "b": 3, "c": 7, "d": 8, "e": 12, "f": 13, "g": 17.0}
    tried = decide([("plans", area, "", "31 March 2014", count) for area, count in counts.items()], profile=PUBLIC)
    shown = tried.shown.set_index("area")["numerator"]
    assert shown.dropna().to_dict() == {"a": 0, "d": 10, "e": 10, "f": 15, "g": 15}
    assert tried.shown.set_index("area")["value"].dropna().equals(shown.dropna())


def test_a_rounded_share_is_worked_out_from_its_rounded_parts(decide):
    row = of(decide([share(13 / 37, 13, 37)], profile=PUBLIC), "seen_share")
    assert [row[name] for name in NUMBERS] == [15, 35, 15 / 35]


def test_under_rounding_a_share_without_parts_goes_where_its_count_is_in_the_data(decide):
    alone = decide([share(0.31)], profile=PUBLIC)
    assert of(alone, "seen_share")["value"] == 0.31
    tried = decide([share(0.31), ("seen", "here", "", YEAR, 13)], profile=PUBLIC)
    assert of(tried, "seen_share")["status"] == "withheld"


def test_rounding_leaves_things_and_their_denominators_alone(decide):
    rows = [("population", "here", "", "30 June 2013", 47_458), ("audits", "here", "", YEAR, 3)]
    shown = decide(rows, profile=PUBLIC).shown
    assert shown.set_index("indicator")["numerator"].to_dict() == {"population": 47_458, "audits": 3}


@pytest.mark.parametrize("base", [12, 20])
def test_no_profile_rounds_so_far_that_a_count_would_look_like_none(base):
    with pytest.raises(ValidationError, match="round_to"):
        Disclosure(withhold_up_to=5, round_to=base)
    assert Disclosure(withhold_up_to=5, round_to=11).round_to == 11


def test_a_decision_is_read_back_as_it_was_written(decide, tmp_path):
    decision = decide([("plans", "here", "", "31 March 2014", 3), ("seen", "here", "", YEAR, 40)]).decision
    decision = Decision(decision.withheld, ("plans in here", "seen in there"))
    write_decision(tmp_path, decision)
    read = read_decision(tmp_path)
    assert read.tables == decision.tables
    pd.testing.assert_frame_equal(read.withheld, decision.withheld, check_dtype=False)


def test_a_decision_that_withholds_nothing_is_kept_too(decide, tmp_path):
    decision = decide([("plans", "here", "", "31 March 2014", 30)]).decision
    write_decision(tmp_path, decision)
    assert list(read_decision(tmp_path).withheld) == [*KEY, "kind"]


def test_there_is_no_decision_before_one_was_written(tmp_path):
    assert read_decision(tmp_path) is None


def test_a_decision_that_cannot_be_read_is_refused(tmp_path):
    (tmp_path / "withheld.parquet").write_bytes(b"PAR1 torn")
    with pytest.raises(StorageRefused, match="lscb clean"):
        read_decision(tmp_path)


def test_a_decision_that_cannot_be_written_is_refused(decide, tmp_path):
    decision = decide([("plans", "here", "", "31 March 2014", 30)]).decision
    (tmp_path / "no folder").write_text("")
    with pytest.raises(StorageRefused, match="cannot be written"):
        write_decision(tmp_path / "no folder", decision)


OFFENCES = [("offences", "here", kind, YEAR, count) for kind, count in (("a", 12), ("b", 22), ("c", 32))]
ADD_UP = {"totals": [{"over": "breakdown", "whole": "all"}]}


def totals(tried):
    shown = tried.shown
    return shown.loc[shown["breakdown"] == "all", "numerator"].tolist()


def test_under_rounding_a_supplied_total_is_the_sum_of_what_is_shown(decide):
    tried = decide([*OFFENCES, ("offences", "here", "all", YEAR, 66)], profile=PUBLIC, **ADD_UP)
    assert tried.shown["numerator"].tolist() == [10, 20, 30, 60]  # by itself 66 would be 65
    assert tried.shown["value"].tolist() == [10, 20, 30, 60]


def test_a_total_that_was_not_the_sum_of_its_parts_is_rounded_by_itself(decide):
    tried = decide([*OFFENCES, ("offences", "here", "all", YEAR, 86)], profile=PUBLIC, **ADD_UP)
    assert totals(tried) == [85]


def test_a_total_with_a_part_that_is_not_shown_is_rounded_by_itself_or_withheld(decide):
    small = [*OFFENCES[:2], ("offences", "here", "c", YEAR, 3), ("offences", "here", "d", YEAR, 29)]
    tried = decide([*small, ("offences", "here", "all", YEAR, 66)], profile=PUBLIC, **ADD_UP)
    (total,) = totals(tried)
    assert total == 65 or pd.isna(total)
    assert tried.shown["numerator"].isna().any()


def test_a_year_is_the_sum_of_its_quarters_as_they_are_shown(decide):
    quarters = [("episodes", "here", "", f"2013-14 Q{number}", 12) for number in (1, 2, 3, 4)]
    tried = decide(
        [*quarters, ("episodes", "here", "", YEAR, 48)],
        profile=PUBLIC,
        totals=[{"over": "period", "whole": "financial year"}],
    )
    assert tried.shown["numerator"].tolist() == [10, 10, 10, 10, 40]


def test_totals_of_categories_and_of_periods_come_to_the_same(decide):
    cells = [("episodes", "here", kind, f"2013-14 Q{number}", 12 + number) for kind in "ab" for number in (1, 2, 3, 4)]
    sums = [("episodes", "here", "all", f"2013-14 Q{number}", 2 * (12 + number)) for number in (1, 2, 3, 4)]
    years = [("episodes", "here", kind, YEAR, count) for kind, count in (("a", 58), ("b", 58), ("all", 116))]
    declared = [{"over": "period", "whole": "financial year"}, {"over": "breakdown", "whole": "all"}]
    shown = decide([*cells, *sums, *years], profile=PUBLIC, totals=declared).shown
    by_kind = shown[shown["period"] == YEAR].set_index("breakdown")["numerator"]
    quarters = shown[(shown["period"] != YEAR) & (shown["breakdown"] == "all")]["numerator"]
    assert by_kind["all"] == by_kind["a"] + by_kind["b"] == quarters.sum()


def test_a_year_is_added_up_after_the_totals_that_it_is_made_of(decide):
    cells = [("episodes", "here", kind, f"2013-14 Q{number}", 12) for kind in "ab" for number in (1, 2, 3, 4)]
    sums = [("episodes", "here", "all", f"2013-14 Q{number}", 24) for number in (1, 2, 3, 4)]
    declared = [{"over": "period", "whole": "financial year"}, {"over": "breakdown", "whole": "all"}]
    shown = decide([*cells, *sums, ("episodes", "here", "all", YEAR, 96)], profile=PUBLIC, totals=declared).shown
    assert shown.loc[shown["breakdown"] == "all", "numerator"].tolist() == [20, 20, 20, 20, 80]


def test_without_rounding_totals_stay_as_they_came(decide):
    tried = decide([*OFFENCES, ("offences", "here", "all", YEAR, 86)], **ADD_UP)
    assert totals(tried) == [86]
