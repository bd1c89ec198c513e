"""Neither a release nor what a failed run says tells of the machine: no path, name of a user or host, traceback."""

import getpass
import html
import os
import platform
import re
import socket
import subprocess
import sys
import zipfile
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pytest

from analysis.project import Project, find_project
from tests.nightly import NIGHTLY, sample

pytestmark = pytest.mark.run

ROOT = find_project(Path(__file__).parent).root
TRACES = re.compile(
    r"""(?<![\w/.<])/(?:home|Users|root|tmp|var|usr|opt|work|builds|private|mnt|proc)/[\w.-]   # a path of this machine
    | \b[A-Za-z]:\\\\?(?:Users|Windows|Program)
    | file:// | site-packages | dist-packages | \.venv\b | __pycache__ | ipykernel | pytest-of-
    | Traceback\ \(most\ recent | File\ "[^"]*",\ line\ \d | \bline\ \d+,\ in\ \w | 0x[0-9a-f]{8,}""",
    re.VERBOSE,
)
FILES_BY_DAY = 4  # of a release one file of each kind is read by day, and one in so many
FAILS = {
    "a notebook": (5, "ZeroDivisionError"),
    "a parameter": (2, "profile"),
    "a return": (0, "Set aside: police_missing_2013-14.xlsx"),
    "a place to write": (6, "reports"),
}


def names_of_the_machine() -> set[str]:
    """The names that this machine and its user go by, without words that are words elsewhere too."""
    names = {
        getpass.getuser(),
        os.environ.get("USER", ""),
        Path.home().name,
        socket.gethostname(),
        platform.node(),
        platform.release(),
        str(ROOT),
        str(Path.home()),
        sys.prefix,
        sys.executable,
    }
    return {name for name in names if len(name) > 3 and name not in ("root", "main", "user", "localhost")}


def find_traces(content: bytes) -> list[str]:
    """Whatever of the machine stands in a file, as it is, in entities, in percents or as UTF-16."""
    told = content.decode("utf-8", "ignore")
    told = "\n".join({told, html.unescape(told), unquote(told), content.decode("utf-16-le", "ignore")})
    found = [told[max(0, one.start() - 40) : one.end() + 40] for one in TRACES.finditer(told)]
    return found + [name for name in names_of_the_machine() if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", told)]


def read_members(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, and in place of a spreadsheet its members."""
    read = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as members:
                read |= {f"{name}/{one}": members.read(one) for one in members.namelist()}
        elif path.is_file():
            read[name] = path.read_bytes()
    return read


def break_project(project: Project, what: str) -> None:
    if what == "a notebook":
        path = project.notebooks / "missing.ipynb"
        notebook = nbformat.read(path, as_version=4)
        notebook.cells[-1].source = f"value = {str(ROOT)!r}\n1 / 0"
        nbformat.write(notebook, path)
    elif what == "a parameter":
        path = project.params / "policy.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace("profile: sub_group", "profiles_: none"))
    elif what == "a return":
        (project.raw / "returns" / "police_missing_2013-14.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    else:
        (project.root / "reports").write_text("a file where a folder is to be")


@pytest.mark.parametrize(
    "told",
    [
        b"<p>/home/someone/analysis/data</p>",
        b"&#47;tmp&#47;pytest-of-me",
        b"%2Fhome%2Fsomeone",
        b"C:\\Users\\someone",
        'File "cell.py", line 3, in read'.encode("utf-16-le"),
        b"<object at 0x7f3a12bc4d50>",
        str(ROOT).encode(),
    ],
)
def test_a_trace_is_seen_however_it_is_written(told):
    assert find_traces(told)


def test_words_and_links_of_a_page_are_no_trace():
    assert (
        find_traces(b'<a href="data/x.csv">a/b</a> published/police.csv, Data set!E7; </tmp> 1/2, <path d="M0/0"/>')
        == []
    )


def test_no_file_of_a_release_tells_of_the_machine_that_made_it(demo_release):
    every = read_members(demo_release) | {"the list": (demo_release.parent / "index.html").read_bytes()}
    one_of_each_kind = {Path(name).suffix: name for name in every}.values()
    chosen = every if NIGHTLY else {*one_of_each_kind, *sorted(every)[::FILES_BY_DAY]}
    members = {name: every[name] for name in chosen}

    assert {Path(name).suffix for name in members} >= {".html", ".csv", ".json", ".xml"}
    assert {name: found for name, content in members.items() if (found := find_traces(content))} == {}
    assert [name for name in members if find_traces(name.encode())] == []


@pytest.mark.parametrize("what", sample(FAILS, tried=["a parameter"]))
def test_a_run_that_fails_tells_nothing_of_the_machine(what, tmp_path, returns):
    project = returns.make_checkout(tmp_path / "checkout", 5)
    returns.write_missing(project, [(91 + month, 131 + month, 21 + month, 61 + month) for month in range(12)])
    break_project(project, what)
    code, word = FAILS[what]

    ran = subprocess.run(
        [sys.executable, "-m", "publishing", "run", "--only", "missing"],
        cwd=project.root,
        capture_output=True,
        check=False,
        timeout=120,
        env={**os.environ, "COLUMNS": "300"},
    )

    said = ran.stdout + ran.stderr
    assert (ran.returncode, word in said.decode()) == (code, True), said.decode()
    assert find_traces(said) == []
    if (project.root / "reports").is_dir():
        assert {
            name: found
            for name, content in read_members(project.root / "reports").items()
            if (found := find_traces(content))
        } == {}
