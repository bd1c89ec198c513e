"""What disclosure control passes over: what the contract or the policy exempts, and no word of a cell."""

import pytest

from analysis.definitions.parameter_files import check_definition
from analysis.refusals import ParametersRefused
from publishing.intake.layouts import LAYOUTS

YEAR = "2013-14"
WHOLE = {"title": "T", "supplier": "S", "file": "any", "precedence": 2, "area": "E06000045"}


@pytest.mark.parametrize("word", ["comparison", "target"])
def test_a_breakdown_that_is_called_a_target_is_protected_like_any_other(decide, word):
    assert decide([("plans", "here", word, YEAR, 3)]).withheld() == {"here"}


@pytest.mark.parametrize("profile", ["sub_group", "public"])
def test_what_a_contract_exempts_is_shown_as_it_came(decide, profiles, profile):
    rows = [("plans", "here", "target", YEAR, 3), ("plans", "here", "", YEAR, 40)]
    tried = decide(rows, profile=profiles[profile], exempt=["target"])
    assert tried.withheld() == set()
    assert set(tried.shown["value"]) == {3, 40}


def test_what_is_exempt_is_no_part_of_its_whole(decide):
    rows = [("plans", "here", "target", YEAR, 39), ("plans", "here", "", YEAR, 40)]
    assert decide(rows).withheld() == {"target"}
    assert decide(rows, exempt=["target"]).withheld() == set()


def test_an_indicator_is_exempt_in_the_areas_that_the_policy_names_and_only_there(decide):
    rows = [("plans", "England", "", YEAR, 3), ("plans", "here", "", YEAR, 3)]
    assert decide(rows, policy_exempts={"plans": ["England"]}).withheld() == {"here"}


@pytest.mark.parametrize(
    ("layout", "more"),
    [
        ("rows", {"breakdown_columns": ["item"], "columns": {"Number": "plans"}}),
        ("measures_across", {"breakdown_column": "kind", "columns": {"Number": "plans"}}),
        ("periods_across", {"labels": ["breakdown"], "measure": "plans", "period": "month"}),
    ],
)
def test_a_contract_that_reads_breakdowns_from_cells_exempts_none(layout, more):
    contract = {"name": "any", "layout": layout, "exempt": ["target"], **WHOLE, **more}
    with pytest.raises(ParametersRefused, match="reads its breakdowns from cells"):
        check_definition(LAYOUTS[layout], contract, "sources/any.yaml")
