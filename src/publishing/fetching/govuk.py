"""GOV.UK: files attached to the newest statistics of a collection, found through the content API."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from analysis.definitions.published_data import GovukAttachment
from analysis.refusals import ServiceRefused
from publishing.fetching.addresses import Service, is_safe
from publishing.fetching.service_editions import Edition, choose_titled, fits_title, part, plain
from publishing.fetching.web import Web

OCTETS = "application/octet-stream"


def find_editions(data: GovukAttachment, service: Service, web: Web) -> list[Edition]:
    """The one attachment with the file name, else with the title, of the newest publication of the collection.

    The version is the day of the last change that the publication tells of, and the attachment's id; a correction adds
    a change. Raises ServiceRefused where nothing or several fit, and for a publication that was withdrawn.
    """
    document, address = _find_document(data, service, web)
    if document.get("withdrawn_notice"):
        raise ServiceRefused(f"{address}: was withdrawn. The file fetched earlier stays. Look for what replaced it.")
    attachments = part(document, "details", "attachments", address=address, kind=list)
    files = [found for found in attachments if found.get("attachment_type") == "file" and found.get("url")]
    names = [str(found.get("filename") or PurePosixPath(urlsplit(found["url"]).path).name) for found in files]
    titles = [str(found.get("title") or name) for found, name in zip(files, names, strict=True)]
    fits = any(fits_title(name, data.attachment) for name in names)
    place = choose_titled(names if fits else titles, data.attachment, "attachment", address)
    return [_make_edition(document, files[place], names[place], service, web, address)]


def _find_document(data: GovukAttachment, service: Service, web: Web) -> tuple[Mapping[str, Any], str]:
    """The newest by its first publication: a correction of an older one makes that no newer.

    Nothing is first published after it was last updated, so that documents are read only while one can still be newer.
    """
    address = f"{service.address}/api/content{data.collection}"
    documents = part(web.get_json(address), "links", "documents", address=address, kind=list)
    fits = re.compile(".*".join(map(re.escape, data.document.split("*"))), re.IGNORECASE)
    titled = [found for found in documents if fits.fullmatch(str(found.get("title", "")))]
    if not titled:
        choose_titled([str(found.get("title", "")) for found in documents], data.document, "document", address)
    newest, day, place = None, "", address
    for found in sorted(titled, key=lambda found: str(found.get("public_updated_at") or "9"), reverse=True):
        if newest is not None and str(found.get("public_updated_at") or "9") <= day:
            break
        asked = f"{service.address}/api/content{part(found, 'base_path', address=address)}"
        read = web.get_json(asked)
        first = part(read, "first_published_at", address=asked)
        if first > day:
            newest, day, place = read, first, asked
    if newest is None:
        raise ServiceRefused(f"{address}: no document fits {data.document!r}. Write its present title into params.")
    return newest, place


def _make_edition(
    document: Mapping[str, Any], attachment: Mapping[str, Any], name: str, service: Service, web: Web, address: str
) -> Edition:
    changes = part(document, "details", address=address, kind=dict).get("change_history") or []
    stamps = [str(change.get("public_timestamp", "")) for change in changes]
    changed = max([*stamps, part(document, "public_updated_at", address=address)])[:10]
    notes = [
        str(change.get("note", "")) for change in changes if str(change.get("public_timestamp", "")) == max(stamps)
    ]
    url = service.file_address(part(attachment, "url", address=address))
    host = urlsplit(url).hostname
    if not is_safe(url) or host not in {urlsplit(service.address).hostname, *service.hosts}:
        raise ServiceRefused(
            f"{address}: its file lies at {plain(host)}, which params/services.yaml does not name. Nothing was kept."
        )
    kind = part(attachment, "content_type", address=address)
    identifier = re.sub(r"[^A-Za-z0-9.-]", "-", PurePosixPath(str(attachment.get("id") or name)).stem)[:40]
    return Edition(
        version=f"{changed}_{identifier}",
        title=plain(f"{document.get('title', '')}: {name}"),
        address=url,
        published=part(document, "first_published_at", address=address)[:10],
        bring=lambda: web.get(url, (kind, OCTETS), service.hosts).content,
        suffix=PurePosixPath(name).suffix.lower(),
        notes=plain(notes[-1] if notes else ""),
    )
