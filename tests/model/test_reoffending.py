"""Which two rates of re-offending may be called a change."""

import numpy as np
import pytest

from analysis.model.reoffending import (
    ReoffendingFigure,
    describe_change,
)


def test_49_per_cent_of_one_source_and_46_of_another_are_not_a_change():
    # Southampton LSCB annual report 2013-14: around 49% by historic police data; 46% by local analysis
    change = describe_change(
        ReoffendingFigure(0.49, "historic police data", "2011-12"),
        ReoffendingFigure(0.46, "local analysis", "2012-13"),
    )

    assert np.isnan(change.value)
    assert change.reason == (
        "49% and 46% come from different sources (historic police data; local analysis) and cohorts "
        "(2011-12; 2012-13), so their difference is not a change."
    )


def test_another_follow_up_is_not_a_change_either():
    change = describe_change(ReoffendingFigure(0.49, "PNC", "2011", 12), ReoffendingFigure(0.46, "PNC", "2012", 6))

    assert "lengths of follow-up (12 and 6 months)" in change.reason


def test_two_figures_of_one_cohort_are_a_revision():
    change = describe_change(ReoffendingFigure(0.49, "PNC", "2011"), ReoffendingFigure(0.46, "PNC", "2011"))

    assert "revision" in change.reason


def test_without_counts_chance_cannot_be_ruled_out():
    change = describe_change(ReoffendingFigure(0.49, "PNC", "2011"), ReoffendingFigure(0.46, "PNC", "2012"))

    assert change.reason == "The numbers of children are not given, so chance cannot be ruled out."


def test_cohorts_of_one_source_have_a_change_with_limits():
    change = describe_change(
        ReoffendingFigure(0.486, "PNC", "2011", children=200, reoffenders=97),
        ReoffendingFigure(0.338, "PNC", "2013", children=160, reoffenders=54),
    )

    assert change.value == pytest.approx(54 / 160 - 97 / 200)
    assert change.lower < change.value < change.upper < 0


def test_a_rate_in_per_cent_is_refused():
    with pytest.raises(ValueError, match=r"such as 0\.49"):
        ReoffendingFigure(49, "PNC", "2011")
