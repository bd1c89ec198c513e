"""What a supplier wrote under a table is kept as a finding with its words, unless they hold a small number."""

import pytest

from publishing.intake.hidden import LONGEST, NOT_REPEATED, describe_notes

ITEMS = "Age|n\n0-4|8\n5-9|61\n"
ROWS = {"layout": "rows", "area": "E06000045", "breakdown_columns": ["Age"], "columns": {"n": "missing_children"}}


@pytest.fixture
def notes_of(read_table):
    """The notes found under a list with some text below it."""

    def find(below: str, file: str = "returns/test_2013-14_q4.csv") -> list[dict]:
        grid, reading = read_table(ITEMS + below, of="2013-14 Q4", file=file, **ROWS)
        return describe_notes(grid, reading.observations)

    return find


def test_a_note_under_a_list_is_kept_with_its_cell(notes_of):
    (note,) = notes_of("\nSchool holidays are not counted.\n")

    assert (note["rule"], note["severity"], note["cell"]) == ("supplier_note", "note", "A5")
    assert note["detail"] == "School holidays are not counted."


@pytest.mark.parametrize("text", ["3 children moved away.", "1. We left out two cases.", "Of these 4 are siblings"])
def test_a_note_of_a_return_with_a_small_number_is_named_and_not_repeated(text, notes_of):
    (note,) = notes_of(f"\n{text}\n")

    assert note["detail"] == NOT_REPEATED


@pytest.mark.parametrize(
    "text", ["Civic Centre, Southampton SO14 7LY", "Our reference 9434765918", "Ask the team at team@council.example"]
)
def test_a_note_of_a_return_with_an_address_or_a_long_number_is_named_and_not_repeated(text, notes_of):
    (note,) = notes_of(f"\n{text}\n")

    assert note["detail"] == NOT_REPEATED


@pytest.mark.parametrize("text", ["1. Rounded to 10.", "Ages are 10-14 and 15-17", "In 2013-14 alone", "Sent in Q4"])
def test_the_number_of_a_note_and_a_larger_number_are_no_small_ones(text, notes_of):
    (note,) = notes_of(f"\n{text}\n")

    assert note["detail"] == text


def test_a_published_files_note_is_repeated_whatever_its_numbers(notes_of):
    (note,) = notes_of("\nFigures of 5 or fewer are withheld.\n", file="published/test_2013-14_q4.csv")

    assert note["detail"] == "Figures of 5 or fewer are withheld."


def test_a_long_note_is_cut_at_a_word(notes_of):
    (note,) = notes_of("\n" + "many words " * 100 + "\n")

    assert note["detail"].endswith("words …")
    assert len(note["detail"]) <= LONGEST + 2


def test_a_table_without_figures_has_no_notes_under_it(read_table):
    grid, reading = read_table(ITEMS, of="2013-14 Q4", **ROWS)

    assert describe_notes(grid, reading.observations.iloc[:0]) == []
