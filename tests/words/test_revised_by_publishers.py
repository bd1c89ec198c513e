"""What publishers revised: how much, and what that turns for an area."""

import pandas as pd
import pytest

from analysis.definitions import Area
from analysis.words.revised_by_publishers import say_revised

SOUTHAMPTON, PORTSMOUTH = "E06000045", "E06000044"


@pytest.fixture
def say(subject_of):
    def of(*rows: dict) -> list[str]:
        names = ["indicator", "area", "period", "kind", "turns"]
        referrals = {"indicator": "referrals", "area": SOUTHAMPTON, "period": "2023-24", "kind": "revised", "turns": ""}
        revised = pd.DataFrame([referrals | row for row in rows], columns=names)
        area = Area(code=SOUTHAMPTON, name="Southampton", kind="authority")
        return say_revised(revised, area, {"referrals": subject_of("referrals").indicator})

    return of


def test_no_revision_is_said_in_one_sentence(say):
    assert say() == ["No publisher changed a figure between the editions that can be compared."]


def test_figures_are_counted_by_what_became_of_them(say):
    assert say({}, {"kind": "withheld"}, {"kind": "dropped"}, {"kind": "given"})[0] == (
        "Publishers changed 1 figure of earlier periods, gave 1 figure for the first time and took 2 figures away."
    )


def test_a_statement_about_the_area_that_turns_is_named(say):
    assert say({"turns": "rose, now fell"}, {"area": PORTSMOUTH, "turns": "fell, now rose"})[1] == (
        "About Southampton these statements turn: Referrals, 2023-24 (rose, now fell)."
    )


def test_without_one_it_says_that_none_turns(say):
    assert say({"area": PORTSMOUTH, "turns": "fell, now rose"})[1] == (
        "No statement about Southampton turns: each change and comparison goes the same way."
    )
