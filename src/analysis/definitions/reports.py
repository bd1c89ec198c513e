"""Which page is made for whom, and what is said on it beside figures: run.yaml, reports/, questions and annotations."""

from datetime import date
from pathlib import Path
from string import Formatter

from pydantic import Field, field_validator

from analysis.definitions.parameter_files import Definition, read_file, read_named
from analysis.periods import parse_period

NAME = r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$"
EXPECTED = "title, audience, question, notebook and parameters"
FIELDS = {"what"}


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


class Questions(Definition):
    """Who answers for a topic, and the question that a kind of finding raises.

    A question is a template in which {what} stands for the figures concerned. What a result asks is worded with it, in
    `analysis.words`.
    """

    partners: dict[str, str] = Field(default_factory=dict)
    findings: dict[str, str] = Field(default_factory=dict)

    @field_validator("findings")
    @classmethod
    def _all_ask(cls, templates: dict[str, str]) -> dict[str, str]:
        return {rule: check_template(template) for rule, template in templates.items()}


def check_template(template: str) -> str:
    """The template, if it asks something and has no field but {what}. Raises ValueError for any other."""
    unknown = {field for _, field, _, _ in Formatter().parse(template) if field is not None} - FIELDS
    if unknown:
        raise ValueError(f"no field {{{sorted(unknown)[0]}}} in a question; there is {{what}}")
    if not template.rstrip().endswith("?"):
        raise ValueError("a question ends with a question mark")
    return template


class Annotation(Definition):
    """A dated remark on indicators of an area, by a role (never a person), with the evidence for it.

    `at` is the day it is marked at on a chart. `break_in_series` says that figures before and after are not alike,
    so that a model gives the series a step there. `intervention` says that something was done that may have moved
    the figures: its step is estimated once there are months enough, without the `bedding_in` months it settled in.
    `written_about` is the figure the author saw, so that a page can say when it has changed since.
    """

    title: str = Field(max_length=80)
    text: str
    indicators: list[str] = Field(min_length=1)
    area: str
    at: date
    author_role: str
    written: date
    evidence: str
    break_in_series: bool = False
    intervention: bool = False
    bedding_in: int = Field(default=0, ge=0, le=24)
    written_about: float | None = None

    def concerns(self, indicators: list[str], area: str) -> bool:
        """Whether the remark is about one of the indicators in the area."""
        return self.area == area and bool(set(self.indicators) & set(indicators))


class Annotations(Definition):
    """Every annotation of the file."""

    annotations: list[Annotation]

    @property
    def by_day(self) -> list[Annotation]:
        """The annotations in the order of the days they are marked at."""
        return sorted(self.annotations, key=lambda annotation: annotation.at)
