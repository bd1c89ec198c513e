"""The course of a yearly series: last change, since when its level holds, peak.

Southampton LSCB, annual report 2013-14, "Rate of referrals" (per 10,000 children), 2006-07 to 2013-14.
"""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.definitions.learned_changes import OrdinaryChange
from analysis.model.course import read_course

YEARS = [f"{year}-{(year + 1) % 100:02d}" for year in range(2006, 2014)]
REFERRALS = pd.DataFrame({"period": YEARS, "value": [385, 393, 596, 717, 733, 794, 822, 734]})
ORDINARY = OrdinaryChange(
    kind="value",
    every="year",
    first=date(2015, 3, 31),
    last=date(2017, 3, 31),
    areas=150,
    changes=450,
    spread=0.15,
    dispersion=1.0,
    degrees=5.0,
)


def test_a_doubling_that_then_held_is_told_as_levels_and_not_as_a_slope():
    course = read_course(REFERRALS, "value", ordinary=ORDINARY)

    assert course.held_since == "2008-09"
    assert course.level == pytest.approx(np.mean([596, 717, 733, 794, 822, 734]))
    assert course.table["mean"].tolist() == pytest.approx([389.0, 732.67], abs=0.01)
    assert course.slope.direction is None
    assert "The level shifted in 2008-09" in course.slope.why


def test_first_latest_peak_and_lowest_are_figures_as_they_stand():
    course = read_course(REFERRALS, "value")

    assert course.first == ("2006-07", 385.0)
    assert course.latest == ("2013-14", 734.0)
    assert course.peak == ("2012-13", 822.0)
    assert course.lowest == ("2006-07", 385.0)


def test_the_last_change_is_judged_against_ordinary_changes():
    change = read_course(REFERRALS, "value", ordinary=ORDINARY).last_change

    assert change.direction == "fell"
    assert change.value == pytest.approx(734 / 822)
    assert change.unusual is False


def test_a_last_figure_two_years_after_the_one_before_is_no_last_change():
    assert read_course(REFERRALS.drop(index=6), "value").last_change is None


def test_a_known_shift_begins_the_level_that_holds():
    course = read_course(REFERRALS, "value", known=["2012-13"])

    assert course.held_since == "2012-13"
    assert course.level == pytest.approx((822 + 734) / 2)


def test_a_rate_is_per_so_many_and_its_change_has_limits():
    counts = pd.DataFrame(
        {"period": YEARS, "numerator": [300, 310, 305, 295, 300, 310, 290, 150], "denominator": 50_000}
    )

    course = read_course(counts, per=10_000)

    assert course.latest.value == pytest.approx(30.0)
    assert course.last_change.before == pytest.approx(58.0)
    assert course.last_change.upper < 1
    assert course.last_change.unusual is None


def test_a_series_without_figures_says_so():
    course = read_course(REFERRALS.assign(value=np.nan), "value")

    assert course.why == "The series has no figure."
    assert course.latest is None
    assert course.table.empty
