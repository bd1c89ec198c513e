"""One run at a time for each output folder."""

import errno
import json
import os
import socket
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import BaseFileLock, FileLock, SoftFileLock, Timeout

from analysis.refusals import RunInProgress, StorageRefused
from publishing.release.storage import make_folder, replace_file, storage

LOCK, HOLDER = ".lock", ".lock-holder.json"
WITHOUT_LOCKS = {errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP}


@contextmanager
def hold(folder: Path, patience: float = 0) -> Iterator[None]:
    """Hold a folder for one run, waiting for it so many seconds.

    The system itself lets go when a run ends, however it ends, so a killed run leaves no lock behind. Raises
    RunInProgress, which says who holds the folder, and StorageRefused where the disk has no locks.
    """
    with storage(folder):
        make_folder(folder)
        lock = _acquire(folder, patience)
    try:
        with storage(folder):
            replace_file(folder / HOLDER, json.dumps(_this_run()))
        yield
    finally:
        with suppress(OSError):  # nobody reads it once the lock is free
            (folder / HOLDER).unlink(missing_ok=True)
        lock.release()


def _acquire(folder: Path, patience: float) -> BaseFileLock:
    """A lock of the system's own, never a file in its place: that would outlive a killed run."""
    lock = FileLock(folder / LOCK, mode=0o600)
    try:
        with warnings.catch_warnings(action="ignore", category=UserWarning):  # told below, in our words
            lock.acquire(timeout=patience)
    except Timeout:
        raise RunInProgress(f"{folder.name}/ is in use by {read_holder(folder)}. Wait for it, or end it.") from None
    except NotImplementedError as error:
        raise _cannot_lock(folder) from error
    except OSError as error:
        if error.errno in WITHOUT_LOCKS:
            raise _cannot_lock(folder) from error
        raise
    if isinstance(lock, SoftFileLock):
        lock.release()
        raise _cannot_lock(folder)
    return lock


def _cannot_lock(folder: Path) -> StorageRefused:
    return StorageRefused(f"{folder.name}/ cannot be locked. Choose a folder on a disk of this machine.")


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
