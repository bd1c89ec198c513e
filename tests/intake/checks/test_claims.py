"""Words where a figure was to be expected."""

import pytest


def test_words_without_a_number_are_a_note_with_a_question(tools):
    rows = [tools.observation("custody", "2013-14", text="higher than the regional average")]
    (note,) = tools.findings_of("claim_without_figure", rows)
    assert note["severity"] == "note"
    assert "higher than the regional average" in note["detail"]
    assert note["question"].startswith("What figures")


def test_words_beside_a_number_are_no_claim(tools):
    rows = [tools.observation("share", "2013-14", 0.49, text="around 49%")]
    assert not tools.findings_of("claim_without_figure", rows)


@pytest.mark.parametrize("indicator", ["plan", "launch"])
def test_statements_and_dates_are_words_by_nature(tools, indicator):
    rows = [tools.observation(indicator, "2013-14", text="March 2014")]
    assert not tools.findings_of("claim_without_figure", rows)


@pytest.mark.parametrize("status", ["reported", "not_supplied"])
def test_a_figure_to_be_added_is_awaited(tools, status):
    rows = [tools.observation("attendance", "2013-14", text="To be added", status=status)]
    assert len(tools.findings_of("figure_awaited", rows)) == 1
    assert not tools.findings_of("claim_without_figure", rows)


@pytest.mark.parametrize(("text", "twofold"), [("Amber … Green", True), ("Amber", False), ("Green and green", False)])
def test_a_cell_with_two_statuses_is_a_warning(tools, text, twofold):
    rows = [tools.observation("plan", "2013-14", text=text)]
    assert bool(tools.findings_of("two_statuses", rows, severity="warning")) == twofold


@pytest.mark.parametrize("text", ["3 children", "two young people"])
def test_a_small_number_in_words_is_left_out(tools, text):
    rows = [tools.observation("children", "2013-14", text=text)]
    (note,) = tools.findings_of("claim_without_figure", rows)
    assert text not in note["detail"]
