"""What a number format lets a reader see: ECMA-376, 18.8.30 and 18.8.31 say how formats are written."""

import pytest

from publishing.intake.number_formats import WITHHELD, hides_numbers, show_number, write_percent


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (61, "General"),
        (61, "0"),
        (61, "#,##0;[Red]-#,##0"),
        (61, '0"*"'),
        (61, '_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-'),
        (0, '_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-'),
        (0, '0;-0;"-"'),
        (0, "0;-0;"),
        (0, "#,##0;-#,##0;;@"),
        (41365, "mmm-yy"),
        (0.5, "[h]:mm"),
        (61, "[$£-809]#,##0"),
        (61, '[<6]"*";0'),
        (61, "@"),
        (61, '"children: "0'),
    ],
)
def test_a_number_that_is_shown_stays_a_number(value, code):
    assert show_number(value, code) is None


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (5, '"<"0', "<5"),
        (5, "\\~0", "~5"),
        (5, '0" thousand"', "5 thousand"),
        (5, '#,##0"k"', "5k"),
        (5, '0"00"', "500"),
        (5, '[<6]"<"0;0', "<5"),
        (11_000, "#,##0,", "11 thousand"),
    ],
)
def test_signs_that_make_another_number_of_it_are_shown_with_it(value, code, shown):
    assert show_number(value, code) == shown


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (61, '"*"'),
        (61, "\\*"),
        (61, "**"),
        (61, ";;;"),
        (61, '"c"'),
        (61, '"<6"'),
        (3, '[<6]"*";0'),
        (3, '[<=5]"c";[>5]0'),
        (3, '[=3]"x";0'),
        (9, "[<6]0;[>20]0"),
        (-3, '0;"*"'),
        (0, '0;-0;"*"'),
        (0, '"c"'),
        (0, ";;;"),
        (0, '[<6]"";0'),
    ],
)
def test_a_number_under_a_sign_is_withheld(value, code):
    assert show_number(value, code) == WITHHELD


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [(0.31, "0%", "31%"), (0.311, "0%", "31.1%"), (1, "0.00%", "100%"), (0, "0%", "0%"), (0.1 + 0.2, '0.0" "%', "30%")],
)
def test_a_fraction_under_a_percentage_is_that_percentage_with_all_its_digits(value, code, shown):
    assert show_number(value, code) == shown


def test_a_percent_sign_that_is_only_a_word_changes_nothing():
    assert show_number(31, '0"%"') is None


@pytest.mark.parametrize(("code", "hides"), [('"*"', True), ('[<6]"*";0', True), (";;;", True), ("0.0", False)])
def test_a_format_hides_numbers_where_it_hides_any(code, hides):
    assert hides_numbers(code) is hides


def test_a_percentage_is_written_without_a_power_of_ten():
    assert write_percent(12.0) == "1200%"
