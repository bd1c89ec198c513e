"""Two runs of the same commit on the same figures give the same bytes, whoever makes them, where and when.

Under LSCB_NIGHTLY every report is made twice; else three.
"""

import ast
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from analysis.numbers import say_day
from analysis.project import find_project
from publishing.release.manifest import read_manifest
from tests.nightly import NIGHTLY

ROOT = find_project(Path(__file__).parent).root
ONLY = [] if NIGHTLY else ["--only", "context,missing,finance"]
LIMIT = 900 if NIGHTLY else 240  # seconds, on a machine that does much else

ANOTHER_DAY = """\
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sys/time.h>
#include <time.h>

static const time_t later = 400 * 86400 + 7 * 3600 + 1234;

int clock_gettime(clockid_t which, struct timespec *now) {
    static int (*original)(clockid_t, struct timespec *);
    if (!original) original = dlsym(RTLD_NEXT, "clock_gettime");
    int failed = original(which, now);
    if (!failed && which == CLOCK_REALTIME) now->tv_sec += later;
    return failed;
}

time_t time(time_t *place) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (place) *place = now.tv_sec;
    return now.tv_sec;
}

int gettimeofday(struct timeval *restrict place, void *restrict zone) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    place->tv_sec = now.tv_sec;
    place->tv_usec = now.tv_nsec / 1000;
    return 0;
}
"""

ONE = {"HOME": "/", "USER": "one", "LOGNAME": "one", "TZ": "UTC", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "1"}
OTHER = {
    "USER": "analyst",
    "LOGNAME": "analyst",
    "TZ": "Pacific/Auckland",
    "LC_ALL": "C.UTF-8",
    "LANG": "tr_TR.UTF-8",
    "PYTHONHASHSEED": "2",
    "MPLBACKEND": "pdf",
    "COLUMNS": "40",
}


def make_checkout(folder: Path) -> Path:
    """What a run reads of the checkout, in another folder."""
    for name in ("params", "notebooks"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    shutil.copytree(ROOT / "data" / "raw" / "published", folder / "data" / "raw" / "published")
    shutil.copy(ROOT / "data" / "raw" / "README.md", folder / "data" / "raw")
    (folder / "data" / "raw" / "returns").mkdir()
    shutil.copy(ROOT / "requirements.lock", folder)
    return folder


def run(checkout: Path, output: Path, jobs: int, environment: dict[str, str]) -> Path:
    """The release that the command makes in an environment of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    words = ["run", "--quarter", "2013-14 Q4", *ONLY, "--jobs", str(jobs), "--output", str(output)]
    done = subprocess.run(
        [sys.executable, "-m", "publishing", *words],
        cwd=checkout,
        env=kept | environment,
        capture_output=True,
        text=True,
        timeout=LIMIT,
    )
    assert done.returncode == 0, done.stderr
    (release,) = (path.parent for path in output.glob("*/manifest.json"))
    return release


@pytest.fixture(scope="module")
def another_day(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What sets the clock of every process on by 400 days, where there is a compiler to make it."""
    folder = tmp_path_factory.mktemp("clock")
    (folder / "clock.c").write_text(ANOTHER_DAY, encoding="utf-8")
    if sys.platform != "linux" or not shutil.which("cc"):
        return {}
    command = ["cc", "-shared", "-fPIC", "-o", "clock.so", "clock.c", "-ldl"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return {"LD_PRELOAD": str(folder / "clock.so")}


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory, another_day: dict[str, str]) -> tuple[Path, Path]:
    """The same release made twice, with all that may differ made to differ."""
    folder = tmp_path_factory.mktemp("twice")
    home = folder / "home"
    (home / ".config" / "matplotlib").mkdir(parents=True)
    (home / ".config" / "matplotlib" / "matplotlibrc").write_text("font.size: 31\n", encoding="utf-8")
    other = OTHER | {"HOME": str(home), "XDG_CONFIG_HOME": str(home / ".config")} | another_day
    first, second = make_checkout(folder / "one"), make_checkout(folder / "another place" / "ünder")
    return run(first, folder / "reports", 1, ONE), run(second, folder / "other reports", 2, other)


def files(release: Path) -> Iterator[str]:
    return (path.relative_to(release).as_posix() for path in sorted(release.rglob("*")) if path.is_file())


def say_stamp(release: Path) -> str:
    """The stamp as the contents of a release say it."""
    made = datetime.fromisoformat(read_manifest(release)["made"])
    return f"{say_day(made)}, {made:%H:%M} UTC"


@pytest.mark.nightly
@pytest.mark.run
def test_pages_and_tables_are_the_same_bytes(releases):
    one, other = releases
    own = {"index.html", "manifest.json"}

    assert list(files(one)) == list(files(other))
    assert [n for n in files(one) if n not in own and (one / n).read_bytes() != (other / n).read_bytes()] == []


@pytest.mark.nightly
@pytest.mark.run
def test_the_contents_are_the_same_bytes_but_for_the_stamp(releases):
    texts = [(path / "index.html").read_text(encoding="utf-8") for path in releases]
    for path, text in zip(releases, texts, strict=True):
        assert say_stamp(path) in text

    assert len({text.replace(say_stamp(path), "STAMP") for path, text in zip(releases, texts, strict=True)}) == 1


@pytest.mark.nightly
@pytest.mark.run
def test_the_manifest_is_the_same_but_for_the_stamp(releases):
    one, other = (json.loads((path / "manifest.json").read_text(encoding="utf-8")) for path in releases)
    for progress, path in zip((one, other), releases, strict=True):
        assert progress.pop("release") == path.name
        assert progress["files"].pop("index.html")
    apart = datetime.fromisoformat(other.pop("made")) - datetime.fromisoformat(one.pop("made"))

    assert one == other
    assert apart.days >= 400 or not shutil.which("cc") or sys.platform != "linux"


ASKED = {
    *("now", "today", "utcnow", "localtime", "gmtime", "getuser", "getlogin", "gethostname", "node"),
    *("expanduser", "home", "uuid1", "uuid4", "getenv", "SystemRandom", "urandom"),
}
"""Functions by which a program learns what day it is, whose machine it runs on, or what nobody knew before."""


def find_looks(source: str) -> set[str]:
    """Which of those functions a module calls, and whether it looks at `time.time` or `os.environ`."""
    nodes = list(ast.walk(ast.parse(source)))
    called = {node.func.attr for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)}
    named = {ast.unparse(node) for node in nodes if isinstance(node, ast.Attribute)}
    return called & ASKED | named & {"time.time", "os.environ"}


def read_sources() -> Iterator[tuple[str, str]]:
    """The code of every module and notebook that makes figures or pages, by its path."""
    for name in ("analysis", "publishing/intake", "publishing/withholding"):
        for path in (ROOT / "src" / name).rglob("*.py"):
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        yield path.name, "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")


def test_nothing_that_makes_figures_or_pages_looks_at_the_clock_or_at_whose_machine_it_is():
    assert {path: looks for path, source in read_sources() if (looks := find_looks(source))} == {}


def test_a_look_at_the_clock_is_found():
    assert find_looks("import time\nday = pd.Timestamp.now()\nseconds = time.time()") == {"now", "time.time"}
