"""Explore education statistics, the API (version 1): data sets with numbered versions and lists of changes."""

from collections.abc import Iterator, Mapping
from typing import Any

from analysis.definitions.published_data import EesDataSet
from analysis.refusals import ServiceRefused
from publishing.fetching.addresses import Service
from publishing.fetching.service_editions import Announced, Edition, choose_titled, part, plain, read_count
from publishing.fetching.web import Web

PUBLICATIONS_A_PAGE, OTHERS_A_PAGE = 40, 20  # the most that the service allows
MOST_PAGES = 100
FACETS = ("timePeriods", "indicators", "geographicLevels", "filters", "locationGroups")
OPTIONS = ("filterOptions", "locationOptions")


def find_editions(data: EesDataSet, service: Service, web: Web) -> list[Edition]:
    """Every version of a data set, the newest first; the data set is found by its publication's title and its own.

    Raises ServiceRefused where not exactly one has the title, and for a data set that another supersedes.
    """
    address = f"{service.address}/v1/data-sets/{_find_data_set(data, service, web)}"
    described = web.get_json(address)
    _check_status(described, address)
    address = f"{service.address}/v1/data-sets/{part(described, 'id', address=address)}"
    title = part(described, "title", address=address)
    versions = list(_pages(web, f"{address}/versions", OTHERS_A_PAGE))
    editions = [_make_edition(version, title, address, web) for version in versions]
    return sorted(editions, key=lambda edition: order_of(edition.version), reverse=True)


def _find_data_set(data: EesDataSet, service: Service, web: Web) -> str:
    """The id of the one data set, by the titles; where a superseded one has the same title, that is left away."""
    address = f"{service.address}/v1/publications"
    publications = list(_pages(web, address, PUBLICATIONS_A_PAGE))
    titles = [part(found, "title", address=address) for found in publications]
    publication = publications[choose_titled(titles, data.publication, "publication", address)]
    address = f"{address}/{part(publication, 'id', address=address)}/data-sets"
    data_sets = list(_pages(web, address, OTHERS_A_PAGE))
    current = [found for found in data_sets if found.get("status") == "Published"] or data_sets
    titles = [part(found, "title", address=address) for found in current]
    return str(part(current[choose_titled(titles, data.data_set, "data set", address)], "id", address=address))


def _check_status(described: Mapping[str, Any], address: str) -> None:
    status = part(described, "status", address=address)
    if status == "Published":
        return
    successor = described.get("supersedingDataSetId")
    advice = (
        f"{successor} supersedes it. Write that one's title into params" if successor else "Look for what replaced it"
    )
    raise ServiceRefused(f"{address}: this data set is {status.lower()}. {advice}. The file fetched earlier stays.")


def _pages(web: Web, address: str, size: int) -> Iterator[Mapping[str, Any]]:
    """All results of a list that comes in pages. Raises ServiceRefused where not as many come as it says."""
    number, came = 1, 0
    while True:
        document = web.get_json(address, page=number, pageSize=size)
        results = part(document, "results", address=address, kind=list)
        came += len(results)
        yield from results
        paging = {
            key: part(document, "paging", key, address=address, kind=int) for key in ("totalPages", "totalResults")
        }
        if number >= paging["totalPages"] or number >= MOST_PAGES:
            break
        number += 1
    if came != paging["totalResults"]:
        raise ServiceRefused(
            f"{address}: {came} of {paging['totalResults']} results came in {number} pages. Nothing was kept."
        )


def _make_edition(version: Mapping[str, Any], title: str, address: str, web: Web) -> Edition:
    number = part(version, "version", address=address)
    file = f"{address}/csv"
    return Edition(
        version=number,
        title=plain(title),
        address=f"{file}?dataSetVersion={number}",
        published=plain(version.get("published"))[:10],
        bring=lambda: web.get_csv(file, dataSetVersion=number).content,
        release=plain((version.get("release") or {}).get("title")),
        notes=plain(version.get("notes")),
        withdrawn=version.get("status") != "Published",
        said_rows=read_count(version.get("totalResults")),
        announce=lambda: read_changes(web.get_json(f"{address}/versions/{number}/changes")),
    )


def order_of(version: str) -> tuple[int, ...]:
    """A version's place among others: 1.10 comes after 1.9, 2.1.1 after 2.1. Raises ServiceRefused for another form."""
    if not all(step.isdigit() for step in version.split(".")):
        raise ServiceRefused(f"The version {version!r} is not numbers with dots between. Has the service changed?")
    return tuple(int(step) for step in version.split("."))


def read_changes(document: Any) -> Announced:
    """What a list of changes says is gone and new: facets, indicators, options, periods.

    An item without a present state was deleted, one without a previous state was added; one with both was renamed, and
    so was an area that goes under one code and comes under another. Changed values are not in the list: the files have
    to be compared.
    """
    items = [item for kind in ("majorChanges", "minorChanges") for item in _items((document or {}).get(kind) or {})]
    gone = {(what, _label(before)): before for what, before, after in items if before and not after}
    come = {(what, _label(after)): after for what, before, after in items if after and not before}
    moved = [(what, before, after) for what, before, after in items if before and after]
    moved += [(key[0], gone[key], come[key]) for key in gone if key in come]
    return Announced(
        lost=tuple(f"{what} {_name(state)}" for (what, label), state in gone.items() if (what, label) not in come),
        new=tuple(f"{what} {_name(state)}" for (what, label), state in come.items() if (what, label) not in gone),
        renamed=tuple(f"{what} {_name(before)} to {_name(after)}" for what, before, after in moved),
    )


def _items(changes: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    for facet in FACETS:
        for item in changes.get(facet) or []:
            yield _singular(facet), item.get("previousState"), item.get("currentState")
    for facet in OPTIONS:
        for group in changes.get(facet) or []:
            for item in group.get("options") or []:
                yield _singular(facet), item.get("previousState"), item.get("currentState")


def _singular(facet: str) -> str:
    return {
        "timePeriods": "period",
        "indicators": "column",
        "geographicLevels": "level",
        "filters": "filter",
        "locationGroups": "group of places",
        "filterOptions": "category",
        "locationOptions": "area",
    }[facet]


def _label(state: Any) -> str:
    return _name({key: value for key, value in state.items() if key != "code"} if isinstance(state, Mapping) else state)


def _name(state: Any) -> str:
    """What an item is called, with its code where it has one."""
    if not isinstance(state, Mapping):
        return plain(state)
    name = plain(state.get("column") or state.get("label") or state.get("period") or "without a name")
    return (
        f"{name} ({plain(state['code'])})" if state.get("code") and state.get("label") != state.get("period") else name
    )
