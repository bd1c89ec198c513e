"""Who runs, approves and sends: by the account of the system, as far as that tells."""

import getpass
import os
import socket
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from analysis.refusals import StorageRefused
from publishing.release.storage import MANIFEST, append_record, read_records

RUNS = ".runs.jsonl"
LOGIN = Path("/proc/self/loginuid")
NOBODY = 2**32 - 1  # of a service or a container, which nobody logged in to


def find_person() -> str:
    """The account that acts: whoever logged in, as the system's kernel keeps it through sudo; else this process's own.

    SUDO_USER, which any process can set for itself, is only taken from root, who may act in anybody's name anyway.
    Whoever may work as another account can also act in its name.
    """
    if hasattr(os, "geteuid"):
        import pwd

        own = os.geteuid()
        login = _find_login()
        if login is None and own == 0 and os.environ.get("SUDO_USER"):
            return os.environ["SUDO_USER"]
        with suppress(KeyError):
            return pwd.getpwuid(own if login is None else login).pw_name
        return str(own if login is None else login)
    return getpass.getuser()


def _find_login() -> int | None:
    """The number of the account that logged in, which Linux lets no process change; None where none did."""
    try:
        number = int(LOGIN.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
    return None if number == NOBODY else number


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
