"""What the checks found, as a section that people read: what, where, what was done, what to ask."""

from collections.abc import Iterable, Mapping
from html import escape
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import pandas as pd

from analysis.measures import dependencies as basis
from analysis.measures.published import chosen_profile, find_guarded
from analysis.numbers import listed, plural
from analysis.observations import read_findings

if TYPE_CHECKING:
    from analysis.definitions import Definitions
    from analysis.page.page import Page
    from analysis.project import Project

SEVERITIES = {"error": "Cannot be right", "warning": "May mislead", "note": "Checked, for information"}


def find_findings(page: "Page", everything: bool) -> pd.DataFrame:
    """What the checks found about the figures that a page has read so far, or about everything received."""
    found = read_tellable(page.project, page.definitions)
    indicators, sources = page.indicators, set(page.handed.values_read("source"))
    basis.note("findings", *((None, None) if everything else (indicators, sources)))
    if everything:
        return found
    chosen, away = select_findings(found, indicators, sources), page.area.code != page.definitions.run.area
    names = page.definitions.areas.names.values()
    return select_elsewhere(chosen, sources, page.area.name, names) if away else chosen


def read_tellable(project: "Project", definitions: "Definitions") -> pd.DataFrame:
    """The findings of the last cleaning that pages, lists and manifests may tell.

    Under a profile that rounds, without their details, which give figures as they came.
    """
    found = select_tellable(read_findings(project.processed), *find_guarded(project, definitions))
    return found if chosen_profile(definitions).round_to == 1 else found.assign(detail=None)


def select_tellable(findings: pd.DataFrame, sources: set[str], files: set[str]) -> pd.DataFrame:
    """The findings that pages may tell: none that touches a source or file of which something is withheld.

    Whether a check holds can tell of the figures that it was made on. Analysts are told by `lscb check`.
    """
    told = [
        not sources & set(row.source.split()) and not files & {name.strip() for name in row.file.split(";")}
        for row in findings.itertuples()
    ]
    return findings[pd.Series(told, index=findings.index, dtype=bool)].reset_index(drop=True)


def select_findings(findings: pd.DataFrame, indicators: Iterable[str], sources: Iterable[str]) -> pd.DataFrame:
    """The findings that touch any of the indicators, and those about the whole of one of the sources."""
    wanted, sources = set(indicators), set(sources)
    touched = [
        bool(wanted & set(str(row.indicators).split())) or (not str(row.indicators).strip() and row.source in sources)
        for row in findings.itertuples()
    ]
    return findings[pd.Series(touched, index=findings.index, dtype=bool)].reset_index(drop=True)


def select_elsewhere(findings: pd.DataFrame, sources: Iterable[str], area: str, names: Iterable[str]) -> pd.DataFrame:
    """The findings that concern an area other than the partnership's own.

    They are about a source that its page has read, and name the area, England or no area at all.
    """
    sources, others = set(sources), [name for name in names if name not in (area, "England")]
    concerned = [
        bool(sources & set(row.source.split()))
        and (area in row.message or "England" in row.message or not any(name in row.message for name in others))
        for row in findings.itertuples()
    ]
    return findings[pd.Series(concerned, index=findings.index, dtype=bool)].reset_index(drop=True)


def render_findings(findings: pd.DataFrame, titles: Mapping[str, str], *, level: int = 3) -> str:
    """Findings by source, the gravest first; what holds is folded away.

    `detail` is only there for figures that are published, because cleaning leaves it out for returns.
    """
    if findings.empty:
        return "<p>The checks found nothing to say about these figures.</p>"
    order = {severity: rank for rank, severity in enumerate(SEVERITIES)}
    ranked = findings.assign(rank=findings["severity"].map(order)).sort_values(["rank", "rule"], kind="stable")
    sections = [_source(rows, _title(source, titles), level) for source, rows in ranked.groupby("source")]
    return "\n".join([f"<p>{escape(describe_findings(findings))}</p>", *sections])


def _title(sources: str, titles: Mapping[str, str]) -> str:
    """What the sources that a finding is about are called: one that two sources disagree in names both."""
    return listed(titles.get(source, source) for source in sources.split())


def describe_findings(findings: pd.DataFrame) -> str:
    """How many findings there are of each severity, in one sentence."""
    counts = findings["severity"].value_counts()
    words = {"error": "cannot be right", "warning": "may mislead", "note": "for information"}
    parts = [f"{counts[name]:,} {text}" for name, text in words.items() if counts.get(name)]
    return f"{plural(len(findings), 'finding')}: {'; '.join(parts)}."


def say_place(file: str, cell: str) -> str:
    """Where a finding was made, file by file: 'police_missing_2013-14.xlsx, Missing!N4; stated_figures.csv, E76'."""
    files, cells = [PurePosixPath(name.strip()).name for name in file.split(";")], cell.split(";")
    if len(files) != len(cells):
        files, cells = ["; ".join(files)], [cell]
    return "; ".join(", ".join(filter(None, (name, place.strip()))) for name, place in zip(files, cells, strict=True))


def _source(rows: pd.DataFrame, title: str, level: int) -> str:
    open_ones, notes = rows[rows["severity"] != "note"], rows[rows["severity"] == "note"]
    parts = [f"<h{level}>{escape(title)}</h{level}>"]
    if len(open_ones):
        parts.append(f'<ul class="findings">{"".join(map(_finding, open_ones.itertuples()))}</ul>')
    if len(notes):
        items = "".join(map(_finding, notes.itertuples()))
        words = plural(len(notes), "check or note", "checks and notes")
        parts.append(f'<details><summary>{words} for information</summary><ul class="findings">{items}</ul></details>')
    return "\n".join(parts)


def _finding(row) -> str:
    detail = f" {escape(row.detail)}" if pd.notna(row.detail) and row.detail else ""
    where = f'<p class="where">Where: {escape(say_place(row.file, row.cell))}</p>' if row.file or row.cell else ""
    asked = f'<p class="ask"><strong>To ask:</strong> {escape(row.question)}</p>' if pd.notna(row.question) else ""
    return (
        f'<li class="{escape(row.severity)}"><p><strong>{SEVERITIES[row.severity]}:</strong> {escape(row.message)}'
        f"{detail}</p><p>{escape(row.treatment)}</p>{asked}{where}</li>"
    )
