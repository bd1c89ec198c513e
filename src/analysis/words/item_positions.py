"""Where an item stands beside similar areas and England, in words."""

from analysis.measures.items import Item
from analysis.model.item_position import Position
from analysis.periods import Period
from analysis.words.statement import Statement, Status, Subject, judge


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
    """What a position comes to: better or worse than similar areas, or similar; cannot say without the same period."""
    if position.unusual is None or not item.is_shown(-1):
        return Status.CANNOT_SAY
    return judge(position.upwards, item.definition.polarity) if position.unusual else Status.SIMILAR


def say_beside(item: Item, position: Position) -> tuple[str, str]:
    """The middle of similar areas (or the average that the report quotes) and England's figure; '' for none."""
    beside, middle = position.beside, ""
    if position.among is not None and position.among.why is None:
        middle = _write(item, position.among.median, beside.neighbours_period)
    elif beside.quoted is not None:
        middle = _write(item, *beside.quoted, ", average as quoted")
    return middle, _write(item, *beside.england) if beside.england else ""


def say_groups(item: Item, position: Position) -> dict[str, str]:
    """The middle of each group of one's own choice, by its name."""
    return {name: _write(item, *one) for name, one in position.beside.groups.items()}


def say_label(period: Period) -> str:
    """A period in as few letters as a narrow column has room for: '2013-14 Q4', '31 Mar 2014'."""
    return f"{period.end.day} {period.end:%b %Y}" if period.kind == "day" else period.label


def say_place(item: Item, position: Position) -> str:
    """The rank and quartile of an item among similar areas, where one way is better: '4 of 11, second quartile'."""
    return str(position.place(item.definition.polarity) or "")


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


def _write(item: Item, figure: float, period: Period | None, of: str = "") -> str:
    """A comparator as it is written, with its period where that is another than the item's."""
    written = f"{item.shown.columns['figure'].write(figure)}{of}"
    return written if period is None or period == item.period else f"{written} ({say_label(period)})"
