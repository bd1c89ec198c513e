"""How often children go missing, month by month, with the child as the unit.

Southampton LSCB annual report 2013-14, police table (December 2013 was printed as zero and is a gap). The expected
p values and limits were worked out by hand from the same table by a reader of the pages.
"""

import numpy as np
import pandas as pd
import pytest

from analysis.model.missing import trend_of_missing

POLICE = pd.DataFrame(
    {
        "start": pd.date_range("2013-04-01", periods=12, freq="MS"),
        "children": [91, 128, 121, 114, 102, 110, 116, 85, np.nan, 95, 93, 124],
        "episodes": [130, 182, 192, 190, 169, 180, 204, 140, np.nan, 157, 156, 221],
        "repeat_children": [22, 27, 24, 32, 19, 25, 38, 22, np.nan, 29, 30, 33],
        "repeat_episodes": [61, 81, 95, 108, 86, 95, 126, 77, np.nan, 91, 93, 130],
    }
)


def measure(name, months=POLICE):
    return trend_of_missing(months).table.set_index("measure").loc[name]


def test_children_went_missing_more_often():
    found = measure("episodes_per_child")

    assert (found["first"], found["last"]) == (pytest.approx(1.43, abs=0.005), pytest.approx(1.78, abs=0.005))
    assert found["p_value"] == pytest.approx(0.009, abs=0.0005)
    assert found["p_adjusted"] == pytest.approx(0.04, abs=0.006)
    assert found["unusual"]


def test_more_of_the_episodes_were_repeats():
    found = measure("repeat_share")

    assert (found["first"], found["last"]) == (pytest.approx(0.47, abs=0.005), pytest.approx(0.59, abs=0.005))
    assert found["p_value"] == pytest.approx(0.018, abs=0.001)


def test_the_second_half_year_had_a_higher_share_of_repeats_with_the_wider_limits():
    found = measure("repeat_share")

    assert (found["early"], found["late"]) == (pytest.approx(0.50, abs=0.005), pytest.approx(0.59, abs=0.005))
    assert found[["lower", "upper"]].tolist() == pytest.approx([0.01, 0.16], abs=0.005)


def test_the_share_of_children_who_repeat_rose_less_surely():
    found = measure("repeat_child_share")

    assert found["p_value"] == pytest.approx(0.02, abs=0.005)
    assert not found["unusual"]


def test_the_numbers_of_children_and_of_episodes_show_no_trend():
    assert measure("children_per_day")["p_value"] > 0.3
    assert measure("episodes_per_day")["p_value"] > 0.3
    assert not measure("episodes_per_day")["unusual"]


def test_a_month_without_figures_is_left_out():
    assert trend_of_missing(POLICE).months == 11


def test_all_months_there_are_count_in_whatever_order():
    more = pd.concat([POLICE, POLICE.assign(start=POLICE["start"] + pd.DateOffset(years=1))])

    assert trend_of_missing(more.sample(frac=1, random_state=1)).months == 22
    pd.testing.assert_frame_equal(trend_of_missing(more.iloc[::-1]).table, trend_of_missing(more).table)


def test_a_month_in_which_no_child_repeats_still_counts():
    calm = POLICE.copy()
    calm.loc[0, ["children", "episodes", "repeat_children", "repeat_episodes"]] = [100, 100, 0, 0]

    assert measure("repeat_share", calm)["first"] == 0
    assert measure("repeat_share", calm)["p_value"] < measure("repeat_share")["p_value"]


@pytest.mark.nightly
def test_false_alarms_are_rare_where_children_repeat_as_ever():
    called = []
    for seed in range(200):
        rng = np.random.default_rng(seed)
        rows = [1 + rng.negative_binomial(0.4, 0.35, rng.poisson(105)) for _ in range(11)]
        again = [each[each > 1] for each in rows]
        table = pd.DataFrame(
            {
                "start": pd.date_range("2013-04-01", periods=11, freq="MS"),
                "children": [len(each) for each in rows],
                "episodes": [each.sum() for each in rows],
                "repeat_children": [len(each) for each in again],
                "repeat_episodes": [each.sum() for each in again],
            }
        )
        called.append(measure("episodes_per_child", table)["unusual"])

    assert np.mean(called) <= 0.05


def test_too_few_months_give_the_reason():
    assert trend_of_missing(POLICE.iloc[:5]).reason == "5 months with figures show no trend; 6 are needed."


def test_an_absent_column_is_refused():
    with pytest.raises(ValueError, match="needs the column repeat_children"):
        trend_of_missing(POLICE.drop(columns="repeat_children"))


def test_months_that_are_suppressed_because_few_repeat_leave_no_trend():
    rows = pd.DataFrame(
        {
            "start": pd.date_range("2024-04-01", periods=12, freq="MS"),
            "children": [12.0] * 12,
            "episodes": [12.0] * 12,
            "repeat_children": [0.0] * 9 + [np.nan] * 3,
            "repeat_episodes": [0.0] * 9 + [np.nan] * 3,
        }
    )
    statuses = ["reported"] * 9 + ["withheld"] * 3

    assert trend_of_missing(rows).reason is None
    assert trend_of_missing(rows.assign(repeat_children_status=statuses)).reason == (
        "3 of 12 months are suppressed because a count is small, so that those left were chosen by their size."
    )
