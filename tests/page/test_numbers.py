"""Figures as people say them."""

from datetime import date

import pytest

from analysis.numbers import listed, period_from, plural, round_as_said, say, say_limits, say_periods
from analysis.periods import financial_year, month


@pytest.mark.parametrize(
    ("figure", "form", "words"),
    [
        (1179, "count", "1,179"),
        (0, "count", "0"),
        (106.8, "count", "106.8"),
        (0.31, "share", "31%"),
        (0.003, "share", "0.3%"),
        (0, "share", "0%"),
        (1, "share", "100%"),
        (0.997, "share", "99.7%"),
        (731.4, "rate", "731"),
        (73.4, "rate", "73.4"),
        (0.996, "rate", "1.00"),
        (211842, "money", "£211,842"),
        (-64175, "money", "−£64,175"),
        (-0.07, "change", "−7%"),
        (0.21, "change", "+21%"),
        (0.031, "points", "+3 points"),
        (-0.402, "points", "−40 points"),
        (0.012, "points", "+1 point"),
        (-0.004, "points", "−0.4 points"),
        (0, "points", "0 points"),
        (date(2026, 11, 23), "day", "23 November 2026"),
    ],
)
def test_a_figure_is_said_in_the_form_of_its_kind(figure, form, words):
    assert say(figure, form) == words


@pytest.mark.parametrize("form", ["count", "share", "rate", "number", "money", "change", "points"])
@pytest.mark.parametrize("places", [None, 0, 1])
@pytest.mark.parametrize(
    "figure", [0, 1, 2.5, -0.0004, 0.0049, 0.0051, 0.125, -0.402, 0.994, 0.996, 9.996, 106.85, 1179, 211842.31]
)
def test_a_figure_as_a_number_is_the_one_that_is_said_and_no_more_of_it(figure, places, form):
    number = say(figure, form, places=places).replace("−", "-").replace("£", "").replace(",", "").split(" ")[0]
    said = float(number.rstrip("%"))

    assert round_as_said(figure, form, places) == pytest.approx(said / 100 if "%" in number else said, abs=1e-12)


def test_a_number_in_a_column_of_words_has_ten_figures_as_its_cell_shows():
    assert round_as_said(12.34567890123, "text") == 12.3456789


def test_a_rate_says_per_what():
    assert say(73.4, "rate", per=10_000) == "73.4 per 10,000"


def test_a_minus_that_rounds_away_is_not_shown():
    assert say(-0.0001, "number", places=1) == "0.0"


def test_an_unknown_form_is_refused():
    with pytest.raises(ValueError, match="no form of figure 'percent'"):
        say(0.3, "percent")


def test_limits_say_what_a_rate_is_per_once():
    assert say_limits(71.2, 75.6, "rate", per=10_000) == "71.2 to 75.6 per 10,000"


def test_limits_have_the_same_decimals():
    assert say_limits(96.3, 115.2, "rate") == "96 to 115"


def test_one_child_is_not_children():
    assert (plural(1, "child", "children"), plural(2, "child", "children")) == ("1 child", "2 children")


def test_the_last_two_of_a_list_are_joined_by_and():
    assert listed(["a", "b", "c"]) == "a, b and c"


def test_a_list_of_names_with_commas_has_semicolons():
    assert listed(["plans", "injuries, 0 to 14", "referrals"]) == "plans; injuries, 0 to 14; and referrals"
    assert listed(["1,234", "5,678"]) == "1,234 and 5,678"


def test_months_are_named_and_years_keep_their_label():
    assert say_periods([month(2014, 3), month(2013, 4)]) == "April 2013 to March 2014"
    assert say_periods([financial_year(2013)]) == "2013-14"


@pytest.mark.parametrize(
    ("start", "end", "kind"),
    [
        (date(2014, 3, 31), date(2014, 3, 31), "day"),
        (date(2013, 12, 1), date(2013, 12, 31), "month"),
        (date(2014, 1, 1), date(2014, 3, 31), "quarter"),
        (date(2013, 4, 1), date(2014, 3, 31), "financial year"),
        (date(2013, 1, 1), date(2013, 12, 31), "calendar year"),
        (date(2014, 1, 1), date(2016, 12, 31), "calendar years"),
    ],
)
def test_days_tell_what_kind_of_period_they_make(start, end, kind):
    assert period_from(start, end).kind == kind
