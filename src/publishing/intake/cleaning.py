"""The cleaning stage: every received file by its contract, to observations and findings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from analysis.definitions import Definitions
from analysis.definitions.contract import Source
from analysis.definitions.record_forms import RecordForm, read_forms
from analysis.measures.carried_areas import carry_areas
from analysis.observations import write_table
from analysis.project import Project
from analysis.refusals import FileSetAside, SourceRefused
from analysis.schemas import FINDINGS, OBSERVATIONS, REVISIONS
from publishing.intake.area_names import names_of_areas
from publishing.intake.cell_ranges import join_places
from publishing.intake.checks import check_observations
from publishing.intake.child_records import find_record_form, refuse_records, refuse_unread_records
from publishing.intake.contents import DEEPEST
from publishing.intake.editions import replace_editions
from publishing.intake.fetched_files import describe_unread, find_fetched
from publishing.intake.files import ReceivedFile, find_files, find_received, match_files, read_log, read_set_aside
from publishing.intake.findings import make_findings_table, make_reading_finding, sort_findings
from publishing.intake.grids import ROLES, Grid, check_signs, read_grid
from publishing.intake.hidden import describe_hidden, describe_notes
from publishing.intake.layouts import check_sources, read_sources
from publishing.intake.layouts.layout import Layout
from publishing.intake.revisions import find_revisions
from publishing.intake.unread_files import find_unread

ACCOUNTS = pa.DataFrameSchema(
    {
        "source": pa.Column("string", coerce=True),
        "file": pa.Column("string", coerce=True),
        "sheet": pa.Column("string", coerce=True),
        **{role: pa.Column("int64", pa.Check.ge(0), coerce=True) for role in ROLES},
        "cells": pa.Column("int64", pa.Check.ge(1), coerce=True),
    },
    checks=[
        pa.Check(lambda table: table[list(ROLES)].sum(axis=1) == table["cells"], error="cells are not accounted for")
    ],
    strict=True,
    ordered=True,
)
"""How every cell that is not empty was read, one row per file and sheet; the parts add up to `cells`."""


@dataclass(frozen=True)
class Cleaned:
    """What cleaning made of data/raw; `refusals` are the files that could not be read as their contracts say."""

    observations: pd.DataFrame
    findings: pd.DataFrame
    refusals: list[SourceRefused]
    accounts: pd.DataFrame
    revisions: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(REVISIONS.columns)))


@dataclass
class Received:
    """What was read of the received files, before anything is held against anything else."""

    observations: list[pd.DataFrame] = field(default_factory=list)
    findings: list[dict] = field(default_factory=list)
    refusals: list[SourceRefused] = field(default_factory=list)
    accounts: list[dict] = field(default_factory=list)
    files: set[str] = field(default_factory=set)
    revisions: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(REVISIONS.columns)))

    def refuse(self, refusal: SourceRefused, contract: Source) -> None:
        """Keep a refusal; of one file, with a finding that pages of its figures show."""
        self.refusals.append(refusal)
        if isinstance(refusal, FileSetAside):
            question = f"Can you send {Path(refusal.file).name} again, in the agreed form?"
            self.findings.append(_say_set_aside(contract, refusal.file, "error", f": {refusal.expected}", question))


def clean_sources(project: Project, definitions: Definitions, *, write: bool = True) -> Cleaned:
    """Read every received file, check the observations, and write both tables (and the accounts) to data/processed.

    A file that is refused leaves the others to be read; the caller decides what a refusal stops. Raises
    ParametersRefused for a contract that is wrong, StorageRefused where the tables cannot be written.
    """
    sources = read_sources(project.params / "sources")
    check_sources(sources, definitions.indicators, definitions.areas)
    cleaned = check_received(read_received(project, sources, definitions), definitions, sources)
    if write:
        write_table(cleaned.observations, OBSERVATIONS, project.processed / "observations.parquet")
        write_table(cleaned.findings, FINDINGS, project.processed / "findings.parquet")
        write_table(cleaned.accounts, ACCOUNTS, project.processed / "accounts.parquet")
        write_table(cleaned.revisions, REVISIONS, project.processed / "revisions.parquet")
    return cleaned


def read_received(project: Project, sources: Mapping[str, Layout], definitions: Definitions) -> Received:
    """Read every file in data/raw by the contract that its name is of; a refusal is kept, not raised."""
    fetched, log = find_fetched(project), read_log(project.raw)
    received = [path for path in find_received(project.raw) if path not in fetched.left_out]
    codes, aside = names_of_areas(definitions.areas), read_set_aside(project.raw)
    read = Received(refusals=list(fetched.refusals))
    forms = read_forms(project.params / "records")
    for contract in sources.values():
        brought = fetched.of(contract.name)
        read.files |= {path.relative_to(project.raw).as_posix() for path in match_files(contract, received)}
        try:
            for found in find_files(project.raw, contract, received, log, brought):
                if found.file in aside:
                    read.findings.append(
                        _say_set_aside(contract, found.file, "warning", f" by hand: {aside[found.file].rstrip('.')}")
                    )
                else:
                    _read_file(found, contract, codes, definitions, forms, read)
        except SourceRefused as refusal:
            read.refuse(refusal, contract)
    unread = [path for path in received if path.relative_to(project.raw).as_posix() not in read.files]
    read.refusals += refuse_unread_records(unread, forms)
    read.findings += find_unread(project.raw, received, read.files, log, sources.values())
    read.findings += describe_unread(fetched, project.raw)
    read.revisions, revised = find_revisions(fetched, read.observations, sources, definitions, codes, project)
    read.findings += revised
    return read


def _say_set_aside(contract: Source, file: str, severity: str, why: str, question: str | None = None) -> dict:
    message, treatment = f"The file is set aside{why}.", "Nothing of it is used; pages are made from the rest."
    names = " ".join(sorted(contract.indicators()))
    about = "set_aside", severity, contract.name, file, message, treatment
    return make_reading_finding(*about, indicators=names, question=question)


def _read_file(
    found: ReceivedFile,
    contract: Layout,
    codes: dict[str, str],
    definitions: Definitions,
    forms: Mapping[str, RecordForm],
    read: Received,
) -> None:
    try:
        grid = read_grid(found.path, found.file, contract)
        records = find_record_form(grid.texts[:DEEPEST].tolist(), forms)
        if records:
            raise refuse_records(found.path.name, *records)
        grid.period, grid.named = found.period, found.named
        if grid.texts.size == 0:
            raise grid.refuse(0, 0, "expected a table in this file")
        check_signs(grid)
        reading = contract.read(grid, codes, definitions.indicators)
        roles = grid.count_roles()
    except SourceRefused as refusal:
        read.refuse(refusal, contract)
        return
    read.observations.append(_add_provenance(reading.observations, grid, found))
    read.accounts.append(
        {"source": contract.name, "file": found.file, "sheet": grid.sheet or "", **roles, "cells": sum(roles.values())}
    )
    read.findings += [
        *describe_hidden(grid),
        *reading.findings,
        *describe_notes(grid, reading.observations),
        _describe_account(grid, roles),
    ]


def _add_provenance(observations: pd.DataFrame, grid: Grid[Source], found: ReceivedFile) -> pd.DataFrame:
    """The observations with their source, file, cell (or those added up), precedence and the day the file came."""
    return observations.assign(
        text=observations["words"],
        source=grid.contract.name,
        file=grid.file,
        cell=[
            cell if parts is None else join_places(grid.cells(*zip(*parts, strict=True))) if parts else ""
            for cell, parts in zip(
                grid.cells(observations["row"], observations["column"]), observations["parts"], strict=True
            )
        ],
        precedence=grid.contract.precedence,
        received=pd.Timestamp(found.received) if found.received else pd.NaT,
    )[list(OBSERVATIONS.columns)]


def _describe_account(grid: Grid[Source], roles: dict[str, int]) -> dict:
    parts = ", ".join(f"{count:,} {role}" for role, count in roles.items() if count)
    return make_reading_finding(
        "cells_accounted_for",
        "note",
        grid.contract.name,
        grid.file,
        "Every cell that is not empty is accounted for.",
        "Nothing to do.",
        cell=f"{grid.sheet}!" if grid.sheet else "",
        detail=f"{sum(roles.values()):,} cells: {parts}.",
    )


def check_received(read: Received, definitions: Definitions, sources: Mapping[str, Source]) -> Cleaned:
    """The tables, with what the checks found."""
    empty = pd.DataFrame({name: [] for name in OBSERVATIONS.columns})
    observations = OBSERVATIONS.validate(_join(read.observations) if read.observations else empty)
    observations, replaced = replace_editions(observations, sources, definitions.areas.names)
    observations, checked = check_observations(observations, definitions, sources)
    observations = carry_areas(observations, definitions.area_changes, definitions.indicators)
    message = make_findings_table([*replaced, *read.findings], observations)
    findings = sort_findings(pd.concat([checked, message], ignore_index=True))
    accounts = pd.DataFrame(read.accounts, columns=list(ACCOUNTS.columns))
    return Cleaned(observations, findings, read.refusals, ACCOUNTS.validate(accounts), read.revisions)


def _join(tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """One table of all, with columns of one kind, in the order of the sources."""
    typed = [
        table.astype({"text": "string", "numerator": float, "denominator": float, "value": float}).assign(
            received=pd.to_datetime(table["received"])
        )
        for table in tables
    ]
    return pd.concat(typed, ignore_index=True)
