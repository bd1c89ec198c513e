"""What the whole country teaches, for a page: how much authorities ordinarily change, and the season they share."""

import json
import os
import zlib
from contextlib import suppress
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pandas as pd

import analysis
from analysis.definitions.learned_changes import OrdinaryChange
from analysis.hashes import hash_folder, hash_of
from analysis.measures import dependencies
from analysis.measures.published import fingerprint, read_shown
from analysis.measures.rate_readings import OFFICIAL, RateReadings
from analysis.measures.readings import YEAR, select_readings
from analysis.model.ordinary_change import LEAST_AREAS, find_ordinary_change
from analysis.model.pooling import PooledPattern, TooFewAreas, fit_pooled, read_pattern, write_pattern
from analysis.model.yearly_rates import YearlyRates, add_denominators
from analysis.page.page import Page
from analysis.project import SEASON
from analysis.schemas import Panel, Readings

PANEL_MONTHS = 120  # a season of longer ago says little of the next year


def learn_yearly_change(page: Page, rates: YearlyRates) -> tuple[OrdinaryChange | None, Panel | None]:
    """What is ordinary for a yearly change of the rate, and all authorities' figures where enough were received.

    As params/ordinary_change.yaml keeps it of the whole country, so that every page judges a change alike; of an
    indicator that it does not keep, learned from the changes before the one that is judged, where figures of 30
    authorities were received. None where neither knows.
    """
    if rates.period is None:
        return None, None
    kept = page.ordinary_change_of(rates.readings.indicator)
    panel = _read_panel(page, rates.readings)
    found = find_ordinary_change(panel, kept, rates.kind, "year", before=rates.period.end)
    return found, panel if panel["area"].nunique() >= LEAST_AREAS else None


def _read_panel(page: Page, readings: RateReadings) -> pd.DataFrame:
    """Every authority's official figures of the rate: its parts with their denominators, or itself as published."""
    authorities = [area.code for area in page.definitions.areas.areas if area.kind == "authority"]

    def read(name: str, kind: str | None = YEAR) -> Readings:
        rows = page.look_up([name], authorities)
        official = rows[(rows["breakdown"] == "") & (rows["precedence"] == OFFICIAL)]
        return select_readings(official, page.quarter, kind=kind)

    part, whole = readings.definition.numerator, readings.definition.denominator
    if not (part and whole) or (parts := read(part)).empty:
        return read(readings.indicator)
    return add_denominators(replace(readings, parts=parts, wholes=read(whole, None)))


def learn_season(page: Page, indicator: str, until: pd.Period) -> PooledPattern | None:
    """What the authorities' monthly counts of an indicator teach by the end of a month; None where they are too few.

    The page rests on all of those counts, whether it has learned the pattern itself or found it.
    """
    authorities = [area.code for area in page.definitions.areas.areas if area.kind == "authority"]
    dependencies.note("observations", [indicator], authorities)
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
