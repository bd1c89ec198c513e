"""Two spans of a count per day, with what is missing named."""

import numpy as np
import pandas as pd
import pytest

from analysis.model.differences import compare_per_day

MONTHS = pd.period_range("2013-04", periods=12, freq="M")
# Southampton LSCB annual report 2013-14: missing episodes reported to the police, December blank
EPISODES = pd.Series([130, 182, 192, 190, 169, 180, 204, 140, np.nan, 157, 156, 221], MONTHS)


def test_a_quarter_with_a_gap_is_compared_by_the_days_that_are_known():
    # 5.64 (October and November) and 5.93 per day: 1.05 (0.85 to 1.30 with dispersion 2.4)
    found = compare_per_day(EPISODES, pd.Period("2014Q1"), pd.Period("2013Q4"), dispersion=2.4)

    assert (found.earlier, found.later) == (pytest.approx(5.64, abs=0.005), pytest.approx(5.93, abs=0.005))
    assert [found.value, found.lower, found.upper] == pytest.approx([1.05, 0.85, 1.30], abs=0.005)
    assert found.missing == (pd.Period("2013-12", "M"),)
    assert found.clear is False


def test_without_an_earlier_span_it_is_a_year_before():
    both = pd.concat([EPISODES, pd.Series(EPISODES.to_numpy() * 2, MONTHS + 12)])
    found = compare_per_day(both, pd.Period("2014Q2"))

    assert found.value == pytest.approx(2)
    assert found.clear


def test_leap_days_are_days():
    counts = pd.Series([28.0, 29.0], [pd.Period("2023-02", "M"), pd.Period("2024-02", "M")])
    found = compare_per_day(counts, pd.Period("2024-02", "M"))

    assert found.value == pytest.approx(1)


def test_a_wider_dispersion_can_make_a_change_no_news():
    counts = pd.Series([400.0, 480.0], [pd.Period("2023-03", "M"), pd.Period("2024-03", "M")])

    assert compare_per_day(counts, pd.Period("2024-03", "M")).clear
    assert not compare_per_day(counts, pd.Period("2024-03", "M"), dispersion=2.4).clear


def test_a_span_without_figures_or_events_gives_the_reason():
    assert compare_per_day(EPISODES, pd.Period("2014Q1")).reason == "No month of one of the two spans has a figure."
    none = pd.Series([0.0, 5.0], [pd.Period("2023-03", "M"), pd.Period("2024-03", "M")])
    assert compare_per_day(none, pd.Period("2024-03", "M")).reason.startswith("One of the two spans has no event")


def test_a_dispersion_below_one_is_refused():
    with pytest.raises(ValueError, match="at least 1"):
        compare_per_day(EPISODES, pd.Period("2014Q1"), dispersion=0.5)
