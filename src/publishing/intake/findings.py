"""Findings: what a check saw in the observations, and what a file held that its contract could not simply take.

Each says where it is, what was done, and what to ask the supplier.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import pandas as pd

from analysis.definitions.contract import Source
from analysis.schemas import FINDINGS, SEVERITIES, Findings
from publishing.intake.cell_ranges import join_places
from publishing.intake.grids import Grid

Finding = dict[str, str | pd.Timestamp | None]
_FIGURES = ("numerator", "denominator", "value", "text")
KEPT_OUT = "Kept out: treated as not available, so that nothing is compared with them."


def make_finding(
    rule: str,
    severity: str,
    rows: pd.DataFrame,
    message: str,
    *,
    treatment: str,
    detail: str | None = None,
    question: str | None = None,
    also_from: Iterable[str] = (),
) -> Finding:
    """A finding about some observations, with their sources, files, cells, indicators, areas and days.

    Several sources are joined by a space, as indicators are; several files by '; ', and their cells in the same
    order. `message` holds no figure that was supplied. `detail` does, so it is dropped as soon as one of the files,
    or of the others that its figures are `also_from`, is not a published one.
    """
    cells: dict[tuple[str, str], list[str]] = defaultdict(list)
    for source, file, cell in zip(rows["source"], rows["file"], rows["cell"], strict=True):
        cells[source, file].append(cell)
    files = [file for _, file in cells]
    is_public = all(file.startswith("published/") for file in [*files, *also_from])
    finding = make_reading_finding(
        rule,
        severity,
        " ".join(dict.fromkeys(source for source, _ in cells)),
        "; ".join(files),
        message,
        treatment,
        cell="; ".join(map(join_places, cells.values())),
        indicators=" ".join(dict.fromkeys(rows["indicator"])),
        detail=detail if is_public else None,
        question=question,
    )
    return finding | {
        "areas": " ".join(dict.fromkeys(rows["area"])),
        "start": rows["start"].min(),
        "end": rows["end"].max(),
    }


def make_table(findings: Iterable[Finding]) -> Findings:
    """The findings as a table, errors first, then by source and rule in the order of the checks."""
    table = FINDINGS.validate(pd.DataFrame(list(findings), columns=list(FINDINGS.columns)))
    return sort_findings(table)


def sort_findings(table: Findings) -> Findings:
    """Errors first, then warnings, then notes, each as they stood."""
    by_gravity = table["severity"].map(SEVERITIES.index).argsort(kind="stable")
    return table.iloc[by_gravity].reset_index(drop=True)


def keep_out(observations: pd.DataFrame, rows: pd.Index, status: str = "not_available") -> pd.DataFrame:
    """The observations with the figures of some rows taken out, which `status` says; no row is added or dropped."""
    out = observations.index.isin(rows)
    figures = {name: observations[name].mask(out) for name in _FIGURES}
    return observations.assign(**figures, status=observations["status"].mask(out, status))


def make_reading_finding(
    rule: str,
    severity: str,
    source: str,
    file: str,
    message: str,
    treatment: str,
    *,
    cell: str = "",
    indicators: str = "",
    detail: str | None = None,
    question: str | None = None,
) -> Finding:
    """One row of the findings; the detail of a file that is not published is left out."""
    return {
        "rule": rule,
        "severity": severity,
        "source": source,
        "file": file,
        "cell": cell,
        "indicators": indicators,
        "areas": "",
        "message": message,
        "detail": detail if file.startswith("published/") else None,
        "treatment": treatment,
        "question": question,
    }


def describe_cells(
    grid: Grid[Source],
    rule: str,
    severity: str,
    message: str,
    treatment: str,
    places: Collection[Sequence[int]],
    **more: Any,
) -> list[Finding]:
    """A finding about cells of a grid, given by row and column; none where there are no such cells.

    `more` is what `make_reading_finding` takes beside the cells.
    """
    if not places:
        return []
    cell = join_places(grid.cells(*zip(*places, strict=True)))
    return [make_reading_finding(rule, severity, grid.contract.name, grid.file, message, treatment, cell=cell, **more)]


def make_findings_table(findings: list[Finding], observations: pd.DataFrame) -> pd.DataFrame:
    """Findings of reading as a table, which may have no rows; each is about its file's areas and days."""
    about = {
        file: {"areas": " ".join(dict.fromkeys(rows["area"])), "start": rows["start"].min(), "end": rows["end"].max()}
        for file, rows in observations.groupby("file", sort=False)
    }
    placed = [finding | about.get(str(finding["file"]), {}) for finding in findings]
    return FINDINGS.validate(pd.DataFrame(placed, columns=list(FINDINGS.columns)))
