"""What would go to whom, as a person reads it before anything goes."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from analysis.numbers import plural, say_day
from publishing.circulation.ledger import State, state_of
from publishing.circulation.messages import Letter


def show_letters(letters: Sequence[Letter], states: Mapping[tuple[str, str], State]) -> Iterator[str]:
    """For each audience its addresses and how it stands with each, the subject, what is attached and the text."""
    for audience, group in groupby(letters, key=attrgetter("audience")):
        same = list(group)
        first = same[0]
        yield f"{audience}: {plural(len(first.pages), 'page')} to {plural(len(same), 'address', 'addresses')}"
        yield from (f"  To        {letter.address} ({say_state(state_of(letter, states))})" for letter in same)
        yield f"  Subject   {first.subject}"
        yield from (f"  Attached  {name}" for name in first.attachments)
        yield "  Text"
        yield from (f"    {line}".rstrip() for line in first.text().splitlines())
        yield ""


def say_state(state: State) -> str:
    """How it stands with a letter, in words: 'sent on 23 November 2026, 09:41 UTC'."""
    words = state.word
    if state.when:
        when = datetime.fromisoformat(state.when)
        words = f"{words} on {say_day(when)}, {when:%H:%M} {when.tzname() or ''}".rstrip()
    return f"{words}: {state.reason}" if state.reason else words
