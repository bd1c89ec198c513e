"""One run at a time for each output folder."""

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from analysis.refusals import RunInProgress, StorageRefused
from analysis.run.storage import make_folder, replace_file, storage

LOCK, HOLDER = ".lock", ".lock-holder.json"


@contextmanager
def hold(folder: Path, patience: float = 0) -> Iterator[None]:
    """Hold a folder for one run, waiting for it so many seconds.

    The system itself lets go when a run ends, however it ends, so a killed run leaves no lock behind. Raises
    RunInProgress, which says who holds the folder, and StorageRefused where the disk has no locks.
    """
    with storage(folder):
        make_folder(folder)
    lock = FileLock(folder / LOCK, mode=0o600)
    try:
        lock.acquire(timeout=patience)
    except Timeout:
        raise RunInProgress(f"{folder.name}/ is in use by {read_holder(folder)}. Wait for it, or end it.") from None
    except (OSError, NotImplementedError) as error:
        raise StorageRefused(f"{folder.name}/ cannot be locked. Choose a folder on a disk of this machine.") from error
    try:
        with storage(folder):
            replace_file(folder / HOLDER, json.dumps(_this_run()))
        yield
    finally:
        (folder / HOLDER).unlink(missing_ok=True)
        lock.release()


def read_holder(folder: Path) -> str:
    """Who holds a folder, in words: process, machine and since when."""
    try:
        holder = json.loads((folder / HOLDER).read_text(encoding="utf-8"))
        return f"process {holder['process']} on {holder['machine']}, since {holder['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another run"


def _this_run() -> dict[str, str | int]:
    since = datetime.now(UTC).strftime("%d %B %Y %H:%M UTC").lstrip("0")
    return {"process": os.getpid(), "machine": socket.gethostname(), "since": since}
