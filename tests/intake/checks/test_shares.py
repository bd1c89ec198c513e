"""The base of a percentage column."""

import pytest

# Serious sexual offences, under 18, in Southampton LSCB's annual report 2013-14: counts, shares, all offences
TABLE = {
    "E06000045": (88, 0.59, 241),
    "E07000086": (16, 0.11, 53),
    "L:new_forest": (44, 0.30, 57),
    "L:total": (148, 0.41, 364),
}
SHARE = {"share": "offence_share", "part": "offences", "whole": "offences", "total_area": "L:total"}


def rows_of(tools, **changed):
    rows = []
    for place, (area, figures) in enumerate((TABLE | changed).items()):
        part, share, whole = figures
        rows += [
            tools.observation("offences", "2013-14", part, area=area, breakdown="under 18", cell=f"S!E{place}"),
            tools.observation("offence_share", "2013-14", share, area=area, breakdown="under 18", cell=f"S!F{place}"),
            tools.observation("offences", "2013-14", whole, area=area, cell=f"S!B{place}"),
        ]
    return rows


def test_column_shares_above_a_row_share_in_the_total_are_a_warning(tools):
    (warning,) = tools.findings_of("share_base", rows_of(tools), tools.contract(shares=[SHARE]))
    assert (warning["severity"], warning["cell"]) == ("warning", "S!F0:F3")
    assert "the total row a share of the row's whole" in warning["message"]


def test_a_column_that_keeps_its_base_is_a_note(tools):
    rows = rows_of(tools, **{"L:total": (148, 1.0, 364)})
    (note,) = tools.findings_of("share_base", rows, tools.contract(shares=[SHARE]))
    assert note["severity"] == "note"


def test_shares_of_the_row_throughout_keep_their_base(tools):
    rows = rows_of(tools, E06000045=(88, 0.37, 241), E07000086=(16, 0.30, 53), **{"L:new_forest": (44, 0.77, 57)})
    (note,) = tools.findings_of("share_base", rows, tools.contract(shares=[SHARE]))
    assert note["severity"] == "note"


def test_a_percentage_that_fits_neither_base_is_an_error_at_its_cell(tools):
    rows = rows_of(tools, E06000045=(88, 0.52, 241))
    (error,) = tools.findings_of("share_base", rows, tools.contract(shares=[SHARE]), severity="error")
    assert error["cell"] == "S!F0"


@pytest.mark.parametrize(("part", "errors"), [(53, 0), (54, 1)])
def test_a_part_above_its_rows_whole_is_an_error(tools, part, errors):
    rows = rows_of(tools, E07000086=(part, 0.11, 53))
    source = tools.contract(shares=[SHARE])
    assert len(tools.findings_of("numerator_above_denominator", rows, source, severity="error")) == errors
