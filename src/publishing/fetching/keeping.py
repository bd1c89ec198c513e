"""Where fetched files are kept: as received, once, with a line in the log, a row in the README and a pin."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version as version_of
from pathlib import Path

from analysis.definitions.published_data import Pin, Published, read_lock, service_of, write_lock
from analysis.hashes import hash_of
from analysis.refusals import ServiceRefused, SourceRefused
from publishing.fetching.readme import replace_table
from publishing.fetching.service_editions import Edition
from publishing.release.storage import (
    READABLE,
    append_record,
    make_folder,
    read_records,
    replace_shared,
    storage,
    waiting_for,
)

NOTHING_KEPT = "Files fetched earlier are as they were."
LOG = "fetched.jsonl"
SHARED = 0o755  # public figures go into git: whoever works on the checkout reads them


@dataclass(frozen=True)
class Store:
    """The folder of fetched files of a data folder, and the lock of the checkout."""

    folder: Path
    readme: Path
    lock: Path

    def pins(self) -> dict[str, Pin]:
        """The pinned editions. Raises ParametersRefused."""
        return read_lock(self.lock)

    def held(self, pin: Pin) -> bytes | None:
        """The bytes of a pinned file as they lie here; None where it is not here.

        Raises SourceRefused where they are not those that were pinned.
        """
        if pin.file is None or not (path := self.folder / pin.file).is_file():
            return None
        content = path.read_bytes()
        if hash_of(content) != pin.sha256:
            raise SourceRefused(
                f"published/{pin.file}: is not as it was fetched: its hash is not that in {self.lock.name}. Move it "
                "away and run `lscb fetch`, which brings the pinned edition again."
            )
        return content

    def keep(self, data: Published, edition: Edition, content: bytes, change: list[str]) -> Pin:
        """Keep an edition's bytes, log it, and pin it; in this order, so that a crash leaves nothing half-done.

        Raises ServiceRefused where other bytes lie here under the same version, StorageRefused where the disk fails.
        """
        pin = Pin(
            version=edition.version, file=f"{data.name}/{edition.version}{edition.suffix}", sha256=hash_of(content)
        )
        with storage(self.folder, NOTHING_KEPT):
            self._write(self.folder / str(pin.file), content)
            self._log(data, edition, pin, len(content), change)
            replace_table(self.readme, read_records(self.folder / LOG))
            replace_shared(self.lock, write_lock(self.pins() | {data.name: pin}))
        return pin

    def _write(self, path: Path, content: bytes) -> None:
        if path.exists():
            if path.read_bytes() != content:
                raise changed_silently(path.parent.name, path.stem)
            return
        make_folder(path.parent)
        path.parent.chmod(SHARED)
        try:
            replace_shared(path, content)
        except OSError:
            with suppress(OSError):
                waiting_for(path).unlink(missing_ok=True)
            raise

    def _log(self, data: Published, edition: Edition, pin: Pin, size: int, change: list[str]) -> None:
        facts = {
            "name": data.name,
            "service": service_of(data),
            "url": edition.address,
            "version": edition.version,
            "file": pin.file,
            "sha256": pin.sha256,
            "bytes": size,
            "published": edition.published,
            "fetched": date.today().isoformat(),
            "status": 200,
            "licence": data.licence,
            "publisher": data.publisher,
            "title": edition.title,
            "edition": edition.release,
            "change": change,
            "code": f"lscb-analysis {version_of('lscb-analysis')}",
        }
        logged = {(record.get("file"), record.get("sha256")) for record in read_records(self.folder / LOG)}
        if (pin.file, pin.sha256) not in logged:
            append_record(self.folder / LOG, facts)
            (self.folder / LOG).chmod(READABLE)


def changed_silently(name: str, version: str) -> ServiceRefused:
    """The refusal of other bytes under a version that is here already."""
    return ServiceRefused(
        f"{name} {version}: changed without a new version: the service now has other bytes under it. The file fetched "
        "earlier stays; ask the publisher what was changed. To take the new bytes, move the old file and its pin away."
    )
