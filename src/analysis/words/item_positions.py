"""Where an item stands beside similar areas and England, in words."""

from dataclasses import dataclass

from analysis.measures.items import Item
from analysis.model.item_position import Position
from analysis.periods import Period
from analysis.words.statement import Statement, Status, Subject, judge


@dataclass(frozen=True)
class BesideCell:
    """A comparator as a cell of a table: its figure, and its period where that is not the item's."""

    figure: str
    period: str


def say_position(subject: Subject, item: Item, position: Position) -> Statement:
    """Where an item's latest figure stands among similar areas, as a statement."""
    status = status_beside(item, position)
    facts = {"comparator": "similar areas"}
    if status is not Status.CANNOT_SAY and position.among is not None:
        write = item.shown.columns["figure"].write
        facts |= {"figure": write(position.among.value), "median": write(position.among.median)}
    return Statement(
        "comparison", subject, position, _write_sentence(item, position, status), status, position.unusual, facts=facts
    )


def status_beside(item: Item, position: Position) -> Status:
    """What a standing comes to: better or worse than similar areas, or similar; cannot say without the same period."""
    if position.unusual is None or not item.is_shown(-1):
        return Status.CANNOT_SAY
    return judge(position.upwards, item.definition.polarity) if position.unusual else Status.SIMILAR


def say_beside(item: Item, position: Position) -> tuple[BesideCell | None, BesideCell | None]:
    """The middle of similar areas (or the average that the report quotes) and England, each with its age."""
    beside, write = position.beside, item.shown.columns["figure"].write
    if position.among is not None and position.among.why is None:
        middle = BesideCell(write(position.among.median), _when(item, beside.neighbours_period))
    elif beside.quoted is not None:
        middle = BesideCell(f"{write(beside.quoted.figure)}, average as quoted", _when(item, beside.quoted.period))
    else:
        middle = None
    england = None
    if beside.england is not None:
        england = BesideCell(write(beside.england.figure), _when(item, beside.england.period))
    return middle, england


def say_groups(item: Item, position: Position) -> dict[str, str]:
    """The middle of each group of one's own choice, by its name, with its period where that is not the item's."""
    write = item.shown.columns["figure"].write
    return {
        name: " ".join(filter(None, [write(one.figure), _bracket(_when(item, one.period))]))
        for name, one in position.beside.groups.items()
    }


def say_place(item: Item, position: Position) -> str:
    """The rank and quartile of an item among similar areas, where one way is better: '4 of 11, second quartile'."""
    placed = position.place(item.definition.polarity)
    return str(placed or "")


def _write_sentence(item: Item, position: Position, status: Status) -> str:
    among = position.among
    if status is Status.CANNOT_SAY or among is None:
        why = among.why if among and among.why else ""
        return f"{item.subject}: we cannot say how it compares with similar areas. {why}".strip()
    write = item.shown.columns["figure"].write
    own, middle = write(among.value), write(among.median)
    if status is Status.SIMILAR:
        spread = f"between {write(among.lower)} and {write(among.upper)}"
        return f"{item.subject}, {own}, is similar to that of similar areas (middle {middle}; we expect {spread})."
    side = "above" if position.upwards else "below"
    judged = f" That is {status}." if status in (Status.BETTER, Status.WORSE) else ""
    return f"{item.subject}, {own}, is {side} what we expect from similar areas (middle {middle}).{judged}"


def _bracket(words: str) -> str:
    return f"({words})" if words else ""


def _when(item: Item, period: Period | None) -> str:
    """A comparator's period where it is another than the item's."""
    if period is None or period == item.period:
        return ""
    return f"{period.end.day} {period.end:%b %Y}" if period.kind == "day" else period.label
