"""What a release tells beside its pages: the facts of its manifest, and the file of what the checks found."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.definitions import Definitions
from analysis.definitions.contract import describe_sources
from analysis.observations import SEVERITIES
from analysis.page.footer import source_titles
from analysis.page.quality import FINDINGS_FILE
from analysis.page.suppressed import count_withheld
from analysis.project import Project
from publishing.release.findings_file import select_of_release, write_findings
from publishing.release.made_page import Unit
from publishing.running.due import describe_returns


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
        place, severities = self.definitions.areas.named(area), self._select(area)["severity"]
        facts = {
            "area_name": place.name,
            "partnership": partnership.heading(place),
            **self.shared,
            "findings": {severity: int((severities == severity).sum()) for severity in SEVERITIES},
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
        return {FINDINGS_FILE: write_findings(self._select(area), titles, self.definitions.areas.names)}

    def _select(self, area: str) -> pd.DataFrame:
        return select_of_release(self.project, self.definitions, self.findings, area)
