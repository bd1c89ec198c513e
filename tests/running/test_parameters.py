"""A mistaken parameter stops the run before anything is executed, and is answered with the nearest valid name."""

import pytest

from analysis.definitions import read_definitions
from analysis.project import Project
from analysis.refusals import ParametersRefused
from publishing.running.units import plain_value, plan_units

PARAMETERS = """\
# The run fills in the first four.
report: str = "missing"  # which report = which page
area: str = "E06000045"
quarter: str = "2013-14 Q4"
data: str = "../data"

indicator: str = "missing_children"
months: int = 12
share: float = 0.5
monthly: bool = True
"""


def test_a_unit_carries_the_reports_own_parameters_and_those_of_the_run(plan, add_report, add_notebook):
    add_notebook(parameters=PARAMETERS)
    add_report("missing", parameters="{indicator: referrals, months: 24, share: 1, monthly: false}")

    (unit,) = plan(quarter="Quarter 4 2013/14")

    assert unit.parameters == {
        "report": "missing",
        "area": "E06000045",
        "quarter": "2013-14 Q4",
        "data": "../data",
        "indicator": "referrals",
        "months": 24,
        "share": 1,
        "monthly": False,
    }


def test_a_parameter_that_is_not_given_keeps_its_default(plan, add_notebook):
    add_notebook(parameters=PARAMETERS)

    (unit,) = plan()

    assert "months" not in unit.parameters


def test_an_unknown_parameter_is_refused_with_the_nearest_name(plan, add_report, add_notebook):
    add_notebook(parameters=PARAMETERS)
    add_report("missing", parameters="{moths: 24}")

    with pytest.raises(ParametersRefused, match=r"missing.yaml: missing.ipynb has no parameter 'moths'.*'months'"):
        plan()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("indicator: 3", "indicator: missing.ipynb expects str, not int"),
        ("months: '12'", "months: missing.ipynb expects int, not str"),
        ("months: 12.0", "months: missing.ipynb expects int, not float"),
        ("months: true", "months: missing.ipynb expects int, not bool"),
        ("share: true", "share: missing.ipynb expects float, not bool"),
        ("monthly: 1", "monthly: missing.ipynb expects bool, not int"),
        ("monthly: NO", "monthly: missing.ipynb expects bool, not str"),
    ],
)
def test_a_parameter_of_another_type_is_refused(plan, add_report, add_notebook, value, expected):
    add_notebook(parameters=PARAMETERS)
    add_report("missing", parameters=f"{{{value}}}")

    with pytest.raises(ParametersRefused, match=expected):
        plan()


def test_every_fault_of_every_report_is_told_at_once(plan, add_report, add_notebook):
    add_notebook(parameters=PARAMETERS)
    add_report("missing", parameters="{moths: 24, months: twelve}")
    add_report("other", parameters="{moths: 24}")

    with pytest.raises(ParametersRefused) as refused:
        plan()

    assert len(str(refused.value).splitlines()) == 3


def test_a_parameter_that_has_no_default_must_be_given(plan, add_notebook, add_report):
    add_notebook(parameters=PARAMETERS + "per: int = None\n")

    with pytest.raises(ParametersRefused, match=r"missing.ipynb needs the parameter 'per'"):
        plan()

    add_report("missing", parameters="{per: 1000}")
    assert plan()[0].parameters["per"] == 1000


def test_a_notebook_that_does_not_take_what_the_run_fills_in_is_refused(plan, add_notebook):
    add_notebook(parameters=PARAMETERS.replace("quarter: str", "quarters: str"))

    with pytest.raises(ParametersRefused, match=r"no parameter 'quarter'. Did you mean 'quarters'"):
        plan()


def test_a_report_may_not_set_what_the_run_fills_in(plan, add_report):
    add_report("missing", parameters="{area: E06000044}")

    with pytest.raises(ParametersRefused, match="area is filled in by the run"):
        plan()


@pytest.mark.parametrize(
    "line",
    [
        "months = 12",
        "months: int",
        "months: list = []",
        "months: int = 'twelve'",
        "months: int = len('abc')",
        "months: bool = 1",
        "import os",
        "months: int = 12; print(months)",
    ],
)
def test_a_line_that_is_not_a_name_a_type_and_a_value_is_refused(plan, add_notebook, line):
    add_notebook(parameters=f"{PARAMETERS}{line}\n")

    with pytest.raises(ParametersRefused, match=r"missing.ipynb: line \d+ of the parameters cell"):
        plan()


def test_parameters_that_are_not_python_are_refused(plan, add_notebook):
    add_notebook(parameters="area: str =\n")

    with pytest.raises(ParametersRefused, match=r"its parameters are not Python. Mend line 1"):
        plan()


def test_a_notebook_without_a_parameters_cell_is_refused(plan, project: Project):
    path = project.notebooks / "missing.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace('"parameters"', '"parameter"'), encoding="utf-8")

    with pytest.raises(ParametersRefused, match="expected one code cell tagged 'parameters'"):
        plan()


def test_a_notebook_that_is_cut_short_is_refused(plan, project: Project):
    path = project.notebooks / "missing.ipynb"
    path.write_text(path.read_text(encoding="utf-8")[:100], encoding="utf-8")

    with pytest.raises(ParametersRefused, match=r"missing.ipynb is not a notebook"):
        plan()


def test_a_notebook_that_does_not_exist_is_refused_with_the_nearest_name(plan, add_report):
    add_report("missing", notebook="misssing.ipynb")

    with pytest.raises(ParametersRefused, match=r"no notebook notebooks/misssing.ipynb. Did you mean 'missing.ipynb'"):
        plan()


def test_a_notebook_that_is_a_link_out_of_the_notebooks_folder_is_refused(plan, project: Project):
    inside, outside = project.notebooks / "missing.ipynb", project.root / "missing.ipynb"
    inside.rename(outside)
    inside.symlink_to(outside)

    with pytest.raises(ParametersRefused, match=r"no notebook notebooks/missing.ipynb"):
        plan()


def test_an_unknown_report_is_refused_with_the_nearest_name(plan):
    with pytest.raises(ParametersRefused, match="Did you mean 'missing'"):
        plan("mising")


def test_a_name_that_is_a_path_is_refused(plan):
    with pytest.raises(ParametersRefused, match=r"No report '../missing'"):
        plan("../missing")


def test_an_unknown_area_is_refused_with_the_nearest_code(plan):
    with pytest.raises(ParametersRefused, match="Did you mean 'E0600004"):
        plan(areas=("E06000046",))


def test_a_quarter_that_is_none_is_refused(plan):
    with pytest.raises(ParametersRefused, match="No quarter '2013-14 Q5'"):
        plan(quarter="2013-14 Q5")


def test_the_reports_named_come_in_the_order_of_the_pages(plan, add_report):
    add_report("first", order="1")
    add_report("last", order="900")

    assert [unit.report.name for unit in plan("last", "first")] == ["first", "last"]


def test_a_list_of_names_becomes_one_text():
    assert plain_value(["referrals", "looked_after"], "here") == "referrals looked_after"


@pytest.mark.parametrize("value", [["two words"], [""], ["a", "b\n"], "a\nb", "bell\x07", float("inf"), float("nan")])
def test_a_value_that_cannot_be_passed_as_it_stands_is_refused(value):
    with pytest.raises(ParametersRefused, match="here: "):
        plain_value(value, "here")


def test_a_data_folder_elsewhere_is_named_by_its_whole_path(plan, project: Project, tmp_path):
    elsewhere = tmp_path / "elsewhere"

    (unit,) = plan_units(
        Project(project.root, elsewhere), read_definitions(project.params), ["E06000045"], "2013-14 Q4"
    )

    assert unit.parameters["data"] == elsewhere.as_posix()


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        (
            "{indicator: !!python/name:os.system ''}",
            r"missing.yaml, line \d+, parameters.indicator: expected a value with",
        ),
        ("{months: 012}", r"missing.yaml, line \d+, parameters.months: expected a number without leading zeros"),
        (
            "{months: 1_2}",
            r"missing.yaml, line \d+, parameters.months: expected a number without leading zeros or under",
        ),
        ("{share: .inf}", r"missing.yaml, line \d+, parameters.share: expected a finite number"),
        (
            "{months: &m 12, share: *m}",
            r"missing.yaml, line \d+, parameters.months: expected a value here, not an anchor",
        ),
        ("{months: 12, months: 24}", r"missing.yaml, line \d+: .*duplicate key \"months\""),
        ("{\"__import__('os').getcwd()\": 1}", r"missing.ipynb has no parameter \"__import__\('os'\)"),
        ("{import os: 1}", r"missing.ipynb has no parameter 'import os'"),
        ("{monthly: 'True'}", r"monthly: missing.ipynb expects bool, not str"),
    ],
)
def test_a_parameter_that_is_code_or_says_more_than_it_shows_is_refused(
    plan, add_report, add_notebook, parameters, expected
):
    add_notebook(parameters=PARAMETERS)
    add_report("missing", parameters=parameters)

    with pytest.raises(ParametersRefused, match=expected):
        plan()


@pytest.mark.parametrize(
    "notebook", ["../missing.ipynb", "/missing.ipynb", "a/../missing.ipynb", "missing", "Missing.ipynb"]
)
def test_a_notebook_whose_name_is_a_path_is_refused(plan, add_report, notebook):
    add_report("missing", notebook=notebook)

    with pytest.raises(ParametersRefused, match=r"reports/missing.yaml:\n  notebook: string should match pattern"):
        plan()
