"""Every notebook runs from its first cell to its last with the defaults that an analyst finds in JupyterLab.

By day the demo release runs every report, tests/test_explore.py explore, and tests/forms/test_new.py a new one.
"""

from pathlib import Path

import nbformat
import papermill
import pytest
from papermill.exceptions import PapermillExecutionError

from analysis.project import find_project
from publishing.running.kernels.warm import warm_kernels
from tests.nightly import sample

NOTEBOOKS = {path.stem: path for path in find_project(Path(__file__).parent).notebooks.glob("*.ipynb")}
EXPLORE = "explore"  # no report either: it ends with the preview of a page
WELCOME = "welcome"  # no report: it ends by showing a page inside JupyterLab
FROM_RECORDS = {"cohort", "profile", "steps"}  # of counts from records, which the repository does not hold


@pytest.fixture(scope="session")
def kernel():
    with warm_kernels() as kernel:
        yield kernel


@pytest.mark.run
@pytest.mark.parametrize("name", sample(sorted(NOTEBOOKS.keys() - FROM_RECORDS), tried=[]))
def test_it_runs_from_top_to_bottom_with_its_defaults(name, kernel, real_project):
    code = run(NOTEBOOKS[name], kernel, real_project.data)

    assert all(cell.execution_count for cell in code)
    if name == EXPLORE:
        assert code[-1].outputs
    elif name == WELCOME:
        shown = [output.data.get("text/html", "") for cell in code for output in cell.outputs]
        assert sum("The page as it will be circulated" in html for html in shown) == 2
    else:
        assert code[-1].outputs[-1].metadata["lscb"]["part"] == "complete"


@pytest.mark.run
@pytest.mark.parametrize("name", sample(sorted(FROM_RECORDS), tried=["cohort"]))
def test_without_its_figures_it_says_in_one_sentence_that_there_are_none(name, kernel, real_project):
    with pytest.raises(PapermillExecutionError) as refused:
        run(NOTEBOOKS[name], kernel, real_project.data)

    assert (refused.value.ename, len(refused.value.traceback)) == ("ParametersRefused", 1)
    assert refused.value.evalue.startswith("There are no figures of ")


def run(path: Path, kernel: type, data: Path) -> list[nbformat.NotebookNode]:
    """The code cells of a notebook that has run on a data folder."""
    executed = papermill.execute_notebook(
        nbformat.read(path, as_version=4),
        None,
        parameters={"data": str(data)},
        kernel_manager_class=kernel,
        resources={"metadata": {"path": str(path.parent)}},
        progress_bar=False,
    )
    return [cell for cell in executed.cells if cell.cell_type == "code"]
