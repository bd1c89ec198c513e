"""The pooled budget: lines by payer, the printed total, and each partner's share."""

import pandas as pd
import pytest

from analysis.measures.budget import Budget, latest_budget, tabulate_budget

# Southampton LSCB, Annual Report 2013-14, Finance
INCOME = {
    "Balance brought forward from 12/13": 21284,
    "Primary care trust": 31790,
    "Police": 12534,
    "Hampshire Probation": 2505,
    "CAFCASS": 550,
    "Southampton City Council": 74612,
    "Area based grant (CDOP)": 4392,
    "supplementary: Health": 16197,
    "supplementary: Hampshire Probation": 1167,
    "supplementary: Police": 6500,
    "supplementary: CAFCASS": 334,
    "supplementary: Southampton City Council": 39977,
    "": 211842,
}
APART = ("Balance brought forward from 12/13", "Area based grant (CDOP)")


def income(lines: dict[str, float]) -> pd.DataFrame:
    """Observations of income, a row for each line."""
    year = {"start": pd.Timestamp("2013-04-01"), "end": pd.Timestamp("2014-03-31"), "period": "2013-14"}
    return pd.DataFrame([year | {"breakdown": name, "value": pounds, "source": "b"} for name, pounds in lines.items()])


@pytest.fixture
def budget() -> Budget:
    found = latest_budget(income(INCOME), APART)
    assert found is not None
    return found


def test_agreed_and_additional_contributions_are_summed_apart(budget):
    assert (budget.agreed, budget.added) == (147_667, 64_175)


def test_the_row_without_a_payer_is_the_printed_total(budget):
    assert budget.printed == 211_842


def test_shares_are_of_what_partners_give(budget):
    partners = budget.partners.set_index("payer")

    assert partners["share"].sum() == pytest.approx(1)
    assert partners.loc["Southampton City Council", "both"] == 114_589
    assert not set(APART) & set(partners.index)


def test_partners_that_give_one_part_only_are_named_by_that_part(budget):
    assert budget.named_once == {"agreed": ["Primary care trust"], "added": ["Health"]}


def test_the_table_ends_with_the_total_which_has_no_share(budget):
    last = tabulate_budget(budget).iloc[-1]

    assert (last["payer"], last["both"]) == ("Total", 211_842)
    assert last["share_status"] == "not_applicable"


def test_without_income_there_is_no_budget():
    assert latest_budget(income(INCOME).iloc[:0]) is None
