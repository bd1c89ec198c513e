"""The list of a folder's releases: what is there, when the next is made, and how the last attempt ended."""

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from analysis.refusals import StorageRefused
from publishing.release.index_pages import write_releases_index
from publishing.release.manifest import read_manifest
from publishing.release.staging import STAMP
from publishing.release.staging_folders import clear_stagings
from publishing.release.storage import ATTEMPT, INDEX, make_folder, replace_file, storage, waiting_for

NOT_LISTED = "The list of releases is as it was; the next run brings it up to date."
UNLISTED = ("audiences", "papers", "files", "inputs", "params", "returns", "awaited", "withheld")


def choose_stamp(output: Path) -> datetime:
    """When a release is made, to the second: later than every release that is there, even if the clock was set back.

    Releases count by their names, which say it as their manifests do. Raises StorageRefused.
    """
    now, earlier = datetime.now(UTC).replace(microsecond=0), []
    with storage(output):
        for folder in output.glob("*-*Z"):
            with suppress(ValueError):
                earlier.append(datetime.strptime(folder.name.rsplit("-", 1)[1], STAMP).replace(tzinfo=UTC))
    return max([now, *(moment + timedelta(seconds=1) for moment in earlier)])


def list_releases(output: Path) -> list[dict]:
    """What the manifests of the releases in a folder say first, newest first; what is no release is passed over.

    Without the hashes and cells that no list shows, so that a country's releases can be listed at once.
    """
    releases = []
    for folder in output.iterdir() if output.is_dir() else ():
        if not folder.name.startswith("."):
            with suppress(StorageRefused):
                facts = read_manifest(folder)
                pages = [{"title": page["title"], "audience": page["audience"]} for page in facts["pages"]]
                kept = {name: value for name, value in facts.items() if name not in UNLISTED}
                releases.append(kept | {"release": folder.name, "pages": pages})
    return sorted(releases, key=lambda release: (release["made"], release["release"]), reverse=True)


def write_list(output: Path) -> Path:
    """Replace the list of releases in one step, with the last attempt where it failed. Raises StorageRefused."""
    check_list(output)
    with storage(output, NOT_LISTED):
        make_folder(output)
        replace_file(output / INDEX, write_releases_index(list_releases(output), read_attempt(output)))
    return output / INDEX


def check_list(output: Path) -> None:
    """Refuse a folder in the list's place, which nothing could replace. Raises StorageRefused."""
    if (output / INDEX).is_dir():
        raise StorageRefused(f"{output.name}/{INDEX} is a folder, where the list of releases goes. Move it away.")


def note_attempt(output: Path, reason: str | None) -> None:
    """Remember, for the list of releases, that an attempt failed and why; or with None that the last one did not."""
    with storage(output):
        if reason is None:
            (output / ATTEMPT).unlink(missing_ok=True)
        else:
            when = datetime.now(UTC).replace(microsecond=0).isoformat()
            replace_file(output / ATTEMPT, json.dumps({"when": when, "reason": reason}))


def read_attempt(output: Path) -> dict | None:
    """The last attempt, if it failed: when and why."""
    with suppress(OSError, ValueError):
        attempt = json.loads((output / ATTEMPT).read_text(encoding="utf-8"))
        if isinstance(attempt, dict) and {"when", "reason"} <= attempt.keys():
            return attempt
    return None


def clear_staging(output: Path) -> list[str]:
    """Remove what a killed run of this machine left behind; returns a line for each folder of another machine's.

    The caller holds the output folder. Raises StorageRefused, also where the list of releases could not be written in
    the end.
    """
    check_list(output)
    with storage(output):
        others = clear_stagings(output)
        for name in (INDEX, ATTEMPT):
            waiting_for(output / name).unlink(missing_ok=True)
    return others
