"""Everything that can be said of the parameters and the received files without making or writing anything."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd

from analysis.definitions import Definitions, read_definitions
from analysis.definitions.sources import check_sources, read_sources
from analysis.observations import SEVERITIES
from analysis.page.comment_files import find_unshown
from analysis.project import Project
from analysis.refusals import FileSetAside, ParametersRefused, SourceRefused, suggest
from publishing.intake.cleaning import clean_sources
from publishing.intake.files import find_received
from publishing.intake.unread_files import list_unread
from publishing.running.units import plan_units


def check_everything(project: Project) -> tuple[list[str], SourceRefused | None]:
    """The findings in lines, by source and the most serious first, and all refusals of received files in one.

    Every report is held against its notebook too. Raises ParametersRefused.
    """
    definitions = read_definitions(project.params)
    check_parameter_files(project, definitions, [definitions.run.area], definitions.run.quarter)
    cleaned = clean_sources(project, definitions, write=False)
    sources = read_sources(project.params / "sources").values()
    unread = list(list_unread(project.raw, find_received(project.raw), sources))
    unread += find_unshown(project.params / "comments", definitions.reports)
    lines = [*list_findings(cleaned.findings), "", *unread, count_findings(cleaned.findings)]
    refused = SourceRefused("\n".join(map(str, cleaned.refusals))) if cleaned.refusals else None
    return lines, refused


def write_reply(project: Project, name: str) -> str:
    """A reply to the supplier of a source: what is wrong with its files, cell by cell, and what to ask.

    Raises ParametersRefused for a source that is not known.
    """
    definitions, sources = read_definitions(project.params), read_sources(project.params / "sources")
    if name not in sources:
        raise ParametersRefused(f"No source {name!r} in params/sources. {suggest(name, sources)}")
    cleaned, contract = clean_sources(project, definitions, write=False), sources[name]
    wrong = [each for each in cleaned.refusals if isinstance(each, FileSetAside) and each.source == name]
    lines = [f"To {contract.supplier}", "", f"Thank you for {contract.title}."]
    for refusal in wrong:
        lines += ["", f"{Path(refusal.file).name} cannot be used as it is:", f"  {refusal.expected}."]
    if wrong:
        lines += ["", "Please put these cells right and send the file again under the same name."]
    asked = cleaned.findings[cleaned.findings["source"].eq(name) & cleaned.findings["question"].notna()]
    asked = asked[asked["rule"] != "set_aside"]
    if len(asked):
        lines += ["", "Please tell us:"]
        lines += [
            f"  {row.question} ({' '.join(filter(None, [Path(row.file).name, row.cell]))})"
            for row in asked.itertuples()
        ]
    if not wrong and asked.empty:
        lines += ["", "All of it was read, and there is nothing to ask."]
    return "\n".join(lines)


def check_parameter_files(
    project: Project, definitions: Definitions, areas: Sequence[str], quarter: str, only: Sequence[str] = ()
) -> None:
    """Hold every contract and every report's parameters against what they name. Raises ParametersRefused."""
    plan_units(project, definitions, areas, quarter, only)
    check_sources(read_sources(project.params / "sources"), definitions.indicators, definitions.areas)


def list_findings(findings: pd.DataFrame) -> Iterator[str]:
    """Findings under the name of their source: severity, file and cell, what was seen and what was done."""
    ranked = findings.assign(rank=findings["severity"].map(SEVERITIES.index)).sort_values(
        ["source", "rank", "file", "cell"], kind="stable"
    )
    for source, found in ranked.groupby("source", sort=True):
        yield f"{source}"
        for finding in found.itertuples():
            place = " ".join(filter(None, [finding.file, finding.cell]))
            words = " ".join(
                [finding.message, *([finding.detail] if pd.notna(finding.detail) else []), finding.treatment]
            )
            yield f"  {finding.severity:7}  {place}: {words}"


def count_findings(findings: pd.DataFrame) -> str:
    """How many findings there are, by severity: '4 errors, 21 warnings and 57 notes'."""
    counts = [(kind, int((findings["severity"] == kind).sum())) for kind in SEVERITIES]
    *first, last = [f"{count} {kind}{'' if count == 1 else 's'}" for kind, count in counts]
    return f"{', '.join(first)} and {last}"
