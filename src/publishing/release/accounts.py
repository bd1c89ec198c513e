"""Who runs, approves and sends: by the account of the system, as far as that tells."""

import getpass
import os
import socket
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from analysis.refusals import StorageRefused
from publishing.release.append_only import append_record, read_records
from publishing.release.file_names import MANIFEST

RUNS = ".runs.jsonl"


def find_person() -> str:
    """The account that acts: with sudo whoever called it, else the account of this process.

    The account is the system's word, but whoever may work as another account can also act in its name.
    """
    if hasattr(os, "geteuid"):
        import pwd

        with suppress(KeyError):
            return os.environ.get("SUDO_USER") or pwd.getpwuid(os.geteuid()).pw_name
        return str(os.geteuid())
    return getpass.getuser()


def note_runner(releases: Iterable[Path]) -> None:
    """Write down beside the releases who made them; where that cannot be written, the files' owner will do."""
    with suppress(StorageRefused):
        for release in releases:
            facts = {"release": release.name, "by": find_person(), "machine": socket.gethostname()}
            append_record(release.parent / RUNS, facts)


def find_runner(release: Path) -> str | None:
    """Who made a release: as was written down when it was made, else who owns its files; None where neither tells."""
    for run in read_records(release.parent / RUNS):
        if run.get("release") == release.name:
            return str(run.get("by"))
    with suppress(OSError, KeyError, NotImplementedError):
        return (release / MANIFEST).owner()
    return None
