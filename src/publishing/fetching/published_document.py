"""docs/published.md: for each indicator, the data set that serves it, how late it comes and under which licence."""

from collections.abc import Iterator, Mapping

from analysis.definitions import Indicator, read_definitions
from analysis.definitions.published_data import Published, read_published, service_of
from analysis.definitions.sources import Source, read_sources
from analysis.project import Project
from analysis.refusals import ParametersRefused
from publishing.release.storage import replace_shared, storage

PATH = "docs/published.md"
BEGIN, END = "<!-- data sets: begin -->", "<!-- data sets: end -->"
SERVICES = {
    "ees": "Explore education statistics, API",
    "ees_catalogue": "Explore education statistics, data catalogue",
    "govuk": "GOV.UK content API",
    "nomis": "Nomis",
    "fingertips": "Fingertips",
    "geography": "Open Geography portal",
}


def rewrite_document(project: Project) -> None:
    """Write the tables of docs/published.md again. Raises ParametersRefused, StorageRefused."""
    path = project.root / PATH
    with storage(path.parent, "The document is as it was."):
        replace_shared(path, fill_document(path.read_text(encoding="utf-8"), project))


def fill_document(text: str, project: Project) -> str:
    """The document with the tables between its marks made anew from the parameters. Raises ParametersRefused."""
    published = read_published(project.params / "published")
    sources = read_sources(project.params / "sources")
    indicators = read_definitions(project.params).indicators
    if BEGIN not in text or END not in text:
        raise ParametersRefused(f"{PATH}: the marks {BEGIN} and {END} are not there. Put them back.")
    before, rest = text.split(BEGIN, 1)
    tables = [*describe_served(published, sources, indicators), "", *describe_unread(published)]
    return f"{before}{BEGIN}\n\n{chr(10).join(tables)}\n\n{END}{rest.split(END, 1)[1]}"


def describe_served(
    published: Mapping[str, Published], sources: Mapping[str, Source], indicators: Mapping[str, Indicator]
) -> Iterator[str]:
    """A row for each indicator that a fetched data set supplies, in the order of params/indicators.yaml."""
    yield "| indicator | data set | service | comes | licence |"
    yield "| --- | --- | --- | --- | --- |"
    for name, indicator in indicators.items():
        for data in published.values():
            if data.source is not None and name in sources[data.source].indicators():
                cells = [f"{indicator.title} (`{name}`)", f"{data.title} (`{data.name}`)", SERVICES[service_of(data)]]
                yield f"| {' | '.join([*cells, data.lag, data.licence])} |"


def describe_unread(published: Mapping[str, Published]) -> Iterator[str]:
    """A row for each data set that is fetched and kept and that no file specification reads yet."""
    yield "| kept, not read yet | service | comes | licence |"
    yield "| --- | --- | --- | --- |"
    for data in published.values():
        if data.source is None:
            yield f"| {data.title} (`{data.name}`) | {SERVICES[service_of(data)]} | {data.lag} | {data.licence} |"
