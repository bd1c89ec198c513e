"""Killed at any moment, on a disk that is full or may not be written, readers have the old state or the new one.

The attacks are those of `benchmarks/reliability.py` in a short form; docs/reliability.md has the figures of the long.
"""

import importlib
import itertools
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from analysis.project import find_project
from analysis.refusals import NotebookFailed, StorageRefused
from publishing.release.made_page import MadePage
from publishing.release.manifest import verify_release
from publishing.release.release_list import choose_stamp, list_releases, write_list
from publishing.running import up_to_date as up_to_date
from publishing.running.quarter import run_quarter
from tests.nightly import NIGHTLY
from tests.written_releases import write_release

ROOT = find_project(Path(__file__).parent).root
LIMIT = 600  # seconds, on a machine that does much else
FACTS = {"area_name": "Southampton", "partnership": "Example", "marking": "Official", "contact": "us"}
MEMORY = Path("/dev/shm")  # where there is one, the short attack waits for no disk
INTERRUPTIONS = ["killed", "disk full", "read-only"]

TRIAL = ["mount", "-t", "tmpfs", "none", "/tmp"]  # seen by nobody else

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no process groups to kill")
mounts = pytest.mark.skipif(
    shutil.which("unshare") is None
    or subprocess.run(["unshare", "--map-root-user", "--mount", *TRIAL], capture_output=True).returncode != 0,
    reason="this system lets nobody mount a small disk",
)


def attack(figures: Path, *words: str) -> dict:
    """The figures of an attack."""
    program = ROOT / "benchmarks" / "reliability.py"
    done = subprocess.run(
        [sys.executable, str(program), *words, "--json", str(figures)], capture_output=True, text=True, timeout=LIMIT
    )
    assert done.returncode in (0, 1), done.stderr
    return json.loads(figures.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def publishing(make_once: Callable[..., Path]) -> dict:
    """The figures of the attack on publishing, which is made once."""

    def publish(folder: Path) -> None:
        folder.mkdir()
        works_in = MEMORY if os.access(MEMORY, os.W_OK) and not NIGHTLY else folder
        words = ["--publishing", "200", "--every", "1"] if NIGHTLY else ["--publishing", "10", "--every", "8"]
        attack(folder / "figures.json", "--small", "--operations", *words, "--folder", str(works_in))

    return json.loads((make_once("attack", publish) / "figures.json").read_text(encoding="utf-8"))


@posix
def test_publishing_killed_at_random_moments_leaves_the_old_state_or_the_new(publishing):
    figures = publishing["publishing"]

    assert figures["faults"] == []
    assert figures["outcomes"]["kills"] >= 10
    assert (
        figures["outcomes"].get("old state", 0) + figures["outcomes"].get("new state", 0)
        == figures["outcomes"]["kills"]
    )


@posix
@pytest.mark.parametrize("how", INTERRUPTIONS)
def test_publishing_interrupted_at_a_file_operation_leaves_the_old_state_or_the_new(publishing, how):
    figures = publishing[f"each operation, {how}"]

    assert figures["faults"] == []
    assert figures["outcomes"][how] == figures["attempts"] > (40 if NIGHTLY else 5)
    assert figures["outcomes"].get("old state", 0) + figures["outcomes"].get("new state", 0) == figures["attempts"]


@posix
@pytest.mark.parametrize("how", INTERRUPTIONS)
def test_the_next_run_succeeds_and_clears_up_wherever_the_last_one_was_interrupted(publishing, how):
    outcomes = publishing[f"each operation, {how}"]["outcomes"]

    assert outcomes.get("left something half-written", 0) > 0 or how == "disk full"  # it still deletes
    assert outcomes["the next run succeeded"] == outcomes[how]


@posix
@pytest.mark.nightly
@pytest.mark.run
def test_a_whole_run_that_is_killed_leaves_no_process_no_lock_and_the_old_state_or_the_new(
    project, add_report, add_notebook, tmp_path
):
    add_notebook("import time; time.sleep(0.3)")
    add_report("other")
    words = ["--runs", "12", "--project", str(project.root), "--reports", "missing", "other"]

    figures = attack(tmp_path / "figures.json", *words)["runs"]

    assert figures["faults"] == []
    assert figures["outcomes"]["kills"] >= 2
    assert figures["outcomes"]["the next run succeeded"] == figures["outcomes"]["kills"]


@pytest.fixture
def look(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, plan) -> Callable[[], str]:
    """What the attack says of an output folder with one release more than before, as it stands now."""
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    readers, output = importlib.import_module("readers"), tmp_path / "reports"
    page = MadePage(*plan(), "<p>The page</p>", {"summary": ["Fewer."]}, {})
    for _ in range(2):
        before = readers.look(output) if output.is_dir() else None
        released = write_release(output, choose_stamp(output), [page], FACTS)
        write_list(output)
    return lambda: readers.judge(before, readers.look(output)).replace(released.name, "RELEASE")


def newest(output: Path) -> Path:
    return output / list_releases(output)[0]["release"]


def test_the_attack_knows_the_new_state_by_a_whole_release_that_is_listed(look):
    assert look() == "new state"


def test_the_attack_sees_a_page_that_is_cut_short(look, tmp_path):
    (newest(tmp_path / "reports") / "missing.html").write_text("<p>The p", encoding="utf-8")

    assert look() == "RELEASE: missing.html: was changed"


def test_the_attack_sees_a_release_that_has_its_name_before_it_is_whole(look, tmp_path):
    (newest(tmp_path / "reports") / "manifest.json").unlink()

    assert look().startswith("RELEASE: RELEASE/manifest.json is missing")


def test_the_attack_sees_a_list_that_leads_nowhere_or_is_cut_short(look, tmp_path):
    shutil.rmtree(newest(tmp_path / "reports"))
    assert look() == "RELEASE is listed and not there"

    index = tmp_path / "reports" / "index.html"
    index.write_text(index.read_text(encoding="utf-8")[:-20], encoding="utf-8")
    assert look().startswith("index.html is cut short")


@pytest.mark.run
def test_a_kernel_killed_in_the_middle_of_a_notebook_leaves_the_old_releases_and_says_so(
    project, add_notebook, progress, tmp_path
):
    output = tmp_path / "reports"
    (released,) = run_quarter(project, progress, output).releases
    add_notebook("import os", "os.kill(os.getpid(), 9)")

    with pytest.raises(NotebookFailed, match="its process ended"):
        run_quarter(project, progress, output)

    assert [release["release"] for release in list_releases(output)] == [released.name]
    assert verify_release(released) == []
    assert "a report could not be made" in (output / "index.html").read_text(encoding="utf-8")
    add_notebook("pass")
    assert len(run_quarter(project, progress, output).releases) == 1


@pytest.mark.run
def test_a_folder_in_the_lists_way_is_refused_before_anything_runs(project, progress, tmp_path):
    (tmp_path / "reports" / "index.html").mkdir(parents=True)

    with pytest.raises(StorageRefused, match=r"^reports/index\.html is a folder, .+ Move it away\.$"):
        run_quarter(project, progress, tmp_path / "reports")

    assert "made in" not in progress.console.file.getvalue()
    assert list_releases(tmp_path / "reports") == []


def test_a_release_stands_only_once_it_is_listed(project, plan, tmp_path, monkeypatch):
    """As a run leaves it that is killed between the two: what it was made from is noted, and the list is the old."""
    output, page = tmp_path / "reports", MadePage(*plan(), "<p>The page</p>", {"summary": ["Fewer."]}, {})
    monkeypatch.setattr(up_to_date, "hash_everything", lambda project: {})
    write_list(output)
    released = write_release(output, choose_stamp(output), [page], FACTS)
    up_to_date.note_up_to_date(project, output, up_to_date.Asked(), {}, [released], only_today=False)

    assert up_to_date.find_up_to_date(project, output, up_to_date.Asked()) is None
    write_list(output)
    assert released.name in up_to_date.find_up_to_date(project, output, up_to_date.Asked())


MONTHS = ("Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
RUN = 'cd "$1" && "$0" -m publishing run --fresh --output "$2"'


def run_mounted(project, output: Path, script: str) -> subprocess.CompletedProcess:
    """Run lines of shell where a small disk can be mounted; $0 is Python, $1 the project, $2 the output folder."""
    return subprocess.run(
        ["unshare", "--map-root-user", "--mount", "sh", "-c", script, sys.executable, str(project.root), str(output)],
        capture_output=True,
        text=True,
        timeout=LIMIT,
    )


@posix
@mounts
@pytest.mark.nightly
@pytest.mark.run
def test_a_disk_that_is_really_full_is_refused_in_one_line_and_nothing_is_released(project, add_notebook, tmp_path):
    add_notebook(
        "from IPython.display import display",
        'display({"text/html": "<p>%s</p>" % ("figures " * 60_000)}, raw=True, metadata={"lscb": {"part": "text"}})',
    )
    output = tmp_path / "reports"
    output.mkdir()
    script = f'mount -t tmpfs -o size=300k none "$2" && {{ {RUN}; echo $?; ls -A "$2"; }}'

    done = run_mounted(project, output, script)

    assert done.stderr == "reports/ cannot be written: No space left on device. Nothing was released.\n"
    assert done.stdout.split("\n6\n")[1].split() == [".lock", "index.html"]


@posix
@mounts
@pytest.mark.nightly
@pytest.mark.run
def test_an_output_folder_that_is_read_only_is_refused_in_one_line_and_stays_as_it_was(project, tmp_path):
    output = tmp_path / "reports"
    output.mkdir()
    first = f'mount -t tmpfs none "$2" && {RUN} >/dev/null && before=$(find "$2" | sort)'
    again = f'mount -o remount,ro "$2" && {{ {RUN}; echo $?; }}'
    script = f'{first} && {again} && test "$before" = "$(find "$2" | sort)" && echo same'

    done = run_mounted(project, output, script)

    assert done.stderr == "reports/ cannot be written: Read-only file system. Nothing was released.\n"
    assert done.stdout.split() == ["6", "same"]


@posix
@mounts
@pytest.mark.nightly
@pytest.mark.run
@pytest.mark.parametrize(("disk", "why"), [("size=4k", "No space left on device"), ("ro", "Read-only file system")])
def test_a_full_or_read_only_folder_of_processed_data_is_refused_and_nothing_is_released(
    project, add_police, tmp_path, disk, why
):
    add_police("returns", "Measure," + ",".join(f"{month}-13" for month in MONTHS) + "\nChildren" + ",20" * 9 + "\n")
    output = tmp_path / "reports"
    mount = f'mkdir -p "$1/data/processed" && mount -t tmpfs -o {disk} none "$1/data/processed"'

    done = run_mounted(project, output, f'{mount} && {{ {RUN}; echo $?; ls "$2"; }}')

    assert "cannot be written: " in done.stderr
    assert why in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout.split()[-1] in ("6", "index.html")
    assert "E06000045" not in done.stdout


@pytest.mark.nightly
@pytest.mark.run
def test_a_kernel_that_dies_at_any_unit_leaves_the_old_release_and_the_next_run_makes_all(
    project, progress, add_report, add_notebook, tmp_path
):
    pages, output = [f"page_{number}" for number in range(3)], tmp_path / "reports"
    for page in pages:
        add_report(page, notebook=f"{page}.ipynb")
        add_notebook("pass", name=page)
    (released,) = run_quarter(project, progress, output).releases

    for page in pages:
        add_notebook("import os", "os.kill(os.getpid(), 9)", name=page)
        with pytest.raises(NotebookFailed, match="its process ended"):
            run_quarter(project, progress, output)
        assert [release["release"] for release in list_releases(output)] == [released.name]
        assert verify_release(released) == []
        add_notebook("pass", f"# {page}", name=page)

    (made,) = run_quarter(project, progress, output).releases
    assert sorted(path.stem for path in made.glob("page_*.html")) == pages


@pytest.mark.nightly
@pytest.mark.run
@pytest.mark.parametrize("hours", [1, -1])
def test_a_clock_that_jumps_an_hour_in_mid_run_leaves_whole_releases_in_their_order(
    project, progress, add_notebook, tmp_path, monkeypatch, hours
):
    looks = itertools.count()

    class Clock(datetime):
        @classmethod
        def now(cls, zone=None):
            return datetime.now(zone) + timedelta(hours=hours * next(looks))

    for name in (
        "release.release_list",
        "release.storage",
        "running.lock",
        "running.quarter",
        "running.up_to_date",
    ):
        monkeypatch.setattr(importlib.import_module(f"publishing.{name}"), "datetime", Clock)
    output, made = tmp_path / "reports", []
    for number in range(3):
        add_notebook(f"# {number}")
        made += run_quarter(project, progress, output).releases

    assert next(looks) > 6
    assert [release["release"] for release in list_releases(output)] == [path.name for path in made[::-1]]
    assert [verify_release(path) for path in made] == [[], [], []]
