"""The change of an item of a scorecard, in words: the sentence, the verdict in a word or two, and its size."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from analysis.measures.items import RECENT, Item
from analysis.measures.protection import WITHHELD
from analysis.model.item_change import NO_EARLIER, OWN_WORK, ItemChange
from analysis.numbers import listed, lower_first, plural, say, say_count, say_signed, upper_first
from analysis.periods import Period
from analysis.words.chance import BEYOND, share_step
from analysis.words.changes import say_ordinary
from analysis.words.levels import say_when
from analysis.words.missing_data import say_why
from analysis.words.order import by_gravity
from analysis.words.statement import Statement, Status, Subject, ask_why, judge, say_direction

MOST = 4  # sentences that name one item
COUNTED = {"quarter": "during a quarter", "day": "on one day", "financial year": "over a year"}

SAID = {
    Status.BETTER: "Better",
    Status.WORSE: "Worse",
    Status.HIGHER: "Rose",
    Status.LOWER: "Fell",
    Status.NO_CLEAR_CHANGE: "No clear change",
}


def say_item_change(subject: Subject, item: Item, change: ItemChange) -> Statement:
    """A change as a statement: what it was and is, by how much, and whether that is unusual."""
    status = status_of(item, change)
    facts, question = dict[str, Any](), ""
    if change.before is not None:
        against = "year" if change.before == item.place_of(item.year_before.end) else "quarter"
        facts = {against: direction_of(item, change), "before": item.period_at(change.before).words}
        facts |= {"beyond_chance": change.beyond_chance and item.is_shown(change.before, -1)}
        if change.unusual or change.beyond_chance:
            question = ask_why(lower_first(item.subject), change.upwards, f"since {facts['before']}")
    sentence = _write_sentence(item, change)
    return Statement("change", subject, change, sentence, status, change.unusual, question=question, facts=facts)


def after_official(change: Statement, official: Item, source: str) -> Statement:
    """The change by a `source` that gives both quarters, after the official figure, which is not given for both."""
    first = f"The official figure {say_when(official.period)} is {official.write(-1)}"
    both = f"{first}, with none for the quarter before. {source} has both."
    return replace(change, sentence=f"{both} {change.sentence}")


def say_no_change_on_quarter(newest: Period, given: Sequence[tuple[Item, ItemChange]]) -> str:
    """Why nothing is said of the quarter before, and of when the newest figure is; `given` has both quarters."""
    why = "no figure here is given for both quarters"
    if any(change.reason == OWN_WORK for _, change in given):
        why = "what is given for both quarters counts the Board’s own work, to which no test applies"
    if any(change.before is None or not item.is_shown(change.before, -1) for item, change in given):
        why = f"a figure of one of the two quarters {say_why(WITHHELD)}"
    newest_figure = f"The newest figure up to this quarter: {newest.words}."
    return f"We cannot say what changed since the quarter before: {why}. {newest_figure}"


def status_of(item: Item, change: ItemChange) -> Status:
    """What a change comes to: better or worse only where it is unusual and the item has a good direction."""
    if change.before is None or not item.is_shown(change.before, -1):
        return Status.CANNOT_SAY
    if change.unusual is None:
        return judge(change.upwards, None) if change.beyond_chance else Status.CANNOT_SAY
    return judge(change.upwards, item.definition.polarity) if change.unusual else Status.NO_CLEAR_CHANGE


def direction_of(item: Item, change: ItemChange) -> str:
    """Which way a change went, in words that a front page has room for."""
    if change.before is None or not item.is_shown(change.before, -1):
        return Status.CANNOT_SAY.value
    return say_direction(change.unusual, change.upwards, beyond=change.beyond_chance)


def say_verdict(item: Item, change: ItemChange) -> str:
    """A change in a word or two, for a cell of a table."""
    if change.before is not None and not item.is_shown(change.before, -1):
        return "Suppressed"
    status = status_of(item, change)
    if status is Status.CANNOT_SAY:
        return "No earlier figure" if change.reason == NO_EARLIER else "Not tested"
    return upper_first(direction_of(item, change)) if change.beyond_chance else SAID[status]


def say_size(item: Item, change: ItemChange) -> str:
    """The size of a change, with its limits where it has them: '−10 points (−18 to −2)', '−48% (−68% to −17%)'."""
    if change.before is None or not item.is_shown(change.before, -1):
        return ""
    estimate, share = change.estimate, item.definition.kind == "proportion"
    if share or estimate.reason is not None:
        size = _step(item, share_step(change.first, change.last) if share else change.last - change.first)
        if estimate.reason is not None:
            return size
        return f"{size} ({say_signed(float(estimate.lower) * 100)} to {say_signed(float(estimate.upper) * 100)})"
    value, lower, upper = (say(float(one) - 1, "change") for one in (estimate.value, estimate.lower, estimate.upper))
    return f"{value} ({lower} to {upper})"


def say_untested(items: Sequence[tuple[Item, ItemChange]]) -> list[str]:
    """The items whose change is not tested, by the reason why."""
    by_reason: dict[str, list[str]] = {}
    for item, change in items:
        if change.reason not in (None, NO_EARLIER):
            shown = change.before is None or item.is_shown(change.before, -1)
            reason = str(change.reason) if shown else "A figure is suppressed."
            by_reason.setdefault(reason, []).append(lower_first(item.subject))
    return [f"Not tested: {listed(dict.fromkeys(names))}. {reason}" for reason, names in by_reason.items()]


def say_kinds_of_period(items: list[Item]) -> str:
    """That items of different kinds of period are each held only against figures of their own; '' for one kind."""
    kinds = Counter(item.period.kind for item in items)
    found = [(many, words) for kind, words in COUNTED.items() if (many := kinds[kind])]
    if len(found) < 2:
        return ""
    text = [f"{plural(many, 'item')} {'is' if many == 1 else 'are'} counted {words}" for many, words in found]
    return f"{listed(text)}: each is compared only with figures of its own kind."


def say_worked_out(items: list[Item]) -> str:
    """The items of which one number behind the share is worked out from the other; '' where there is none."""
    shares = (item for item in items if item.definition.kind == "proportion" and item.is_shown(-1))
    worked = [item for item in shares if item.series["approximate"].any()]
    if not worked:
        return ""
    example = worked[0].shown.table.iloc[-1]
    return (
        f"For {listed(lower_first(item.subject) for item in worked)} one of the two numbers behind the share was not "
        f"supplied. We worked it out from the share as given ({say_count(example['number'])} of about "
        f"{say_count(example['whole'])}), so the limits are approximate."
    )


def _write_sentence(item: Item, change: ItemChange) -> str:
    if change.before is None:
        return f"{item.subject}: {NO_EARLIER}"
    if not item.is_shown(change.before, -1):
        return f"{item.subject}: a figure is suppressed, so the change cannot be given."
    first, last = (
        f"{item.write(place)}{_of(item, place)} {say_when(item.period_at(place))}" for place in (change.before, -1)
    )
    if change.unusual is None and not change.beyond_chance:
        return f"{item.subject}: {first}, {last}. {change.reason or ''}".strip()
    verb = "rose" if change.upwards else "fell"
    text, size = f"{item.subject} {verb} from {first} to {last}", say_size(item, change)
    if not change.unusual:
        verdict = "no clear change, " if change.unusual is False else ""
        text = f"{item.subject}: {verdict}{first} and {last}"
    moved = f"{text}: {size}." if size and change.unusual is not False else f"{text}."
    return f"{moved} {_say_ordinary(item, change)}".strip()


def _of(item: Item, place: int) -> str:
    """What a share is of: ' (107 of 127)'; empty where that is not shown, or was worked out from the share."""
    shown = item.shown.table.iloc[place]
    if item.definition.kind != "proportion" or item.series["approximate"].iloc[place]:
        return ""
    number, whole = shown.get("number"), shown.get("whole")
    return "" if pd.isna(number) or pd.isna(whole) else f" ({say_count(number)} of {say_count(whole)})"


def _say_ordinary(item: Item, change: ItemChange) -> str:
    """How much authorities ordinarily change; where that is not known, what else the change can be held against."""
    judged = change.ordinary
    if judged is None or judged.unusual is None:
        return BEYOND if change.beyond_chance else _say_alone(item, change)
    return f"Authorities of this size ordinarily change between {listed(say_ordinary(judged))}."


def _say_alone(item: Item, change: ItemChange) -> str:
    """What a change is held against where authorities' ordinary changes are not known: chance, or its own steps."""
    if change.estimate.reason is None and not change.estimate.clear:
        points = " points" if item.definition.kind == "proportion" else ""
        return f"Chance could explain the difference ({say_size(item, change).partition('(')[2].rstrip(')')}{points})."
    step = _step(item, change.own_step or 0).removeprefix("+")
    return f"Its own earlier figures seldom changed by more than {step} in that time."


def _step(item: Item, change: float) -> str:
    """A difference between two figures of an item: '+14', of a share '−10 points'."""
    if item.definition.kind != "proportion":
        return say_signed(change)
    size = say_signed(change * 100)
    return f"{size} {'point' if size[1:] == '1' else 'points'}"


def say_scorecard(
    changes: Sequence[Statement], comparisons: Sequence[Statement], left_out: Sequence[str]
) -> list[Statement | str]:
    """What is unusual among changes and comparisons, then what is more than chance; how many are neither."""
    found = [one for one in by_gravity([*changes, *comparisons]) if one.unusual]
    found += [one for one in changes if one.beyond_chance]
    stated: list[Statement | str] = list(found[:MOST])
    if len(found) > MOST:
        more = plural(len(found) - MOST, "further result is", "further results are")
        stated.append(f"{more} unusual or more than chance explains: see the table.")
    judged = [one for one in changes if one.unusual is not None]
    steady = sum(not one.unusual for one in judged)
    if steady:
        none = f"None of the {steady} changes that can be judged is" if steady > 1 else "The one change judged is no"
        some = f"{steady} of {plural(len(judged), 'change')} that can be judged {'is' if steady == 1 else 'are'} no"
        stated.append(f"{none if steady == len(judged) else some} larger than usual.")
    untested = len([one for one in changes if one not in judged and one not in found])
    if untested:
        stated.append(f"{plural(untested, 'change')} cannot be tested; the reasons are below the table.")
    if comparisons and not changes:
        have = plural(len(comparisons), "item has", "items have")
        stated.append(f"{have} a figure and no earlier one to compare it with.")
    if left_out:
        stated.append(f"No figure of the last {RECENT}: {listed(left_out)}.")
    return stated or ["There is no figure of these items for this area."]
