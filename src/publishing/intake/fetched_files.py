"""The files that `lscb fetch` brought: of each data set the edition that is pinned, with its file specification."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from analysis.definitions.published_data import Pin, Published, read_lock, read_published
from analysis.hashes import hash_of
from analysis.project import Project
from analysis.refusals import SourceRefused, StorageRefused
from publishing.intake.findings import Finding, make_reading_finding

LOG = "fetched.jsonl"


@dataclass(frozen=True)
class FetchedFile:
    """A pinned file below data/raw, and the edition that was pinned before it, where its file is still here."""

    data: Published
    pin: Pin
    path: Path
    earlier: Path | None = None


@dataclass(frozen=True)
class Fetched:
    """The pinned files by data set, what lies beside them in published/, and what is wrong with any of them."""

    files: Mapping[str, FetchedFile] = field(default_factory=dict)
    left_out: frozenset[Path] = frozenset()
    refusals: tuple[SourceRefused, ...] = ()

    def of(self, source: str) -> list[Path]:
        """The files that a file specification reads, besides those that its name fits."""
        return [found.path for found in self.files.values() if found.data.source == source]


def find_fetched(project: Project) -> Fetched:
    """The pinned edition of every data set; the others beside it are kept and not read.

    A data folder without published/ is one for returns alone and has none. A pinned file that is missing or is not as
    it was fetched is among the refusals. Raises ParametersRefused, and StorageRefused for a damaged log.
    """
    folder = project.raw / "published"
    if not folder.is_dir():
        return Fetched()
    published, pins = read_published(project.params / "published"), read_lock(project.params / "published.lock")
    files: dict[str, FetchedFile] = {}
    refusals = []
    logged = _read_log(folder / LOG)
    for name, pin in pins.items():
        if name not in published or pin.file is None:
            continue
        path = folder / pin.file
        fault = _find_fault(path, pin, name)
        if fault:
            refusals.append(fault)
        else:
            files[name] = FetchedFile(published[name], pin, path, _find_earlier(folder, name, pin, logged))
    return Fetched(files, frozenset({folder / LOG, *(folder / name for name in published)}), tuple(refusals))


def describe_unread(fetched: Fetched, raw: Path) -> list[Finding]:
    """A note for each fetched file that no file specification reads."""
    return [
        make_reading_finding(
            "fetched_unread",
            "note",
            "data/raw",
            found.path.relative_to(raw).as_posix(),
            "A fetched file is kept and not read: its entry in params/published names no file specification.",
            "Left where it is.",
        )
        for found in fetched.files.values()
        if found.data.source is None
    ]


def _find_fault(path: Path, pin: Pin, name: str) -> SourceRefused | None:
    place = f"published/{pin.file}"
    if path.is_symlink() or not path.is_file():
        return SourceRefused(f"{place}: is pinned in params/published.lock and not here. Run `lscb fetch {name}`.")
    if hash_of(path.read_bytes()) != pin.sha256:
        return SourceRefused(
            f"{place}: is not as it was fetched: its hash is not that in params/published.lock. Move it away and run "
            f"`lscb fetch {name}`."
        )
    return None


def _find_earlier(folder: Path, name: str, pin: Pin, logged: list[dict[str, str]]) -> Path | None:
    """The file of the edition fetched before the pinned one, if it lies here as it was fetched."""
    mine = [record for record in logged if record.get("name") == name]
    at = next((place for place, record in enumerate(mine) if record.get("sha256") == pin.sha256), 0)
    for record in reversed(mine[:at]):
        path = folder / str(record.get("file"))
        if path.is_file() and path.parent == folder / name and hash_of(path.read_bytes()) == record.get("sha256"):
            return path
    return None


def _read_log(path: Path) -> list[dict[str, str]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
        return [dict(json.loads(line)) for line in lines if line.strip()]
    except (OSError, ValueError, TypeError) as error:
        raise StorageRefused(f"published/{LOG} cannot be read. Put it back as it was, from git.") from error
