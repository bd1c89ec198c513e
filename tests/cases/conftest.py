"""Small files of kinds that people of this field receive, each read by a specification as an analyst would write it."""

import textwrap
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from io import BytesIO
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from ruamel.yaml import YAML

from analysis.definitions import Definitions, Indicator, read_definitions
from analysis.definitions.contract import Source
from analysis.definitions.parameter_files import check_definition
from analysis.project import Project, find_project
from publishing.intake.cleaning import Cleaned, Received, check_received, read_received
from publishing.intake.layouts import LAYOUTS, read_sources

ROOT = find_project(Path(__file__).parent).root
SOUTHAMPTON, PORTSMOUTH, ENGLAND = "E06000045", "E06000044", "E92000001"


@dataclass(frozen=True)
class Case:
    """What was made of one file: observations, findings and refusals, and how to look at them."""

    received: Received
    definitions: Definitions
    sources: dict[str, Source]

    @cached_property
    def cleaned(self) -> Cleaned:
        """What cleaning makes of what was read, once somebody looks: of a refused file there is nothing to check."""
        return check_received(self.received, self.definitions, self.sources)

    @property
    def refusal(self) -> str:
        """The one refusal."""
        [refusal] = self.received.refusals
        return str(refusal)

    def row(self, indicator: str, area: str = SOUTHAMPTON, period: str | None = None, breakdown: str = "") -> pd.Series:
        """The one observation of an indicator, area, breakdown and period."""
        assert [str(refusal) for refusal in self.cleaned.refusals] == []
        table = self.cleaned.observations
        chosen = (table["indicator"] == indicator) & (table["area"] == area) & (table["breakdown"] == breakdown)
        if period is not None:
            chosen &= table["period"] == period
        rows = table[chosen]
        assert len(rows) == 1, rows.to_string()
        return rows.iloc[0]

    def value(self, indicator: str, area: str = SOUTHAMPTON, period: str | None = None, breakdown: str = "") -> float:
        return float(self.row(indicator, area, period, breakdown)["value"])

    def rules(self, severity: str | None = None) -> set[str]:
        findings = self.cleaned.findings
        return set(findings.loc[findings["severity"].eq(severity) | (severity is None), "rule"])

    def finding(self, rule: str) -> pd.Series:
        rows = self.cleaned.findings[self.cleaned.findings["rule"] == rule]
        assert len(rows) == 1, self.cleaned.findings.to_string()
        return rows.iloc[0]


@pytest.fixture(scope="session")
def definitions() -> Definitions:
    """The project's definitions, with stand-ins for what only these files hold."""
    known = read_definitions(ROOT / "params")
    count = known.indicators["pooled_budget_agreed"].model_copy(update={"kind": "count", "counts": "things"})
    stand_ins: dict[str, Indicator] = dict.fromkeys(("h_pupils", "h_place", "h_cautioned"), count)
    stand_ins["h_sw_fte"] = count.model_copy(update={"kind": "quantity"})
    stand_ins["h_sw_caseload"] = count.model_copy(update={"kind": "rate", "per": 1})
    stand_ins["h_share"] = count.model_copy(update={"kind": "proportion"})
    stand_ins["h_text"] = count.model_copy(update={"kind": "statement", "counts": "nothing"})
    return replace(known, indicators=known.indicators | stand_ins)


@pytest.fixture(scope="session")
def shipped() -> dict[str, Source]:
    """The specifications that are shipped, none of whose files has to be there."""
    known = read_sources(ROOT / "params" / "sources")
    return {name: source.model_copy(update={"required": False}) for name, source in known.items()}


@pytest.fixture
def project(tmp_path) -> Project:
    for folder in ("published", "returns"):
        (tmp_path / "data" / "raw" / folder).mkdir(parents=True)
    return find_project(ROOT, data=tmp_path / "data")


@pytest.fixture
def read_case(project, definitions, shipped) -> Callable[..., Case]:
    """Read a file (its name and content) by a specification in YAML, or by those that are shipped."""

    def read(file: str, content: str | bytes, specification: str | None = None, *, folder: str = "returns") -> Case:
        data = textwrap.dedent(content).lstrip("\n").encode() if isinstance(content, str) else content
        (project.raw / folder / file).write_bytes(data)
        sources = shipped
        if specification is not None:
            fields = YAML(typ="safe").load(textwrap.dedent(specification))
            common = {"name": "case", "title": "Case", "supplier": "the supplier", "precedence": 2}
            sources = {"case": check_definition(LAYOUTS[fields["layout"]], common | fields, "case")}
        return Case(read_received(project, sources, definitions), definitions, sources)

    return read


@pytest.fixture
def book() -> Callable[..., bytes]:
    """The bytes of a workbook with some sheets, each given as rows."""

    def make(**sheets: list[list]) -> bytes:
        workbook = openpyxl.Workbook()
        workbook.remove(workbook.active)
        for name, rows in sheets.items():
            sheet = workbook.create_sheet(name.replace("_", " "))
            for row in rows:
                sheet.append(row)
        buffer = BytesIO()
        workbook.save(buffer)
        return buffer.getvalue()

    return make
