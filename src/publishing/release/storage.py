"""Writing so that nothing half-made can be read: private files, flushed to disk, put in place in one step.

Records only grow: one line of JSON for each thing that happened, on the disk before anything follows it.
"""

import errno
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from analysis.refusals import StorageRefused

# the files that readers, later runs and circulation look for
MANIFEST = "manifest.json"  # in a release: what it is, with the hash of each of its files
INDEX = "index.html"  # a release's contents, and beside the releases the list of them
ATTEMPT = ".failed-attempt.json"  # beside the releases: the last run, where it failed
READABLE = 0o644
NOTHING_RELEASED = "Nothing was released."
IN_USE = (5, 32)  # Windows: access denied, sharing violation; a scanner or a reader has the file open for a moment
TOO_LONG = (3, 206)  # Windows: path not found, name too long
LONGEST_ON_WINDOWS = 259  # letters of a path, where long ones are not switched on
TRIES, PAUSE = 10, 0.1  # seconds


@contextmanager
def storage(folder: Path, outcome: str = NOTHING_RELEASED) -> Iterator[None]:
    """Turn what the system says of a folder's disk into a refusal, which ends with how things now stand.

    Raises StorageRefused.
    """
    try:
        yield
    except OSError as error:
        reason = "the path is too long" if _is_too_long(error) else error.strerror or type(error).__name__
        if _is_too_long(error):
            outcome = f"Choose a folder with a shorter path. {outcome}"
        raise StorageRefused(f"{folder.name}/ cannot be written: {reason}. {outcome}") from error


def _is_too_long(error: OSError) -> bool:
    """Whether the system says that a path is too long, in the words of this one or of Windows."""
    windows = getattr(error, "winerror", None)
    long = len(str(error.filename2 or error.filename or "")) > LONGEST_ON_WINDOWS
    return error.errno == errno.ENAMETOOLONG or windows == TOO_LONG[1] or (windows == TOO_LONG[0] and long)


def _once_free(move: Callable[[Path, Path], None], source: Path, target: Path) -> None:
    """Move a file or folder, again for a second where Windows says that something has it open."""
    for _ in range(TRIES - 1):
        try:
            return move(source, target)
        except PermissionError as error:
            if getattr(error, "winerror", None) not in IN_USE:
                raise
            time.sleep(PAUSE)
    return move(source, target)


def make_folder(folder: Path) -> None:
    """A folder that only its owner can open, and those above it."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)  # another run may just have made it
        flush_folder(folder.parent)


def write_file(path: Path, content: str | bytes) -> None:
    """Write a new file that only its owner can read, and wait until it is on the disk."""
    content = content.encode("utf-8") if isinstance(content, str) else content
    make_folder(path.parent)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with open(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def replace_file(path: Path, content: str | bytes, *, mode: int | None = None) -> None:
    """Put new content in a file's place in one step: a reader sees the old or the new, never a part."""
    waiting = waiting_for(path)
    waiting.unlink(missing_ok=True)
    write_file(waiting, content)
    if mode is not None:
        waiting.chmod(mode)
    _once_free(os.replace, waiting, path)
    flush_folder(path.parent)


def replace_shared(path: Path, content: str | bytes) -> None:
    """The same for a file of the checkout, which everyone who works on it reads: it keeps the mode that it had."""
    replace_file(path, content, mode=path.stat().st_mode & 0o777 if path.exists() else READABLE)


def waiting_for(path: Path) -> Path:
    """Where the new content of a file waits until it takes its place."""
    return path.with_name(f".{path.name}.new")


def move_folder(source: Path, target: Path) -> None:
    """Give a whole folder its final name in one step, once everything in it is on the disk."""
    for folder in [source, *(path for path in source.rglob("*") if path.is_dir())]:
        flush_folder(folder)
    _once_free(os.rename, source, target)
    flush_folder(target.parent)


def flush_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk; Windows has no such call and keeps them in order itself."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def remove_folder(folder: Path) -> None:
    """Remove a folder with what is in it, or a file in its place; not what a link leads to."""
    if folder.is_symlink() or not folder.is_dir():
        folder.unlink()
    else:
        shutil.rmtree(folder)


def append_record(path: Path, facts: Mapping[str, object]) -> None:
    """Add a line with the time, and wait until it is on the disk. Raises StorageRefused.

    What a crash left of a line that was never finished is cut off first. The caller sees to it that one process
    writes at a time.
    """
    when = datetime.now(UTC).isoformat(timespec="milliseconds")
    line = json.dumps({"when": when, **facts}, ensure_ascii=False).encode("utf-8") + b"\n"
    try:
        make_folder(path.parent)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o600)
        with open(descriptor, "r+b", buffering=0) as file:
            _write(descriptor, _mend_end(descriptor, path.read_bytes()) + line)
            os.fsync(file.fileno())
        flush_folder(path.parent)
    except OSError as error:
        raise StorageRefused(
            f"{_name(path)} cannot be written: {_reason(error)}. Nothing follows until it can."
        ) from error


def read_records(path: Path) -> list[dict]:
    """Every record, oldest first; none where the file is not there. Raises StorageRefused for a damaged line.

    A last line that was never finished is what a crash left. It was not on the disk before anything followed, so it
    does not count.
    """
    try:
        whole, _, last = path.read_bytes().rpartition(b"\n")
    except FileNotFoundError:
        return []
    except OSError as error:
        raise StorageRefused(f"{_name(path)} cannot be read: {_reason(error)}.") from error
    lines = [*(whole.split(b"\n") if whole else []), *([last] if _parse(last) else [])]
    records = []
    for number, line in enumerate(lines, 1):
        record = _parse(line)
        if record is None:
            raise StorageRefused(
                f"{_name(path)}, line {number}: is not a record. Nothing is sent while it stands so: "
                "put the file back from a backup."
            )
        records.append(record)
    return records


def _parse(line: bytes) -> dict | None:
    try:
        facts = json.loads(line)
    except ValueError:
        return None
    return facts if isinstance(facts, dict) else None


def _mend_end(descriptor: int, content: bytes) -> bytes:
    """Cut off an unfinished last line; what must come before the next one where only the line's end is missing."""
    whole, newline, last = content.rpartition(b"\n")
    if last and _parse(last):
        return b"\n"
    if last:
        os.ftruncate(descriptor, len(whole + newline))
    return b""


def _write(descriptor: int, line: bytes) -> None:
    """Write all of a line, also where the system takes it in parts."""
    while line:
        line = line[os.write(descriptor, line) :]


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__
