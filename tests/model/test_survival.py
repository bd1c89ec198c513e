"""Kaplan-Meier from counts: the published leukaemia trial, statsmodels, and what ends a curve."""

import numpy as np
import pandas as pd
import pytest
from statsmodels.duration.survfunc import SurvfuncRight

from analysis.model.survival import Curve, find_step_apart, kaplan_meier

# Freireich et al. 1963, remission in weeks under 6-mercaptopurine, as printed by Gehan 1965 and Collett (Modelling
# Survival Data in Medical Research, example 2.3): S(t) 0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482.
WEEKS = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
TRIAL = pd.DataFrame(
    {"time": [6, 7, 10, 13, 16, 22, 23], "at_risk": [21, 17, 15, 12, 11, 7, 6], "events": [3, 1, 1, 1, 1, 1, 1]}
)


def test_the_published_trial():
    table = kaplan_meier(TRIAL).table
    published = [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]
    assert table["survival"].to_numpy() == pytest.approx(published, abs=5e-5)
    assert table["error"].to_numpy() == pytest.approx(
        [0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346], abs=5e-5
    )


def test_statsmodels_gives_the_same_curve_and_errors():
    other = SurvfuncRight(np.array(WEEKS), np.array(RELAPSED))
    table = kaplan_meier(TRIAL).table
    at = np.isin(other.surv_times, TRIAL["time"])
    assert table["survival"].to_numpy() == pytest.approx(other.surv_prob[at])
    assert table["error"].to_numpy() == pytest.approx(other.surv_prob_se[at])


def test_the_limits_are_those_of_the_log_log_transformation():
    """By hand at week 6: log(-log 0.857) and its error √(3/(21·18))/|log 0.857| give S between 0.620 and 0.952."""
    first = kaplan_meier(TRIAL).table.iloc[0]
    assert (1 - first["upper"], 1 - first["lower"]) == pytest.approx((0.6197, 0.9516), abs=5e-4)


def test_months_taken_together_give_the_same_curve_where_a_step_ends():
    single = pd.DataFrame({"time": [1, 2, 3], "at_risk": [100, 94, 90], "events": [6, 4, 7]})
    joined = pd.DataFrame({"time": [2, 3], "at_risk": [100, 90], "events": [10, 7]})
    assert kaplan_meier(joined).table["happened"].tolist() == pytest.approx(
        kaplan_meier(single).table["happened"].tolist()[1:]
    )


def test_limits_stay_between_0_and_1_and_round_the_share():
    table = kaplan_meier(pd.DataFrame({"time": [1, 2], "at_risk": [20, 19], "events": [1, 15]})).table
    assert (table["lower"] > 0).all()
    assert (table["upper"] < 1).all()
    assert ((table["lower"] < table["happened"]) & (table["happened"] < table["upper"])).all()


def test_a_curve_ends_before_a_step_that_is_not_known():
    steps = pd.DataFrame({"time": [1, 2, 3], "at_risk": [50, np.nan, 40], "events": [7, np.nan, 8]})
    assert kaplan_meier(steps).table["time"].tolist() == [1]


@pytest.mark.parametrize("steps", [[], [(1, np.nan, np.nan)]])
def test_no_known_step_is_no_curve_and_says_why(steps):
    curve = kaplan_meier(pd.DataFrame(steps, columns=["time", "at_risk", "events"]))
    assert curve.last is None
    assert curve.reason


def test_more_events_than_children_are_refused():
    with pytest.raises(ValueError, match="more than the children"):
        kaplan_meier(pd.DataFrame({"time": [1], "at_risk": [3], "events": [4]}))


def steps_of(*rows: tuple[int, int, int]) -> Curve:
    """A curve from rows of the month that ends a step, the children at risk and those to whom it happened."""
    return kaplan_meier(pd.DataFrame(rows, columns=["time", "at_risk", "events"]))


def test_the_step_with_the_highest_hazard_is_named_where_chance_does_not_explain_it():
    # 30 of 45 events in 100 of 360 months at risk: P(X >= 30 | 45, 0.2778) is 6e-8, three times that for three steps
    assert find_step_apart(steps_of((1, 100, 30), (2, 70, 7), (4, 95, 8))) == 0


def test_a_step_that_chance_explains_is_not_named():
    # 9 of 15 in months 6 to 12: 441 of 786 months at risk, of which chance gives as many or more in 47 of 100 years
    assert find_step_apart(steps_of((5, 69, 6), (12, 63, 9))) is None


def test_one_step_or_none_with_an_event_names_no_step():
    assert find_step_apart(steps_of((12, 60, 9))) is None
    assert find_step_apart(steps_of((5, 60, 0), (12, 60, 0))) is None
