"""Kernels that start in no time: forked from a process that has already imported what notebooks import."""

import asyncio
import logging
import os
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

from filelock import FileLock
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner

from analysis.project import Project
from publishing.running.kernels.fork_server import PARAMS, PROCESSED
from publishing.running.kernels.forked_kernel import SOON, ForkedKernel, PromptClient
from publishing.running.kernels.kernel_pool import KernelPool, NotForked
from publishing.running.kernels.provisioner import ARGUMENTS, RUNNING, PrivateKernel, kernel_environment

KERNEL = (  # what an ordinary kernel imports before its first cell
    "publishing.running.kernels.kernel_process",
    "ipykernel.debugger",
    "tornado.platform.asyncio",
    *("IPython.core.completerlib", "IPython.core.debugger", "IPython.core.oinspect"),
    "IPython.extensions.storemagic",
)
LIBRARIES = ("numpy", "pandas", "pandas.io.formats.html", "matplotlib.pyplot", "matplotlib.backends.backend_svg")
OWN_ARGUMENTS = ARGUMENTS[ARGUMENTS.index("{connection_file}") + 1 :]
USUAL_ARGUMENTS = [*OWN_ARGUMENTS, "--HistoryManager.hist_file=:memory:"]  # nbclient adds the last
# Variables that Python and the libraries read when they start, which for a forked kernel is in the past.
READ_AT_START = (
    *("PYTHON", "LD_", "DYLD_", "LANG", "LC_", "MPL", "MATPLOTLIB"),
    *("OMP_", "OPENBLAS_", "MKL_", "VECLIB_", "HOME", "XDG_"),
)
END_LIMIT = 1  # seconds to see a kernel end before jupyter_client goes on waiting its own way

logger = logging.getLogger(__name__)


@contextmanager
def warm_kernels(
    *, preload: Sequence[str] = LIBRARIES, spare: int = 1, project: Project | None = None
) -> Iterator[type[PrivateKernel]]:
    """A kernel manager class for papermill and nbclient (`kernel_manager_class`), good inside the `with` block.

    On POSIX each notebook has a new process, forked from one that has imported the modules of `preload`, and a number
    of spare processes wait ready. A module that cannot be imported is left to the notebook that needs it. What a
    `project` has in params/, and what may be shown of its figures, is read there too, so that a notebook reads only
    what has changed since; no notebook has more memory than run.yaml allows. Elsewhere, or when anything about it
    fails, notebooks have ordinary kernels with the same results, and the log says so. At the end of the block, or of
    the process however it ends, every kernel ends too.
    """
    pool = _start_pool(preload, project)
    if pool is None:
        yield PrivateKernel
        return
    try:
        pool.keep_spare(spare)
        yield type("WarmKernel", (WarmKernel,), {"pool": pool, "spare": spare})
    finally:
        pool.stop()


def _start_pool(preload: Sequence[str], project: Project | None) -> KernelPool | None:
    if sys.platform == "win32":
        logger.info("Notebooks have ordinary kernels: this system cannot fork.")
        return None
    try:
        modules, settings = [*KERNEL, *preload], {}
        if project:
            modules.append("publishing.running.kernels.before_forking")
            settings = {PARAMS: str(project.params), PROCESSED: str(project.processed)}
        return KernelPool(kernel_environment, USUAL_ARGUMENTS, modules, settings)
    except OSError as error:
        logger.warning("Notebooks have ordinary kernels: %s.", error.strerror or error)
        return None


class WarmKernel(PrivateKernel):
    """A private kernel that is forked where it can be, and ordinary where it can't; restarted, it is ordinary."""

    pool: ClassVar[KernelPool]
    spare: ClassVar[int]

    @classmethod
    @contextmanager
    def held_back(cls) -> Iterator[None]:
        with FileLock(cls.pool.gate):
            yield

    # jupyter_client types its own start_kernel as blocking, also where it is awaited
    async def start_kernel(self, **options: Any) -> None:  # type: ignore[override]
        try:
            kernel = await self._take_kernel(options)
        except (NotForked, OSError) as error:
            _tell(self.pool, error)
            await super().start_kernel(**options)
            return
        self.folder, self.connection_file = kernel.folder, str(kernel.connection_file)
        self.client_factory = PromptClient
        self.load_connection_info(kernel.connection)
        self.kernel_id = str(uuid.uuid4())
        self.provisioner = WarmProvisioner(kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self)
        self.provisioner.forked = kernel
        await self._async_start_kernel(**options, env=kernel_environment(kernel.folder))
        RUNNING.add(self)

    async def _take_kernel(self, options: dict[str, Any]) -> ForkedKernel:
        """A forked kernel that does what an ordinary one would do with these options. Raises NotForked."""
        environment = kernel_environment(self.pool.folder)
        changed = sorted(_values_at_start(environment) ^ _values_at_start(self.pool.environment))
        if changed:
            raise NotForked(f"{changed[0][0]} has changed since the run began")
        if unknown := sorted(options.keys() - {"extra_arguments", "cwd"}):
            raise NotForked(f"a forked one has no {unknown[0]}")
        if Path(options.get("cwd") or ".", "matplotlibrc").exists():
            raise NotForked("its folder has a matplotlibrc, which is read when matplotlib is imported")
        return await self.pool.take([*OWN_ARGUMENTS, *options.get("extra_arguments", [])], spare=self.spare)


class WarmProvisioner(LocalProvisioner):
    """Starts a kernel by letting a forked one begin; everything else is done as with any process of this machine."""

    forked: ForkedKernel | None = None

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        kernel, self.forked = self.forked, None
        if kernel is None:
            return await super().launch_kernel(cmd, **kwargs)
        self.cwd = str(kwargs.get("cwd") or Path.cwd())
        try:
            kernel.begin(kwargs["env"], os.path.abspath(self.cwd))
        except NotForked as error:
            _tell(kernel.pool, error)
            return await super().launch_kernel(cmd, **kwargs)
        # jupyter_client names Popen, and asks no more of it than a forked kernel has
        self.process = kernel  # type: ignore[assignment]
        self.pid = self.pgid = kernel.pid
        return self.connection_info

    async def send_signal(self, signum: int) -> None:
        if await self.poll() is None:  # the number of a process that has ended may be another's by now
            await super().send_signal(signum)

    async def kill(self, restart: bool = False) -> None:
        """Kill the kernel and see it end at once, where jupyter_client would look again in a tenth of a second."""
        await super().kill(restart)
        await self._see_end()

    async def shutdown_requested(self, restart: bool = False) -> None:
        await self._see_end()

    async def _see_end(self) -> None:
        ends = time.monotonic() + END_LIMIT
        while await self.poll() is None and time.monotonic() < ends:
            await asyncio.sleep(SOON)


def _tell(pool: KernelPool, reason: Exception) -> None:
    """Say why a notebook has an ordinary kernel, once for each reason: a run has many notebooks."""
    if str(reason) not in pool.reasons_logged:
        pool.reasons_logged.add(str(reason))
        logger.warning("A notebook has an ordinary kernel: %s.", reason)


def _values_at_start(environment: dict[str, str]) -> set[tuple[str, str]]:
    return {(name, value) for name, value in environment.items() if name.startswith(READ_AT_START)}
