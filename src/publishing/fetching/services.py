"""The services that data sets are fetched from, each by the module that knows its documents."""

from collections.abc import Callable
from typing import Any

from analysis.definitions.published_data import Published, service_of
from publishing.fetching import ees, ees_catalogue, fingertips, geography, govuk, nomis
from publishing.fetching.addresses import Service
from publishing.fetching.service_editions import Edition, documented
from publishing.fetching.web import Web

FINDERS: dict[str, Callable[[Any, Service, Web], list[Edition]]] = {
    "ees": ees.find_editions,
    "ees_catalogue": ees_catalogue.find_editions,
    "govuk": govuk.find_editions,
    "nomis": nomis.find_editions,
    "fingertips": fingertips.find_editions,
    "geography": geography.find_editions,
}


def find_editions(data: Published, services: dict[str, Service], web: Web) -> list[Edition]:
    """The editions of a data set that its service has, the newest first. Raises ServiceRefused."""
    name = service_of(data)
    with documented(f"{data.name}: {services[name].address}"):
        return FINDERS[name](data, services[name], web)
