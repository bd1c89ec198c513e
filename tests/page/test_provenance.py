"""Where figures come from, to the cell."""

import hashlib

import pytest

from analysis.page.provenance import render_provenance, say_cells


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (["Missing!B4", "Missing!C4", "Missing!D4"], "Missing!B4:D4"),
        (["B4", "C4", "B5", "C5"], "B4:C5"),
        (["B4", "D4"], "B4, D4"),
        (["Z1", "AA1", "AB1"], "Z1:AB1"),
        (["B2", "B3", "B3"], "B2:B3"),
        (["sentence 12"], "sentence 12"),
        ([], ""),
        ([f"A{number}" for number in range(1, 40, 2)], "A1 and 19 more ranges to A39"),
    ],
)
def test_cells_are_told_as_ranges(cells, words):
    assert say_cells(cells) == words


def test_the_table_names_the_file_its_cells_its_hash_and_when_it_came(page):
    read = page.read("missing_children")

    html = render_provenance(
        read, page.definitions.indicators, {"police": "Police data"}, page.project, {"report": "<b>"}
    )

    assert "Police data<br>" in html
    assert "published/police.csv" in html
    assert "Children missing: Missing!B4:M4" in html
    assert hashlib.sha256(b"as received").hexdigest() in html
    assert "23 November 2026" in html
    assert "&lt;b&gt;" in html
