"""The process that a notebook runs in: new for each, and the same whoever's machine it is."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from weakref import WeakSet

from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpec

LONGEST_SOCKET_NAME = 90  # bytes; POSIX allows little over 100 for a socket's path
ONE_THREAD = ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"]
ARGUMENTS = ["-m", "ipykernel_launcher", "-f", "{connection_file}", "--HistoryManager.enabled=False"]


class PrivateKernel(AsyncKernelManager):
    """A fresh Python of this environment that reads no settings of the user's.

    Neither start-up files, kernel specifications nor chart styles in the user's home can change a result; sums come
    out the same because linear algebra has one thread. It is spoken to over sockets in a folder that only the owner
    can open, where the system has such sockets.
    """

    folder: Path | None = None

    @classmethod
    @contextmanager
    def held_back(cls) -> Iterator[None]:
        """While the run cleans: a kernel that is forked in advance waits, and has then read what was cleaned."""
        yield

    @property
    def kernel_spec(self) -> KernelSpec:
        return KernelSpec(argv=[sys.executable, *ARGUMENTS], display_name="Python 3", language="python")

    # jupyter_client types its own start_kernel as blocking, also where it is awaited
    async def start_kernel(self, **options: Any) -> None:  # type: ignore[override]
        self.folder = Path(tempfile.mkdtemp(prefix="lscb-"))
        self.connection_file = str(self.folder / "kernel.json")
        if os.name == "posix" and len(os.fsencode(self.connection_file)) < LONGEST_SOCKET_NAME:
            self.transport = "ipc"
        await self._async_start_kernel(**options, env=kernel_environment(self.folder))
        RUNNING.add(self)

    async def _async_cleanup_resources(self, restart: bool = False) -> None:
        await super()._async_cleanup_resources(restart)
        RUNNING.discard(self)
        if self.folder and not restart:
            shutil.rmtree(self.folder, ignore_errors=True)

    cleanup_resources = _async_cleanup_resources


RUNNING: WeakSet[PrivateKernel] = WeakSet()


def stop_kernels() -> None:
    """End every notebook that is running in this process, at once: each then fails by a dead kernel."""
    for kernel in list(RUNNING):
        process = getattr(kernel.provisioner, "process", None)
        if process is not None:
            process.kill()


def kernel_environment(folder: Path) -> dict[str, str]:
    """The environment of a notebook's process: this one's, less whatever could make two machines differ."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("JUPYTER", "IPYTHON", "LC_", "MPL")) and name not in ("PYTHONSTARTUP", "LANGUAGE")
    }
    settings = {
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_NO_CONFIG": "1",
        "IPYTHONDIR": str(folder / "ipython"),
        "LANG": "C.UTF-8",
        "MATPLOTLIBRC": str(_chart_defaults()),
        "MPLBACKEND": "Agg",
        "PYTHONHASHSEED": "0",
        "PYTHONNOUSERSITE": "1",
        "PYTHONUTF8": "1",
        "PYTHONWARNINGS": "default",
        "TZ": "UTC",
    }
    return kept | settings | dict.fromkeys(ONE_THREAD, "1")


def _chart_defaults() -> Path:
    """Matplotlib's own settings file, found without importing it, in place of one in the user's home."""
    package = find_spec("matplotlib")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("matplotlib, which draws the charts, is not installed", name="matplotlib")
    return Path(package.origin).parent / "mpl-data" / "matplotlibrc"
