"""Files of the checkout, which everyone who works on it reads: put in place in one step, with the mode they had."""

import os
from pathlib import Path

from publishing.release.storage import storage, write_file

READABLE = 0o644


def write_shared(path: Path, text: str) -> None:
    """Write a file of the checkout, or put new content in its place. Raises StorageRefused."""
    with storage(path.parent):
        mode = path.stat().st_mode & 0o777 if path.exists() else READABLE
        waiting = path.with_name(f".{path.name}.new")
        waiting.unlink(missing_ok=True)
        write_file(waiting, text)
        waiting.chmod(mode)
        os.replace(waiting, path)
