"""The course of a yearly series: levels, bend and slope.

Southampton LSCB, annual report 2013-14, "Rate of referrals" (per 10,000 children), 2006-07 to 2013-14.
"""

import pandas as pd
import pytest

from analysis.model.course import read_course

YEARS = [f"{year}-{(year + 1) % 100:02d}" for year in range(2006, 2014)]
REFERRALS = pd.DataFrame({"period": YEARS, "value": [385, 393, 596, 717, 733, 794, 822, 734]})


def test_a_doubling_that_then_held_is_told_as_levels_and_not_as_a_slope():
    course = read_course(REFERRALS, "value")

    assert course.shifts.pieces["label"].tolist() == ["2006-07", "2008-09"]
    assert course.shifts.pieces["mean"].tolist() == pytest.approx([389.0, 729.0], abs=0.1)
    assert course.slope.direction is None
    assert "The level shifted in 2008-09" in course.slope.why


def test_a_known_shift_begins_a_level_and_divides_the_slope():
    course = read_course(REFERRALS, "value", known=["2012-13"])

    assert "2012-13" in course.shifts.pieces["label"].tolist()
    assert course.slope.direction is None


def test_limits_are_at_the_level_that_is_asked_for():
    years = pd.DataFrame({"period": YEARS, "value": [300 * 1.1**year * (1 + 0.02 * (year % 2)) for year in range(8)]})
    wide, narrow = (read_course(years, "value", confidence=level).slope for level in (0.99, 0.8))

    assert wide.lower < narrow.lower < narrow.upper < wide.upper
