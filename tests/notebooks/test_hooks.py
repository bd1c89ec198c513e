"""What is held before a commit: a notebook leaves no output behind, and what ruff finds is not committed."""

import json
import os
import re
import shutil
import subprocess
import sysconfig
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_output

from analysis.project import find_project

ROOT = find_project(Path(__file__).parent).root
PROGRAMS = sysconfig.get_path("scripts")
EDITOR = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
    "version": "3.11.2",
}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with our hooks, our rules and one notebook."""
    for name in (".pre-commit-config.yaml", ".gitattributes", "pyproject.toml", "nbdime_config.json"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "notebooks").mkdir()
    shutil.copy(ROOT / "notebooks" / "missing.ipynb", tmp_path / "notebooks")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    return tmp_path


def git(repository: Path, *words: str) -> str:
    return run(repository, "git", *words).stdout


def run(repository: Path, *words: str) -> subprocess.CompletedProcess:
    """A program in a repository, with this environment's programs first and none of the user's settings."""
    home, foreign = str(repository / "home"), ("GIT_", "PRE_COMMIT", "JUPYTER")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    own = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "PRE_COMMIT_HOME"), home) | {"GIT_CONFIG_NOSYSTEM": "1"}
    own["PATH"] = f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(words, cwd=repository, env=kept | own, capture_output=True, text=True, encoding="utf-8")


def hook(repository: Path, name: str) -> subprocess.CompletedProcess:
    return run(repository, "pre-commit", "run", name, "--all-files")


def leave_as_jupyterlab_does(path: Path, **settings) -> None:
    """Give a notebook the outputs and counts of a run, and what the editor keeps beside them."""
    notebook = nbformat.read(path, as_version=4)
    for count, cell in enumerate(cell for cell in notebook.cells if cell.cell_type == "code"):
        cell.execution_count = count + 1
        cell.outputs = [new_output("stream", name="stdout", text="a figure")]
        cell.metadata |= settings
    notebook.metadata.language_info |= EDITOR if settings else {}
    path.write_text(json.dumps(notebook, indent=2), encoding="utf-8")


def test_the_hooks_are_well_formed(repository):
    assert run(repository, "pre-commit", "validate-config").returncode == 0


def test_a_notebook_that_has_run_is_as_it_was_once_the_hook_has_stripped_it(repository):
    path = repository / "notebooks" / "missing.ipynb"
    before = path.read_bytes()
    leave_as_jupyterlab_does(path, execution={"iopub.execute_input": "2026-11-23T09:00:00Z"}, editable=True)

    first, second = hook(repository, "nbstripout"), hook(repository, "nbstripout")

    assert (first.returncode, second.returncode) == (1, 0), first.stdout
    assert path.read_bytes() == before


def test_code_that_ruff_finds_fault_with_is_stopped(repository):
    (repository / "page.py").write_text("import os\n", encoding="utf-8")
    git(repository, "add", ".")

    assert "F401" in hook(repository, "ruff-check").stdout


@pytest.mark.nightly
def test_what_changed_in_a_notebook_is_shown_as_the_line_that_changed(repository):
    path = repository / "notebooks" / "missing.ipynb"
    git(repository, "config", "diff.jupyternotebook.command", "git-nbdiffdriver diff")
    path.write_text(path.read_text(encoding="utf-8").replace("2013-14 Q4", "2013-14 Q3"), encoding="utf-8")
    leave_as_jupyterlab_does(path)

    told = re.sub(r"\x1b\[[\d;]*m", "", git(repository, "diff"))

    assert re.findall(r"^[+-](?![+-]).*$", told, re.MULTILINE) == [
        '-quarter: str = "2013-14 Q4"  # last quarter on the page',
        '+quarter: str = "2013-14 Q3"  # last quarter on the page',
    ]


@pytest.mark.parametrize(
    ("name", "told"), [("data/raw/published/a.csv", "text: unset"), ("notebooks/a.ipynb", "eol: lf")]
)
def test_a_file_as_received_keeps_its_line_ends_and_a_notebook_has_one_kind(repository, name, told):
    assert told in git(repository, "check-attr", "--all", name)
