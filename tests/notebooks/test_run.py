"""Every notebook runs from its first cell to its last with the defaults that an analyst finds in JupyterLab."""

from pathlib import Path

import nbformat
import papermill
import pytest

from analysis.project import find_project
from analysis.run.kernels_warm import warm_kernels

NOTEBOOKS = sorted(find_project(Path(__file__).parent).notebooks.glob("*.ipynb"))


@pytest.fixture(scope="session")
def kernel():
    with warm_kernels() as kernel:
        yield kernel


@pytest.mark.run
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs_from_top_to_bottom_with_its_defaults(path, kernel, real_project):
    executed = papermill.execute_notebook(
        nbformat.read(path, as_version=4),
        None,
        parameters={"data": str(real_project.data)},
        kernel_manager_class=kernel,
        resources={"metadata": {"path": str(path.parent)}},
        progress_bar=False,
    )

    code = [cell for cell in executed.cells if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in code)
    assert code[-1].outputs[-1].metadata["lscb"]["part"] == "complete"
