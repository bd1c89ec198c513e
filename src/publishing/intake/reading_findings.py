"""A finding of reading: what a file held that its contract could not simply take as it stands."""

from collections.abc import Collection, Sequence
from typing import Any

import pandas as pd

from analysis.definitions.contract import Source
from analysis.schemas import FINDINGS
from publishing.intake.checks.cell_ranges import join_places
from publishing.intake.grids import Grid


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
) -> dict[str, str | None]:
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
) -> list[dict[str, str | None]]:
    """A finding about cells of a grid, given by row and column; none where there are no such cells.

    `more` is what `make_reading_finding` takes beside the cells.
    """
    if not places:
        return []
    cell = join_places(grid.cells(*zip(*places, strict=True)))
    return [make_reading_finding(rule, severity, grid.contract.name, grid.file, message, treatment, cell=cell, **more)]


def make_findings_table(findings: list[dict[str, str | None]], observations: pd.DataFrame) -> pd.DataFrame:
    """Findings of reading as a table, which may have no rows; each is about its file's areas and days."""
    about = {
        file: {"areas": " ".join(dict.fromkeys(rows["area"])), "start": rows["start"].min(), "end": rows["end"].max()}
        for file, rows in observations.groupby("file", sort=False)
    }
    placed = [finding | about.get(str(finding["file"]), {}) for finding in findings]
    return FINDINGS.validate(pd.DataFrame(placed, columns=list(FINDINGS.columns)))
