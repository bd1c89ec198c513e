"""Hashes of files and folders. Nothing here is slow to import: a run that has nothing to do needs it."""

import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

LEFT_OUT = ("__pycache__", ".ipynb_checkpoints")


def hash_of(content: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def hash_folder(folder: Path) -> str:
    """The SHA-256 of the names and contents below a folder, but of what Python and Jupyter keep for themselves."""
    found = {}
    for path in list_files(folder):
        with open(path, "rb") as file:
            found[path[len(str(folder)) + 1 :].replace(os.sep, "/")] = hash_of(file.read())
    return hash_of("\n".join(f"{found[name]} {name}" for name in sorted(found)).encode())


def list_files(folder: Path) -> Iterator[str]:
    """The path of every file below a folder, but of what Python and Jupyter keep for themselves."""
    for above, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in LEFT_OUT]
        yield from filter(os.path.isfile, (os.path.join(above, name) for name in names))


def compare_files(folder: Path, expected: Mapping[str, str], besides: str) -> list[str]:
    """What differs between a folder's files and their expected hashes, a line each; one file may stand besides."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if not path.is_dir()}
    found.pop(besides, None)
    lines = {name: f"{name}: is missing" for name in expected.keys() - found.keys()}
    lines |= {name: f"{name}: was added" for name in found.keys() - expected.keys()}
    for name in expected.keys() & found.keys():
        if found[name].is_symlink() or hash_of(found[name].read_bytes()) != expected[name]:
            lines[name] = f"{name}: was changed"
    return [lines[name] for name in sorted(lines)]
