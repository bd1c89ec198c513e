"""docs/published.csv: for each indicator, the data set that serves it, how late it comes and under which licence."""

import csv
import io
from collections.abc import Iterator, Mapping

from analysis.definitions import Indicator, read_definitions
from analysis.definitions.contract import Source
from analysis.definitions.published_data import Published, read_published, service_of
from analysis.project import Project
from publishing.intake.layouts import read_sources
from publishing.release.storage import replace_shared, storage

PATH = "docs/published.csv"
HEADINGS = ("indicator", "indicator name", "data set", "data set name", "service", "published", "licence")
SERVICES = {
    "ees": "Explore education statistics, API",
    "ees_catalogue": "Explore education statistics, data catalogue",
    "govuk": "GOV.UK content API",
    "nomis": "Nomis",
    "fingertips": "Fingertips",
    "geography": "Open Geography portal",
}


def rewrite_document(project: Project) -> None:
    """Write docs/published.csv again. Raises ParametersRefused, StorageRefused."""
    path = project.root / PATH
    with storage(path.parent, "The list is as it was."):
        replace_shared(path, list_published(project))


def list_published(project: Project) -> str:
    """The list, made from the parameters. Raises ParametersRefused."""
    published = read_published(project.params / "published")
    sources = read_sources(project.params / "sources")
    indicators = read_definitions(project.params).indicators
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(HEADINGS)
    writer.writerows(describe_served(published, sources, indicators))
    writer.writerows(describe_unread(published))
    return table.getvalue()


def describe_served(
    published: Mapping[str, Published], sources: Mapping[str, Source], indicators: Mapping[str, Indicator]
) -> Iterator[list[str]]:
    """A row for each indicator that a fetched data set supplies, in the order of params/indicators.yaml."""
    for name, indicator in indicators.items():
        for data in published.values():
            if data.source is not None and name in sources[data.source].indicators():
                yield [indicator.title, name, *_describe_data_set(data)]


def describe_unread(published: Mapping[str, Published]) -> Iterator[list[str]]:
    """A row without an indicator for each data set that is fetched and that no file specification reads yet."""
    for data in published.values():
        if data.source is None:
            yield ["", "", *_describe_data_set(data)]


def _describe_data_set(data: Published) -> list[str]:
    return [data.title, data.name, SERVICES[service_of(data)], data.lag, data.licence]
