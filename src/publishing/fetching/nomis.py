"""Nomis: tables of the Office for National Statistics, always asked for page by page and counted."""

import csv
import io

from analysis.definitions.published_data import NomisTable
from analysis.refusals import ServiceRefused
from publishing.fetching.addresses import Service
from publishing.fetching.service_editions import Edition, make_by_content
from publishing.fetching.web import Web

COUNT, OFFSET = "RECORD_COUNT", "RECORD_OFFSET"
PERIOD = "DATE"
MOST_PAGES = 400


def find_editions(data: NomisTable, service: Service, web: Web) -> list[Edition]:
    """The table as it is now: Nomis counts no versions.

    More rows than a page has are left out by the service without an error, so that every page is asked for by its
    offset and the rows are held against the count which each row carries. Raises ServiceRefused.
    """
    address = f"{service.address}/api/v01/dataset/{data.data_set}.data.csv"
    content, rows = _read_pages(data, address, web)
    period = max(row[PERIOD] for row in rows)
    return [make_by_content(content, period, data.title, address)]


def _read_pages(data: NomisTable, address: str, web: Web) -> tuple[bytes, list[dict[str, str]]]:
    """All pages under the headings of the first, as one table, and its rows."""
    whole = b""
    rows: list[dict[str, str]] = []
    for _ in range(MOST_PAGES):
        answer = web.get_csv(address, **data.query, recordoffset=len(rows), recordlimit=data.page_rows)
        page = _read_page(answer.content, answer.address)
        _check_page(page, rows, answer.address)
        head, _, body = answer.content.partition(b"\n")
        if whole and head != whole.partition(b"\n")[0]:
            raise ServiceRefused(f"{answer.address}: this page has other headings than the first. Nothing was kept.")
        whole += body if whole else answer.content
        whole += b"" if whole.endswith(b"\n") else b"\n"
        rows += page
        if len(rows) == int(page[0][COUNT]):
            return whole, rows
    raise ServiceRefused(f"{address}: has more than {MOST_PAGES} pages. Ask for fewer areas or years in params.")


def _read_page(content: bytes, address: str) -> list[dict[str, str]]:
    try:
        reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        page = list(reader)
    except (UnicodeDecodeError, csv.Error) as error:
        raise ServiceRefused(f"{address}: is not a table. Nothing was kept. Try again later.") from error
    missing = [name for name in (COUNT, OFFSET, PERIOD) if name not in (reader.fieldnames or [])]
    if missing:
        raise ServiceRefused(
            f"{address}: has no {', '.join(missing)}, without which nobody can see whether it is whole. Ask for it "
            "under `select` in params/published."
        )
    return page


def _check_page(page: list[dict[str, str]], before: list[dict[str, str]], address: str) -> None:
    """Refuse a page that is empty before the end, leaves a row out, or is of a table that changed since the first."""
    counts, offset = {row[COUNT] for row in [*before[:1], *page]}, len(before)
    if not page or len(counts) != 1 or not all(count and count.isdigit() for count in counts):
        raise ServiceRefused(
            f"{address}: came without rows, or does not say how many there are, or another number than before, after "
            f"{offset:,} rows. Nothing was kept. Try again later; fewer areas or years may help."
        )
    if [row[OFFSET] for row in page] != [str(offset + place) for place in range(len(page))]:
        raise ServiceRefused(
            f"{address}: rows {page[0][OFFSET]} and on came where {offset:,} and on were asked for, or some are "
            "missing. Nothing was kept."
        )
    if offset + len(page) > int(page[0][COUNT]):
        raise ServiceRefused(f"{address}: more rows came than it says there are, {page[0][COUNT]}. Nothing was kept.")
