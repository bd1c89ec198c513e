"""A kernel that the fork server has made, as jupyter_client sees it (a process of `subprocess`), and its client."""

import asyncio
import os
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty
from typing import TYPE_CHECKING

from jupyter_client import AsyncKernelClient
from jupyter_client.connect import KernelConnectionInfo

from publishing.running.kernels.fork_server import BEGIN

if TYPE_CHECKING:
    from publishing.running.kernels.kernel_pool import KernelPool

SOON = 0.002  # seconds
Environment = dict[str, str]
ASKED_AGAIN = 0.1  # seconds
GIVEN_UP = 2  # seconds, after which the library's own way is tried


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


class PromptClient(AsyncKernelClient):
    """A client that is ready when the kernel has answered one request on both channels.

    The library's own, after the same answer, goes on listening for a fifth of a second until nothing more comes: more
    than a light notebook's own work.
    """

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        try:
            async with asyncio.timeout(min(GIVEN_UP, timeout or GIVEN_UP)):
                while not await self._answered(self.kernel_info()):
                    pass
        except TimeoutError:
            await super().wait_for_ready(timeout)

    async def _answered(self, request: str) -> bool:
        """Whether a request was answered and its end was published; what is published before one listens is lost."""
        try:
            reply = await self.get_shell_msg(timeout=GIVEN_UP)
            while reply["parent_header"]["msg_id"] != request:
                reply = await self.get_shell_msg(timeout=GIVEN_UP)
            status = await self.get_iopub_msg(timeout=ASKED_AGAIN)
            while (
                status["parent_header"].get("msg_id") != request or status["content"].get("execution_state") != "idle"
            ):
                status = await self.get_iopub_msg(timeout=ASKED_AGAIN)
        except Empty:
            return False
        self._handle_kernel_info_reply(reply)
        return True
