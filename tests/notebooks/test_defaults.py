"""A notebook that is opened shows what its report shows: its defaults are the report's parameters."""

from pathlib import Path

import papermill
import pytest

from analysis.definitions.reports import read_reports
from analysis.project import find_project

PROJECT = find_project(Path(__file__).parent)
REPORTS = read_reports(PROJECT.params / "reports")
NOTEBOOKS = sorted({report.notebook for report in REPORTS.values()})


def default(found: dict[str, str]) -> object:
    """The default of a parameter as papermill inspects it: the source of a Python literal."""
    return eval(found["default"], {"__builtins__": {}}, {})


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_its_defaults_are_the_parameters_of_the_report_that_they_name(name):
    parameters = papermill.inspect_notebook(PROJECT.notebooks / name)
    report = REPORTS[str(default(parameters["report"]))]
    own = {key: default(found) for key, found in parameters.items() if key in report.parameters}

    assert report.notebook == name
    given = {key: " ".join(value) if isinstance(value, list) else value for key, value in report.parameters.items()}
    assert own == {key: given[key] if own.get(key) != "" else "" for key in given}  # an empty one is the report's own
