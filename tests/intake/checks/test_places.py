"""Cells as a reader looks them up."""

import pytest

from publishing.intake.cell_ranges import join_places, join_rows


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (["Missing!J4", "Missing!J5", "Missing!J6"], "Missing!J4:J6"),
        (["A1", "B1", "A2", "B2"], "A1:B2"),
        (["Z3", "AA3"], "Z3:AA3"),
        (["B2", "D2", "B7"], "B2, D2, B7"),
        (["B2", "B2"], "B2"),
        (["row 4"], "row 4"),
        ([""], ""),
        ([f"A{row}" for row in range(1, 30, 2)], "A1, A3, A5, A7, A9, A11, A13, A15 and 7 more places"),
    ],
)
def test_neighbouring_cells_are_a_range(cells, words):
    assert join_places(cells) == words


@pytest.mark.parametrize(
    ("rows", "words"), [([5], "row 5"), ([7, 5, 6], "rows 5 to 7"), ([5, 6, 7, 9], "rows 5 to 7 and 9")]
)
def test_rows_are_named_in_stretches(rows, words):
    assert join_rows(rows) == words
