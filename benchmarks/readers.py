"""What a reader of an output folder can see, and whether it is the old state, the new one or neither."""

import re
from dataclasses import dataclass
from pathlib import Path

from analysis.refusals import Refusal
from publishing.release.manifest import verify_release
from publishing.release.release_list import list_releases
from publishing.release.staging import STAGING
from publishing.release.storage import INDEX

OLD, NEW, NEXT = "old state", "new state", "the next run succeeded"


@dataclass(frozen=True)
class Seen:
    """The list of releases with those that it leads to, and what is wrong with any of it."""

    index: bytes
    linked: tuple[str, ...]
    faults: tuple[str, ...]


def look(output: Path) -> Seen:
    """Follow every link from the list of releases, and hold every folder that looks like a release to its manifest."""
    index = output / INDEX
    content = index.read_bytes() if index.is_file() else b""
    text = content.decode("utf-8", errors="replace")
    linked = tuple(re.findall(r'href="([^"#:]+)/index\.html"', text))
    faults = [] if not text or text.rstrip().endswith("</html>") else [f"{INDEX} is cut short"]
    there = {folder.name for folder in output.iterdir() if folder.is_dir() and not folder.name.startswith(".")}
    faults += [f"{name} is listed and not there" for name in linked if name not in there]
    for name in sorted(there):
        faults += _find_faults(output / name)
    return Seen(content, linked, tuple(faults))


def judge(before: Seen, after: Seen) -> str:
    """Which state readers are in: OLD, NEW (one release more, listed with all that were), or what is wrong."""
    if after.faults:
        return "; ".join(after.faults)
    if after.index == before.index:
        return OLD
    more = set(after.linked) - set(before.linked)
    if len(more) == 1 and set(before.linked) <= set(after.linked):
        return NEW
    return f"the list leads to {len(after.linked)} releases, {len(more)} of them new, after {len(before.linked)}"


def find_left(output: Path) -> list[str]:
    """What a run that was killed left behind: half-written releases, and files that wait to replace others."""
    return sorted(path.name for path in output.iterdir() if path.name.startswith(STAGING) or path.suffix == ".new")


def find_unlisted(output: Path, seen: Seen) -> set[str]:
    """Releases that are there, whole, and that the list does not lead to."""
    return {release["release"] for release in list_releases(output)} - set(seen.linked)


def _find_faults(release: Path) -> list[str]:
    try:
        faults = [f"{release.name}: {line}" for line in verify_release(release)]
        text = (release / INDEX).read_text(encoding="utf-8")
    except (Refusal, OSError) as error:
        return [f"{release.name}: {error}"]
    targets = re.findall(r'href="([^"#:]+)', text)
    return faults + [f"{release.name}: {name} is not there" for name in targets if not (release / name).exists()]
