"""The hidden folders in which releases are made: whose each is, and which of them a run may clear.

On a share whose locks do not bind, a folder that another machine is still writing looks like one that a killed run
left behind. The name of each therefore says who makes it on which machine, and no run clears another machine's.
"""

import re
import socket
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from analysis.hashes import compare_files, hash_of
from analysis.numbers import plural
from analysis.refusals import StorageRefused
from publishing.release.accounts import find_person
from publishing.release.storage import MANIFEST, NOTHING_RELEASED, remove_folder

STAGING = ".staging-"
NAMED = 3  # files that a refusal names; a folder that was emptied has many


@dataclass(frozen=True)
class Maker:
    """Who makes a release, and on which machine."""

    person: str
    machine: str

    def __str__(self) -> str:
        return f"{self.person}@{self.machine}"


def find_maker() -> Maker:
    """This account on this machine, as a folder's name can hold them."""
    return Maker(_plain(find_person()), _plain(socket.gethostname()))


def name_staging(release: str, maker: Maker) -> str:
    """The name of the hidden folder of a release that somebody makes."""
    return f"{STAGING}{release}~{maker}"


def read_maker(name: str) -> Maker | None:
    """Who makes the release in a hidden folder, by its name; None where it does not say."""
    _, _, maker = name.partition("~")
    person, at, machine = maker.partition("@")
    return Maker(person, machine) if at else None


def clear_stagings(output: Path) -> list[str]:
    """Remove what killed runs of this machine left behind; returns a line for each folder that another machine left.

    The caller holds the output folder, so that no run of this machine is at work. Raises OSError.
    """
    here, others = find_maker().machine, []
    for folder in sorted(output.glob(f"{STAGING}*")):
        maker = read_maker(folder.name)
        if maker is None or maker.machine == here:
            remove_folder(folder)
        else:
            others.append(_describe_other(folder, maker))
    return others


def check_whole(folder: Path, manifest: str) -> None:
    """Hold a finished release against the hash of its manifest and the hashes in it, before anyone can see it.

    Raises StorageRefused with what vanished, was changed or was added meanwhile.
    """
    differences = _find_differences(folder, manifest)
    if differences:
        more = len(differences) - NAMED
        named = ", ".join(differences[:NAMED]) + (f" and {plural(more, 'more file')}" if more > 0 else "")
        raise StorageRefused(
            f"While the release was made in {folder.parent.name}/, something else changed it: {named}. "
            f"{NOTHING_RELEASED} Keep other machines, synchronisers and virus scanners out of the folder, "
            "and run again."
        )


def _find_differences(folder: Path, manifest: str) -> list[str]:
    from publishing.release.manifest import read_manifest

    if not folder.is_dir():
        return ["the whole folder: is missing"]
    try:
        if hash_of((folder / MANIFEST).read_bytes()) != manifest:
            return [f"{MANIFEST}: was changed"]
        return compare_files(folder, read_manifest(folder)["files"], besides=MANIFEST)
    except FileNotFoundError as error:
        return [f"{Path(error.filename).name}: is missing"]


def _describe_other(folder: Path, maker: Maker) -> str:
    days = (datetime.now(UTC) - datetime.fromtimestamp(folder.stat().st_mtime, UTC)).days
    since = f"last written {plural(days, 'day')} ago" if days > 0 else "last written today"
    return (
        f"{folder.name} is a release that {maker.person} makes on {maker.machine}, {since}. It was left alone; if no "
        "run is at work there, remove it."
    )


def _plain(words: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]+", "-", words) or "unknown"
