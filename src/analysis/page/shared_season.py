"""What all authorities' months teach about a season: learned once for every page of a run that borrows it.

Each page would learn the same from the same figures. The first one that needs a pattern leaves it in processed/kept/,
under the hash of what may be shown, of what it was learned with, the indicator and the month up to which it was
learned; the others read it there.
"""

import json
import os
import zlib
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pandas as pd

import analysis
from analysis.hashes import hash_folder, hash_of
from analysis.measures import dependencies as basis
from analysis.measures.published import fingerprint, read_shown
from analysis.measures.readings import select_readings
from analysis.model.pooling import PooledPattern, TooFewAreas, fit_pooled, read_pattern, write_pattern
from analysis.page.page import Page
from analysis.project import SEASON

PANEL_MONTHS = 120  # a season of longer ago says little of the next year


def learn_season(page: Page, indicator: str, until: pd.Period) -> PooledPattern | None:
    """What the authorities' monthly counts of an indicator teach by the end of a month; None where they are too few.

    The page rests on all of those counts, whether it has learned the pattern itself or found it.
    """
    authorities = [area.code for area in page.definitions.areas.areas if area.kind == "authority"]
    basis.note("observations", [indicator], authorities)
    path = _path(page, indicator, until)
    found = _read(path)
    if found is None:
        found = _learn(page, indicator, until, authorities)
        _keep(path, found)
    return read_pattern(found) if found else None


def _learn(page: Page, indicator: str, until: pd.Period, authorities: list[str]) -> dict:
    read = read_shown(page.project, page.definitions, [indicator], authorities)
    months = select_readings(read[read["breakdown"] == ""], page.quarter, kind="month", last=PANEL_MONTHS)
    try:
        return write_pattern(fit_pooled(months, until=until))
    except TooFewAreas:
        return {}


def _path(page: Page, indicator: str, until: pd.Period) -> Path:
    shown = fingerprint(page.project, page.definitions)
    named = json.dumps([shown, *_learned_with(), indicator, str(until), page.quarter.label])
    return page.project.kept / f"{hash_of(named.encode())[:32]}{SEASON}"


@cache
def _learned_with() -> list[str]:
    return [hash_folder(Path(analysis.__file__).parent), *map(version, ("numpy", "pandas", "scipy"))]


def _read(path: Path) -> dict | None:
    """The pattern that was kept; None where there is none, or it was damaged, as its checksum tells."""
    try:
        return json.loads(zlib.decompress(path.read_bytes()))
    except (OSError, ValueError, zlib.error):
        return None


def _keep(path: Path, found: dict) -> None:
    """Nothing depends on it: where it cannot be written, the next page learns for itself."""
    # two pages may write at once, which `run.storage.replace_file` is not for: each waits under a name of its own
    waiting = path.with_name(f".{path.name}.{os.getpid()}")
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
        with open(descriptor, "wb") as file:
            file.write(zlib.compress(json.dumps(found).encode(), 1))
        waiting.replace(path)
