"""Lists: one row per item, with sections and a total."""

import pytest

from analysis.refusals import SourceRefused

BUDGET = """
Contributions | £
Police | 12,534
Health | 550
Supplementary |
Police | (6,500)
Total | (19,584)
"""
CONTRACT = {
    "layout": "rows",
    "area": "E06000045",
    "breakdown_columns": ["Contributions"],
    "columns": {"£": "board_income"},
    "sections": {"Supplementary": "supplementary"},
    "total": "Total",
    "brackets": "added",
}


def test_an_item_is_named_with_its_section(read_table, pick):
    _, reading = read_table(BUDGET, of="2013-14", **CONTRACT)

    assert pick(reading, "board_income", breakdown="Police")["value"] == 12534
    assert pick(reading, "board_income", breakdown="supplementary: Police")["value"] == 6500


def test_the_total_is_of_all_items_together(read_table, pick):
    grid, reading = read_table(BUDGET, of="2013-14", **CONTRACT)

    assert pick(reading, "board_income", breakdown="")["value"] == 19584
    assert grid.count_roles() == {"figure": 3, "marker": 0, "label": 7, "total": 1, "finding": 0, "outside": 0}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Supplementary |\n", "", "expected also a row 'Supplementary'"),
        ("Total |", "Sum |", "expected an item here, not a total"),
        ("Health | 550", " | 550", "cell A3: expected the name of an item"),
        ("550", "550%", "cell B3: expected a figure without a percent sign"),
    ],
)
def test_a_list_that_is_not_the_contracts_is_refused(old, new, expected, read_table):
    with pytest.raises(SourceRefused, match=expected):
        read_table(BUDGET.replace(old, new), of="2013-14", **CONTRACT)


def test_brackets_are_refused_where_the_contract_does_not_say_what_they_mean(read_table):
    with pytest.raises(SourceRefused, match="cell B5: expected a figure or a marker"):
        read_table(BUDGET, of="2013-14", **CONTRACT | {"brackets": "refused"})


def test_a_list_needs_the_period_in_its_files_name(read_table):
    with pytest.raises(SourceRefused, match="expected the period in the file's name"):
        read_table(BUDGET, **CONTRACT)


def test_the_real_contributions_and_supplements_make_the_real_total(read_source):
    # Southampton LSCB, Annual Report 2013-14, Finance: 147,667 and 64,175 make 211,842
    _, reading = read_source("board_budget")
    parts = reading.observations[reading.observations["breakdown"] != ""]
    supplementary = parts["breakdown"].str.startswith("supplementary")

    assert parts.groupby(supplementary)["value"].sum().tolist() == [147_667, 64_175]
    assert reading.observations.loc[reading.observations["breakdown"] == "", "value"].tolist() == [211_842]


def test_an_action_without_a_status_is_a_row_without_one(read_source, pick):
    _, reading = read_source("board_business_plan")

    assert pick(reading, "business_plan_status", breakdown="1.1")["words"] == "Green"
    assert pick(reading, "business_plan_status", breakdown="3.2")["status"] == "not_supplied"


def test_the_real_members_are_roles(read_source, pick):
    _, reading = read_source("board_membership")

    member = pick(reading, "board_positions", breakdown="LSCB Business Unit")
    assert (member["words"], member["period"]) == ("Board Manager; Business Coordinator", "2014")
