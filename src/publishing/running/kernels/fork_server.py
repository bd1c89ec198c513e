"""The process beside a run that its kernels are forked from, with what notebooks import already imported."""

import os
import shutil
import signal
import sys
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

START, BEGIN = "start", "begin"  # what the run asks for
GATE = "LSCB_GATE"  # names a file that the run locks while no kernel may be forked
PARAMS, PROCESSED = "LSCB_PARAMS", "LSCB_PROCESSED"  # name the folders that are read before forking
READY, ENDED = "ready", "ended"  # what it is told
LOST = 255  # the exit code of a kernel that could not be forked


class ForkServer:
    """Forks kernels from Python's own fork server, and tells the run when each is ready and when it has ended.

    The run could use `multiprocessing` itself, but then each kernel would import the run's main module again, worker
    processes that may have no children (Dask's) could start none, and the server would keep the run's environment and
    outlive its use. Here it has a process to itself. Nothing in this module is imported that makes a thread, a figure,
    a socket or an event loop.
    """

    def __init__(self, channel: Connection, preload: list[str]):
        self.channel = channel
        self.context = get_context("forkserver")
        self.context.set_forkserver_preload(preload)
        self.processes: dict[int, Any] = {}
        self.lines: dict[int, Connection] = {}
        self.preparing: dict[Connection, int] = {}

    def serve(self) -> None:
        """Do what the run asks until it closes the channel, as it does by ending in whatever way; then end all."""
        try:
            while True:
                self._serve_what_is_due()
        except (EOFError, OSError):
            pass
        finally:
            self.end_all()

    def _serve_what_is_due(self) -> None:
        sentinels = {process.sentinel: number for number, process in self.processes.items()}
        for source in wait([self.channel, *self.preparing, *sentinels]):
            if source is self.channel:
                self.obey(*self.channel.recv())
            elif source in sentinels:
                self.tell_end(sentinels[source])
            elif isinstance(source, Connection):
                self.tell_ready(source)

    def obey(self, order: str, number: int, content: tuple) -> None:
        """Fork a kernel, or let one that waits begin."""
        if order == START:
            self.start(number, content)
        elif number in self.lines:
            with suppress(OSError):  # it has just ended, and its sentinel says so next
                self.lines[number].send(content)

    def start(self, number: int, content: tuple) -> None:
        ours, theirs = self.context.Pipe()
        process = self.context.Process(target=_become_kernel, args=(theirs, *content), name="MainProcess")
        try:
            process.start()
        except (EOFError, OSError):
            ours.close()
            self.channel.send((ENDED, number, LOST))
            return
        finally:
            theirs.close()
        self.processes[number], self.lines[number], self.preparing[ours] = process, ours, number

    def tell_ready(self, line: Connection) -> None:
        number = self.preparing.pop(line, None)
        if number is not None:
            with suppress(EOFError, OSError):  # it ended before it was ready
                self.channel.send((READY, number, line.recv()))

    def tell_end(self, number: int) -> None:
        process, line = self.processes.pop(number), self.lines.pop(number)
        process.join()
        self.preparing.pop(line, None)
        line.close()
        self.channel.send((ENDED, number, process.exitcode))
        process.close()

    def end_all(self) -> None:
        """Kill every kernel with all that it has started."""
        for process in self.processes.values():
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.kill()
        for process in self.processes.values():
            process.join()


def _become_kernel(*arguments: Any) -> None:
    """In the forked process, where the import costs nothing: it is one of those made before."""
    from publishing.running.kernels.kernel_process import run_kernel

    run_kernel(*arguments)


def main() -> None:
    """Serve on an inherited socket. Arguments: its descriptor, the folder to remove at the end, modules to import."""
    descriptor, folder, *preload = sys.argv[1:]
    sys.path[:] = [entry for entry in sys.path if entry]  # kernels add their own folder, as ordinary ones do
    try:
        with Connection(int(descriptor)) as channel:
            ForkServer(channel, preload).serve()
    finally:
        os.chdir(Path(folder).parent)
        shutil.rmtree(folder, ignore_errors=True)
