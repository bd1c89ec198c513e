"""Releases: written whole beside the others, put in place in one step, and never changed again."""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from analysis.refusals import StorageRefused
from analysis.report.contents import write_release_index, write_releases_index
from analysis.run.manifest import MANIFEST, describe_page, read_manifest, write_manifest
from analysis.run.pages import MadePage
from analysis.run.storage import make_folder, move_folder, remove_folder, replace_file, storage, write_file

STAGING, ATTEMPT, INDEX = ".staging-", ".failed-attempt.json", "index.html"
STAMP = "%Y%m%dT%H%M%SZ"
BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads a CSV's pounds and dashes as other signs


def write_release(output: Path, made: datetime, pages: Sequence[MadePage], facts: Mapping) -> Path:
    """Release the pages of one area and quarter: all of them with their contents, tables and manifest, or nothing.

    The caller holds the output folder. Raises StorageRefused.
    """
    area, quarter = pages[0].unit.area, pages[0].unit.quarter
    name = f"{area.replace(':', '-')}-{quarter.replace(' ', '-')}-{made:{STAMP}}"
    staging = output / f"{STAGING}{name}"
    entries = [describe_page(page, f"{page.unit.report.name}.html") for page in pages]
    told = {"release": name, "made": made.isoformat(), "area": area, "quarter": quarter, **facts, "pages": entries}
    files = {INDEX: write_release_index(told).encode()}
    files |= {f"{page.unit.report.name}.html": page.html.encode() for page in pages}
    files |= {f"data/{file}": (BYTE_ORDER_MARK + csv).encode() for page in pages for file, csv in page.tables.items()}
    try:
        with storage(output):
            for file, content in {**files, MANIFEST: write_manifest(told, files)}.items():
                write_file(staging / file, content)
            move_folder(staging, output / name)
    finally:
        if staging.is_dir():
            remove_folder(staging)
    return output / name


def choose_stamp(output: Path) -> datetime:
    """When a release is made, to the second: later than every release that is there, even if the clock was set back."""
    now = datetime.now(UTC).replace(microsecond=0)
    earlier = [datetime.fromisoformat(release["made"]) for release in list_releases(output)]
    return max([now, *(moment + timedelta(seconds=1) for moment in earlier)])


def list_releases(output: Path) -> list[dict]:
    """The manifests of the releases in a folder, newest first; what is no release is passed over."""
    releases = []
    for folder in output.iterdir() if output.is_dir() else ():
        if not folder.name.startswith("."):
            with suppress(StorageRefused):
                releases.append(read_manifest(folder) | {"release": folder.name})
    return sorted(releases, key=lambda release: (release["made"], release["release"]), reverse=True)


def write_list(output: Path) -> Path:
    """Replace the list of releases in one step, with the last attempt where it failed. Raises StorageRefused."""
    with storage(output):
        make_folder(output)
        replace_file(output / INDEX, write_releases_index(list_releases(output), read_attempt(output)))
    return output / INDEX


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


def clear_staging(output: Path) -> None:
    """Remove what a run that was killed left behind. The caller holds the output folder. Raises StorageRefused."""
    with storage(output):
        for folder in output.glob(f"{STAGING}*"):
            remove_folder(folder)
