"""Notes directly under a table, without an empty row between."""

import pytest

ABOUT = """\
layout: measures_across
file: exclusions
area_columns: [Area]
period_column: Year
period: financial year
columns: {Placed: h_place}
"""
ONE_AREA = ABOUT.replace("area_columns: [Area]", "area: E06000045")
TABLE = "Area,Year,Placed\nPortsmouth,2023/24,4\nSouthampton,2023/24,6\n"


@pytest.mark.parametrize("note", ["1. Figures are rounded.,,\nSource: a council,,\n", "Source: a council\n"])
def test_text_in_the_first_cell_alone_is_a_note(note, read_case):
    case = read_case("exclusions.csv", TABLE + note, ABOUT)

    assert case.value("h_place") == 6
    assert len(case.cleaned.observations) == 2


@pytest.mark.parametrize("area", ["Rutland", "Birminghm"])
def test_an_area_without_figures_is_no_note(area, read_case):
    refusal = read_case("exclusions.csv", TABLE + f"{area},,\n", ABOUT).refusal

    assert "cell B4: expected a financial year" in refusal


def test_a_year_alone_is_a_row_without_a_figure_and_words_alone_a_note(read_case):
    text = "Year,Placed\n2022/23,4\n2023/24,\nSource: a council,\n"
    case = read_case("exclusions.csv", text, ONE_AREA)

    assert case.value("h_place", period="2022-23") == 4
    assert case.row("h_place", period="2023-24")["status"] == "not_supplied"


def test_a_note_between_rows_is_no_note(read_case):
    rows = TABLE.splitlines()
    text = "\n".join([*rows[:2], "Revised,,", rows[2], ""])

    assert "cell B3: expected a financial year" in read_case("exclusions.csv", text, ABOUT).refusal
