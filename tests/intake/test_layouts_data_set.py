"""The board's data set: items down, quarters across, cells of words and figures."""

import openpyxl
import pytest

from analysis.refusals import SourceRefused
from publishing.intake.layouts.board_items import match_forms

FILE = "published/board_data_set_2013-14_q4.xlsx"


@pytest.fixture
def change(project):
    """Write a text into a cell of the real workbook."""

    def write(sheet: str, cell: str, text: str) -> None:
        book = openpyxl.load_workbook(project.raw / FILE)
        book[sheet][cell] = text
        book.save(project.raw / FILE)

    return write


@pytest.mark.parametrize(
    ("indicator", "where", "value", "cell"),
    [
        ("common_assessments", {"period": "2013-14 Q3"}, 56, "D4"),
        ("common_assessments", {"period": "2012"}, 59, "F4"),
        ("children_in_need_rate", {"period": "31 December 2013"}, 413, "D5"),
        ("children_in_need_rate", {"area": "SN:printed"}, 384.7, "G5"),
        ("children_in_need_rate", {"area": "E92000001"}, 332, "G5"),
        ("looked_after_rate", {"period": "31 March 2014"}, 104, "E7"),
        ("looked_after_children", {"period": "31 March 2014"}, 494, "E7"),
        ("looked_after_children", {"period": "31 March 2013"}, 482, "F7"),
        ("referrals", {"period": "2013-14 Q4"}, 264, "E8"),
        ("rereferrals", {"period": "2013-14 Q3"}, 69, "D9"),
        ("rereferral_share", {"period": "2013-14 Q3"}, 0.3, "D9"),
        ("rereferral_share", {"area": "SN:printed", "period": "2012-13"}, 0.27, "G9"),
        ("section_11_audits", {"period": "2013-14 Q4"}, 3, "E11"),
        ("multi_agency_audits", {"period": "2012-13 Q4", "breakdown": "underway"}, 1, "F12"),
        ("training_places_taken_share", {"period": "2013-14 Q4"}, 0.65, "E13"),
        ("serious_case_reviews", {"period": "2013-14 Q3", "breakdown": "underway"}, 4, "D14"),
        ("partnership_reviews", {"period": "2013-14 Q4", "breakdown": "agreed"}, 2, "E14"),
    ],
)
def test_the_real_cells_of_words_and_figures_read_to_the_figure(indicator, where, value, cell, read_source, pick):
    grid, reading = read_source("board_data_set")
    found = pick(reading, indicator, **where)

    assert found["value"] == value
    assert grid.cells([found["row"]], [found["column"]]) == [f"Data set!{cell}"]


def test_a_comparator_that_is_not_applicable_is_one_of_the_comparators_areas(read_source):
    _, reading = read_source("board_data_set")
    rows = reading.observations[reading.observations["status"] == "not_applicable"]

    assert set(rows["area"]) == {"SN:printed", "E92000001"}


def test_a_re_referral_share_has_the_two_counts_of_its_column(read_source, pick):
    _, reading = read_source("board_data_set")
    share = pick(reading, "rereferral_share", period="2013-14 Q4", area="E06000045")

    assert (share["numerator"], share["denominator"]) == (87, 264)


def test_cells_that_speak_of_another_period_than_their_heading_are_found(read_source):
    _, reading = read_source("board_data_set")
    [finding] = [finding for finding in reading.findings if finding["rule"] == "wording_contradicts_period"]

    assert finding["cell"] == "Data set!F5:F10"


def test_a_number_and_percentage_that_agree_are_noted(read_source):
    _, reading = read_source("board_data_set")
    [finding] = [finding for finding in reading.findings if finding["rule"] == "number_and_percent"]

    assert (finding["severity"], finding["cell"]) == ("note", "Data set!D9:F9")


def test_a_number_and_percentage_that_do_not_agree_are_found(change, read_source):
    change("Data set", "D9", "69 35%")
    _, reading = read_source("board_data_set")
    [finding] = [finding for finding in reading.findings if finding["rule"] == "number_and_percent"]

    assert (finding["severity"], finding["cell"]) == ("warning", "Data set!D9")


def test_the_reviews_are_numbered_in_the_order_of_their_names_and_the_names_are_nowhere(read_source):
    _, reading = read_source("board_data_set_reviews")
    rows = reading.observations[reading.observations["value"].notna()]
    found = {(row.breakdown, row.period): row.value for row in rows.itertuples()}

    assert found == {
        ("review 1", "31 December 2013"): 0.65,
        ("review 1", "31 March 2014"): 0.77,
        ("review 2", "31 December 2013"): 0.73,
        ("review 2", "31 March 2014"): 0.73,
    }
    kept = reading.observations.drop(columns="text")
    assert not kept.astype(str).apply(lambda column: column.str.contains("Child")).any().any()
    assert "Child" not in str(reading.findings)


@pytest.mark.parametrize(
    ("cell", "text", "expected"),
    [
        ("D3", "Quarter 2 2013/14", "cell D3: expected a column headed 'Quarter 3 2013/14'"),
        ("F3", "Quarter 4 2013/14", "cell F3: expected a column headed 'Quarter 4 2012/13'"),
        ("H3", "Secret", "cell H3: expected no heading here"),
        ("B8", "Secret", "cell B8: expected the wording of an item"),
        ("D9", "Secret", "cell D9: expected one of the forms that the file specification gives for this item"),
        (
            "G5",
            "2013-14: 384.7 (SN) 2013: 332 (England)",
            "cell G5: expected a reporting year",
        ),
        ("D8", "Secret 231", "cell D8: expected one of the forms"),
        ("A20", "12.", "cell A20: expected notes only"),
    ],
)
def test_a_data_set_that_is_not_the_contracts_is_refused_with_sheet_and_cell(cell, text, expected, change, read_source):
    change("Data set", cell, text)
    if cell == "A20":
        change("Data set", "B20", "Secret")

    with pytest.raises(SourceRefused, match=expected) as refused:
        read_source("board_data_set")
    assert str(refused.value).startswith("board_data_set_2013-14_q4.xlsx, sheet 'Data set', cell ")
    assert "Secret" not in str(refused.value)


def test_an_item_that_is_missing_is_refused(project, read_source):
    book = openpyxl.load_workbook(project.raw / FILE)
    book["Data set"].delete_rows(8)
    book.save(project.raw / FILE)

    with pytest.raises(SourceRefused, match="expected also the item 'Number of new referrals to CSC'"):
        read_source("board_data_set")


def test_the_next_quarters_data_set_is_read_by_the_same_contract(project, read_source, pick):
    book = openpyxl.load_workbook(project.raw / FILE)
    sheet = book["Data set"]
    for cell, text in {"A3": "Q1 LSCB data set", "D3": "Quarter 4 2013/14", "E3": "Quarter 1 2014/15"}.items():
        sheet[cell] = text
    sheet["F3"] = "Quarter 1 2013/14"
    (project.raw / FILE).unlink()
    book.save(project.raw / "returns" / "board_data_set_2014-15_q1.xlsx")
    grid, reading = read_source("board_data_set")

    assert pick(reading, "referrals", period="2014-15 Q1")["value"] == 264
    assert not grid.is_public


@pytest.mark.parametrize(
    ("text", "form", "figures"),
    [
        ("69 30%", "{rereferrals} {rereferral_share}", ["69", "30%"]),
        ("3 (Police, Housing)", "{section_11_audits} ({note})", ["3"]),
        ("2013: 1,384.7 (SN)", "{period}: {children_in_need_rate@SN:printed} (SN)", ["1,384.7"]),
    ],
)
def test_a_form_finds_its_figures_in_the_whole_text(text, form, figures):
    assert [figure.text for figure in match_forms(text, [form]).figures] == figures


@pytest.mark.parametrize("text", ["69 30% more", "69", "x69 30%", "69  30%%"])
def test_a_text_that_is_more_or_less_than_its_form_does_not_match(text):
    assert match_forms(text, ["{rereferrals} {rereferral_share}"]) is None


def test_a_note_holds_no_figure():
    assert match_forms("3 (Police 2)", ["{section_11_audits} ({note})"]) is None
