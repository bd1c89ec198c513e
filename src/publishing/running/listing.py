"""What there is: reports by audience, sources, indicators."""

from collections.abc import Iterator

from analysis.definitions import Definitions, read_definitions
from analysis.project import Project
from publishing.intake.layouts import read_sources


def list_everything(project: Project) -> Iterator[str]:
    """A line for each report, source and indicator, under headings. Raises ParametersRefused."""
    definitions, sources = read_definitions(project.params), read_sources(project.params / "sources")
    yield from _list_reports(definitions)
    yield from ["", "Sources"]
    yield from _columns([(name, f"{source.title} ({source.supplier})") for name, source in sources.items()])
    yield from _list_indicators(definitions)


def _list_reports(definitions: Definitions) -> Iterator[str]:
    yield "Reports"
    reports = list(definitions.reports.values())
    for audience in dict.fromkeys(report.audience for report in reports):
        yield f"  {audience}"
        yield from _columns([(r.name, r.title) for r in reports if r.audience == audience], "    ")


def _list_indicators(definitions: Definitions) -> Iterator[str]:
    yield ""
    yield "Indicators"
    indicators = definitions.indicators.items()
    yield from _columns(
        [(name, f"{indicator.title} ({indicator.kind}, {indicator.topic})") for name, indicator in indicators]
    )


def _columns(rows: list[tuple[str, str]], margin: str = "  ") -> list[str]:
    """Names and what they are, in two columns."""
    width = max((len(name) for name, _ in rows), default=0)
    return [f"{margin}{name:{width}}  {words}" for name, words in rows]
