"""What the checks found about a release's figures, as a CSV file beside its tables: all of it, also what held."""

import csv
import io
from collections.abc import Iterable, Mapping

import pandas as pd

from analysis.definitions import Definitions
from analysis.definitions.contract import describe_sources
from analysis.measures.formulas import guard_formula
from analysis.numbers import listed
from analysis.page.quality import SEVERITIES, find_foreign, say_place, select_of_areas
from analysis.project import Project

HEADINGS = ("How grave", "What", "Figures", "What was done", "To ask", "Source", "Where", "Areas", "Rule")
MANY = 5  # areas: more are counted, not named


def select_of_release(project: Project, definitions: Definitions, findings: pd.DataFrame, area: str) -> pd.DataFrame:
    """The findings about an area, those it is compared with and England, the most serious first."""
    chosen = definitions.areas.neighbours_of(area)
    areas = {area, *(chosen.neighbours if chosen else [])}
    found = select_of_areas(findings, areas, find_foreign(describe_sources(project.params / "sources"), area))
    return found.sort_values(
        "severity", key=lambda severities: severities.map(list(SEVERITIES).index), kind="stable"
    ).reset_index(drop=True)


def write_findings(findings: pd.DataFrame, titles: Mapping[str, str], names: Mapping[str, str]) -> str:
    """Findings as CSV, one to a line; no cell can start a formula.

    `titles` are those of the sources, `names` those of the areas.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(HEADINGS)
    for row in findings.itertuples():
        cells = (
            SEVERITIES[row.severity],
            row.message,
            row.detail,
            row.treatment,
            row.question,
            listed(titles.get(source, source) for source in row.source.split()),
            say_place(row.file, row.cell),
            _say_areas(row.areas.split(), names),
            row.rule.replace("_", " "),
        )
        writer.writerow([guard_formula("" if pd.isna(cell) else str(cell)) for cell in cells])
    return buffer.getvalue()


def _say_areas(codes: Iterable[str], names: Mapping[str, str]) -> str:
    found = [names.get(code, code) for code in codes]
    return listed(found) if len(found) <= MANY else f"{len(found)} areas"
