"""The only reader of observations that pages have: figures as they may be shown, decided once for a whole run.

Cleaning ends with `deciding.write_shown`, which decides what is withheld of all observations and writes what is left.
Pages read only that: charts, sentences, order, axes and models are made of what may be shown. The decision itself, with
why each figure is withheld, stands in a file beside it.
"""

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.definitions import Definitions
from analysis.definitions.partnership import Disclosure
from analysis.measures import dependencies
from analysis.measures.protection import WITHHELD
from analysis.observations import KEY, read_findings, read_table, replace_table, state_of
from analysis.project import Project
from analysis.refusals import DisclosureRefused, StorageRefused
from analysis.schemas import Readings

SHOWN, PUBLISHED = "shown.parquet", "published/"
FIGURES = ["numerator", "denominator", "value", "text"]
STALE = "What may be shown was not decided yet, or for other figures or rules. Run `lscb clean`."
DECISION = "withheld.parquet"
KINDS = ("small", "protecting", "total", "derived")


def read_shown(
    project: Project,
    definitions: Definitions,
    indicators: Iterable[str] | None = None,
    areas: Iterable[str] | None = None,
) -> Readings:
    """The observations of some indicators and areas, or all, as they may be shown to the profile's readers.

    A withheld figure is a row of the status `withheld` without numerator and value. Rows stand by indicator, area,
    breakdown and time. Raises DisclosureRefused where nothing was decided, or for other figures or rules.
    """
    names, codes = (None if wanted is None else list(wanted) for wanted in (indicators, areas))
    dependencies.note("observations", names, codes)
    return _check_decided(_open(project), project, definitions).select(names, codes)


def find_guarded(project: Project, definitions: Definitions) -> tuple[set[str], set[str]]:
    """The sources and the files, of those that are not published by others, of which something is withheld.

    Under a profile that rounds all of them, since every count is shown as another than came.
    """
    dependencies.note("guarded")
    figures = _check_decided(_open(project), project, definitions)
    return set(figures.guarded_sources), set(figures.guarded_files)


def fingerprint_file(project: Project, file: str) -> str:
    """The SHA-256 of a received file's figures as they may be shown, in place of one of its bytes."""
    figures = _open(project)
    return figures.fingerprints.get(file) or _fingerprint(figures.table[:0])


def fingerprint(project: Project, definitions: Definitions) -> str:
    """What a decision is made for: the observations, what they mean, the profile and the area.

    Raises StorageRefused before anything was cleaned.
    """
    params = project.params
    files = [project.processed / "observations.parquet", params / "indicators.yaml", params / "areas.yaml"]
    files += [*params.glob("area_changes.yaml"), *sorted((params / "sources").glob("*.yaml"))]
    try:
        states = tuple((str(path), (state := path.stat()).st_mtime_ns, state.st_size) for path in files)
    except FileNotFoundError as error:
        raise StorageRefused(f"{Path(error.filename).name} does not exist yet. Run `lscb clean` first.") from error
    return _digest(states, definitions.policy.chosen.model_dump_json(), definitions.run.area)


def hash_shown(project: Project) -> str:
    """The SHA-256 of what pages may read; another one later tells that it was decided anew. Raises StorageRefused."""
    try:
        return hashlib.sha256((project.processed / SHOWN).read_bytes()).hexdigest()
    except OSError as error:
        raise StorageRefused(f"processed/{SHOWN} cannot be read. Run `lscb clean` to make it again.") from error


def check_unchanged(project: Project, hashed: str) -> None:
    """Refuse to release pages where another run has decided anew, from other figures, while they were made."""
    if hash_shown(project) != hashed:
        raise StorageRefused("The figures were cleaned anew by another run while the pages were made. Run again.")


@lru_cache(maxsize=4)
def _digest(stamps: tuple[tuple[str, int, int], ...], *words: str) -> str:
    """The SHA-256 of files, which are read again only when they were written since, and of some words."""
    digest = hashlib.sha256("\n".join(words).encode())
    for path, _, size in stamps:
        digest.update(f"\n{Path(path).name} {size}\n".encode() + Path(path).read_bytes())
    return digest.hexdigest()


@dataclass(frozen=True, eq=False)
class _Figures:
    """What may be shown, the rows of each indicator and area in it, and what was noted when it was decided."""

    table: Readings
    places: dict[str, dict[str, np.ndarray]]
    decided_for: str
    guarded_sources: list[str]
    guarded_files: list[str]
    fingerprints: dict[str, str]

    def select(self, indicators: list[str] | None, areas: list[str] | None) -> Readings:
        """The rows of some indicators and areas, or of all, in the order of the table."""
        known = self.places if indicators is None else self.places.keys() & set(indicators)
        by_area = [self.places[name] for name in known]
        rows = [of[code] for of in by_area for code in (of if areas is None else of.keys() & set(areas))]
        return self.table.take(np.sort(np.concatenate([np.arange(0), *rows]))).reset_index(drop=True)


def write_figures(shown: Readings, processed: Path, decided_for: str, profile: Disclosure) -> None:
    """Write observations as they may be shown, with what they were decided for and what pages ask of them all.

    Raises StorageRefused where the folder cannot be written.
    """
    returned = shown[~shown["file"].str.startswith(PUBLISHED)]
    guarded = returned if profile.round_to != 1 else returned[returned["status"] == WITHHELD]
    facts = {
        "decided_for": decided_for,
        "guarded_sources": sorted(set(guarded["source"])),
        "guarded_files": sorted(set(guarded["file"])),
        "fingerprints": {str(file): _fingerprint(rows) for file, rows in returned.groupby("file")},
    }
    table = shown.reset_index(drop=True)
    table.attrs = facts
    replace_table(table, processed / SHOWN)


def preload_figures(processed: Path) -> None:
    """Read what all pages read, for the processes that are forked from this one; nothing where there is none yet."""
    with suppress(OSError, ValueError, DisclosureRefused, StorageRefused):
        _load(processed / SHOWN, *state_of(processed / SHOWN))
        read_findings(processed)


@lru_cache(maxsize=1)
def _check_decided(figures: _Figures, project: Project, definitions: Definitions) -> _Figures:
    """The same figures, or DisclosureRefused; asked once, as a page reads hundreds of times what is decided for it."""
    if figures.decided_for != fingerprint(project, definitions):
        raise DisclosureRefused(STALE)
    return figures


def _open(project: Project) -> _Figures:
    try:
        return _load(project.processed / SHOWN, *state_of(project.processed / SHOWN))
    except FileNotFoundError as error:
        raise DisclosureRefused(STALE) from error
    except OSError as error:
        raise StorageRefused(f"processed/{SHOWN} cannot be read. Run `lscb clean` to make it again.") from error


@lru_cache(maxsize=1)
def _load(path: Path, *state: int) -> _Figures:
    """The whole table and where each indicator's rows of each area are, once for each state of its file."""
    read = read_table(path, *state)
    facts, table = read.attrs, read.copy(deep=False)
    table.attrs = {}  # pandas would copy them at each step
    if facts.keys() != {one.name for one in fields(_Figures)} - {"table", "places"}:
        raise DisclosureRefused(STALE)  # written by another version of this code
    places: dict[str, dict[str, np.ndarray]] = {}
    for (name, code), rows in table.groupby(["indicator", "area"], sort=False).indices.items():
        places.setdefault(name, {})[code] = rows
    return _Figures(table, places, **facts)


def _fingerprint(rows: Readings) -> str:
    shown = rows[[*KEY, *FIGURES, "status", "source", "cell"]].sort_values([*KEY, "source", "cell"], kind="stable")
    return hashlib.sha256(shown.to_csv(index=False, date_format="%Y-%m-%d").encode()).hexdigest()


@dataclass(frozen=True)
class Decision:
    """What is withheld of a run's observations, a row for each figure, and why.

    `kind`: `small` for a count of 1 to the threshold; `protecting` and `total` for others from which one could be
    worked out; `derived` for rates, shares and changes that rest on one of these. `tables` are those withheld by name.
    """

    withheld: pd.DataFrame
    tables: tuple[str, ...] = ()


def write_decision(processed: Path, decision: Decision) -> None:
    """Write a decision beside the observations, in one step.

    Raises StorageRefused where the folder cannot be written.
    """
    table = decision.withheld.reset_index(drop=True)
    table.attrs = {"tables": list(decision.tables)}
    replace_table(table, processed / DECISION)


def read_decision(processed: Path) -> Decision | None:
    """The decision that was written last; None before there was one.

    Raises StorageRefused for a file that cannot be read.
    """
    try:
        table = pd.read_parquet(processed / DECISION)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise StorageRefused(
            f"{processed.name}/{DECISION} cannot be read. Run `lscb clean` to make it again."
        ) from error
    return Decision(table[[*KEY, "kind"]], tuple(table.attrs.get("tables", [])))
