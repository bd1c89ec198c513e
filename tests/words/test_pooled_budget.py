"""The pooled budget in sentences."""

import pytest

from analysis.measures.budget import latest_budget
from analysis.words.pooled_budget import (
    say_additional,
    say_largest_payer,
    say_named_once,
    say_set_apart,
    say_total,
)
from tests.measures.test_budget import APART, INCOME, income


@pytest.fixture
def about(subject_of):
    return subject_of("board_income")


def budget(**changed):
    return latest_budget(income({**INCOME, **changed.get("lines", {})}), changed.get("apart", APART))


def test_parts_that_make_the_total_are_said_to(about):
    assert say_total(about, budget()).sentence == (
        "Contributions of £147,667 and additional ones of £64,175 make the total of £211,842 that is given for 2013-14."
    )


def test_a_total_that_its_parts_do_not_make_is_said_with_the_difference_and_asked_about(about):
    said = say_total(about, budget(lines={"": 211_000}))

    assert said.sentence.endswith("The total given is £211,000: £842 apart.")
    assert said.question


def test_without_a_total_nothing_is_said_to_agree(about):
    lines = {name: pounds for name, pounds in INCOME.items() if name}

    assert say_total(about, latest_budget(income(lines), APART)).status == "cannot say"


def test_brackets_are_explained_only_where_the_file_uses_them(about):
    assert "brackets" in say_total(about, budget(), brackets_added=True).sentence
    assert "brackets" not in say_total(about, budget()).sentence


def test_the_largest_payer_comes_first(about):
    assert say_largest_payer(about, budget()).sentence.startswith("Southampton City Council gives 62%")


def test_two_names_that_never_meet_are_asked_about(about):
    assert say_named_once(about, budget()).question == (
        "Are Primary care trust and Health the same partner under two names?"
    )


def test_names_that_meet_raise_no_question(about):
    met = budget(lines={"supplementary: Primary care trust": 1})

    assert say_named_once(about, met) is None


def test_without_additional_money_none_is_spoken_of(about):
    agreed = {name: pounds for name, pounds in INCOME.items() if not name.startswith("supplementary")}

    assert say_additional(about, latest_budget(income(agreed), APART)) is None


def test_lines_that_no_partner_gives_are_named_with_their_sums(about):
    assert "Area based grant (CDOP) (£4,392)" in say_set_apart(about, budget()).sentence
    assert say_set_apart(about, budget(apart=())) is None
