"""The Open Geography portal: lists of areas as tables of an ArcGIS feature service."""

import json
from typing import Any

from analysis.definitions.published_data import GeographyLayer
from analysis.refusals import ServiceRefused
from publishing.fetching.addresses import Service
from publishing.fetching.answers import JSON
from publishing.fetching.service_editions import Edition, make_by_content, part, plain
from publishing.fetching.web import Web

MOST_PAGES = 100


def find_editions(data: GeographyLayer, service: Service, web: Web) -> list[Edition]:
    """The layer's rows without their outlines; a year's list is a layer of its own, so its version is its content.

    A page holds some 2,000 rows, and says whether more follow; each page is a line of the file that is kept. Raises
    ServiceRefused, also for an error that comes with status 200.
    """
    address = f"{service.address}/{data.layer}/FeatureServer/0/query"
    lines, came = [], 0
    for _ in range(MOST_PAGES):
        answer = web.get(address, JSON, where="1=1", outFields="*", returnGeometry="false", f="json", resultOffset=came)
        page = answer.json()
        rows = _read_rows(page, answer.address)
        lines.append(answer.content if b"\n" not in answer.content.strip() else json.dumps(page).encode())
        came += len(rows)
        if not page.get("exceededTransferLimit"):
            content = b"\n".join(line.strip() for line in lines) + b"\n"
            return [make_by_content(content, data.layer, data.title, address, ".json")]
        if not rows:
            break
    raise ServiceRefused(f"{address}: says that more rows follow after {came:,}, and sends none. Nothing was kept.")


def _read_rows(page: Any, address: str) -> list[Any]:
    if isinstance(page, dict) and "error" in page:
        error = page["error"] if isinstance(page["error"], dict) else {}
        message = plain(error.get("message")) or "an error without words"
        raise ServiceRefused(
            f"{address}: answered with the error {plain(error.get('code'))}: {message}. Nothing was kept. Check the "
            "layer's name in params/published: it carries a year."
        )
    rows: list[Any] = part(page, "features", address=address, kind=list)
    return rows
