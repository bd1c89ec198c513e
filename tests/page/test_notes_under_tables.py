"""What suppliers wrote under their tables."""

import pandas as pd

from analysis.page import notes_under_tables


def found(file: str, words: str | None) -> pd.DataFrame:
    return pd.DataFrame([{"rule": "supplier_note", "file": file, "cell": "A9", "detail": words}])


def test_a_note_under_a_table_is_shown_with_its_file_and_cell(open_real):
    notes = notes_under_tables.list_notes(found("returns/police_missing_2013-14.csv", "Holidays are not counted."))

    assert notes_under_tables.say_notes(len(notes), 1) == "1 note is under the tables that were read."
    assert notes_under_tables.protect_notes(open_real("data_quality"), notes).table.loc[0].tolist() == [
        "police_missing_2013-14.csv",
        "A9",
        "Holidays are not counted.",
    ]


def test_a_note_whose_words_may_not_be_told_is_counted_and_not_shown():
    notes = notes_under_tables.list_notes(found("returns/a.csv", None))

    assert notes.empty
    hidden = "may not be shown here: read them in the files."
    assert notes_under_tables.say_notes(0, 1) == f"1 note is under the tables that were read. Its words {hidden}"
    assert notes_under_tables.say_notes(1, 3).endswith(f"The words of 2 of them {hidden}")


def test_where_no_table_has_a_note_that_is_said():
    assert notes_under_tables.say_notes(0, 0) == "No table that was read has a note under it."
