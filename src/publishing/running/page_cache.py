"""Pages kept from earlier runs, each for as long as nothing that it rests on has changed."""

import json
import os
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import fields, replace
from itertools import chain
from pathlib import Path

from analysis.definitions import Definitions
from analysis.hashes import hash_of, list_files
from analysis.project import SEASON, Project
from publishing.release.made_page import CARDS_FILE, MadePage, Unit
from publishing.release.storage import make_folder, replace_file
from publishing.running.digests import Digests
from publishing.running.up_to_date import PACKAGES, Inputs, hash_tools

ENDING, CARDS = ".page", ".cards"
MOST_BYTES = 2_000_000_000
MADE_WITH = ("code", "lock", "python")
WATCHED = ("observations.parquet", "shown.parquet", "findings.parquet", "accounts.parquet", "revisions.parquet")


class KeptPages:
    """The pages under data/processed/kept/, one for each report, area and quarter, that only their owner can read.

    A page is found again where its unit and all that it said it rests on have the digests that they had. One that was
    damaged is not found. With `fresh` none is, all are replaced, and shared seasons are learned anew.
    """

    def __init__(self, project: Project, definitions: Definitions, *, fresh: bool = False):
        self.project, self.definitions, self.fresh = project, definitions, fresh
        self.folder = project.kept
        self.files = _look(project)
        self.digests = Digests(project, definitions)
        self.shared = _describe_shared(definitions, hash_tools(project))
        for season in self.folder.glob(f"*{SEASON}") if fresh else ():
            season.unlink(missing_ok=True)

    def find(self, unit: Unit) -> MadePage | None:
        """The page as it was made before, if it would be made so again."""
        record = None if self.fresh else _read(self._path(unit))
        if record is None or record["unit"] != self._describe(unit):
            return None
        if any(self.digests.digest(item) != digest for item, digest in record["rests_on"]):
            return None
        with suppress(OSError):
            os.utime(self._path(unit))
        return MadePage(unit, **record["page"])

    def keep(self, page: MadePage) -> None:
        """Keep a page that was just made, unless it does not say what it rests on or that has changed meanwhile.

        Nothing depends on it: a disk that has no room for it has none for the release either.
        """
        if page.rests_on is None or self.files != _look(self.project):
            return
        content = {one.name: getattr(page, one.name) for one in fields(page) if one.name != "unit"}
        rests_on = [[item, self.digests.digest(item)] for item in page.rests_on]
        record = {"unit": self._describe(page.unit), "rests_on": rests_on, "page": content}
        packed = zlib.compress(json.dumps(record).encode(), 1)
        with suppress(OSError):
            make_folder(self.folder)
            replace_file(self._path(page.unit), hash_of(packed).encode() + packed)

    def hand_on(self, unit: Unit, cards: Mapping[str, Mapping]) -> Unit:
        """The unit with the name, a hash, of a file that holds what its area's other pages come to, by report.

        Without one where there are none, or no room: its notebook then runs theirs.
        """
        content = json.dumps(cards, sort_keys=True).encode()
        name = f"{hash_of(content)[:32]}{CARDS}"
        if cards:
            with suppress(OSError):
                make_folder(self.folder)
                replace_file(self.folder / name, content)
                return replace(unit, parameters={**unit.parameters, CARDS_FILE: name})
        return unit

    def clear(self, most: int = MOST_BYTES) -> None:
        """Remove pages, cards and seasons that were not used for the longest time, beyond so many bytes in all."""
        with suppress(OSError):
            kept = [path for ending in (ENDING, CARDS, SEASON) for path in self.folder.glob(f"*{ending}")]
            found = [(path, path.stat()) for path in kept]
            taken = 0
            for path, state in sorted(found, key=lambda one: one[1].st_mtime_ns, reverse=True):
                taken += state.st_size
                if taken > most:
                    path.unlink()

    def _path(self, unit: Unit) -> Path:
        named = hash_of(json.dumps([unit.report.name, unit.area, unit.quarter]).encode())
        return self.folder / f"{named[:32]}{ENDING}"

    def _describe(self, unit: Unit) -> str:
        """The digest of what a unit is made from before it looks at anything: notebook, parameters, comment, tools."""
        comments = self.project.params / "comments" / unit.quarter
        written = [comments / f"{unit.report.name}.{ending}" for ending in ("md", "yaml")]
        read = [hash_of(path.read_bytes()) if path.is_file() else "" for path in (unit.notebook, *written)]
        told = [unit.report.model_dump(mode="json"), unit.area, unit.quarter, dict(unit.parameters)]
        return hash_of(json.dumps([self.shared, told, read]).encode())


def _describe_shared(definitions: Definitions, tools: Inputs) -> list[str]:
    """Digests of what every page is made with: partnership, policy, areas, questions, code, lock."""
    given = (definitions.partnership, definitions.policy, definitions.areas, definitions.questions)
    return [*(hash_of(one.model_dump_json().encode()) for one in given), *(tools[name] for name in MADE_WITH)]


def _look(project: Project) -> dict[str, tuple[int, int, int]]:
    """The files that pages are made of and with as they are now: another run that cleans replaces figures."""
    single = [*(project.processed / name for name in WATCHED), project.root / "requirements.lock"]
    below = map(list_files, (project.params, project.notebooks, *PACKAGES))
    states = {path: os.stat(path) for path in chain(map(str, filter(Path.is_file, single)), *below)}
    return {path: (state.st_ino, state.st_size, state.st_mtime_ns) for path, state in states.items()}


def _read(path: Path) -> dict | None:
    """A kept page's record; None where there is none, or what is there was damaged."""
    try:
        content = path.read_bytes()
        given, packed = content[:64], content[64:]
        return json.loads(zlib.decompress(packed)) if given == hash_of(packed).encode() else None
    except (OSError, ValueError, zlib.error):
        return None
