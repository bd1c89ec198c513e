"""Every notebook asks one question, stays thin and stores no output; its file reads well in a diff.

The welcome notebook is no report: it shows how things are done, and need not have a report's parts in their order.
"""

import json
from pathlib import Path

import nbformat
import papermill
import pytest

from analysis.definitions.reports import read_reports
from analysis.project import find_project

PROJECT = find_project(Path(__file__).parent)
NOTEBOOKS = sorted(PROJECT.notebooks.glob("*.ipynb"))
REPORTS = [path for path in NOTEBOOKS if path.stem != "welcome"]
ORDER = ["parameters", "setup", "data", "measure", "model", "chart", "table", "reading", "provenance"]

every = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
every_report = pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)


def code_cells(path: Path) -> list[nbformat.NotebookNode]:
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


@every
def test_it_opens_with_a_title_an_audience_and_a_question(path):
    first = nbformat.read(path, as_version=4).cells[0]

    assert first.cell_type == "markdown"
    assert first.source.startswith("# ")
    assert "For:" in first.source
    assert "?" in first.source


@every_report
def test_it_has_8_to_12_code_cells_of_at_most_10_lines_and_60_lines_in_all(path):
    lines = [len([line for line in cell.source.splitlines() if line.strip()]) for cell in code_cells(path)]

    assert 8 <= len(lines) <= 12
    assert max(lines) <= 10
    assert sum(lines) <= 60


@every
def test_it_defines_nothing(path):
    starts = ("def ", "class ", "async def ")

    assert not [
        line for cell in code_cells(path) for line in cell.source.splitlines() if line.strip().startswith(starts)
    ]


@every
def test_it_stores_no_output_and_no_count(path):
    assert not any(cell.outputs or cell.execution_count for cell in code_cells(path))


@every_report
def test_its_cells_are_tagged_in_the_order_of_every_notebook(path):
    tags = [tag for cell in code_cells(path) for tag in cell.metadata.get("tags", [])]

    assert tags == sorted(tags, key=ORDER.index)
    assert len(tags) == len(code_cells(path))
    assert tags.count("parameters") == tags.count("setup") == 1
    assert tags[-1] == "provenance"


@every
def test_its_parameters_are_typed_and_each_has_a_comment(path):
    parameters = papermill.inspect_notebook(path)

    assert {"report", "area", "quarter", "data"} <= set(parameters)
    assert not [name for name, found in parameters.items() if found["inferred_type_name"] == "None"]
    assert not [name for name, found in parameters.items() if not found["help"]]


@every_report
def test_a_report_uses_it(path):
    assert path.name in {report.notebook for report in read_reports(PROJECT.params / "reports").values()}


@every
def test_it_is_a_python_3_notebook(path):
    assert nbformat.read(path, as_version=4).metadata.kernelspec.name == "python3"


@every
def test_every_code_cell_says_by_a_tag_what_it_is_for(path):
    assert not [cell.id for cell in code_cells(path) if len(cell.metadata.get("tags", [])) != 1]


@every
def test_its_file_has_one_way_to_be_written_so_that_a_diff_shows_only_what_changed(path):
    written = path.read_text(encoding="utf-8")

    assert written == json.dumps(json.loads(written), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


@every
def test_each_cell_has_a_name_of_its_own_and_nothing_else_is_kept_of_the_program_that_wrote_it(path):
    notebook = nbformat.read(path, as_version=4)
    names = [cell.id for cell in notebook.cells]

    assert len(names) == len(set(names))
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert set(notebook.metadata.language_info) == {"name"}
    assert all(set(cell.metadata) <= {"tags"} for cell in notebook.cells)
