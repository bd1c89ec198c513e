"""A run on a Dask cluster gives what a run on one machine gives, also when a worker is killed in the middle of it."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import publishing.running.cluster
from analysis.project import Project
from analysis.refusals import ParametersRefused
from publishing.running.cluster import describe_place, open_cluster
from publishing.running.quarter import run_quarter
from publishing.running.up_to_date import Asked
from tests.nightly import NIGHTLY

pytestmark = pytest.mark.run
PATIENCE = 60  # seconds
WORKERS = 2 if NIGHTLY else 1
SLOW = "import time\nopen(f'../begun-{report}', 'w').close()\ntime.sleep(2)"


def wait_until(holds: Callable[[], object]) -> None:
    ends = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < ends, "it took too long"
        time.sleep(0.05)


class Cluster:
    """A scheduler and its workers, each a process of its own on loopback."""

    def __init__(self, folder: Path):
        self.folder, self.file = folder, folder / "scheduler.json"
        self.processes: list[subprocess.Popen] = []
        self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        wait_until(lambda: self.file.exists() and self.file.read_text())
        self.address = json.loads(self.file.read_text())["address"]

    def add_worker(self) -> subprocess.Popen:
        return self._start(
            *("worker", "--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1"),
            *("--local-directory", str(self.folder)),
        )

    def wait_for(self, workers: int) -> None:
        from distributed import Client

        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=PATIENCE)

    def _start(self, *arguments: str) -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *arguments, "--scheduler-file", str(self.file)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.processes.append(process)
        return process

    def stop(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler with one worker, by night two."""
    started = Cluster(tmp_path_factory.mktemp("cluster"))
    try:
        for _ in range(WORKERS):
            started.add_worker()
        started.wait_for(WORKERS)
        yield started
    finally:
        started.stop()


def contents(release: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(release.glob("*.html")) if path.name != "index.html"}


def test_workers_make_the_same_pages_as_one_machine(project: Project, progress, add_report, tmp_path, cluster):
    add_report("other", title="The other page")

    (here,) = run_quarter(project, progress, tmp_path / "here", jobs=2).releases
    (there,) = run_quarter(project, progress, tmp_path / "there", scheduler=cluster.address, fresh=True).releases

    assert len(contents(here)) == 2
    assert contents(there) == contents(here)


@pytest.mark.nightly
def test_what_a_killed_worker_was_making_is_made_by_another(
    project: Project, progress, add_report, add_notebook, tmp_path, cluster
):
    names = ["first", "second", "third", "fourth"]
    add_notebook(SLOW)
    for name in names:
        add_report(name)
    begun = [project.root / f"begun-{name}" for name in names]
    doomed = cluster.add_worker()
    cluster.wait_for(WORKERS + 1)

    def kill_in_the_middle() -> None:
        wait_until(lambda: sum(path.exists() for path in begun) >= 3)
        os.killpg(doomed.pid, signal.SIGKILL)

    killer = threading.Thread(target=kill_in_the_middle)
    killer.start()
    outcome = run_quarter(project, progress, tmp_path / "reports", Asked(only=tuple(names)), scheduler=cluster.address)
    killer.join()

    assert doomed.wait() == -signal.SIGKILL
    assert sorted(contents(outcome.releases[0])) == sorted(f"{name}.html" for name in names)


def test_an_address_where_nothing_answers_is_refused(project: Project, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("publishing.running.cluster.ANSWER_LIMIT", 1)

    with (
        pytest.raises(ParametersRefused, match="No Dask scheduler answers"),
        open_cluster("tcp://127.0.0.1:9", project),
    ):
        pass


def test_a_scheduler_without_workers_is_refused(project: Project, tmp_path: Path):
    lonely = Cluster(tmp_path)
    try:
        with pytest.raises(ParametersRefused, match="no workers"), open_cluster(lonely.address, project):
            pass
    finally:
        lonely.stop()


def test_a_worker_that_sees_other_figures_is_refused(project: Project, cluster, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("publishing.running.cluster.describe_own_place", lambda path: describe_elsewhere(path))

    with pytest.raises(ParametersRefused, match="does not see the figures"), open_cluster(cluster.address, project):
        pass


def describe_elsewhere(path: Path) -> tuple[str, str]:
    """The same code with other figures in each process that looks: no two machines agree."""
    return describe_place(Path(publishing.running.cluster.__file__).parents[1], path)[0], str(os.getpid())


def test_changed_code_is_told_from_the_same_code(tmp_path: Path):
    (tmp_path / "module.py").write_text("a = 1")
    before = describe_place(tmp_path, tmp_path / "none")
    (tmp_path / "module.py").write_text("a = 2")

    assert describe_place(tmp_path, tmp_path / "none") != before
