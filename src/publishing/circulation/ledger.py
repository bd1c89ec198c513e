"""What became of each message: a line before it is handed over and a line after, so that none is sent twice."""

from collections.abc import Mapping
from dataclasses import dataclass

from publishing.circulation.approved_release import Release, find_records, write_record
from publishing.circulation.messages import Letter
from publishing.release.accounts import find_person

LEDGER = "ledger.jsonl"
ABOUT_TO_SEND, SENT, NOT_SENT, UNKNOWN, ARRIVED = "about to send", "sent", "not sent", "unknown", "said to have arrived"


@dataclass(frozen=True)
class State:
    """How it stands with one letter: to send, sent, not sent or unknown; since when and why."""

    word: str = "to send"
    when: str = ""
    reason: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it is known that nothing went, so that it can be sent without asking anyone."""
        return self.word in ("to send", NOT_SENT)


def read_states(release: Release) -> dict[tuple[str, str], State]:
    """How it stands with each audience and address of a release that the ledger tells of.

    A line 'about to send' with none after it is a crash in between: whether the message went is unknown. What has gone
    once stays sent, and what was unknown stays so when a second try is refused.
    """
    states: dict[tuple[str, str], State] = {}
    before: dict[tuple[str, str], State] = {}
    for line in find_records(release, LEDGER, ("event", "audience", "address", "by")):
        place = line["audience"], line["address"].lower()
        if line["event"] == ABOUT_TO_SEND:
            before[place] = states.get(place, State())
        states[place] = _settle(line, before.get(place, State()))
        if line["event"] != ABOUT_TO_SEND:
            before[place] = states[place]
    return states


def _settle(line: dict, earlier: State) -> State:
    """How it stands after a line, where it stood so before the try that the line is about."""
    event, when = line["event"], line["when"]
    if earlier.word == SENT or (earlier.word == UNKNOWN and event == NOT_SENT):
        return earlier
    if event == ABOUT_TO_SEND:
        return State(UNKNOWN, when, "it was cut short")
    if event == ARRIVED:
        return State(SENT, when, f"as {line['by']} says")
    return State(event if event in (SENT, NOT_SENT) else UNKNOWN, when, line.get("reason", ""))


def state_of(letter: Letter, states: Mapping[tuple[str, str], State]) -> State:
    """How it stands with a letter."""
    return states.get((letter.audience, letter.address.lower()), State())


def write_line(letter: Letter, event: str, reason: str = "") -> None:
    """Write down what is about to happen to a letter, or what has. Raises StorageRefused."""
    facts = {"event": event, "audience": letter.audience, "address": letter.address, "message_id": letter.identity}
    write_record(letter.release, LEDGER, {**facts, "by": find_person(), **({"reason": reason} if reason else {})})
