"""Everything that can be said of the parameters and the received files without making or writing anything."""

import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import pandas as pd

from analysis.definitions import ENGLAND, Definitions, read_definitions
from analysis.numbers import plural
from analysis.page.comment_files import find_unshown
from analysis.project import Project
from analysis.refusals import FileSetAside, SourceRefused, find_named
from analysis.schemas import SEVERITIES
from publishing.intake.cleaning import clean_sources
from publishing.intake.files import find_received
from publishing.intake.layouts import check_sources, read_sources
from publishing.intake.unread_files import list_unread
from publishing.running.typed_words import ALL
from publishing.running.units import plan_units
from publishing.withholding.undeclared_totals import ask_about_categories

_KNOWN = re.compile(r"a marker that the file specification knows \((.*?); a sender's own go into [^)]*\)")
"""What a message tells an analyst of the specification; a supplier is told the signs alone."""

MISLEADING = ("error", "warning")
"""Severities of what may make a page mislead; the rest are notes."""


def check_everything(
    project: Project, areas: Collection[str] | None = None, *, every: bool = False
) -> tuple[list[str], SourceRefused | None]:
    """What was found in lines, and all refusals of received files in one.

    That is what may mislead about the areas (the partnership's where none are given), the files that nothing reads,
    the categories that seem to make up their whole, and how many findings there are beside; with `every`, all
    findings. Every report is held against its notebook too. Raises ParametersRefused.
    """
    definitions = read_definitions(project.params)
    check_parameter_files(project, definitions, [definitions.run.area], definitions.run.quarter)
    cleaned = clean_sources(project, definitions, write=False)
    sources = read_sources(project.params / "sources").values()
    unread = list(list_unread(project.raw, find_received(project.raw), sources))
    unread += find_unshown(project.params / "comments", definitions.reports)
    asked = ask_about_categories(cleaned.observations, definitions, read_sources(project.params / "sources"))
    chosen = definitions.partnership.areas if areas is None else areas
    found = cleaned.findings if ALL in chosen else cleaned.findings[_is_about(cleaned.findings, chosen)]
    lines = [*(list_findings(found) if every else _list_misleading(found, len(cleaned.refusals)))]
    lines += ["", *unread, *asked, *_count_rest(cleaned.findings, found, every), count_findings(cleaned.findings)]
    refused = SourceRefused("\n".join(map(str, cleaned.refusals))) if cleaned.refusals else None
    return lines, refused


def _is_about(findings: pd.DataFrame, areas: Collection[str]) -> pd.Series:
    """Which findings are about one of the areas or England, or about no place."""
    wanted = {*areas, ENGLAND}
    return findings["areas"].map(lambda codes: not codes or bool(wanted & set(codes.split()))).astype(bool)


def _list_misleading(found: pd.DataFrame, refused: int) -> Iterator[str]:
    """The findings that may make a page mislead; files set aside by themselves are named after them."""
    if refused:
        yield f"Refused: {plural(refused, 'file')}, named at the end"
        yield ""
    by_itself = found["rule"].eq("set_aside") & found["severity"].eq("error")
    misleading = found[found["severity"].isin(MISLEADING) & ~by_itself]
    yield f"May mislead: {plural(len(misleading), 'finding')}"
    yield from list_findings(misleading)


def _count_rest(findings: pd.DataFrame, found: pd.DataFrame, every: bool) -> Iterator[str]:
    """What is not listed, and how to see it."""
    notes, elsewhere = int((~found["severity"].isin(MISLEADING)).sum()), len(findings) - len(found)
    if notes and not every:
        yield f"{plural(notes, 'note')} not listed: `lscb check --all` lists them."
    if elsewhere:
        yield f"{plural(elsewhere, 'finding')} about other areas not listed: `lscb check --area all` lists them."


def write_reply(project: Project, name: str) -> str:
    """A reply to the supplier of a source: what is wrong with its files, cell by cell, and what to ask.

    Raises ParametersRefused for a source that is not known.
    """
    definitions, sources = read_definitions(project.params), read_sources(project.params / "sources")
    contract = find_named(sources, name, "source", "params/sources")
    cleaned = clean_sources(project, definitions, write=False)
    wrong = [each for each in cleaned.refusals if isinstance(each, FileSetAside) and each.source == name]
    lines = [f"To {contract.supplier}", "", f"Thank you for {contract.title}."]
    for refusal in wrong:
        reason = _KNOWN.sub(r"one of these signs (\1)", refusal.expected)
        lines += ["", f"{Path(refusal.file).name} cannot be used as it is:", f"  {reason}."]
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
