"""A notebook that asks for more memory than run.yaml allows fails by name, and the others are made."""

import sys

import pytest

from analysis.project import Project
from analysis.refusals import NotebookFailed
from publishing.release.release_list import list_releases
from publishing.running import quarter
from publishing.running.kernels.warm import warm_kernels
from publishing.running.quarter import run_quarter
from tests.nightly import sample

GREEDY = {
    "bytes": "all_of_it = bytearray(10**9)",
    "an array": "import numpy; all_of_it = numpy.ones(10**9)",
    "a process that it starts": (
        "import subprocess, sys\nsubprocess.run([sys.executable, '-c', 'bytearray(10**9)'], check=True)"
    ),
}

pytestmark = [
    pytest.mark.run,
    pytest.mark.skipif(sys.platform != "linux", reason="Only Linux counts all memory that a process writes to."),
]


@pytest.fixture
def project(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The project, each run of which has a fork server of its own: that is what limits memory."""
    monkeypatch.setattr(quarter, "PRELOADED", ())
    monkeypatch.setattr(quarter, "warm_kernels", warm_kernels)
    return project


@pytest.fixture
def limited(project):
    path = project.params / "run.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "memory_limit_megabytes: 400\n", encoding="utf-8")
    return project


@pytest.mark.parametrize("eaten", sample(GREEDY, tried=["a process that it starts"]))
def test_a_notebook_that_eats_memory_fails_by_its_name(limited, progress, tmp_path, add_notebook, eaten):
    add_notebook(GREEDY[eaten])
    with pytest.raises(NotebookFailed, match=r"^missing \(missing\.ipynb\), code cell 2"):
        run_quarter(limited, progress, tmp_path / "reports")
    assert list_releases(tmp_path / "reports") == []


@pytest.mark.nightly
def test_the_refusal_names_the_limit(limited, progress, tmp_path, add_notebook):
    add_notebook("all_of_it = bytearray(10**9)")
    with pytest.raises(NotebookFailed, match=r"memory_limit_megabytes in params/run\.yaml"):
        run_quarter(limited, progress, tmp_path / "reports")


@pytest.mark.nightly
def test_a_notebook_that_needs_little_is_made(limited, progress, tmp_path, add_notebook):
    add_notebook("some_of_it = bytearray(10**7)")
    assert len(run_quarter(limited, progress, tmp_path / "reports").releases) == 1


@pytest.mark.nightly
def test_without_a_limit_the_notebook_has_what_the_machine_has(project, progress, tmp_path, add_notebook):
    add_notebook("all_of_it = bytearray(5 * 10**8)")
    assert len(run_quarter(project, progress, tmp_path / "reports").releases) == 1
