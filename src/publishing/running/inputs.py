"""What a run is made from, as hashes: by them it is known whether anything has changed since an earlier one."""

import os
import sys
import sysconfig
from pathlib import Path

import analysis
import publishing
from analysis.hashes import hash_folder, hash_of
from analysis.project import Project

Inputs = dict[str, str]
PACKAGES = [Path(str(package.__file__)).parent for package in (analysis, publishing)]


def hash_tools(project: Project) -> Inputs:
    """Hashes of what pages are made with: parameters, notebooks, both packages, the lock, Python and libraries.

    The installed libraries count by name and version, so that one that was installed past the lock is seen.
    """
    lock = project.root / "requirements.lock"
    return {
        "params": hash_folder(project.params),
        "notebooks": hash_folder(project.notebooks),
        "code": hash_of("\n".join(map(hash_folder, PACKAGES)).encode()),
        "lock": hash_of(lock.read_bytes()) if lock.is_file() else "",
        "python": hash_of("\n".join([sys.version, sys.platform, *_list_libraries()]).encode()),
    }


def hash_received(project: Project) -> str:
    """The hash of everything in raw/: what came, and the log of it."""
    return hash_folder(project.raw)


def _list_libraries() -> list[str]:
    folders = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    return sorted(name for folder in folders for name in os.listdir(folder) if name.endswith(".dist-info"))
