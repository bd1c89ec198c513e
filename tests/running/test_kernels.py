"""Forked kernels are to a notebook and to papermill what ordinary ones are, and nothing is left of them."""

import asyncio
import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import nbformat
import papermill
import psutil
import pytest
from jupyter_client import AsyncKernelClient
from jupyter_core.utils import ensure_event_loop
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from publishing.running.kernels import kernel_pool
from publishing.running.kernels import warm as kernels_warm
from publishing.running.kernels.provisioner import RUNNING, PrivateKernel, stop_kernels
from publishing.running.kernels.warm import WarmKernel, warm_kernels

pytestmark = pytest.mark.run

SECONDS = 30  # for what happens in one or two, on a machine that is busy
forks = pytest.mark.skipif(sys.platform == "win32", reason="This system cannot fork.")

LEAVE_TRACES = """\
import decimal, locale, os, sys, types, warnings
import matplotlib, numpy, pandas
left = "a name"
matplotlib.rcParams["font.size"] = 99
numpy.random.seed(1)
pandas.set_option("display.max_rows", 7)
decimal.getcontext().prec = 3
warnings.simplefilter("ignore")
os.environ["LEFT"] = "a variable"
os.environ["TZ"] = "Asia/Tokyo"
os.umask(0o777)
sys.path.insert(0, "/left")
sys.modules["left"] = types.ModuleType("left")
pandas.left = True
os.chdir("/")
"""
LOOK = """\
import decimal, importlib.util, json, multiprocessing, os, signal, sys, threading, time, warnings
import matplotlib, numpy, pandas
own = ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JPY_PARENT_PID", "PYTEST_CURRENT_TEST")
handlers = [str(signal.getsignal(number)) for number in (signal.SIGTERM, signal.SIGCHLD, signal.SIGUSR1)]
seen = {
    "names": sorted(name for name in globals() if not name.startswith("_")),
    "modules": "left" in sys.modules, "attribute": hasattr(pandas, "left"), "main": __name__,
    "settings": {name: str(value) for name, value in matplotlib.rcParams.items()},
    "options": pandas.get_option("display.max_rows"), "precision": decimal.getcontext().prec,
    "filters": sorted(map(str, warnings.filters)), "environment": {k: v for k, v in os.environ.items() if k not in own},
    "folder": os.getcwd(), "path": sys.path, "program": sys.argv[0], "arguments": sys.argv[3:],
    "umask": os.umask(0o022),
    "zone": time.tzname, "handlers": handlers, "hash": hash("a word"), "leader": os.getpgid(0) == os.getpid(),
    "threads": threading.active_count(), "method": multiprocessing.get_start_method(),
    "process": multiprocessing.current_process().name, "daemon": multiprocessing.current_process().daemon,
}
print(json.dumps(seen))
"""
SHOW = """\
import io, sys
import matplotlib, pandas, matplotlib.pyplot as plt
from IPython.display import HTML
matplotlib.rcParams["svg.hashsalt"] = "salt"
print("printed"); print("to the other stream", file=sys.stderr)
display(HTML("<b>shown</b>"))
frame = pandas.DataFrame({"quarter": ["2013-14 Q4"], "children": [7]})
figure, axes = plt.subplots()
axes.plot([1, 2, 3]); axes.set_title("Children")
file = io.StringIO(); figure.savefig(file, format="svg", metadata={"Date": None})
print(file.getvalue())
frame
"""
FIGURES_READ = "from analysis.measures import published; print(published._load.cache_info().currsize)"
RUN_WITH_A_BUSY_KERNEL = """\
import asyncio
from publishing.running.kernels.warm import warm_kernels

async def be_busy(kernel):
    await kernel.start_kernel()
    client = kernel.client()
    client.start_channels()
    await client.wait_for_ready(timeout=30)
    client.execute("print('busy', file=open('busy', 'w'), flush=True)\\nwhile True: pass")
    await asyncio.sleep(600)

with warm_kernels(preload=[]) as manager:
    print(manager.pool.server.pid, manager.pool.folder, flush=True)
    asyncio.run(be_busy(manager()))
"""


def notebook_of(*cells: str) -> NotebookNode:
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])


@contextmanager
def own_loop() -> Iterator[None]:
    """Close the event loop that the client makes in a thread."""
    try:
        yield
    finally:
        ensure_event_loop().close()
        asyncio.set_event_loop(None)


def execute(manager: type, *cells: str, folder: Path | str = ".", **options: object) -> list[list[NotebookNode]]:
    """The outputs of a notebook of some cells, executed by papermill as it comes but for the kernel manager."""
    # a kernel sends what is printed as its clock has it: a print may come in one message or in two
    options = {"shutdown_kernel": "immediate", "coalesce_streams": True} | options
    with own_loop():
        executed = papermill.execute_notebook(
            notebook_of(*cells),
            None,
            kernel_name="python3",
            kernel_manager_class=manager,
            resources={"metadata": {"path": str(folder)}},
            progress_bar=False,
            **options,
        )
    return [cell.outputs for cell in executed.cells]


def printed(manager: type, *cells: str, **options: object) -> str:
    """What the last cell prints."""
    return execute(manager, *cells, **options)[-1][0].text.strip()


def until(holds: Callable[[], bool]) -> bool:
    """Whether something comes true in time."""
    ends = time.monotonic() + SECONDS
    while not holds() and time.monotonic() < ends:
        time.sleep(0.02)
    return holds()


def processes_of(server: int) -> list[psutil.Process]:
    """The process that keeps a fork server, the fork server itself, and every kernel."""
    keeper = psutil.Process(server)
    return [keeper, *keeper.children(recursive=True)]


def rest(processes: list[psutil.Process]) -> bool:
    """Whether processes of which one has imported much do nothing for half a second."""
    before = [process.cpu_times().user for process in processes]
    time.sleep(0.5)
    return max(before) > 0.5 and sum(process.cpu_times().user for process in processes) < sum(before) + 0.05


def all_end(processes: list[psutil.Process]) -> bool:
    return not psutil.wait_procs(processes, timeout=SECONDS)[1]


@pytest.fixture(scope="module")
def warm() -> Iterator[type[WarmKernel]]:
    with warm_kernels() as manager:
        yield manager


@forks
def test_kernels_are_forked(warm):
    server = int(printed(warm, "import os; print(os.getppid())"))

    assert server in [process.pid for process in processes_of(warm.pool.server.pid)]


@forks
def test_a_notebook_has_the_kernel_that_waits(warm):
    pool = warm.pool
    assert until(lambda: pool.read_events() or (pool.spares and pool.spares[0].pid))
    waiting = pool.spares[0].pid

    assert int(printed(warm, "import os; print(os.getpid())")) == waiting


@forks
def test_a_notebook_sees_nothing_of_the_one_before_and_what_it_would_see_in_an_ordinary_kernel(warm, tmp_path):
    execute(warm, LEAVE_TRACES, folder=tmp_path)

    assert json.loads(printed(warm, LOOK, folder=tmp_path)) == json.loads(printed(PrivateKernel, LOOK, folder=tmp_path))


@forks
def test_notebooks_do_not_draw_the_same_random_numbers(warm):
    draw = "import random, numpy; print(random.random(), numpy.random.random())"

    first, second = printed(warm, draw).split(), printed(warm, draw).split()

    assert first[0] != second[0]
    assert first[1] != second[1]


@forks
def test_outputs_are_those_of_an_ordinary_kernel(warm, tmp_path):
    assert execute(warm, SHOW, folder=tmp_path) == execute(PrivateKernel, SHOW, folder=tmp_path)


@forks
def test_an_error_is_told_as_in_an_ordinary_kernel(warm, tmp_path):
    progress = []
    for manager in (warm, PrivateKernel):
        with pytest.raises(papermill.PapermillExecutionError) as caught:
            execute(manager, "1 / 0", folder=tmp_path)
        progress.append((caught.value.ename, caught.value.evalue, caught.value.traceback))

    assert progress[0] == progress[1]


@forks
def test_the_environment_is_that_of_the_moment_the_notebook_starts(warm, monkeypatch):
    monkeypatch.setenv("LSCB_WRITTEN_LATE", "seen")

    assert printed(warm, "import os; print(os.environ['LSCB_WRITTEN_LATE'])") == "seen"


@forks
@pytest.mark.nightly
def test_several_threads_may_use_them_at_once(warm):
    cells = [f"import time; time.sleep(0.2); print({number})" for number in range(6)]

    with ThreadPoolExecutor(3) as threads:
        assert list(threads.map(lambda cell: printed(warm, cell), cells)) == list("012345")


@forks
def test_a_kernel_that_is_killed_is_told_as_dead(warm):
    with pytest.raises(DeadKernelError):
        execute(warm, "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")


@forks
@pytest.mark.nightly
def test_a_kernel_that_dies_before_it_is_used_is_told_as_dead(warm):
    with own_loop(), pytest.raises(RuntimeError, match="Kernel died"):
        asyncio.run(_die_early(warm()))


async def _die_early(manager: WarmKernel) -> None:
    await manager.start_kernel()
    client = manager.client()
    client.start_channels()
    await manager.provisioner.kill()
    try:
        await client.wait_for_ready(timeout=SECONDS)
    finally:
        client.stop_channels()
        await manager.cleanup_resources()


@forks
@pytest.mark.nightly
def test_a_cell_that_takes_too_long_ends_with_its_kernel(warm, tmp_path):
    progress = tmp_path / "pid"

    with pytest.raises(CellTimeoutError):
        execute(
            warm, f"import os, time; print(os.getpid(), file=open({str(progress)!r}, 'w')); time.sleep(600)", timeout=1
        )

    assert until(lambda: not psutil.pid_exists(int(progress.read_text())))


@forks
def test_a_kernel_ends_with_what_it_has_started(warm):
    started = printed(warm, "import subprocess; child = subprocess.Popen(['sleep', '600'])", "print(child.pid)")

    assert until(lambda: not psutil.pid_exists(int(started)))


@forks
def test_what_a_notebook_starts_in_a_session_of_its_own_holds_up_nobody_and_has_no_file_of_the_run(warm):
    """It outlives its notebook (docs/reliability.md), as what it has started by other ways would."""
    child = "import subprocess; child = subprocess.Popen(['sleep', '600'], start_new_session=True)"
    left = psutil.Process(int(printed(warm, child, "print(child.pid)")))
    try:
        assert left.open_files() == []
        assert printed(warm, "print('next')") == "next"
    finally:
        left.kill()


@forks
def test_all_kernels_of_a_run_can_be_stopped(warm):
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(execute, warm, "import time; time.sleep(600)")
        assert until(lambda: list(RUNNING))
        stop_kernels()

        assert isinstance(waiting.exception(SECONDS), RuntimeError)


@forks
def test_a_kernel_that_does_not_start_is_waited_for_no_longer_and_the_others_go_on(monkeypatch):
    with warm_kernels(preload=[], spare=0) as manager:
        running = asyncio.run(manager.pool.take(manager.pool.arguments, spare=0))
        monkeypatch.setattr(kernel_pool, "START_LIMIT", -1)

        with pytest.raises(kernel_pool.NotForked, match="did not start"):
            asyncio.run(manager.pool.take(manager.pool.arguments, spare=0))

        assert running.poll() is None


@forks
def test_a_kernel_that_may_end_by_itself_does_what_it_has_put_off(warm, tmp_path):
    later = tmp_path / "later"

    execute(warm, f"import atexit; atexit.register(open, {str(later)!r}, 'w')", shutdown_kernel="graceful")

    assert later.exists()


@forks
def test_a_kernel_can_be_interrupted_and_goes_on(warm):
    with own_loop():
        assert asyncio.run(_interrupt(warm())) == ("KeyboardInterrupt", "ok")


async def _interrupt(manager: WarmKernel) -> tuple[str, str]:
    await manager.start_kernel()
    client = manager.client()
    client.start_channels()
    await client.wait_for_ready(timeout=SECONDS)
    busy = "import time; print('begun', flush=True); time.sleep(600)"
    asked = client.execute(busy, stop_on_error=False)  # else the next question, if quick, is dropped with it
    while (await client.get_iopub_msg(timeout=SECONDS))["msg_type"] != "stream":
        pass
    await manager.interrupt_kernel()
    stopped = await _reply(client, asked)
    answered = await _reply(client, client.execute("1 + 1"))
    client.stop_channels()
    await manager.shutdown_kernel(now=True)
    return stopped["content"]["ename"], answered["content"]["status"]


async def _reply(client: AsyncKernelClient, request: str) -> dict:
    """The reply to a request; one to an earlier question whether the kernel is ready may come before it."""
    reply = await client.get_shell_msg(timeout=SECONDS)
    while reply["parent_header"]["msg_id"] != request:
        reply = await client.get_shell_msg(timeout=SECONDS)
    return reply


@forks
@pytest.mark.nightly
def test_a_restarted_kernel_is_new_and_answers_where_the_old_one_did(warm):
    with own_loop():
        assert asyncio.run(_restart(warm())) == ("ok", "error", "NameError")


async def _restart(manager: WarmKernel) -> tuple[str, str, str]:
    await manager.start_kernel()
    client = manager.client()
    client.start_channels()
    await client.wait_for_ready(timeout=SECONDS)
    before = await client.execute_interactive("name = 1", timeout=SECONDS)
    await manager.restart_kernel(now=True)
    await client.wait_for_ready(timeout=SECONDS)
    after = await client.execute_interactive("name", timeout=SECONDS, output_hook=lambda message: None)
    client.stop_channels()
    await manager.shutdown_kernel(now=True)
    return before["content"]["status"], after["content"]["status"], after["content"]["ename"]


@forks
def test_sockets_are_in_a_folder_and_files_that_only_the_owner_can_open(warm):
    kernel = asyncio.run(warm.pool.take(warm.pool.arguments, spare=1))

    sockets = [path for path in kernel.folder.iterdir() if stat.S_ISSOCK(path.stat().st_mode)]
    modes = {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in [warm.pool.folder, kernel.folder, *sockets]}
    kernel.kill()

    assert len(sockets) == 5
    assert modes == {0}


@forks
def test_nothing_that_a_fork_could_break_runs_in_the_server(warm):
    server = psutil.Process(int(printed(warm, "import os; print(os.getppid())")))

    assert server.num_threads() == 1
    assert not [connection for connection in server.net_connections("all") if "/s-" in connection.laddr]


@forks
@pytest.mark.nightly
def test_figures_that_were_read_before_forking_leave_no_thread_in_the_server(real_project):
    with warm_kernels(preload=[], project=real_project) as manager:
        server = psutil.Process(int(printed(manager, "import os; print(os.getppid())")))

        assert server.num_threads() == 1
        assert printed(manager, FIGURES_READ) == "1"


@forks
def test_a_kernel_waits_until_the_run_has_cleaned_and_has_what_it_wrote(own_project):
    shown = own_project.processed / "shown.parquet"
    aside = shown.rename(shown.with_suffix(".aside"))
    with warm_kernels(preload=[], project=own_project) as manager:
        with manager.held_back():
            assert until(lambda: rest(processes_of(manager.pool.server.pid)))
            aside.rename(shown)

        assert printed(manager, FIGURES_READ) == "1"


@forks
def test_no_process_and_no_file_is_left():
    with warm_kernels(preload=[]) as manager:
        printed(manager, "print(1)")
        processes, folder = processes_of(manager.pool.server.pid), manager.pool.folder
        assert len(processes) >= 4
        assert folder.exists()

    assert all_end(processes)
    assert not folder.exists()


@forks
def test_kernels_end_when_the_run_is_killed(tmp_path):
    run = subprocess.Popen(
        [sys.executable, "-c", RUN_WITH_A_BUSY_KERNEL], stdout=subprocess.PIPE, text=True, cwd=tmp_path
    )
    with run:
        server, folder = run.stdout.readline().split()
        assert until((tmp_path / "busy").exists)
        processes = processes_of(int(server))
        run.kill()

    assert len(processes) >= 4
    assert all_end(processes)
    assert until(lambda: not Path(folder).exists())


@forks
@pytest.mark.nightly
@pytest.mark.parametrize("keeper", [True, False])
def test_kernels_end_when_their_server_is_killed_and_the_next_notebook_runs(keeper, tmp_path):
    with warm_kernels(preload=[]) as manager:
        used = asyncio.run(manager.pool.take(manager.pool.arguments, spare=1))
        used.begin(used.environment, str(tmp_path))
        server = psutil.Process(used.pid).ppid()
        processes, kernels = processes_of(manager.pool.server.pid), psutil.Process(server).children()
        os.kill(manager.pool.server.pid if keeper else server, signal.SIGKILL)

        assert used.pid in [kernel.pid for kernel in kernels]
        assert all_end(kernels)
        assert printed(manager, "print(1)") == "1"
    assert all_end(processes)


@forks
def test_a_server_that_does_not_come_up_gives_way_to_ordinary_kernels(monkeypatch, caplog):
    monkeypatch.setattr(kernel_pool, "PROGRAM", "raise SystemExit(3)")

    with warm_kernels() as manager:
        assert printed(manager, "print(1)") == "1"

    assert caplog.messages == ["A notebook has an ordinary kernel: the fork server has ended."]


@forks
@pytest.mark.nightly
def test_a_server_that_fails_at_an_import_gives_way_to_ordinary_kernels(monkeypatch, caplog, tmp_path):
    (tmp_path / "broken.py").write_text("raise SystemExit('broken')", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    with warm_kernels(preload=["broken"]) as manager:
        assert printed(manager, "print(1)") == "1"

    assert caplog.messages == ["A notebook has an ordinary kernel: a forked kernel did not start."]


@forks
def test_a_server_that_cannot_be_started_gives_way_to_ordinary_kernels(monkeypatch, caplog):
    monkeypatch.setattr(kernel_pool.sys, "executable", "/no/such/python")

    with warm_kernels() as manager:
        assert manager is PrivateKernel

    assert caplog.messages == ["Notebooks have ordinary kernels: No such file or directory."]


def test_a_system_that_cannot_fork_has_ordinary_kernels(monkeypatch):
    monkeypatch.setattr(kernels_warm.sys, "platform", "win32")

    with warm_kernels() as manager:
        assert manager is PrivateKernel


@forks
def test_a_notebook_whose_start_cannot_be_the_same_has_an_ordinary_kernel(warm, monkeypatch, tmp_path, caplog):
    (tmp_path / "matplotlibrc").write_text("font.size: 21", encoding="utf-8")

    assert printed(warm, "import matplotlib; print(matplotlib.rcParams['font.size'])", folder=tmp_path) == "21.0"
    assert "which is read when matplotlib is imported" in caplog.text


@forks
@pytest.mark.nightly
def test_a_variable_that_python_reads_at_its_start_gives_an_ordinary_kernel(warm, monkeypatch, caplog):
    monkeypatch.setenv("PYTHONOPTIMIZE", "1")

    assert printed(warm, "import sys; print(sys.flags.optimize)") == "1"
    assert "PYTHONOPTIMIZE has changed" in caplog.text


@forks
def test_a_process_that_the_run_has_forked_leaves_the_server_alone(warm, monkeypatch):
    monkeypatch.setattr(warm.pool, "owner", os.getpid() + 1)

    with pytest.raises(kernel_pool.NotForked, match="belongs to another process"):
        asyncio.run(warm.pool.take(warm.pool.arguments, spare=1))


def test_a_private_folder_has_a_path_short_enough_for_sockets(monkeypatch, tmp_path):
    long = tmp_path / ("long" * 20)
    long.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(long))

    folder = kernel_pool.make_private_folder()
    folder.rmdir()

    assert long not in folder.parents
    assert len(os.fsencode(folder)) < 90
