"""Every notebook asks one question, stays thin and stores no output; its file reads well in a diff.

The welcome notebook is no report: it shows how things are done, and need not have a report's parts in their order.
"""

import ast
import functools
import importlib.util
import json
import re
from pathlib import Path

import nbformat
import papermill
import pytest

import analysis
from analysis.definitions.reports import read_reports
from analysis.project import find_project

PROJECT = find_project(Path(__file__).parent)
NOTEBOOKS = sorted(PROJECT.notebooks.glob("*.ipynb"))
REPORTS = [path for path in NOTEBOOKS if path.stem not in ("welcome", "explore")]
NEUTRAL = re.compile(r"|True|\d+")  # nothing named, or a choice that every report of the notebook makes alike
GIVEN = ("report", "area", "quarter", "data")
TAGS = ["parameters", "setup", "data", "measure", "model", "chart", "table", "reading", "received", "provenance"]

LEAST_MODEL_CALLS = 55

every = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
every_report = pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)


def code_cells(path: Path) -> list[nbformat.NotebookNode]:
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def calls_of_models(path: Path) -> list[str]:
    """The functions of `analysis.model` that a notebook calls, once for each call."""
    tree = ast.parse("\n".join(cell.source for cell in code_cells(path)))
    imported = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    modules = {name.asname or name.name for node in imported if node.module == "analysis.model" for name in node.names}
    functions = {
        name.asname or name.name
        for node in imported
        if (node.module or "").startswith("analysis.model.")
        for name in node.names
    }
    called = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [
        ast.unparse(each)
        for each in called
        if (isinstance(each, ast.Name) and each.id in functions)
        or (isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name) and each.value.id in modules)
    ]


@every
def test_it_opens_with_a_title_an_audience_and_a_question(path):
    first = nbformat.read(path, as_version=4).cells[0]

    assert first.cell_type == "markdown"
    assert first.source.startswith("# ")
    assert "For:" in first.source
    assert "?" in first.source


@every_report
def test_it_has_6_to_16_code_cells_of_at_most_12_lines_and_80_lines_in_all(path):
    lines = [len([line for line in cell.source.splitlines() if line.strip()]) for cell in code_cells(path)]

    assert 6 <= len(lines) <= 16
    assert max(lines) <= 12
    assert sum(lines) <= 80


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
def test_its_cells_are_tagged_from_parameters_and_setup_to_provenance(path):
    tags = [tag for cell in code_cells(path) for tag in cell.metadata.get("tags", [])]

    assert set(tags) <= set(TAGS)
    assert tags[:3] == ["parameters", "setup", "data"]
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


@every_report
def test_its_defaults_show_what_one_of_its_reports_shows(path):
    """A parameter that is left empty is the report's own: `page.parameter` reads it from the report's file."""
    reports = read_reports(PROJECT.params / "reports")
    given = {name: found["default"].strip("'\"") for name, found in papermill.inspect_notebook(path).items()}
    report = reports[given["report"]]
    own = {
        name: " ".join(value) if isinstance(value, list) else str(value) for name, value in report.parameters.items()
    }

    assert report.notebook == path.name
    assert {name: given[name] for name in own if given[name]} == {name: own[name] for name in own if given[name]}
    assert not [name for name in given if name not in {*own, *GIVEN} and not NEUTRAL.fullmatch(given[name])]


def test_the_models_of_the_reports_are_called_in_their_notebooks():
    """An analyst who asks which test said so finds the call: 11 stood there when pages were cut by subject."""
    assert sum(len(calls_of_models(path)) for path in REPORTS) >= LEAST_MODEL_CALLS


@every
def test_it_imports_the_analysis_and_nothing_of_what_publishes_it(path):
    assert not [cell.id for cell in code_cells(path) if re.search(r"^(from|import) publishing\b", cell.source, re.M)]


@functools.cache
def named_at_a_level() -> dict[str, int | None]:
    """The functions whose results hold at 95% unless a level is given, and where it stands among their arguments."""
    found = {}
    for path in sorted(Path(analysis.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and "confidence: float=0.95" in ast.unparse(node.args):
                names = [argument.arg for argument in node.args.args]
                found[node.name] = names.index("confidence") if "confidence" in names else None
    return found


@every_report
def test_whatever_has_a_level_of_confidence_is_given_the_policys(path):
    levels, tree = named_at_a_level(), ast.parse("\n".join(cell.source for cell in code_cells(path)))
    own = []
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = ast.unparse(call.func).rpartition(".")[2]
        place = levels.get(name, 0)
        given = {keyword.arg for keyword in call.keywords} & {"confidence", None}  # None: passed on as **
        if name in levels and not given and (place is None or len(call.args) <= place):
            own.append(ast.unparse(call))

    assert own == []
    assert len(levels) > 30


@every
def test_every_name_that_it_imports_exists(path):
    tree = ast.parse("\n".join(cell.source for cell in code_cells(path)))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]

    for module, name in ((node.module, one.name) for node in imports for one in node.names):
        named = hasattr(importlib.import_module(module), name)
        assert named or importlib.util.find_spec(f"{module}.{name}"), f"{module}.{name}"


def test_what_was_published_is_not_said_to_be_none():
    """The sentence is only in the branch that is taken where the area has no official figure."""
    calls = guarded = 0
    for path in NOTEBOOKS:
        for node in (node for cell in code_cells(path) for node in ast.walk(ast.parse(cell.source))):
            calls += isinstance(node, ast.Attribute) and node.attr == "say_not_published"
            if isinstance(node, ast.If | ast.IfExp) and ast.unparse(node.test).endswith(".own)"):
                branch = node.orelse if isinstance(node.orelse, list) else [node.orelse]
                guarded += sum(ast.unparse(one).count("say_not_published") for one in branch)

    assert calls == guarded > 0
