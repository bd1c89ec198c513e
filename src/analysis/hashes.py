"""Hashes of files and folders. Nothing here is slow to import: a run that has nothing to do needs it."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

LEFT_OUT = ("__pycache__", ".ipynb_checkpoints")


def hash_of(content: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def hash_folder(folder: Path) -> str:
    """The SHA-256 of every file's name and content below a folder, whatever their times."""
    files = ((path.relative_to(folder).as_posix(), path) for path in find_below(folder))
    lines = [f"{hash_of(path.read_bytes())} {name}" for name, path in sorted(files)]
    return hash_of("\n".join(lines).encode())


def find_below(folder: Path) -> Iterator[Path]:
    """Every file below a folder, but those that Python and Jupyter keep for themselves."""
    return (path for path in folder.rglob("*") if path.is_file() and not set(LEFT_OUT) & set(path.parts))


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
