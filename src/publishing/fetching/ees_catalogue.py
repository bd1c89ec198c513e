"""Files of the data catalogue of explore education statistics, for data sets that its API does not have."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from analysis.definitions.published_data import EesCatalogueFile
from analysis.refusals import ServiceRefused
from publishing.fetching.addresses import Service
from publishing.fetching.answers import HTML
from publishing.fetching.service_editions import Edition, choose_titled, part, plain, read_count
from publishing.fetching.web import Web

_BLOCK = re.compile(r'<script[^>]*\bid="__NEXT_DATA__"[^>]*>(.*?)</script>', re.DOTALL)
SHORT = 8  # characters of a file's id that go into the version


def find_editions(data: EesCatalogueFile, service: Service, web: Web) -> list[Edition]:
    """The newest release's file with the title; or the file whose id the entry gives.

    Ids of files change with every release, so they are read from the release's page of guidance: the block of JSON in
    it is promised nowhere, so a page without it, or without exactly one file of the title, is refused. The version is
    the release and the beginning of the file's id. Raises ServiceRefused.
    """
    if data.file is not None:
        return [_make_edition(data.file, data.data_set, "", "", None, data.file, service, web)]
    address = f"{service.address}/api/publications/{data.publication}"
    release = part(web.get_json(address), "latestRelease", address=address, kind=dict)
    slug = part(release, "slug", address=address)
    page = f"{service.files}/find-statistics/{data.publication}/{slug}/data-guidance"
    found = _find_files(_read_block(web.get(page, HTML).content, page))
    files = list({file["dataSetFileId"]: file for file in found}.values())
    chosen = files[choose_titled([str(file["title"]) for file in files], data.data_set, "file", page)]
    identifier = part(chosen, "dataSetFileId", address=page)
    rows = chosen.get("rows")
    published = plain(release.get("published"))[:10]
    version = f"{plain(slug)}_{identifier[:SHORT]}"
    title, named = plain(chosen["title"]), plain(release.get("title"))
    return [_make_edition(identifier, title, named, published, rows, version, service, web)]


def _make_edition(
    identifier: str,
    title: str,
    release: str,
    published: str,
    rows: object,
    version: str,
    service: Service,
    web: Web,
) -> Edition:
    if not re.fullmatch(r"[A-Za-z0-9-]+", identifier):
        raise ServiceRefused(f"{service.files}: {plain(identifier)!r} is no id of a file. Nothing was kept.")
    address = f"{service.files}/data-catalogue/data-set/{identifier}/csv"
    return Edition(
        version=version,
        title=title,
        address=address,
        published=published,
        bring=lambda: web.get_csv(address).content,
        release=release,
        said_rows=read_count(rows),
    )


def _read_block(page: bytes, address: str) -> Any:
    found = _BLOCK.search(page.decode("utf-8", errors="replace"))
    try:
        return json.loads(found[1] if found else "")
    except ValueError as error:
        raise ServiceRefused(
            f"{address}: the page has no block of data any more, which has the file's id. Find the file in the "
            "data catalogue and write its id into the entry, as `file`."
        ) from error


def _find_files(value: Any) -> Iterator[Mapping[str, Any]]:
    """Every part of the block that describes a file, wherever it stands."""
    if isinstance(value, Mapping):
        if "dataSetFileId" in value and "title" in value:
            yield value
        for inner in value.values():
            yield from _find_files(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _find_files(inner)
