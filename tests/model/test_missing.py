"""Missing children and episodes: repeats, and what months add up to.

Southampton LSCB annual report 2013-14, police table (December 2013 was printed as zero and is a gap).
"""

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.model.missing import add_repeats, describe_year, find_broken_totals
from analysis.periods import financial_year

MONTHS = financial_year(2013).months()
POLICE = pd.DataFrame(
    {
        "period": [month.label for month in MONTHS],
        "children": [91, 128, 121, 114, 102, 110, 116, 85, np.nan, 95, 93, 124],
        "episodes": [130, 182, 192, 190, 169, 180, 204, 140, np.nan, 157, 156, 221],
        "repeat_children": [22, 27, 24, 32, 19, 25, 38, 22, np.nan, 29, 30, 33],
        "repeat_episodes": [61, 81, 95, 108, 86, 95, 126, 77, np.nan, 91, 93, 130],
    }
)
TOTAL = pd.DataFrame({"children": [1179], "episodes": [1921], "repeat_children": [301], "repeat_episodes": [1043]})


def test_every_month_and_the_total_of_the_police_table_hold_together():
    assert add_repeats(POLICE)["repeat_share"].isna().tolist() == [False] * 8 + [True] + [False] * 3
    assert add_repeats(TOTAL)["repeat_share"].item() == pytest.approx(1043 / 1921)


def test_repeats_follow_from_the_four_totals():
    april = add_repeats(POLICE).iloc[0]

    assert april["episodes_per_child"] == pytest.approx(130 / 91)
    assert april["repeat_child_share"] == pytest.approx(22 / 91)
    assert april["repeat_share"] == pytest.approx(61 / 130)
    assert april["dispersion"] == pytest.approx((69 + 61**2 / 22) / 130)


@pytest.mark.parametrize(
    ("totals", "reason"),
    [
        ((np.nan, 131, 22, 61), "A total of children or episodes is missing."),
        ((91, 131, 22, 61), "not as many as the episodes that are no repeat"),
        ((10, 20, 11, 21), "more repeats than children or episodes"),
        ((30, 33, 20, 23), "at least two episodes"),
    ],
)
def test_totals_that_cannot_belong_together_give_the_reason_and_no_result(totals, reason):
    row = add_repeats(pd.DataFrame([totals], columns=list(TOTAL))).iloc[0]

    assert reason in find_broken_totals(*totals)
    assert row[["episodes_per_child", "repeat_child_share", "repeat_share", "dispersion"]].isna().all()


def test_a_month_without_repeats_has_none_and_one_without_episodes_no_share():
    repeats = add_repeats(pd.DataFrame([(8, 8, 0, 0), (0, 0, 0, 0)], columns=list(TOTAL)))

    assert repeats["repeat_share"].tolist() == [0, pytest.approx(np.nan, nan_ok=True)]
    assert repeats["dispersion"].tolist() == [1, pytest.approx(np.nan, nan_ok=True)]


@given(st.dictionaries(st.integers(1, 30), st.integers(0, 60), min_size=1))
def test_no_table_of_episodes_by_child_is_less_dispersed_than_its_bound(frequency):
    again = {events: children for events, children in frequency.items() if events > 1}
    totals = [sum(frequency.values()), sum(events * number for events, number in frequency.items())]
    totals += [sum(again.values()), sum(events * number for events, number in again.items())]
    assume(totals[1] > 0)
    bound = add_repeats(pd.DataFrame([totals], columns=list(TOTAL)))["dispersion"].item()

    assert 1 - 1e-12 <= bound <= sum(events**2 * number for events, number in frequency.items()) / totals[1] + 1e-9


def test_negative_totals_and_absent_columns_are_refused():
    with pytest.raises(ValueError, match="negative"):
        add_repeats(TOTAL * -1)
    with pytest.raises(ValueError, match="needs the column repeat_episodes"):
        add_repeats(TOTAL.drop(columns="repeat_episodes"))


def test_months_give_the_years_episodes_and_only_bounds_of_its_children():
    year = describe_year(POLICE.dropna())

    assert (year.episodes, year.children_at_least, year.children_at_most) == (1921, 128, 1179)
    assert "not the number of children in the year" in year.caveat
    assert year.reason is None


def test_a_missing_month_leaves_no_total_for_the_year():
    year = describe_year(POLICE)

    assert np.isnan(year.episodes)
    assert np.isnan(year.children_at_most)
    assert (year.children_at_least, year.months) == (128, 12)
    assert year.reason == "1 of 12 months is missing (2013-12), so there is no total for the year."


def test_a_year_without_figures_gives_the_reason():
    assert describe_year(POLICE.iloc[[8]]).reason == "No month has figures."
