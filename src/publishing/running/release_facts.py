"""What a release tells beside its pages: the facts of its manifest, and the file of what the checks found."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.definitions import Definitions
from analysis.definitions.contract import describe_sources, find_foreign
from analysis.measures.columns import guard_formula
from analysis.numbers import listed
from analysis.page.footer import source_titles
from analysis.page.quality import FINDINGS_FILE, say_place, select_of_areas
from analysis.page.suppressed import count_withheld
from analysis.project import Project
from analysis.words.found_by_checks import SEVERITY
from publishing.release.made_page import Unit
from publishing.running.due import describe_returns

HEADINGS = ("How grave", "What", "Figures", "What was done", "To ask", "Source", "Where", "Areas", "Rule")
MANY = 5  # areas: more are counted, not named


@dataclass(frozen=True)
class ReleaseFacts:
    """What is known of the releases of a run: `shared` is the same for all, `findings` those that may be told."""

    project: Project
    definitions: Definitions
    shared: dict
    findings: pd.DataFrame
    left_out: Sequence[Unit]

    def describe(self, area: str, quarter: str) -> dict:
        """What the manifest of an area's release tells; the partnership's own area also which returns are in."""
        partnership, policy = self.definitions.partnership, self.definitions.policy
        place = self.definitions.areas.named(area)
        facts = {
            "area_name": place.name,
            "partnership": partnership.heading(place),
            **self.shared,
            "confidence": policy.confidence,
            "audiences": {name: audience.model_dump() for name, audience in partnership.audiences.items()},
            "profile": policy.profile,
            "withheld": count_withheld(self.project, area),
            "left_out": [unit.report.title for unit in self.left_out if unit.area == area],
        }
        return facts | (describe_returns(self.project, self.definitions, quarter) if partnership.covers(area) else {})

    def attach(self, area: str) -> dict[str, str]:
        """The file of what the checks found about an area, by its name."""
        titles = source_titles(describe_sources(self.project.params / "sources"))
        found = select_of_release(self.project, self.definitions, self.findings, area)
        return {FINDINGS_FILE: write_findings(found, titles, self.definitions.areas.names)}


def select_of_release(project: Project, definitions: Definitions, findings: pd.DataFrame, area: str) -> pd.DataFrame:
    """The findings about an area, those it is compared with and England, the most serious first."""
    chosen = definitions.areas.neighbours_of(area)
    areas = {area, *(chosen.neighbours if chosen else [])}
    found = select_of_areas(findings, areas, find_foreign(describe_sources(project.params / "sources"), area))
    by_gravity = found["severity"].map(list(SEVERITY).index).argsort(kind="stable")
    return found.iloc[by_gravity].reset_index(drop=True)


def write_findings(findings: pd.DataFrame, titles: Mapping[str, str], names: Mapping[str, str]) -> str:
    """Findings as CSV, one to a line; no cell can start a formula.

    `titles` are those of the sources, `names` those of the areas.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(HEADINGS)
    for row in findings.itertuples():
        cells = (
            SEVERITY[row.severity].capitalize(),
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
