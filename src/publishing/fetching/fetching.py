"""One data set at a time: bring what is pinned, say what is new, or move the pin."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import pandas as pd

from analysis.definitions.edition_lock import Pin
from analysis.definitions.published_data import Published
from analysis.hashes import hash_of
from analysis.refusals import Refusal, ServiceRefused, ServiceUnreachable, SourceRefused
from publishing.fetching.addresses import Service
from publishing.fetching.comparing import Comparison, compare_editions
from publishing.fetching.content_checks import check_content
from publishing.fetching.editions import Edition
from publishing.fetching.keeping import Store, changed_silently
from publishing.fetching.screen import describe_comparison, describe_edition
from publishing.fetching.services import find_editions
from publishing.fetching.specification import Known, check_by_specification
from publishing.fetching.web import Web


@dataclass
class Outcome:
    """What became of one data set: lines for the screen, faults, whether something new is left to fetch."""

    name: str
    lines: list[str] = field(default_factory=list)
    faults: list[Refusal] = field(default_factory=list)
    news: bool = False


@dataclass(frozen=True)
class Fetcher:
    """All that fetching works with. `accepted` are the kinds of loss that were named: rows, areas, columns."""

    known: Known
    services: dict[str, Service]
    store: Store
    web: Web
    accepted: Sequence[str] = ()

    def bring(self, data: Published) -> Outcome:
        """The pinned edition, where it is not here yet; without a pin the newest that can be had.

        A file that is here is held against what the service has now, but needs no network. Raises SourceRefused.
        """
        pin = self.store.pins().get(data.name)
        if pin is None:
            return self._bring_newest(data, None)
        held = self.store.held(pin)
        if held is not None:
            return self._confirm(data, pin)
        edition = self._find_pinned(self._find(data), data, pin)
        content = self._read(data, edition)[0]
        self._hold_against(pin, data, content)
        return Outcome(data.name, [self._keep(data, edition, content)])

    def check(self, data: Published) -> Outcome:
        """What the service has that is not pinned, and how it differs; nothing is written. Raises SourceRefused."""
        pin = self.store.pins().get(data.name)
        editions = self._find(data)
        if pin is None or pin.sha256 is None:
            chosen = self._find_pinned(editions, data, pin) if pin else editions[0]
            return Outcome(data.name, [f"new       {describe_edition(chosen)}: not fetched yet"], news=True)
        outcome = Outcome(data.name, [f"pinned    {pin.version}"])
        before = self._pinned_table(data, pin, editions, outcome)
        for edition in reversed(self._newer(editions, pin)):
            outcome.news = True
            outcome.lines += [
                f"new       {describe_edition(edition)}",
                *_indent(self._compare(data, edition, before)[0]),
            ]
        return outcome

    def update(self, data: Published) -> Outcome:
        """Move the pin to the newest edition that loses nothing, or nothing that was not named.

        Raises SourceRefused, before anything is written, where the pinned file itself is not as it was.
        """
        pin = self.store.pins().get(data.name)
        if pin is None or pin.sha256 is None:
            return self._bring_newest(data, pin)
        editions = self._find(data)
        outcome = Outcome(data.name)
        before = self._pinned_table(data, pin, editions, outcome)
        for edition in self._newer(editions, pin):
            if self._take(data, edition, before, outcome):
                return outcome
        return Outcome(data.name, [f"pinned    {pin.version} stays", *outcome.lines], outcome.faults, outcome.news)

    def _take(self, data: Published, edition: Edition, before: pd.DataFrame | None, outcome: Outcome) -> bool:
        """Keep and pin a newer edition, unless it cannot be had or loses what was not named."""
        try:
            content, table = self._read(data, edition)
        except SourceRefused as refusal:
            outcome.faults.append(refusal)
            return False
        comparison = Comparison() if before is None else compare_editions(before, table, data, self.known.changes)
        change = describe_comparison(comparison, self.known)
        unnamed = [kind for kind in comparison.losses if kind not in self.accepted]
        if unnamed or comparison.rescaled:
            outcome.news = True
            outcome.lines += [
                f"left      {describe_edition(edition)}",
                *_indent(change),
                *_indent(_how_to_take(unnamed)),
            ]
            return False
        outcome.lines += [self._keep(data, edition, content, change), *_indent(change)]
        return True

    def _bring_newest(self, data: Published, pin: Pin | None) -> Outcome:
        """The edition that was chosen, else the newest that can be had; what is newer and cannot be had is a fault."""
        editions = self._find(data)
        outcome = Outcome(data.name)
        for edition in [self._find_pinned(editions, data, pin)] if pin else editions:
            if edition.withdrawn:
                continue
            try:
                content, _ = self._read(data, edition)
            except SourceRefused as refusal:
                outcome.faults.append(refusal)
                continue
            outcome.lines.append(self._keep(data, edition, content))
            break
        return outcome

    def _confirm(self, data: Published, pin: Pin) -> Outcome:
        """Whether the service still has the pinned bytes, asked once; a service that does not answer is only said."""
        self.web.patient = False
        try:
            edition = next((found for found in self._find(data) if found.version == pin.version), None)
            content = edition.bring() if edition and not edition.withdrawn else None
        except ServiceUnreachable as refusal:
            return Outcome(data.name, [f"as pinned {pin.version}; the service could not be asked: {refusal}"])
        finally:
            self.web.patient = True
        if content is None:
            told = f"as pinned {pin.version}, which the service no longer has; the file here stays"
            return Outcome(data.name, [f"{told}. See what is new: lscb fetch {data.name} --check"])
        self._hold_against(pin, data, content)
        return Outcome(data.name, [f"as pinned {pin.version}"])

    def _pinned_table(
        self, data: Published, pin: Pin, editions: list[Edition], outcome: Outcome
    ) -> pd.DataFrame | None:
        """The pinned edition as a table, to hold newer ones against; what the service did to it is said."""
        served = next((found for found in editions if found.version == pin.version), None)
        held = self.store.held(pin)
        if served is None or served.withdrawn:
            outcome.news = True
            why = f": {served.notes}" if served and served.notes else ""
            outcome.lines.append(f"lost      {pin.version}: the service no longer has it{why}. The file here stays")
        else:
            content = served.bring()
            if hash_of(content) != pin.sha256:
                outcome.news = True
                outcome.lines.append(f"changed   {changed_silently(data.name, pin.version)}")
            held = held if held is not None else content
        if held is None:
            return None
        return check_content(held, served.suffix if served else _suffix(pin), data, self.known.changes, str(pin.file))

    def _compare(self, data: Published, edition: Edition, before: pd.DataFrame | None) -> tuple[list[str], bool]:
        """What is known of an edition without keeping it: what the service announces, and what its file shows."""
        lines: list[str] = []
        with suppress(SourceRefused):  # what is announced helps to read the rest, which does without it
            announced = edition.announce()
            lines += [f"announced as {what}: {'; '.join(items)}" for what, items in
                      (("lost", announced.lost), ("new", announced.new)) if items]  # fmt: skip
        try:
            _, table = self._read(data, edition)
        except SourceRefused as refusal:
            return [*lines, f"its file cannot be used: {refusal}"], False
        if before is None:
            return lines, True
        return lines + describe_comparison(compare_editions(before, table, data, self.known.changes), self.known), True

    def _read(self, data: Published, edition: Edition) -> tuple[bytes, pd.DataFrame]:
        """An edition's bytes and rows, held against its entry and its file specification. Raises SourceRefused."""
        content = edition.bring()
        table = check_content(content, edition.suffix, data, self.known.changes, edition.address)
        check_by_specification(content, edition.suffix, data, self.known)
        return content, table

    def _keep(self, data: Published, edition: Edition, content: bytes, change: Sequence[str] = ()) -> str:
        pin = self.store.keep(data, edition, content, list(change))
        return f"fetched   {describe_edition(edition)}: published/{pin.file}, {len(content):,} bytes"

    def _find(self, data: Published) -> list[Edition]:
        editions = find_editions(data, self.services, self.web)
        if not any(not edition.withdrawn for edition in editions):
            raise ServiceRefused(f"{data.name}: the service lists no edition. The file fetched earlier stays.")
        return editions

    def _find_pinned(self, editions: list[Edition], data: Published, pin: Pin) -> Edition:
        """The pinned edition among those that the service has. Raises ServiceRefused."""
        for edition in editions:
            if edition.version == pin.version and not edition.withdrawn:
                return edition
        there = ", ".join(edition.version for edition in editions if not edition.withdrawn)
        raise ServiceRefused(
            f"{data.name}: the service does not have the pinned version {pin.version}; it has {there}. Take the file "
            f"from a copy of data/raw/published, or move the pin: lscb fetch {data.name} --update"
        )

    def _newer(self, editions: list[Edition], pin: Pin) -> list[Edition]:
        """The editions above the pinned one, the newest first; all where the pinned one is not listed."""
        versions = [edition.version for edition in editions]
        above = editions[: versions.index(pin.version)] if pin.version in versions else editions
        return [edition for edition in above if not edition.withdrawn]

    def _hold_against(self, pin: Pin, data: Published, content: bytes) -> None:
        if pin.sha256 is not None and hash_of(content) != pin.sha256:
            raise changed_silently(data.name, pin.version)


def _suffix(pin: Pin) -> str:
    return f".{str(pin.file).rpartition('.')[2]}"


def _indent(lines: Sequence[str]) -> Iterator[str]:
    return (f"          {line}" for line in lines)


def _how_to_take(unnamed: Sequence[str]) -> list[str]:
    if not unnamed:
        return ["not taken: look at the figures, and change the entry in params/published if it is right"]
    return [f"not taken: to lose {', '.join(unnamed)}, add {' '.join(f'--accept-losses {kind}' for kind in unnamed)}"]
