"""What publishers revised: the pinned edition of each fetched data set against the one before it."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.definitions import ENGLAND, Definitions
from analysis.observations import KEY
from analysis.project import Project
from analysis.refusals import SourceRefused
from analysis.schemas import REVISIONS
from publishing.intake.fetched_files import Fetched, FetchedFile
from publishing.intake.findings import Finding, make_reading_finding
from publishing.intake.grids import read_grid
from publishing.intake.layouts.layout import Layout

PLACES = 9  # decimals below which two figures are the same: fractions of 1 carry the noise of binary numbers


def find_revisions(
    fetched: Fetched,
    read: Sequence[pd.DataFrame],
    sources: Mapping[str, Layout],
    definitions: Definitions,
    codes: dict[str, str],
    project: Project,
) -> tuple[pd.DataFrame, list[Finding]]:
    """One row for each figure that an edition changed, gave first or took away, and a finding for each indicator.

    Periods that only the newer edition has are news, not revisions. An earlier edition that its file specification no
    longer reads is a finding, not a comparison.
    """
    tables, findings = [], []
    for found in fetched.files.values():
        contract = sources.get(found.data.source or "")
        if found.earlier is None or contract is None:
            continue
        file = found.path.relative_to(project.raw).as_posix()
        try:
            before = _read(found, contract, definitions, codes)
        except SourceRefused:
            findings.append(_describe_unreadable(found, contract, file))
            continue
        after = _select(read, file)
        if after.empty:  # the pinned file itself was refused, which is said there
            continue
        table = compare_observations(before, after)
        table = table.assign(source=contract.name, file=file, edition=found.pin.version, earlier=found.earlier.stem)
        tables.append(table[list(REVISIONS.columns)])
        findings += _describe(table, contract, definitions, file)
    empty = pd.DataFrame({name: [] for name in REVISIONS.columns})
    return REVISIONS.validate(pd.concat(tables, ignore_index=True) if tables else empty), findings


def compare_observations(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """The figures that differ between two editions: KEY, period, before, after, change, kind and what it turns.

    `kind` is `revised` (another figure), `given` (missing before), `withheld` (missing now) or `dropped` (no row any
    more). `change` is relative to the figure before, missing where that is 0 or missing. `turns` says which statement
    comes out the other way: the change on the period before, or the side of England; empty where none does.
    """
    named = [*KEY, "period", "value"]
    tables = (table[named].astype({"value": "float64"}) for table in (before, after))
    old, new = (table.drop_duplicates(KEY).reset_index(drop=True) for table in tables)
    joined = old.merge(new, on=KEY, how="left", suffixes=("_before", "_after"), indicator=True)
    first, second = joined["value_before"], joined["value_after"]
    same = (first - second).abs() < 10.0**-PLACES
    changed = joined[~same & (first.notna() | second.notna())].copy()
    changed["kind"] = np.select(
        [changed["_merge"] == "left_only", changed["value_before"].isna(), changed["value_after"].isna()],
        ["dropped", "given", "withheld"],
        "revised",
    )
    changed["change"] = (changed["value_after"] - changed["value_before"]) / changed["value_before"].abs().replace(
        0, np.nan
    )
    changed["turns"] = _find_turned(changed, old, new)
    return changed.rename(columns={"value_before": "before", "value_after": "after", "period_before": "period"})


def _read(found: FetchedFile, contract: Layout, definitions: Definitions, codes: dict[str, str]) -> pd.DataFrame:
    assert found.earlier is not None
    grid = read_grid(found.earlier, f"published/{found.data.name}/{found.earlier.name}", contract)
    return contract.read(grid, codes, definitions.indicators).observations


def _select(read: Sequence[pd.DataFrame], file: str) -> pd.DataFrame:
    """The observations of one file; none where the file was refused."""
    mine = [table[table["file"] == file] for table in read if (table["file"] == file).any()]
    return pd.concat(mine) if mine else pd.DataFrame(columns=[*KEY, "period", "value"])


def _find_turned(changed: pd.DataFrame, old: pd.DataFrame, new: pd.DataFrame) -> list[str]:
    """What each changed figure turns, in words joined by '; '."""
    sides = [_Series(table) for table in (old, new)]
    turned = []
    for row in changed[KEY].itertuples(index=False):
        statements = [(side.direction(row), side.beside_england(row)) for side in sides]
        pairs = [pair for pair in zip(*statements, strict=True) if all(pair) and pair[0] != pair[1]]
        said = [f"was {old}, is {new}" if "England" in old else f"{old}, now {new}" for old, new in pairs]
        turned.append("; ".join(said))
    return turned


class _Series:
    """One edition's figures, to ask which way the change on the period before goes, and on which side of England."""

    def __init__(self, table: pd.DataFrame) -> None:
        self.figures = {tuple(row[:-1]): row[-1] for row in table[[*KEY, "value"]].itertuples(index=False)}

    def direction(self, key: tuple[object, ...]) -> str:
        """Rose, fell or did not change since the period of the same length before; empty where that is not known."""
        indicator, area, breakdown, start, end = key
        year = pd.DateOffset(years=1)
        earlier = self.figures.get((indicator, area, breakdown, start - year, end - year), np.nan)
        return _compare(self.figures.get(tuple(key), np.nan) - earlier, ("rose", "fell", "did not change"))

    def beside_england(self, key: tuple[object, ...]) -> str:
        """Above, below or the same as England in the period; empty where one of them is not known."""
        indicator, area, breakdown, start, end = key
        england = self.figures.get((indicator, ENGLAND, breakdown, start, end), np.nan) if area != ENGLAND else np.nan
        return _compare(
            self.figures.get(tuple(key), np.nan) - england, ("above England", "below England", "the same as England")
        )


def _compare(difference: float, words: tuple[str, str, str]) -> str:
    if np.isnan(difference):
        return ""
    return words[2] if abs(difference) < 10.0**-PLACES else words[0] if difference > 0 else words[1]


def _describe(table: pd.DataFrame, contract: Layout, definitions: Definitions, file: str) -> Iterator[Finding]:
    """A finding for each indicator that an edition revises; a warning where a statement turns."""
    for name, rows in table.groupby("indicator", sort=False):
        indicator = definitions.indicators[str(name)]
        counts = rows["kind"].value_counts()
        parts = [f"{counts[kind]:,} {kind}" for kind in ("revised", "given", "withheld", "dropped") if kind in counts]
        turned = int((rows["turns"] != "").sum())
        areas = rows["area"].nunique()
        largest = rows["change"].abs().max()
        sizes = f"; the largest by {largest:.1%}" if pd.notna(largest) else ""
        yield make_reading_finding(
            "revised_figures",
            "warning" if turned else "note",
            contract.name,
            file,
            f"{indicator.title}: the publisher changed figures of earlier periods in the edition that is used.",
            "The newer edition is used for all periods.",
            indicators=str(name),
            detail=f"{', '.join(parts)} of {areas:,} area{'s' * (areas != 1)}{sizes}; {turned:,} turn a statement.",
            question="Which pages already circulated state the earlier figures?" if turned else None,
        )


def _describe_unreadable(found: FetchedFile, contract: Layout, file: str) -> Finding:
    assert found.earlier is not None
    message = "The edition before cannot be read by the file specification any more, so revisions are not known."
    about, detail = ("revisions_unknown", "note", contract.name, file), f"Edition before: {found.earlier.stem}."
    return make_reading_finding(*about, message, "Nothing is compared.", detail=detail)
