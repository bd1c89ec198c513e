"""How soon it happens again, in sentences: what stands out only where chance does not explain it."""

import pandas as pd
import pytest

from analysis.model.survival import kaplan_meier
from analysis.words.followed_cohorts import say_how_counted, say_shortest_step

STEPS = ["months 1 to 5", "months 6 to 12"]


@pytest.fixture
def children(subject_of):
    return subject_of("missing_children")


def curve_of(*events: int):
    return kaplan_meier(pd.DataFrame({"time": [5, 12], "at_risk": [69, 69 - events[0]], "events": events}))


def test_months_that_chance_explains_are_not_called_those_in_which_most_did(children):
    said = say_shortest_step(children, curve_of(6, 9), STEPS, "re-offended")

    assert said.sentence == (
        "No months have clearly more children who re-offended than the others: chance could explain it."
    )
    assert said.question == ""


def test_months_beyond_chance_are_named_with_their_children_and_a_question(children):
    said = say_shortest_step(children, curve_of(20, 5), STEPS, "re-offended")

    assert said.sentence == "Most children for each month re-offended in months 1 to 5: 20 of 69 still at risk."
    assert said.question == "What is offered to a child before months 1 to 5, when most re-offended?"


def test_the_shade_is_named_with_its_confidence():
    assert "are the 90% limits" in say_how_counted(0.9)
