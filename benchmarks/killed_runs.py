"""The attack on whole runs: the command is killed with everything that it started, or alone; and a plain script too."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from statistics import median

import psutil
from readers import NEW, NEXT, OLD, find_left, find_unlisted, judge, look

from analysis.project import Project
from analysis.refusals import Refusal
from publishing.release.manifest import read_manifest
from publishing.running.lock import hold

REPORTS = ("context", "finance", "plan")
BEFORE, AFTER = "2013-14 Q4", "2014-15 Q1"
TOKEN = "LSCB_ATTACK"
LONGEST = 600  # seconds that a run may take
GONE = 15  # seconds in which everything that a killed run started must have ended
PLAIN_STATES = "a page cut short", "pages of two quarters", "the index is not of its pages"


class Runs:
    """Whole runs of a few reports, with a data folder and an output folder of their own.

    The output folder holds the release of one quarter, and the run that is killed is for the next.
    """

    def __init__(self, project: Project, folder: Path, reports: Sequence[str] = REPORTS):
        self.project, self.reports, self.folder = project, reports, folder
        self.data, self.base, self.output = folder / "data", folder / "base", folder / "reports"
        self.took: list[float] = []
        _copy_data(project, self.data)
        self.prepare()
        self.expect_success(self.base, BEFORE)
        self.before = look(self.base)
        self.expected = self.make_expected()

    def prepare(self) -> None:
        """Nothing: a run cleans for itself."""

    def make_expected(self) -> dict[str, str]:
        """The hash of each file of the release that an undisturbed run makes, but the one that tells its time."""
        self.start_again()
        self.expect_success(self.output, AFTER)
        return self.hashes(set(look(self.output).linked) - set(self.before.linked))

    def kill_at_random(self, rng: random.Random) -> Iterator[str]:
        """Kill a run at a moment chosen evenly from the time that it takes, and say what came of it."""
        self.start_again()
        token = uuid.uuid4().hex
        process = self.begin(self.output, AFTER, token)
        time.sleep(rng.uniform(0, median(self.took[-9:])))
        ended = process.poll()
        everything = rng.random() < 0.5
        kill_group(process, token if everything else None)
        yield from say_orphans(token)
        if ended is not None:
            yield "ended before the kill"
        else:
            yield "kills"
            yield "killed with its kernels" if everything else "killed alone"
            yield from self.judge_state()

    def judge_state(self) -> Iterator[str]:
        """Whether the locks are free and what readers see, then whether the next run makes what it should."""
        for folder in (self.output, self.data / "processed"):
            try:
                with hold(folder):
                    pass
            except Refusal as refusal:
                yield f"fault: a lock was left: {refusal}"
        after = look(self.output)
        state = judge(self.before, after)
        yield state if state in (OLD, NEW) else f"fault: {state}"
        if find_left(self.output):
            yield "left something half-written"
        yield from self.run_next(find_unlisted(self.output, after))

    def run_next(self, expected: set[str]) -> Iterator[str]:
        code, said, _ = self.run(self.output, AFTER)
        after, left = look(self.output), find_left(self.output)
        new = set(after.linked) - set(self.before.linked)
        if code or left or after.faults or not expected <= new or not new:
            yield f"fault: the next run: exit code {code}, left {left}, {after.faults}, {said[-300:]}"
        elif any(self.hashes({name}) != self.expected for name in new):
            yield "fault: a release after the kill differs from that of an undisturbed run"
        else:
            yield NEXT

    def hashes(self, names: set[str]) -> dict[str, str]:
        (name,) = names
        files = read_manifest(self.output / name)["files"]
        return {file: digest for file, digest in files.items() if file != "index.html"}

    def start_again(self) -> None:
        """The state before, with nothing cleaned or kept from earlier runs."""
        for folder in (self.output, self.data / "processed"):
            shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.base, self.output)

    def command(self, output: Path, quarter: str) -> list[str]:
        only = [word for report in self.reports for word in ("--only", report)]
        folders = ["--data", str(self.data), "--output", str(output)]
        return [sys.executable, "-m", "publishing", "run", "--quarter", quarter, *only, *folders]

    def begin(self, output: Path, quarter: str, token: str = "") -> subprocess.Popen:
        """A run in a process group of its own; what it starts can be told by a variable in its environment."""
        return subprocess.Popen(
            self.command(output, quarter),
            cwd=self.project.root,
            env=os.environ | {TOKEN: token},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def run(self, output: Path, quarter: str) -> tuple[int, str, float]:
        begun = time.monotonic()
        with self.begin(output, quarter) as process:
            said, _ = process.communicate(timeout=LONGEST)
        if not process.returncode:
            self.took.append(time.monotonic() - begun)
        return process.returncode, said, time.monotonic() - begun

    def expect_success(self, output: Path, quarter: str) -> None:
        code, said, _ = self.run(output, quarter)
        if code:
            raise RuntimeError(f"An undisturbed run ended with exit code {code}: {said}")


class PlainRuns(Runs):
    """The same attack on `plain_reports.py`, which writes its pages where they are read."""

    def prepare(self) -> None:
        """Clean the figures, which the script does not do for itself."""
        clean = [sys.executable, "-m", "publishing", "clean", "--data", str(self.data)]
        subprocess.run(clean, cwd=self.project.root, check=True, capture_output=True)

    def command(self, output: Path, quarter: str) -> list[str]:
        script = str(Path(__file__).parent / "plain_reports.py")
        return [sys.executable, script, str(output), str(self.data), quarter, *self.reports]

    def start_again(self) -> None:
        shutil.rmtree(self.output, ignore_errors=True)
        shutil.copytree(self.base, self.output)

    def make_expected(self) -> dict[str, str]:
        return {}

    def judge_state(self) -> Iterator[str]:
        """Which of three faults readers meet, each counted by itself, or that there is none."""
        names = [f"{report}.html" for report in self.reports]
        pages = [(self.output / name).read_text(encoding="utf-8") for name in names]
        index = (self.output / "index.html").read_text(encoding="utf-8")
        new = [page != (self.base / name).read_text(encoding="utf-8") for name, page in zip(names, pages, strict=True)]
        cut = [not page.rstrip().endswith("</html>") for page in [*pages, index]]
        listed = BEFORE not in index
        faults = any(cut), any(new) and not all(new), listed != all(new) or (any(new) and not listed)
        yield from (f"fault: {words}" for words, found in zip(PLAIN_STATES, faults, strict=True) if found)
        if any(faults):
            yield "neither the old state nor the new"
        else:
            yield NEW if all(new) else OLD
        if list(self.output.glob("*.ipynb")):
            yield "left something half-written"


def kill_group(process: subprocess.Popen, token: str | None) -> None:
    """Kill a process group, with every process that it started elsewhere where a token is given, and see it end."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    if token:
        for one in find_processes(token):
            with suppress(psutil.NoSuchProcess):
                one.kill()
    process.stdout.close()
    process.wait()


def find_processes(token: str) -> list[psutil.Process]:
    """The processes whose environment has the token, that are not waiting only to be taken note of."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            if process.environ().get(TOKEN) == token and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
    return found


def say_orphans(token: str) -> Iterator[str]:
    """Whether everything that a killed run had started ends by itself, and in how many seconds."""
    begun = time.monotonic()
    while (left := find_processes(token)) and time.monotonic() < begun + GONE:
        time.sleep(0.1)
    if left:
        yield f"fault: {len(left)} processes went on for {GONE} seconds"
    for process in left:
        with suppress(psutil.NoSuchProcess):
            process.kill()


def _copy_data(project: Project, data: Path) -> None:
    """The published figures of the checkout, cleaned by nobody yet."""
    shutil.copytree(project.raw / "published", data / "raw" / "published")
    with suppress(FileNotFoundError):
        shutil.copy(project.raw / "README.md", data / "raw")
    (data / "raw" / "returns").mkdir()
