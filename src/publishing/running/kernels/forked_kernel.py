"""A kernel that the fork server has made, as jupyter_client sees it: like a process started by `subprocess`."""

import os
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_client.connect import KernelConnectionInfo

from publishing.running.kernels.fork_server import BEGIN

if TYPE_CHECKING:
    from publishing.running.kernels.kernel_pool import KernelPool

SOON = 0.002  # seconds
Environment = dict[str, str]


@dataclass(eq=False)
class ForkedKernel:
    """A kernel made by the fork server, with those parts of `subprocess.Popen` that jupyter_client uses."""

    pool: "KernelPool"
    number: int
    folder: Path
    connection: KernelConnectionInfo
    environment: Environment
    arguments: list[str]
    pid: int | None = None
    returncode: int | None = None
    stdin: None = field(default=None, init=False)
    stdout: None = field(default=None, init=False)
    stderr: None = field(default=None, init=False)

    @property
    def connection_file(self) -> Path:
        return self.folder / "kernel.json"

    def begin(self, environment: Environment, folder: str) -> None:
        """Let it serve, in an environment and a folder. Raises NotForked."""
        self.pool.order(BEGIN, self.number, (environment, folder))

    def poll(self) -> int | None:
        self.pool.read_events()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        begun = time.monotonic()
        while (code := self.poll()) is None:
            if timeout is not None and time.monotonic() > begun + timeout:
                raise subprocess.TimeoutExpired(["kernel"], timeout)
            time.sleep(SOON)
        return code

    def send_signal(self, signum: int) -> None:
        if self.pid is not None and self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signum)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)
