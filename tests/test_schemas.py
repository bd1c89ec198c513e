"""Tables that pass from one module to another have a kind, which is said once, named in signatures and held."""

import ast
import re
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from pandera.errors import SchemaErrors

from analysis.model.survival import Steps, kaplan_meier, name_steps
from analysis.project import find_project
from analysis.schemas import Readings
from tests.held_tables import by_hand, hold

SRC = find_project(Path(__file__).parent).root / "src"
ANY_TABLE = {
    "AreaReader.protect": "whatever a notebook tabulates",
    "protect": "the same",
    "choose_columns": "the same",
    "write_table": "of any schema, which it is given",
    "replace_table": "the same",
    "read_table": "the same",
    "draw_dots": "rows of any chart, whose columns it is told",
    "fit_pooled": "counts of areas in either of two forms",
    "read_panel": "the same",
    "need_columns": "of any kind, whose columns it looks for",
    "read_starts": "a series with days or with periods in words",
    "tabulate_work": "a column for each quarter that is known",
    "tabulate_stated": "the headings of its page",
}
"""The public functions of the analysis that take or give tables of no one kind, and what these are."""
MOST_BARE = 75  # public functions of the works with a table of no kind
STEPS = pd.DataFrame({"time": [1.0, 2.0], "at_risk": [20.0, 15.0], "events": [5.0, 3.0]})


def bare_functions(package: str) -> list[str]:
    """The public functions and methods whose signature has a bare frame."""
    found = []
    for path in sorted((SRC / package).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
        for prefix, body in [("", tree.body), *((f"{each.name}.", each.body) for each in classes)]:
            public = [node for node in body if isinstance(node, ast.FunctionDef) and node.name[0] != "_"]
            found += [prefix + node.name for node in public if "pd.DataFrame" in _signature(node)]
    return found


def _signature(node: ast.FunctionDef) -> str:
    return ast.unparse(node.args) + (ast.unparse(node.returns) if node.returns else "")


def test_functions_of_the_analysis_name_the_kind_of_a_table_unless_they_take_any():
    assert sorted(bare_functions("analysis")) == sorted(ANY_TABLE)


def test_functions_of_the_works_take_bare_tables_no_oftener_than_they_did():
    assert len(bare_functions("publishing")) <= MOST_BARE


def test_a_kind_of_table_is_said_once():
    text = "".join(path.read_text(encoding="utf-8") for path in SRC.rglob("*.py"))
    kinds = Counter(re.findall(r"^([A-Z]\w+) = Annotated\[", text, re.MULTILINE))

    assert len(kinds) > 40
    assert [name for name, times in kinds.items() if times > 1] == []


@pytest.mark.parametrize(
    "wrong", [STEPS.drop(columns="events"), STEPS.assign(events=["5", "3"])], ids=["a column less", "words for numbers"]
)
def test_a_table_that_is_not_of_its_kind_fails_where_it_is_given_and_where_the_analysis_passes_it_on(wrong):
    def give() -> Steps:
        return wrong

    def take(steps: Steps | None) -> None: ...

    for code in ("give()", "take(wrong)"):
        with pytest.raises(SchemaErrors, match="events"):
            eval(code, {"__name__": "analysis.words", "give": hold(give), "take": hold(take), "wrong": wrong})


def test_a_table_without_rows_has_the_columns_of_its_kind():
    def give() -> Steps:
        return STEPS.iloc[:0].drop(columns="time")

    with pytest.raises(ValueError, match="no column time"):
        hold(give)()


def test_the_functions_of_the_packages_are_held_by_the_suite():
    with pytest.raises(SchemaErrors, match="events"):
        eval("estimate(steps)", {"estimate": kaplan_meier, "steps": STEPS.assign(events=["five", "three"])})


def test_a_table_that_a_test_writes_by_hand_is_left_alone_with_what_follows_from_it():
    def inside(readings: Readings) -> bool:
        return by_hand.get()

    assert hold(inside)(pd.DataFrame({"indicator": ["referrals"]}))
    assert not by_hand.get()
    assert name_steps(pd.DataFrame({"first": [1], "last": [3]})) == ["months 1 to 3"]
