"""The section on revisions: how much publishers changed, how far, and what that turns for the page's area."""

import pandas as pd
import pytest

from analysis.page import notes_under_tables, revised_figures

SOUTHAMPTON, PORTSMOUTH = "E06000045", "E06000044"


@pytest.fixture
def page(open_real):
    return open_real("data_quality")


def revision(area: str = SOUTHAMPTON, before: float = 3094, after: float = 3101, **more: object) -> dict:
    told = {
        "indicator": "referrals",
        "area": area,
        "breakdown": "",
        "period": "2023-24",
        "before": before,
        "after": after,
        "change": after / before - 1 if before else None,
        "kind": "revised",
        "turns": "",
        "source": "dfe_c1_referrals",
        "earlier": "1.0",
        "edition": "1.1",
    }
    return told | more


def test_no_revision_is_said_in_one_sentence(page):
    revised = revised_figures.read_revised(page)

    assert revised_figures.describe_revised(page, revised) == [
        "No publisher changed a figure between the editions used and the ones before them."
    ]


def test_figures_are_counted_by_what_became_of_them(page):
    revised = pd.DataFrame([revision(), revision(PORTSMOUTH, kind="withheld", change=None), revision(kind="given")])

    assert revised_figures.describe_revised(page, revised)[0] == (
        "Publishers changed 1 figure of earlier periods, gave 1 figure for the first time and took 1 figure away."
    )
    [row] = revised_figures.tabulate_revised(page, revised).table.to_dict("records")
    assert (row["revised"], row["given"], row["withheld"], row["areas"], row["largest"]) == (1, 1, 1, 2, "+0.2%")


def test_a_statement_about_the_pages_area_that_turns_is_named(page):
    revised = pd.DataFrame([revision(turns="rose, now fell"), revision(PORTSMOUTH, turns="fell, now rose")])

    assert revised_figures.describe_revised(page, revised)[1] == (
        "About Southampton these statements turn: Referrals, 2023-24 (rose, now fell)."
    )


def test_without_one_it_says_that_none_turns(page):
    told = revised_figures.describe_revised(page, pd.DataFrame([revision(PORTSMOUTH, turns="fell, now rose")]))

    assert told[1] == "No statement about Southampton turns: each change and comparison goes the same way."


def test_the_change_of_a_small_count_is_not_told(page):
    revised = pd.DataFrame([revision(before=4, after=2)])

    [row] = revised_figures.tabulate_revised(page, revised).table.to_dict("records")
    assert row["largest"] == ""


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
