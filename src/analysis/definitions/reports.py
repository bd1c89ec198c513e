"""Which page is made for whom, from which notebook: params/run.yaml and params/reports/*.yaml."""

from pathlib import Path

from pydantic import Field, field_validator

from analysis.definitions.parameter_files import Definition, read_file, read_named
from analysis.periods import parse_period

NAME = r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$"
EXPECTED = "title, audience, question, notebook and parameters"


class Run(Definition):
    """The area and the quarter that a run is for, unless the command line says otherwise.

    A notebook that takes longer than the time, or asks for more memory, fails by name and the others go on.
    """

    area: str
    quarter: str
    time_limit_seconds: int = Field(gt=0)
    memory_limit_megabytes: int | None = Field(default=None, ge=200)

    @field_validator("quarter")
    @classmethod
    def _is_a_quarter(cls, quarter: str) -> str:
        return parse_period(quarter, ["quarter"]).label


class Caveat(Definition):
    """A sentence that a report's readers need for as long as it is true.

    It is shown while none of the indicators in `until` has a figure for the page's area and period.
    """

    text: str
    until: list[str] = Field(min_length=1)


class Report(Definition):
    """One page: its title, the group it is for, the question it answers, its notebook and the parameters.

    `needs` are indicators: an area for which none of them has a figure has no such page. None named means always.
    """

    name: str = Field(pattern=NAME)
    title: str = Field(max_length=80)
    audience: str
    question: str
    notebook: str = Field(pattern=r"^[a-z][a-z0-9_]*\.ipynb$")
    order: int = 100
    caveats: list[Caveat] = Field(default_factory=list)
    needs: list[str] = Field(default_factory=list)
    parameters: dict[str, str | int | float | bool | list[str]] = Field(default_factory=dict)


def read_run(path: Path) -> Run:
    """The run's defaults. Raises ParametersRefused."""
    return read_file(path, Run)


def read_reports(folder: Path) -> dict[str, Report]:
    """Every report by name, in the order of the pages; a report is named as its file. Raises ParametersRefused."""
    reports = [read_named(path, Report, EXPECTED) for path in sorted(folder.glob("*.yaml"))]
    return {report.name: report for report in sorted(reports, key=lambda report: (report.order, report.name))}
