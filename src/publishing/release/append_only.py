"""Records that only grow: one line of JSON for each thing that happened, on the disk before anything follows it."""

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from analysis.refusals import StorageRefused
from publishing.release.storage import flush_folder, make_folder


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
