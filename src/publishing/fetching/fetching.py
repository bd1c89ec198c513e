"""One data set at a time: bring what is pinned, say what is new, or move the pin."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pandas as pd

from analysis.definitions.published_data import Pin, Published
from analysis.hashes import hash_of
from analysis.refusals import ServiceRefused, ServiceUnreachable, SourceRefused
from publishing.fetching.addresses import Service
from publishing.fetching.candidates import (
    Candidate,
    ask_for_pinned,
    compare_with,
    describe_newer,
    find_pinned,
    read_candidate,
    select_newer,
)
from publishing.fetching.content_checks import check_content
from publishing.fetching.edition_lines import describe_comparison, describe_edition
from publishing.fetching.keeping import Store, changed_silently
from publishing.fetching.service_editions import Edition
from publishing.fetching.services import find_editions
from publishing.fetching.specification import Known
from publishing.fetching.web import Web


@dataclass
class Outcome:
    """What became of one data set: lines for the screen, faults, whether something new is left to fetch."""

    name: str
    lines: list[str] = field(default_factory=list)
    faults: list[SourceRefused] = field(default_factory=list)
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
            return self._bring_newest(data)
        if self.store.held(pin) is not None:
            return self._confirm(data, pin)
        candidate = read_candidate(data, find_pinned(self._find(data), data, pin), self.known)
        _hold_against(pin, data, candidate.content)
        return Outcome(data.name, self._keep(data, candidate))

    def check(self, data: Published) -> Outcome:
        """What the service has that is not pinned, and how it differs; nothing is written. Raises SourceRefused."""
        pin = self.store.pins().get(data.name)
        editions = self._find(data)
        if pin is None or pin.sha256 is None:
            chosen = [find_pinned(editions, data, pin), *select_newer(editions, pin)] if pin else editions[:1]
            lines = [f"new       {describe_edition(edition)}: not fetched yet" for edition in chosen]
            return Outcome(data.name, lines, news=True)
        outcome = Outcome(data.name, [f"pinned    {pin.version}"])
        before = self._read_pinned(data, pin, editions, outcome)
        for edition in reversed(select_newer(editions, pin)):
            outcome.news = True
            differences = describe_newer(data, edition, before, self.known)
            outcome.lines += [f"new       {describe_edition(edition)}", *_indent(differences)]
        return outcome

    def update(self, data: Published) -> Outcome:
        """Move the pin to the newest edition that loses nothing, or nothing that was not named.

        Raises SourceRefused, before anything is written, where the pinned file itself is not as it was.
        """
        pin = self.store.pins().get(data.name)
        if pin is None or pin.sha256 is None:
            return self._bring_newest(data)
        editions = self._find(data)
        outcome = Outcome(data.name)
        before = self._read_pinned(data, pin, editions, outcome)
        outcome.news = (
            False  # what the service did to the old edition is said; left to fetch is what is not taken below
        )
        for edition in select_newer(editions, pin):
            if self._take(data, edition, before, outcome):
                return outcome
        outcome.lines.insert(0, f"pinned    {pin.version} stays")
        return outcome

    def _take(self, data: Published, edition: Edition, before: pd.DataFrame | None, outcome: Outcome) -> bool:
        """Keep and pin a newer edition, unless it cannot be had or loses what was not named."""
        try:
            candidate = read_candidate(data, edition, self.known)
        except SourceRefused as refusal:
            outcome.faults.append(refusal)
            return False
        comparison = compare_with(before, candidate, data, self.known)
        change = describe_comparison(comparison, self.known)
        unnamed = [kind for kind in comparison.losses if kind not in self.accepted]
        if unnamed or comparison.rescaled:
            outcome.news = True
            reasons = [*change, _how_to_take(unnamed)]
            outcome.lines += [f"left      {describe_edition(edition)}", *_indent(reasons)]
            return False
        outcome.lines += [*self._keep(data, candidate, change), *_indent(change)]
        return True

    def _bring_newest(self, data: Published) -> Outcome:
        """The newest edition that can be had; what is newer and cannot be had is a fault."""
        outcome = Outcome(data.name)
        for edition in self._find(data):
            if edition.withdrawn:
                continue
            try:
                candidate = read_candidate(data, edition, self.known)
            except SourceRefused as refusal:
                outcome.faults.append(refusal)
                continue
            outcome.lines += self._keep(data, candidate)
            return outcome
        if not outcome.faults:
            raise ServiceRefused(f"{data.name}: the service has withdrawn every edition. Look at the publisher's page.")
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
            state = f"as pinned {pin.version}, which the service no longer has; the file here stays"
            return Outcome(data.name, [f"{state}. See what is new: lscb fetch {data.name} --check"])
        _hold_against(pin, data, content)
        return Outcome(data.name, [f"as pinned {pin.version}"])

    def _read_pinned(
        self, data: Published, pin: Pin, editions: Sequence[Edition], outcome: Outcome
    ) -> pd.DataFrame | None:
        """The pinned edition as a table, to hold newer ones against; what the service did to it is said."""
        served = ask_for_pinned(data, pin, editions, self.store.held(pin))
        outcome.lines += served.lines
        outcome.faults += [served.fault] if served.fault else []
        outcome.news = outcome.news or bool(served.lines)
        if served.content is None:
            return None
        suffix = f".{str(pin.file).rpartition('.')[2]}"
        return check_content(served.content, suffix, data, self.known.changes, f"published/{pin.file}")

    def _keep(self, data: Published, candidate: Candidate, change: Sequence[str] = ()) -> list[str]:
        pin = self.store.keep(data, candidate.edition, candidate.content, list(change))
        kept = f"fetched   published/{pin.file}: {candidate.describe()}"
        return [kept, *_indent(candidate.list_misfits(self.known))]

    def _find(self, data: Published) -> list[Edition]:
        editions = find_editions(data, self.services, self.web)
        if not editions:
            raise ServiceRefused(f"{data.name}: the service lists no edition. The file fetched earlier stays.")
        return editions


def _hold_against(pin: Pin, data: Published, content: bytes) -> None:
    if pin.sha256 is not None and hash_of(content) != pin.sha256:
        raise changed_silently(data.name, pin.version)


def _indent(lines: Sequence[str]) -> Iterator[str]:
    return (f"          {line}" for line in lines)


def _how_to_take(unnamed: Sequence[str]) -> str:
    if not unnamed:
        return "not taken: look at the figures, and change the entry in params/published if it is right"
    return f"not taken: to lose {', '.join(unnamed)}, add {' '.join(f'--accept-losses {kind}' for kind in unnamed)}"
