"""What `lscb fetch` brings: params/published/<name>.yaml, the services' addresses, and the lock of editions."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from analysis.definitions.contract import Source
from analysis.definitions.parameter_files import Definition, check_definition, read_parameters, read_variant
from analysis.definitions.reports import NAME
from analysis.refusals import ParametersRefused, suggest

OPEN_LICENCE = "Open Government Licence v3.0"
EXPECTED = "a data set with title, publisher, service, lag and what to take"
Identifier = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+$")]
Route = Annotated[str, Field(pattern=r"^/[A-Za-z0-9/_-]+$")]
LOCK_HEAD = (
    "# Which edition of each data set is used: written by `lscb fetch`. An edition without a hash was chosen and not "
    "fetched.\n"
)


class Published(Definition):
    """One public data set, whichever service has it.

    `take` are the columns of figures that must be in the file, by name; without them the file specification alone says
    which, and editions are compared in all. `row` are the columns that tell one row from another, `area` and `period`
    those among them that hold the area's code and the period. `source` names the file specification in
    params/sources that reads the file; without one the file is kept and not read. `lag` says how long after a period
    its figures come out. A title may hold `*` for any words, since titles change; exactly one must fit.
    """

    name: str = Field(pattern=NAME)
    title: str
    publisher: str
    licence: str = OPEN_LICENCE
    lag: str
    source: str | None = Field(default=None, pattern=NAME)
    take: list[str] = Field(default_factory=list)
    row: list[str] = Field(default_factory=list)
    area: list[str] = Field(default_factory=list)
    period: str | None = None

    @model_validator(mode="after")
    def _area_and_period_tell_rows_apart(self) -> "Published":
        for column in [*self.area, *([self.period] if self.period else [])]:
            if column not in self.row:
                raise ValueError(f"put {column!r} into `row` too: it tells one row from another")
        return self


class EesDataSet(Published):
    """A data set of the API of explore education statistics, by the titles of its publication and its own."""

    service: Literal["ees"]
    publication: str
    data_set: str


class EesCatalogueFile(Published):
    """A file of the data catalogue, by its publication's slug and its title; `file` is its id where given by hand."""

    service: Literal["ees_catalogue"]
    publication: Identifier
    data_set: str
    file: Identifier | None = None


class GovukAttachment(Published):
    """A file of the newest publication of a GOV.UK collection, by titles; the file's can be its name."""

    service: Literal["govuk"]
    collection: Route
    document: str
    attachment: str


class NomisTable(Published):
    """Some dimensions of a Nomis data set; `select` the columns. A page has `page_rows` rows at most."""

    service: Literal["nomis"]
    data_set: Identifier
    query: dict[str, str]
    page_rows: int = Field(default=25_000, ge=1)


class FingertipsIndicator(Published):
    """One indicator of Fingertips for all areas of a type."""

    service: Literal["fingertips"]
    indicator: int
    area_type: int
    parent_area_type: int


class GeographyLayer(Published):
    """A table of the Open Geography portal; service names and fields carry their year, so both are named in full."""

    service: Literal["geography"]
    layer: Identifier


PUBLISHED: dict[str, type[Published]] = {
    "ees": EesDataSet,
    "ees_catalogue": EesCatalogueFile,
    "govuk": GovukAttachment,
    "nomis": NomisTable,
    "fingertips": FingertipsIndicator,
    "geography": GeographyLayer,
}
"""What a definition says, by the service that has the data set; in the order in which services are asked."""


class ServiceAddress(Definition):
    """Where a service is: `address` stands before its paths, `files` before those of its files where they differ.

    `hosts` are other hosts that it may send a reader to.
    """

    address: str = Field(pattern=r"^https://[^/?#]+(/[^?#]*)?$")
    files: str | None = Field(default=None, pattern=r"^https://[^/?#]+(/[^?#]*)?$")
    hosts: list[str] = Field(default_factory=list)


def read_published(folder: Path) -> dict[str, Published]:
    """Every data set by name, in the order of the services; none where the folder is not there.

    Raises ParametersRefused.
    """
    read = [read_variant(path, "service", PUBLISHED, EXPECTED) for path in sorted(folder.glob("*.yaml"))]
    order = list(PUBLISHED)
    return {data.name: data for data in sorted(read, key=lambda data: order.index(service_of(data)))}


def service_of(data: Published) -> str:
    """The service that has a data set."""
    return next(service for service, kind in PUBLISHED.items() if isinstance(data, kind))


def check_published(published: dict[str, Published], sources: Mapping[str, Source]) -> None:
    """Refuse a data set whose file specification does not exist, or is another's already. Raises ParametersRefused."""
    taken: dict[str, str] = {}
    for data in published.values():
        if data.source is None:
            continue
        if data.source not in sources:
            known = suggest(data.source, sources)
            raise ParametersRefused(f"published/{data.name}.yaml: no file specification {data.source!r}. {known}")
        other = taken.setdefault(data.source, data.name)
        if other != data.name:
            raise ParametersRefused(
                f"published/{data.name}.yaml: {data.source!r} reads {other!r} already. Write a file specification of "
                f"its own, or take one of the two away."
            )


def read_addresses(path: Path) -> dict[str, ServiceAddress]:
    """Where each service is. Raises ParametersRefused for a service that is missing or not known."""
    content = read_parameters(path)
    if not isinstance(content, dict):
        raise ParametersRefused(f"{path.name}: expected a service on each line, with its address.")
    for service in PUBLISHED.keys() ^ content.keys():
        wrong = f"{service}: is missing; write its address" if service in PUBLISHED else f"no service {service!r}"
        raise ParametersRefused(f"{path.name}: {wrong}. {suggest(service, PUBLISHED)}")
    return {name: check_definition(ServiceAddress, part, f"{path.name}: {name}") for name, part in content.items()}


class Pin(Definition):
    """The edition that is used: its version, its file's name below data/raw/published and the SHA-256 of its bytes."""

    version: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
    file: str | None = Field(default=None, pattern=r"^[a-z0-9_]+/[A-Za-z0-9][A-Za-z0-9._-]*$")
    sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")


def read_lock(path: Path) -> dict[str, Pin]:
    """The pinned editions by data set; none where the file is not there. Raises ParametersRefused."""
    content = read_parameters(path) if path.is_file() else {}
    if not isinstance(content, dict | None):
        raise ParametersRefused(f"{path.name}: expected a data set on each line, with its version and sha256.")
    return {str(name): check_definition(Pin, part, f"{path.name}: {name}") for name, part in (content or {}).items()}


def write_lock(pins: dict[str, Pin]) -> str:
    """The text of the lock, by name, so that git shows one changed line for one moved pin."""
    lines = [LOCK_HEAD]
    for name, pin in sorted(pins.items()):
        lines.append(f"{name}:\n")  # in quotation marks, since a version or hash of digits would be read as a number
        lines += [f'  {key}: "{value}"\n' for key, value in pin.model_dump().items() if value is not None]
    return "".join(lines)
