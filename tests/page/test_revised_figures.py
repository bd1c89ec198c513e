"""The section on revisions: how far publishers changed figures."""

import pandas as pd
import pytest

from analysis.page import revised_figures

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


def test_no_revision_is_read_where_no_edition_was_replaced(page):
    assert revised_figures.read_revised(page).empty


def test_figures_are_counted_by_what_became_of_them(page):
    revised = pd.DataFrame([revision(), revision(PORTSMOUTH, kind="withheld", change=None), revision(kind="given")])

    [row] = revised_figures.tabulate_revised(page, revised).table.to_dict("records")
    assert (row["revised"], row["given"], row["withheld"], row["areas"], row["largest"]) == (1, 1, 1, 2, "+0.2%")


def test_the_change_of_a_small_count_is_not_told(page):
    revised = pd.DataFrame([revision(before=4, after=2)])

    [row] = revised_figures.tabulate_revised(page, revised).table.to_dict("records")
    assert row["largest"] == ""
