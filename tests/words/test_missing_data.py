"""Suppressed, not supplied and not available are told apart, once."""

import ast
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

import analysis
from analysis.definitions.partnership import Disclosure
from analysis.measures.protection import STATUS_WORDS, SUPPRESSED, say_mark
from analysis.words.missing_data import (
    say_absent,
    say_gaps,
    say_left_out,
    say_missing,
    say_not_published,
    say_why,
    say_withheld,
)
from analysis.words.statement import Status


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("withheld", "Children missing for March 2014 is suppressed, so that no small number can be worked out for"),
        ("not_supplied", "Children missing for March 2014 was not supplied for"),
        ("not_available", "Children missing for March 2014 is not available for"),
        ("unheard of", "Children missing for March 2014 is not known for"),
    ],
)
def test_each_reason_has_its_own_words(subject_of, status, told):
    statement = say_missing(subject_of("missing_children"), status, "March 2014")

    assert statement.sentence == f"{told} Southampton."
    assert statement.status is Status.CANNOT_SAY


def test_a_suppressed_month_is_not_called_missing(page):
    table = pd.DataFrame(
        {
            "period": ["November 2013", "December 2013", "January 2014"],
            "children": [3.0, None, 95.0],
            "children_status": ["reported", "not_supplied", "reported"],
        }
    )
    shown = page.protect(table, counts=["children"])

    assert say_gaps(shown, ["children"]) == (f"November 2013 {say_why('withheld')}. December 2013 was not supplied.")


def test_a_figure_that_nobody_published_is_said_to_be_none(subject_of):
    assert say_not_published(subject_of("custody_rate")).sentence == (
        "We have no official figure of the custody rate for Southampton up to this quarter."
    )


def test_months_are_told_apart_by_why_they_have_no_figure():
    assert say_absent({"November 2013": "withheld", "December 2013": "not_supplied"}) == (
        f"November 2013 {say_why('withheld')}; December 2013 was not supplied"
    )


def test_several_periods_are_said_in_the_plural_and_many_are_counted(page):
    months = pd.period_range("2024-04", periods=6, freq="M").strftime("%B %Y")
    few, many = (
        pd.DataFrame(
            {"period": months, "children": [None] * gaps + [95.0] * (6 - gaps), "children_status": "not_supplied"}
        ).assign(children_status=["not_supplied"] * gaps + ["reported"] * (6 - gaps))
        for gaps in (2, 5)
    )

    assert say_gaps(page.protect(few, counts=["children"]), ["children"]) == (
        "April 2024 and May 2024 were not supplied."
    )
    assert say_gaps(page.protect(many, counts=["children"]), ["children"]) == "5 of 6 periods were not supplied."


def test_what_stands_for_a_figure_that_is_not_there_is_written_in_one_module():
    marks = {SUPPRESSED, *(words for words in STATUS_WORDS.values() if " " in words)}
    written = {
        (path.name, node.value)
        for path in Path(analysis.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in marks
    }

    assert {name for name, _ in written} == {"protection.py", "missing_data.py"}


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        ("withheld", "[c] suppressed"),
        ("not_supplied", "not supplied"),
        ("not available", "not available"),
        ("", "not known"),
    ],
)
def test_a_mark_and_a_status_stand_for_the_same_words(mark, words):
    assert say_mark(mark) == words


WITHHELD_OF_NONE = {"counts": 0, "resting_on_them": 0, "counts_elsewhere": 0, "resting_on_them_elsewhere": 0}


@pytest.mark.parametrize("what", list(WITHHELD_OF_NONE))
def test_that_we_suppress_nothing_goes_with_the_first_figure_that_we_suppress(what):
    exact = Disclosure(withhold_up_to=5)
    none = say_withheld("Southampton", {**WITHHELD_OF_NONE, "tables": []}, [], exact)
    one = " ".join(say_withheld("Southampton", {**WITHHELD_OF_NONE, "tables": [], what: 1}, [], exact))

    assert none == ["We suppress no figure: no count of people or of their events is small."]
    assert none[0] not in one
    assert ("in Southampton: nothing;" in one) == ("elsewhere" in what)
    assert ("in other places: nothing." in one) == ("elsewhere" not in what)


def test_that_counts_are_rounded_is_said_also_where_none_is_suppressed():
    rounds = Disclosure(withhold_up_to=7, round_to=5)

    assert "rounded to the nearest 5" in say_withheld("", {**WITHHELD_OF_NONE, "tables": []}, [], rounds)[1]
    assert len(say_withheld("", {**WITHHELD_OF_NONE, "tables": []}, [], Disclosure(withhold_up_to=7))) == 1


def test_the_reports_without_figures_are_named_and_none_where_there_is_none():
    assert say_left_out(["Missing children", "Custody"], "Portsmouth", date(2014, 3, 31)) == (
        "There are no figures of Portsmouth in the 2 years to March 2014 for: missing children and custody."
    )
    assert say_left_out([], "Portsmouth", date(2014, 3, 31)) == ""
