"""An edition's file as it comes, before anything of it is kept: checked, read and held against the pinned one."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import pandas as pd

from analysis.definitions.published_data import Pin, Published
from analysis.hashes import hash_of
from analysis.refusals import ServiceRefused, SourceRefused
from publishing.fetching.comparing import Comparison, compare_editions
from publishing.fetching.content_checks import check_content
from publishing.fetching.edition_lines import describe_comparison, describe_edition
from publishing.fetching.keeping import changed_silently
from publishing.fetching.service_editions import Edition, documented
from publishing.fetching.specification import Known, check_by_specification


@dataclass(frozen=True)
class Candidate:
    """An edition with its bytes and, where it is a table, its rows."""

    edition: Edition
    content: bytes
    table: pd.DataFrame
    uneven: pd.DataFrame

    def describe(self) -> str:
        """The edition in words."""
        return f"{describe_edition(self.edition)}, {len(self.content):,} bytes"

    def list_misfits(self, known: Known) -> list[str]:
        """What does not fit and is no reason to refuse the file: rows that differ in number from what the service says,
        and parts of a divided authority that do not add up to it.
        """
        said, came = self.edition.said_rows, len(self.table)
        lines = [] if said in (None, came) else [f"look      the service says {said:,} rows, the file has {came:,}"]
        for row in self.uneven.itertuples():
            title = known.definitions.indicators[str(row.indicator)].title
            lines.append(
                f"look      {title}, {row.period}: the parts of {known.area(str(row.area))} do not add up to it"
            )
        return lines


def read_candidate(data: Published, edition: Edition, known: Known) -> Candidate:
    """An edition's bytes and rows, held against its entry and its file specification. Raises SourceRefused."""
    content = edition.bring()
    table = check_content(content, edition.suffix, data, known.changes, edition.address)
    observations = check_by_specification(content, edition.suffix, data, known)
    return Candidate(edition, content, table, known.find_uneven(observations))


def compare_with(before: pd.DataFrame | None, candidate: Candidate, data: Published, known: Known) -> Comparison:
    """What differs from the pinned edition; nothing where that cannot be had any more."""
    return Comparison() if before is None else compare_editions(before, candidate.table, data, known.changes)


def describe_newer(data: Published, edition: Edition, before: pd.DataFrame | None, known: Known) -> list[str]:
    """What is known of an edition without keeping it: what the service announces, and what its file shows."""
    lines: list[str] = []
    with suppress(SourceRefused):  # what is announced helps to read the rest, which does without it
        with documented(edition.address):
            announced = edition.announce()
        named = (("lost", announced.lost), ("new", announced.new), ("renamed", announced.renamed))
        lines += [f"announced as {what}: {'; '.join(items)}" for what, items in named if items]
    try:
        candidate = read_candidate(data, edition, known)
    except SourceRefused as refusal:
        return [*lines, f"its file cannot be used: {refusal}"]
    return lines + describe_comparison(compare_with(before, candidate, data, known), known)


@dataclass(frozen=True)
class Served:
    """What the service does with the pinned edition: its bytes (those here, else those served), and what to say."""

    content: bytes | None
    lines: Sequence[str] = ()
    fault: SourceRefused | None = None


def ask_for_pinned(data: Published, pin: Pin, editions: Sequence[Edition], held: bytes | None) -> Served:
    """Whether the service still has the pinned edition and the same bytes; the bytes here are never given up.

    A service that counts no versions has its present edition only, and that it has no earlier one is no news.
    """
    served = next((found for found in editions if found.version == pin.version), None)
    if served is None or served.withdrawn:
        if any(found.by_content for found in editions):
            return Served(held)
        why = f": {served.notes}" if served and served.notes else ""
        return Served(held, [f"lost      {pin.version}: the service no longer has it{why}. The file here stays"])
    try:
        content = served.bring()
    except SourceRefused as refusal:
        return Served(held, fault=refusal)
    changed = [f"changed   {changed_silently(data.name, pin.version)}"] if hash_of(content) != pin.sha256 else []
    return Served(content if held is None else held, changed)


def find_pinned(editions: Sequence[Edition], data: Published, pin: Pin) -> Edition:
    """The pinned edition among those that the service has. Raises ServiceRefused."""
    for edition in editions:
        if edition.version == pin.version and not edition.withdrawn:
            return edition
    there = ", ".join(edition.version for edition in editions if not edition.withdrawn)
    raise ServiceRefused(
        f"{data.name}: the service does not have the pinned version {pin.version}; it has {there or 'none'}. Take the "
        f"file from a copy of data/raw/published, or move the pin: lscb fetch {data.name} --update"
    )


def select_newer(editions: Sequence[Edition], pin: Pin) -> list[Edition]:
    """The editions above the pinned one, the newest first; all where the pinned one is not listed."""
    versions = [edition.version for edition in editions]
    above = editions[: versions.index(pin.version)] if pin.version in versions else editions
    return [edition for edition in above if not edition.withdrawn]
