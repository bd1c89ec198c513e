"""The pooled budget as a page reads it."""

import pandas as pd
import pytest

from analysis.subjects.finance import (
    describe_doubts,
    describe_shares,
    describe_total,
    plot_budget,
    protect_budget,
    read_budget,
)

INDICATORS = """
board_income:
  title: The Board's income
  kind: money
  counts: nothing
  unit: pounds
  topic: plan
  meaning: [{since: 2013-04-01, definition: Contributions., reference: Annual report 2013-14}]
"""
# Southampton LSCB, Annual Report 2013-14, Finance
INCOME = {
    "Balance brought forward from 12/13": 21284, "Primary care trust": 31790, "Police": 12534,
    "Hampshire Probation": 2505,
    "CAFCASS": 550, "Southampton City Council": 74612, "Area based grant (CDOP)": 4392, "supplementary: Health": 16197,
    "supplementary: Hampshire Probation": 1167, "supplementary: Police": 6500, "supplementary: CAFCASS": 334,
    "supplementary: Southampton City Council": 39977, "": 211842,
}  # fmt: skip
APART = "Balance brought forward from 12/13; Area based grant (CDOP)"


@pytest.fixture
def page(make_page):
    return make_page(INDICATORS, *rows_of(INCOME))


def rows_of(income: dict[str, float]) -> list[dict]:
    return [{"indicator": "board_income", "breakdown": name, "start": "2013-04-01", "end": "2014-03-31",
             "value": pounds} for name, pounds in income.items()]  # fmt: skip


def test_the_contributions_and_the_additional_ones_are_kept_apart(page):
    budget = read_budget(page, APART)

    assert (budget.agreed, budget.added) == (147_667, 64_175)


def test_the_parts_make_the_printed_total(page):
    assert describe_total(page, read_budget(page, APART))[0] == (
        "Contributions of £147,667 and additional ones of £64,175 make the printed total of £211,842 for 2013-14."
    )


def test_a_total_that_its_parts_do_not_make_is_told_with_the_difference(make_page):
    page = make_page(INDICATORS, *rows_of(INCOME | {"": 211_000}))

    assert describe_total(page, read_budget(page, APART))[0].endswith("differs from the printed £211,000 by £842.")


def test_the_shares_are_of_what_partners_give(page):
    partners = read_budget(page, APART).partners.set_index("payer")

    assert partners["share"].sum() == pytest.approx(1)
    assert partners.loc["Southampton City Council", "both"] == 114_589
    assert "Area based grant (CDOP)" not in partners.index


def test_the_sentence_of_shares_names_the_largest_first(page):
    assert describe_shares(read_budget(page, APART))[0].startswith("Southampton City Council gives 62%")


def test_two_names_that_never_meet_are_asked_about(page):
    assert "same partner under two names?" in describe_doubts(read_budget(page, APART))[0]


def test_the_table_ends_with_the_total(page):
    last = protect_budget(page, read_budget(page, APART)).table.iloc[-1]

    assert (last["payer"], last["both"]) == ("Total", 211_842)
    assert pd.isna(last["share"])


def test_the_chart_tells_every_partner_from_the_largest(page):
    words = plot_budget(page, read_budget(page, APART)).description

    assert words.index("Southampton City Council") < words.index("Police") < words.index("CAFCASS")


def test_an_area_without_a_budget_has_none(make_page):
    page = make_page(INDICATORS, *[row | {"area": "E92000001"} for row in rows_of(INCOME)])

    assert read_budget(page, APART) is None
