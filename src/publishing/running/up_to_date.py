"""The release that still stands: known without opening a figure, where nothing at all has changed since it was made.

Nothing here is slow to import, so that a run with nothing to do ends at once.
"""

import json
import os
import sys
import sysconfig
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import analysis
import publishing
from analysis.hashes import compare_files, hash_folder, hash_of
from analysis.page.environment import find_commit
from analysis.project import Project
from publishing.release.pdf import Printed
from publishing.release.storage import ATTEMPT, INDEX, MANIFEST, make_folder, replace_file

ENDING = ".up_to_date.json"
Inputs = dict[str, str]  # hashes of what a run is made from
PACKAGES = [Path(str(package.__file__)).parent for package in (analysis, publishing)]


@dataclass(frozen=True)
class Asked:
    """What a run is asked for, in the words of the command line."""

    areas: tuple[str, ...] = ()
    quarter: str | None = None
    only: tuple[str, ...] = ()
    printed: Printed = Printed.NOT


def hash_everything(project: Project) -> dict[str, str]:
    """Hashes of all that a run is made from: what was received, what pages are made with, and the commit they name."""
    return hash_tools(project) | {"raw": hash_folder(project.raw), "commit": find_commit(project.root)}


def note_up_to_date(
    project: Project, output: Path, asked: Asked, made_from: dict[str, str], releases: Sequence[Path], only_today: bool
) -> None:
    """Remember what releases were made from; `only_today` where the day has a say, as in which returns are late."""
    record = {
        "made_from": made_from,
        "today": _today() if only_today else None,
        "made": json.loads((releases[0] / MANIFEST).read_bytes())["made"],
        "releases": {release.name: hash_of((release / MANIFEST).read_bytes()) for release in releases},
        "others": _list_others(output, [release.name for release in releases]),
    }
    path = _path(project, output, asked)
    with suppress(OSError):
        make_folder(path.parent)
        replace_file(path, json.dumps(record))


def find_up_to_date(project: Project, output: Path, asked: Asked) -> str | None:
    """A sentence that says which release stands, where a run would only make it again; else None.

    It stands where everything that it was made from has the same content, the release itself is whole and listed (its
    run may have been killed before that), and no other release of the same area has come or gone. Whatever cannot be
    read is taken as changed.
    """
    try:
        record = json.loads(_path(project, output, asked).read_bytes())
        released = {output / name: given for name, given in record["releases"].items()}
        listed = (output / INDEX).read_text(encoding="utf-8")
        is_unchanged = (
            record["today"] in (None, _today())
            and all(name in listed for name in record["releases"])
            and not (output / ATTEMPT).exists()
            and record["others"] == _list_others(output, record["releases"])
            and record["made_from"] == hash_everything(project)
            and all(_is_whole(release, given) for release, given in released.items())
        )
        return _say(datetime.fromisoformat(record["made"]), list(released)) if is_unchanged else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _path(project: Project, output: Path, asked: Asked) -> Path:
    named = hash_of(json.dumps([str(output.resolve()), asdict(asked)]).encode())
    return project.kept / f"{named[:32]}{ENDING}"


def _list_others(output: Path, releases: Iterable[str]) -> list[str]:
    """The other releases of the same areas: what they have shown, a new one must reckon with."""
    stems = {name.rsplit("-", 4)[0] for name in releases}
    found = (path.name for path in output.iterdir() if not path.name.startswith("."))
    return sorted(name for name in found if name not in releases and name.rsplit("-", 4)[0] in stems)


def _is_whole(release: Path, manifest: str) -> bool:
    """Whether a release's manifest and every file of it are as they were released."""
    content = (release / MANIFEST).read_bytes()
    return hash_of(content) == manifest and not compare_files(release, json.loads(content)["files"], MANIFEST)


def _say(made: datetime, releases: list[Path]) -> str:
    when = f"{made.day} {made:%B %Y}, {made:%H:%M} UTC"
    is_unchanged = f"release {releases[0].name} stands" if len(releases) == 1 else f"{len(releases)} releases stand"
    return f"Nothing changed since {when}; {is_unchanged}."


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


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


def _list_libraries() -> list[str]:
    folders = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    return sorted(name for folder in folders for name in os.listdir(folder) if name.endswith(".dist-info"))
