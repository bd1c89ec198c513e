"""A notebook shows a table that may be published under its headings, with why a cell has no figure."""

import pandas as pd

from analysis.definitions.partnership import Disclosure
from analysis.measures.protection import protect


def test_a_protected_table_shows_why_a_cell_has_no_figure():
    table = pd.DataFrame({"period": ["2012", "2013"], "children": [9.0, 3.0]})
    html = protect(table, Disclosure(withhold_up_to=5), counts=["children"])._repr_html_()

    assert "<th>Children</th>" in html
    assert "<td>9.0</td>" in html
    assert "withheld" in html
    assert "3.0" not in html


def test_an_infinite_limit_is_told_in_words():
    shown = protect(pd.DataFrame({"limit": [1.5, float("inf")]}), Disclosure(withhold_up_to=5), uncounted=["limit"])

    assert shown.table["limit"].tolist()[0] == 1.5
    assert shown.table["limit"].isna().tolist() == [False, True]
    assert shown.marks["limit"].tolist() == ["", "no limit"]
