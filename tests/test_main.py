"""The command line refuses in words, ends with the code that the design gives, and shows no traceback."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import nbformat
import pytest

from analysis.project import find_project
from analysis.refusals import DisclosureRefused, NotebookFailed, RunInProgress, SourceRefused
from publishing.running import quarter
from publishing.running.lock import hold

REPOSITORY = find_project(Path(__file__).parent).root
PARAMETERS = "report: str = 'a'\narea: str = 'a'\nquarter: str = 'a'\ndata: str = 'a'"
COMPLETE = """\
from IPython.display import display
display({'text/html': ''}, raw=True, metadata={'lscb': {'part': 'complete'}})
"""


class Ended(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A checkout with the repository's parameters, one report and nothing received."""
    root = tmp_path / "check out"
    for folder in ("params/reports", "params/sources", "notebooks", "data/raw/published", "data/raw/returns"):
        (root / folder).mkdir(parents=True)
    for name in ("run.yaml", "policy.yaml", "partnership.yaml"):
        text = (REPOSITORY / "params" / name).read_text(encoding="utf-8")
        (root / "params" / name).write_text(
            re.sub(r"^exempt:\n(  .*\n)+", "", text, flags=re.MULTILINE), encoding="utf-8"
        )
    files = {
        "params/areas.yaml": "areas: [{code: E06000045, name: Southampton, kind: authority}]\n",
        "params/indicators.yaml": "",
        "params/annotations.yaml": "annotations: []\n",
        "params/reports/tiny.yaml": (
            "title: A tiny page\naudience: Main Board\nquestion: How many?\nnotebook: tiny.ipynb\n"
        ),
    }
    for name, text in files.items():
        (root / name).write_text(text, encoding="utf-8")
    cells = [
        nbformat.v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell(COMPLETE),
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(notebook, root / "notebooks" / "tiny.ipynb")
    return root


@pytest.fixture
def lscb(root: Path, monkeypatch, type_command) -> Callable:
    """Run a command in the checkout, in this process."""
    monkeypatch.chdir(root)
    return type_command


@pytest.mark.run
def test_a_run_ends_by_naming_reports_findings_seconds_and_the_page_to_open(lscb, root):
    ended = lscb("run", "--jobs", "1")

    assert ended.code == 0
    last = ended.out.splitlines()[-1]
    assert last.startswith("1 report, 0 findings, ")
    page = root / last.split("Open ")[1]
    assert page.is_file()
    assert page.parent.parent == root / "reports"


@pytest.mark.run
def test_a_release_is_verified_by_its_name_or_its_folder(lscb, root):
    lscb("run", "--jobs", "1")
    (release,) = (path for path in (root / "reports").iterdir() if path.is_dir())

    assert lscb("verify", release.name).code == 0
    assert lscb("verify", str(release)).code == 0

    (release / "tiny.html").write_text("changed", encoding="utf-8")
    ended = lscb("verify", release.name)
    assert ended.code == 6
    assert "tiny.html: was changed" in ended.err


@pytest.mark.parametrize("command", ["verify", "approve --by chair"])
@pytest.mark.parametrize("name", ["nothing", "../data", "../../..", "/", "."])
def test_what_is_no_release_cannot_be_verified_or_signed_off(lscb, root, command, name):
    before = sorted(root.rglob("*"))
    ended = lscb(*command.split(), name)

    assert (ended.code, ended.out) == (6, "")
    assert "Name the folder of a release." in ended.err
    assert sorted(root.rglob("*")) == before


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["run", "--only", "tinny"], "Did you mean 'tiny'?"),
        (["run", "--area", "E06000046"], "Did you mean 'E06000045'?"),
        (["run", "--area", "E06000045 E06000046"], "No area has the code 'E06000046'"),
        (["run", "--quarter", "2013-14 Q5"], "Write one as 2013-14 Q4"),
        (["run", "--data", "nowhere"], "has no raw/ in it"),
        (["run", "--jobs", "0"], "--jobs"),
        (["run", "--arrea", "E06000045"], "--area"),
        (["rum"], "run"),
    ],
)
def test_a_mistaken_word_is_refused_with_code_2_and_the_nearest_valid_one(lscb, root, words, told):
    ended = lscb(*words)

    assert ended.code == 2
    assert told in ended.err
    assert "Traceback" not in ended.err
    assert not (root / "reports").exists()


@pytest.mark.parametrize(
    ("folder", "why"),
    [
        ("data/raw/returns", "it is in data, which they are made from"),
        ("params", "it is in params, which they are made from"),
        ("notebooks/reports", "it is in notebooks, which they are made from"),
        (".", "the project is in it"),
        ("..", "the project is in it"),
        ("params/run.yaml", "it is a file"),
    ],
)
def test_releases_cannot_go_where_they_are_made_from_and_the_message_says_why(lscb, folder, why):
    ended = lscb("run", "--output", folder)

    assert ended.code == 6
    assert f"{why}. Name a folder of their own" in " ".join(ended.err.split())


def test_outside_a_checkout_a_command_is_refused(lscb, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    ended = lscb("list")

    assert ended.code == 2
    assert "Start from a checkout" in ended.err


@pytest.mark.parametrize("refusal", [SourceRefused, DisclosureRefused, NotebookFailed])
def test_a_refusal_is_told_in_its_words_alone_and_ends_with_its_code(lscb, monkeypatch, refusal):
    def refuse(*anything, **others):
        raise refusal("What it is. What to do.")

    monkeypatch.setattr(quarter, "run_quarter", refuse)

    assert lscb("run") == (refusal.exit_code, "", "What it is. What to do.\n")


def test_a_second_run_ends_with_75(lscb, root):
    with hold(root / "reports"):
        ended = lscb("run")

    assert ended.code == RunInProgress.exit_code == 75
    assert f"process {os.getpid()}" in ended.err


def test_a_fault_of_the_program_is_told_without_its_message(lscb, monkeypatch):
    def fault(*anything, **others):
        raise ValueError("Jane Doe")

    monkeypatch.setattr(quarter, "run_quarter", fault)
    ended = lscb("run")

    assert ended.code == 1
    assert "ValueError in test_main.py" in ended.err
    assert "Jane" not in ended.out + ended.err


def test_a_fault_is_told_in_full_where_that_is_asked_for(lscb, monkeypatch):
    def fault(*anything, **others):
        raise ValueError("Jane Doe")

    monkeypatch.setattr(quarter, "run_quarter", fault)
    monkeypatch.setenv("LSCB_DEBUG", "1")

    with pytest.raises(ValueError, match="Jane Doe"):
        lscb("run")


def test_control_c_ends_with_130_and_says_what_became_of_releases(lscb, monkeypatch):
    def stop(*anything, **others):
        raise KeyboardInterrupt

    monkeypatch.setattr(quarter, "run_quarter", stop)

    assert lscb("run") == (130, "", "Stopped. Earlier releases are as they were.\n")


def test_check_lists_refusals_and_findings_and_writes_nothing(lscb, root):
    (root / "data" / "raw" / "published" / "unknown.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    before = sorted(root.rglob("*"))

    ended = lscb("check")

    assert "unknown.csv" in ended.out
    assert ended.out.splitlines()[-1].endswith("notes") or ended.out.splitlines()[-1].endswith("note")
    assert sorted(root.rglob("*")) == before


def test_check_ends_with_3_where_a_file_was_refused(lscb, root):
    contract = "title: T\nsupplier: the police\nfile: police\nrequired: true\nlayout: stated\nprecedence: 2\n"
    (root / "params" / "sources" / "police.yaml").write_text(contract, encoding="utf-8")

    ended = lscb("check")

    assert ended.code == 3
    assert "police" in ended.err
    assert "0 errors" in ended.out


def test_clean_writes_the_tables_and_no_release(lscb, root):
    assert lscb("clean").code == 0

    assert (root / "data" / "processed" / "observations.parquet").is_file()
    assert not (root / "reports").exists()


def test_list_names_reports_by_audience(lscb):
    lines = lscb("list").out.splitlines()

    assert lines[:3] == ["Reports", "  Main Board", "    tiny  A tiny page"]
    assert {"Sources", "Indicators"} <= set(lines)


def test_help_starts_without_the_libraries_that_only_a_run_needs():
    heavy = ["pandas", "numpy", "papermill", "matplotlib", "nbconvert", "jupyter_client", "pydantic"]
    code = f"import sys, publishing.__main__; print([name for name in {heavy} if name in sys.modules])"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_it_is_a_module_too(root):
    done = subprocess.run(
        [sys.executable, "-m", "publishing", "--help"], capture_output=True, text=True, check=True, cwd=root
    )

    assert "lscb" in done.stdout


@pytest.mark.run
@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl-C in another way")
@pytest.mark.nightly  # by day the command's end and the kernels' are tested apart
def test_control_c_ends_a_run_and_its_notebooks_at_once_and_leaves_nothing(root, tmp_path):
    running = tmp_path / "running"
    cell = f"import os, pathlib, time\npathlib.Path({str(running)!r}).write_text(str(os.getpid()))\ntime.sleep(600)"
    notebook = nbformat.read(root / "notebooks" / "tiny.ipynb", as_version=4)
    notebook.cells.insert(1, nbformat.v4.new_code_cell(cell))
    nbformat.write(notebook, root / "notebooks" / "tiny.ipynb")

    started = subprocess.Popen(
        [sys.executable, "-m", "publishing", "run"],
        cwd=root,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's background jobs are deaf to Ctrl-C
    )
    try:
        wait_until(lambda: running.is_file() and running.read_text())
        started.send_signal(signal.SIGINT)
        _, told = started.communicate(timeout=60)
    finally:
        started.kill()
        started.wait()

    assert (started.returncode, told) == (130, "Stopped. Earlier releases are as they were.\n")
    wait_until(lambda: not is_alive(int(running.read_text())))
    assert sorted(path.name for path in (root / "reports").iterdir()) == [".lock", "index.html"]


def wait_until(holds: Callable[[], bool], seconds: float = 60) -> None:
    ends = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < ends, "it did not come about"
        time.sleep(0.05)


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
