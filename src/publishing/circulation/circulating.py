"""Circulating a release: shown first; sent only when it was signed off, to each address once."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from analysis.definitions.circulation_list import Circulation, read_circulation
from analysis.numbers import plural
from analysis.project import Project
from analysis.refusals import ParametersRefused, suggest
from publishing.circulation.approved_release import NotApproved, Release, check_approved, read_release
from publishing.circulation.ledger import ARRIVED, NOT_SENT, SENT, UNKNOWN, State, read_states, state_of, write_line
from publishing.circulation.messages import Letter
from publishing.circulation.sending import NotSent, read_password, send_letters
from publishing.release.index_pages import say_moment
from publishing.running.lock import hold

ADDRESSES = "LSCB_ADDRESSES"
Say = Callable[[str], None]


def find_circulation(project: Project, named: Path | None) -> Circulation:
    """The list of a named file, of the one in LSCB_ADDRESSES, or the repository's examples. Raises ParametersRefused.

    Real addresses are kept where git cannot take them, so a named file inside the checkout is refused.
    """
    path = named or (Path(os.environ[ADDRESSES]) if os.environ.get(ADDRESSES) else None)
    if path is None:
        return read_circulation(project.params / "circulation.yaml")
    if project.root in path.resolve().parents:
        raise ParametersRefused(f"{path.name} lies in the checkout. Keep addresses outside it, where git cannot go.")
    return read_circulation(path)


def plan_letters(release: Release, circulation: Circulation, chosen: Sequence[str] = ()) -> list[Letter]:
    """A letter for every audience and address. Raises ParametersRefused for an audience that nobody is named for."""
    return [
        Letter(release, audience, address, pages, circulation.attach)
        for audience, pages in release.audiences(list(chosen)).items()
        for address in circulation.addresses(audience)
    ]


def circulate(
    project: Project,
    folder: Path,
    say: Say,
    *,
    to: Sequence[str] = (),
    send: bool = False,
    again: Sequence[str] = (),
    resolve: Sequence[str] = (),
    addresses: Path | None = None,
) -> None:
    """Show a release's messages `to` some audiences, send them, or write down of some that they arrived.

    `again` are addresses to send to once more, `resolve` those whose message arrived. Raises a Refusal.
    """
    if (again and not send) or (resolve and send):
        raise ParametersRefused("--again goes with --send, which it does once more; --resolve sends nothing.")
    circulation, release = find_circulation(project, addresses), read_release(folder)
    letters = plan_letters(release, circulation, to)
    if resolve:
        resolve_letters(release, choose_letters(letters, resolve), say)
    elif send:
        check_approved(release, circulation)
        send_open(release, circulation, letters, choose_letters(letters, again), say)
    else:
        show(release, circulation, letters, say)


def show(release: Release, circulation: Circulation, letters: Sequence[Letter], say: Say) -> None:
    """Say what would go to whom, and whether it may. Nothing is written and nothing is sent."""
    states = read_states(release)
    for line in show_letters(letters, states):
        say(line)
    words = [state_of(letter, states).word for letter in letters]
    waiting = sum(state_of(letter, states).is_open for letter in letters)
    line = f"{plural(waiting, 'message')} to send, {words.count(SENT)} sent, {words.count(UNKNOWN)} unknown."
    try:
        check_approved(release, circulation)
        say(f"{line} Approved. Nothing was sent: add --send.")
    except NotApproved as refusal:
        say(f"{line} {refusal}")


def send_open(
    release: Release, circulation: Circulation, letters: Sequence[Letter], again: Sequence[Letter], say: Say
) -> None:
    """Send the letters that have not gone, and those of `again` once more. Raises NotSent unless all have gone then.

    The ledger is read while the folder is held, so that two who send at a time send once. The password is asked for
    only where something is to go.
    """
    with hold(release.records):
        states = read_states(release)
        going = [letter for letter in letters if state_of(letter, states).is_open or letter in again]
        tried = send_letters(going, circulation, read_password(circulation.server), say) if going else []
        _conclude([state_of(letter, read_states(release)).word for letter in letters], tried, say)


def resolve_letters(release: Release, letters: Sequence[Letter], say: Say) -> None:
    """Write down that letters of which nobody knew arrived, as a person has found out. Nothing is sent.

    Raises ParametersRefused, and writes nothing, where one of them is not unknown.
    """
    with hold(release.records):
        states = read_states(release)
        for letter in letters:
            if state_of(letter, states).word != UNKNOWN:
                raise ParametersRefused(f"{letter.address}, {letter.audience}: nothing is unknown about that message.")
        for letter in letters:
            write_line(letter, ARRIVED)
    say(f"{plural(len(letters), 'message')} written down as arrived. Nothing was sent.")


def choose_letters(letters: Sequence[Letter], addresses: Sequence[str]) -> list[Letter]:
    """The one letter to each address. Raises ParametersRefused where there is none, or one for each of several."""
    found = []
    for address in addresses:
        own = [letter for letter in letters if letter.address.lower() == address.lower()]
        if not own:
            known = suggest(address, {letter.address for letter in letters})
            raise ParametersRefused(f"Nothing of this release goes to {address!r}. {known}")
        if len(own) > 1:
            raise ParametersRefused(f"{address} gets {len(own)} messages. Name one audience with --to.")
        found += own
    return found


def _conclude(words: Sequence[str], tried: Sequence[State], say: Say) -> None:
    """The last line: how many went now, earlier, not, and of how many nobody knows. Raises NotSent unless all went."""
    sent, unknown = words.count(SENT), words.count(UNKNOWN)
    now = sum(state.word == SENT for state in tried)
    if sent == len(words) and all(state.word == SENT for state in tried):
        return say(f"{plural(now, 'message')} sent, {sent - now} sent earlier. All {len(words)} have gone.")
    left = len(words) - sent - unknown
    advice = ["The same command sends what was not sent."] if left else []
    if sum(state.word == NOT_SENT for state in tried) > left:
        advice.append("Sending once more was refused.")
    if unknown:
        advice.append("Ask whether the unknown ones arrived; then --resolve ADDRESS, or --send --again ADDRESS.")
    counts = f"{plural(now, 'message')} sent, {max(sent - now, 0)} sent earlier, {left} not sent, {unknown} unknown."
    raise NotSent(" ".join([counts, *advice]))


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
        words = f"{words} on {say_moment(state.when)}"
    return f"{words}: {state.reason}" if state.reason else words
