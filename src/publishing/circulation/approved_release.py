"""A release as it is signed off and sent: held against its manifest, by whom, its pages byte for byte."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from analysis.definitions.circulation_list import Circulation
from analysis.hashes import hash_of
from analysis.refusals import ParametersRefused, Refusal, StorageRefused, suggest
from publishing.release.accounts import find_person, find_runner
from publishing.release.manifest import Manifest, verify_release
from publishing.release.storage import MANIFEST, append_record, read_records, replace_file, storage
from publishing.running.lock import hold

FOLDER = "circulation"  # beside the releases, since a release never changes
APPROVALS = "approvals.jsonl"


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
    """Add a line on a release to a file beside the releases, with the hash of the one before. Raises StorageRefused.

    The hash of the line itself then stands in a file of its own.
    """
    path = release.records / file
    follows = _hash_last(read_records(path))
    append_record(path, {"release": release.name, "manifest": release.digest, "follows": follows, **facts})
    with storage(release.records, "Nothing follows until it can."):
        replace_file(_name_end(path), _hash_last(read_records(path)))


def find_records(release: Release, file: str, keys: tuple[str, ...]) -> list[dict]:
    """The lines of a file on a release, each with these words in it.

    Raises StorageRefused for one without them, where a line is not the one that the next was written after, and where
    the last is not the one that was written last: somebody has changed, added or taken out one. After a crash the last
    line may be one more than was written down.
    """
    path = release.records / file
    every = read_records(path)
    chained = next((number for number, one in enumerate(every) if "follows" in one), len(every))
    hashes = [_hash_last(every[:number]) for number in range(chained, len(every) + 1)]
    end = _name_end(path).read_text("utf-8") if _name_end(path).exists() else hashes[0]
    broken = [n for n, before in enumerate(hashes[:-1], chained) if every[n].get("follows") != before]
    if broken or end not in hashes[-2:]:
        raise StorageRefused(
            f"{FOLDER}/{file}: line {broken[0] + 1 if broken else len(every)} is not the one that was written there. "
            "A line was changed, added or taken out. Nothing is sent while it stands so: put the folder back from a "
            "backup."
        )
    records = [one for one in every if one.get("release") == release.name]
    for one in records:
        if not all(isinstance(one.get(key), str) for key in ("when", "manifest", *keys)):
            raise StorageRefused(f"{FOLDER}/{file}: a line lacks what it should tell. Put the file back from a backup.")
    return records


def _name_end(path: Path) -> Path:
    """The file with the hash of a file's last line."""
    return path.with_name(f"{path.name}.end")


def _hash_last(records: list[dict]) -> str:
    """The hash of the last of some lines; of none where there is none."""
    return hash_of(json.dumps(records[-1:], ensure_ascii=False).encode())


class NotApproved(Refusal):
    """A release that nobody who may has signed off, or that this person may not sign off."""

    exit_code = 7


def approve(release: Release, circulation: Circulation, role: str) -> str:
    """Sign a release off for a role; what was done, in a sentence. Signing twice adds nothing.

    Raises ParametersRefused for a role that may not, NotApproved for a person who may not.
    """
    allowed = circulation.sign_off.roles
    if role not in allowed:
        raise ParametersRefused(f"A release is not signed off by {role!r}. {suggest(role, allowed)}")
    person, title = find_person(), circulation.role(role).title
    approval = {"role": role, "by": person}
    _check_person(release, circulation, approval)
    with hold(release.records):
        if not any(approval.items() <= earlier.items() for earlier in _find_approvals(release)):
            write_record(release, APPROVALS, approval)
    return f"{release.name} is approved by the {title} ({person}). Its manifest is {release.digest[:12]}."


def check_approved(release: Release, circulation: Circulation) -> None:
    """Refuse a release without an approval that holds under today's list. Raises NotApproved, saying what to do."""
    why = f"Nobody who may has signed {release.name} off."
    for approval in _find_approvals(release):
        try:
            if approval["role"] in circulation.sign_off.roles:
                return _check_person(release, circulation, approval)
        except NotApproved as refusal:
            why = str(refusal)
    first, *others = circulation.sign_off.roles
    command = f"lscb approve {release.name} --by {first}" + "".join(f" (or {role})" for role in others)
    raise NotApproved(f"Not approved: {why} Nothing was sent. Type: {command}")


def _find_approvals(release: Release) -> list[dict]:
    """The approvals of the release as its manifest stands; another manifest is another release."""
    return [one for one in find_records(release, APPROVALS, ("role", "by")) if one["manifest"] == release.digest]


def _check_person(release: Release, circulation: Circulation, approval: dict) -> None:
    role, person = circulation.role(approval["role"]), approval["by"]
    if role.accounts and person not in role.accounts:
        raise NotApproved(f"{person} may not sign off as the {role.title}: not among the role's accounts.")
    if circulation.sign_off.another_person:
        runner = find_runner(release.folder)
        if runner is None:
            raise NotApproved(f"Who ran {release.name} is not known, so nobody can be told to be another person.")
        if runner == person:
            raise NotApproved(f"{person} ran {release.name}. Someone else signs it off, from an account of their own.")
