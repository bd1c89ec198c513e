"""Forked kernels as the run sees them: a few started ahead of need, each looking like a process of its own."""

import asyncio
import itertools
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

from jupyter_client.connect import write_connection_file

from publishing.running.kernels.fork_server import ENDED, GATE, LOST, READY, START
from publishing.running.kernels.forked_kernel import SOON, Environment, ForkedKernel

PROGRAM = "from publishing.running.kernels.fork_server import main; main()"
LONGEST_FOLDER = 60  # bytes; a socket's path may have little over 100, and its name needs some
START_LIMIT = 60  # seconds, in which the first kernel must be ready: the libraries are imported before it
STOP_LIMIT = 5  # seconds
# Of the server alone: kernels have the environment that they are given.
SERVER_ENVIRONMENT = {
    "JE_ARROW_MALLOC_CONF": "background_thread:false",  # a thread that pandas' import starts; one can't fork with it
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # the debugger's remark, at its import, that it can't see frozen modules
}


class NotForked(Exception):
    """A notebook cannot have a forked kernel, and why; it must have an ordinary one."""


class KernelPool:
    """A fork server with everything imported, and kernels that wait to be used. Any thread may use it."""

    def __init__(
        self,
        make_environment: Callable[[Path], Environment],
        arguments: list[str],
        preload: list[str],
        settings: Environment | None = None,
    ):
        """Start the server; it imports meanwhile. Raises OSError where it cannot be started.

        `make_environment` gives a kernel's environment from its private folder, and `arguments` what an ordinary
        kernel has after its connection file. `settings` are variables that only the server has, for what it imports.
        """
        self.make_environment, self.arguments = make_environment, arguments
        self.lock, self.numbers = threading.RLock(), itertools.count(1)
        self.kernels: dict[int, ForkedKernel] = {}
        self.spares: list[ForkedKernel] = []
        self.reasons_logged: set[str] = set()
        self.lost, self.owner = "", os.getpid()
        self.folder = make_private_folder()
        self.gate = self.folder / "gate"
        self.environment = make_environment(self.folder)
        self.channel, self.server = self._start_server(preload, settings or {})

    def _start_server(self, preload: list[str], settings: Environment) -> tuple[Connection, subprocess.Popen]:
        ours, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-c", PROGRAM, str(theirs.fileno()), str(self.folder), *preload]
            try:
                server = subprocess.Popen(
                    command,
                    stdin=subprocess.DEVNULL,
                    env=self.environment | SERVER_ENVIRONMENT | settings | {GATE: str(self.gate)},
                    cwd=self.folder,
                    pass_fds=[theirs.fileno()],
                    start_new_session=True,
                )
            except OSError:
                ours.close()
                shutil.rmtree(self.folder)
                raise
        return Connection(ours.detach()), server

    def keep_spare(self, spare: int) -> None:
        """See to it that a number of kernels wait, ready or being made, if the server can be had."""
        with self.lock, suppress(NotForked, OSError):
            while len(self.spares) < spare:
                self.spares.append(self.start(self.arguments))

    async def take(self, arguments: list[str], *, spare: int) -> ForkedKernel:
        """A kernel that is ready: one that waits if it has these arguments, else a new one. Raises NotForked."""
        if os.getpid() != self.owner:
            raise NotForked("its fork server belongs to another process")
        with self.lock:
            self.read_events()
            fits = [kernel for kernel in self.spares if kernel.arguments == arguments and kernel.returncode is None]
            kernel = min(fits, key=lambda fitting: fitting.number) if fits else self.start(arguments)
            self.spares = [other for other in self.spares if other is not kernel and other.returncode is None]
            self.keep_spare(spare)
        ends = time.monotonic() + START_LIMIT
        while kernel.pid is None:
            if kernel.poll() is not None or time.monotonic() > ends:
                raise self._lose("a forked kernel did not start")
            await asyncio.sleep(SOON)
        return kernel

    def start(self, arguments: list[str]) -> ForkedKernel:
        """Ask for a kernel in a new folder; its sockets and connection file are there. Raises NotForked."""
        number = next(self.numbers)
        folder = self.folder / str(number)
        folder.mkdir(mode=0o700)
        key = uuid.uuid4().hex.encode()
        name, connection = write_connection_file(
            str(folder / "kernel.json"), transport="ipc", ip=str(folder / "s"), key=key
        )
        kernel = ForkedKernel(self, number, folder, connection, self.make_environment(folder), arguments)
        with self.lock:
            self.kernels[number] = kernel
            self.order(START, number, (["-f", name, *arguments], kernel.environment))
        return kernel

    def order(self, order: str, number: int, content: tuple) -> None:
        """Ask something of the server. Raises NotForked, with the first reason for which it was given up."""
        with self.lock:
            if self.lost:
                raise NotForked(self.lost)
            try:
                self.channel.send((order, number, content))
            except OSError:
                raise self._end("the fork server has ended") from None

    def read_events(self) -> None:
        """Take note of the kernels that have become ready or ended since."""
        with self.lock:
            try:
                while not self.channel.closed and self.channel.poll():
                    self._note(*self.channel.recv())
            except (EOFError, OSError):
                self._end("the fork server has ended")

    def _note(self, event: str, number: int, value: int) -> None:
        if event == READY:
            self.kernels[number].pid = value
        elif event == ENDED:
            self.kernels.pop(number).returncode = value

    def _lose(self, reason: str) -> NotForked:
        """Ask the server for nothing more; the kernels that run go on. Returns what to raise."""
        with self.lock:
            self.lost = self.lost or reason
            return NotForked(self.lost)

    def _end(self, reason: str) -> NotForked:
        """Close the channel to the server, by which every kernel ends that has not. Returns what to raise."""
        with self.lock:
            self.channel.close()
            for kernel in self.kernels.values():
                kernel.returncode = LOST
            return self._lose(reason)

    def stop(self) -> None:
        """End the server and every kernel, and leave no file."""
        self._end("the run has ended")
        try:
            self.server.wait(STOP_LIMIT)
        except subprocess.TimeoutExpired:
            os.killpg(self.server.pid, signal.SIGKILL)
            self.server.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def make_private_folder() -> Path:
    """A new folder that only the owner can open, with a path short enough for sockets in it.

    Raises OSError where there is none.
    """
    places = [os.environ.get("XDG_RUNTIME_DIR"), tempfile.gettempdir(), "/tmp"]
    for place in filter(None, places):
        if os.access(place, os.W_OK | os.X_OK) and len(os.fsencode(place)) < LONGEST_FOLDER:
            return Path(tempfile.mkdtemp(prefix="lscb-", dir=place))
    raise OSError("no folder with a path that is short enough for sockets")
