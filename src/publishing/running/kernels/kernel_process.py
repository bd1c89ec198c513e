"""What a forked process does to become the kernel of one notebook."""

import atexit
import gc
import multiprocessing
import os
import random
import sys
import threading
from multiprocessing.connection import Connection

import ipykernel_launcher
from ipykernel.kernelapp import IPKernelApp

from publishing import RARELY

CHECK_PARENT = 1  # seconds
BEFORE_IMPORTS = dict(os.environ)  # this module is the first that the fork server imports


def run_kernel(line: Connection, arguments: list[str], environment: dict[str, str]) -> None:
    """Prepare a kernel in this new process, say that it is ready, and serve once told in which folder.

    Until then nothing of a notebook is known, so that the costly part is done ahead of need. `line` brings the
    environment and the folder; where it closes first, the kernel is not wanted and ends.
    """
    gc.freeze()  # collecting what was made before the fork would copy the memory that holds it
    gc.set_threshold(RARELY)
    os.setsid()  # as ordinary kernels: a signal reaches what the notebook starts, and the terminal's Ctrl-C does not
    multiprocessing.set_start_method(None, force=True)
    _take_environment(environment, since=BEFORE_IMPORTS)
    _reseed()
    application = _prepare(arguments)
    try:
        line.send(os.getpid())
        latest, folder = line.recv()
        line.close()
        _take_environment(latest, since=environment)
        os.chdir(folder)
        application.start()
    except (EOFError, BrokenPipeError):
        pass
    finally:
        atexit._run_exitfuncs()  # a forked process ends without them, an ordinary kernel does not


def _prepare(arguments: list[str]) -> IPKernelApp:
    """The application with its sockets open, in files that only the owner can use, and its interpreter made."""
    sys.argv = [ipykernel_launcher.__file__, *arguments]
    application = IPKernelApp.instance(parent_handle=os.getppid())
    mask = os.umask(0o077)
    try:
        application.initialize(arguments)
    finally:
        os.umask(mask)
    application.poller = threading.Thread(target=_end_with_parent, args=[os.getppid()], daemon=True)
    return application


def _take_environment(environment: dict[str, str], *, since: dict[str, str]) -> None:
    """Change to another environment, with what the imports or the kernel itself have set since it was as given."""
    own = {name: value for name, value in os.environ.items() if since.get(name) != value}
    os.environ.clear()
    os.environ.update(environment | own)


def _reseed() -> None:
    """Give the process random states of its own; it was forked with those of its siblings."""
    random.seed()
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed()


def _end_with_parent(server: int) -> None:
    """End this process when the fork server or the process that keeps it has ended: nobody else would."""
    keeper = multiprocessing.parent_process()
    while keeper is not None and keeper.is_alive() and os.getppid() == server:
        keeper.join(CHECK_PARENT)
    os._exit(1)
