"""A release as it is signed off and sent: held against its manifest, its pages taken byte for byte."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from analysis.hashes import hash_of
from analysis.refusals import ParametersRefused, StorageRefused, suggest
from publishing.release.append_only import append_record, read_records
from publishing.release.manifest import Manifest, verify_release
from publishing.release.storage import MANIFEST

FOLDER = "circulation"  # beside the releases, since a release never changes


@dataclass(frozen=True)
class Release:
    """A release that agreed with its manifest: where it lies, what the manifest tells, and the manifest's hash."""

    folder: Path
    manifest: Mapping
    digest: str

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def records(self) -> Path:
        """The folder of the approvals and the ledger."""
        return self.folder.parent / FOLDER

    def audiences(self, chosen: list[str]) -> dict[str, list[Mapping]]:
        """The pages of each audience chosen, or of all. Raises ParametersRefused for one that no page is for."""
        pages: dict[str, list[Mapping]] = {}
        for page in self.manifest["pages"]:
            pages.setdefault(page["audience"], []).append(page)
        for name in chosen:
            if name not in pages:
                raise ParametersRefused(f"{self.name} has no page for {name!r}. {suggest(name, pages)}")
        return {name: pages[name] for name in pages if name in chosen or not chosen}

    def read_page(self, file: str) -> bytes:
        """A page's bytes, as the manifest knows them. Raises StorageRefused where they are others."""
        try:
            content = (self.folder / file).read_bytes()
        except OSError as error:
            raise StorageRefused(f"{self.name}/{file} cannot be read. Nothing more is sent.") from error
        if hash_of(content) != self.manifest["files"].get(file):
            raise StorageRefused(f"{self.name}/{file} is not as it was released. Nothing more is sent.")
        return content


def read_release(folder: Path) -> Release:
    """A release that is as it was made. Raises StorageRefused for one that differs from its manifest, or is none."""
    folder = folder.resolve()
    differences = verify_release(folder)
    if differences:
        raise StorageRefused(
            "\n".join([f"{folder.name} is not as it was released, so it cannot be sent:", *differences])
        )
    content = (folder / MANIFEST).read_bytes()
    manifest = Manifest.model_validate_json(content).model_dump(mode="json")
    if manifest["release"] != folder.name:
        raise StorageRefused(f"{folder.name} was released as {manifest['release']}. Give the folder its name again.")
    return Release(folder, manifest, hash_of(content))


def write_record(release: Release, file: str, facts: Mapping[str, object]) -> None:
    """Add a line on a release to a file beside the releases, with the hash of the one before. Raises StorageRefused."""
    path = release.records / file
    follows = _hash_last(read_records(path))
    append_record(path, {"release": release.name, "manifest": release.digest, "follows": follows, **facts})


def find_records(release: Release, file: str, keys: tuple[str, ...]) -> list[dict]:
    """The lines of a file on a release, each with these words in it.

    Raises StorageRefused for one without them, and where a line is not the one that the next line was written after:
    somebody has changed, added or taken out one. The last line has none after it, so that it can be changed unseen.
    """
    every = read_records(release.records / file)
    chained = next((number for number, one in enumerate(every) if "follows" in one), len(every))
    for number in range(chained, len(every)):
        if every[number].get("follows") != _hash_last(every[:number]):
            raise StorageRefused(
                f"{FOLDER}/{file}: line {number + 1} was not written after the line before it. A line was changed, "
                "added or taken out. Nothing is sent while it stands so: put the file back from a backup."
            )
    records = [one for one in every if one.get("release") == release.name]
    for one in records:
        if not all(isinstance(one.get(key), str) for key in ("when", "manifest", *keys)):
            raise StorageRefused(f"{FOLDER}/{file}: a line lacks what it should tell. Put the file back from a backup.")
    return records


def _hash_last(records: list[dict]) -> str:
    """The hash of the last of some lines; of none where there is none."""
    return hash_of(json.dumps(records[-1:], ensure_ascii=False).encode())
