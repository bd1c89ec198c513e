"""Statements and pages in the order in which a board wants to see them: what is worse and getting worse first."""

from collections.abc import Iterable, Mapping
from typing import Any

from analysis.words.statement import GRAVITY, Statement, Status

TO_SETTLE = 1  # after what is unusual, before everything else


def by_gravity(statements: Iterable[Statement]) -> list[Statement]:
    """Statements, the most serious first; among those of one status what is unusual comes first."""
    return sorted(statements, key=lambda one: gravity_of(one.status, one.unusual))


def for_the_box(statements: Iterable[Statement | str]) -> list[Statement | str]:
    """What a page's box says: what is unusual, the gravest first; more than chance; the unknown; what came since."""
    return sorted(statements, key=_box_order)


def _box_order(one: Statement | str) -> tuple[int, ...]:
    if not isinstance(one, Statement):
        return (2,)
    if one.facts.get("later"):
        return (4,)
    if one.unusual:
        return (0, *gravity_of(one.status, one.unusual))
    return (1,) if one.beyond_chance else (3,) if one.status is Status.CANNOT_SAY else (2,)


def by_headline(statements: Iterable[Statement]) -> list[Statement]:
    """Statements in the order in which they can stand for a page."""
    return sorted(statements, key=lambda one: headline_order(one.describe()))


def headline_order(statement: Mapping[str, Any]) -> tuple[int, ...]:
    """A sort key for the one statement, as a manifest keeps it, that stands for a page: smaller comes first.

    What is unusual, then what is more than chance or a direction that was not judged, then what is ordinary, then what
    cannot be said, then what is `aside` of the page's subject or was published after its quarter, which no board of
    that quarter could have known, and last what has no status. `TO_SETTLE` is the place of what is no statement.
    """
    status, unusual = statement["status"], statement["unusual"]
    if status is None:
        return (6,)
    if statement.get("later") or (statement.get("aside") and not unusual):
        return (5, *gravity_of(status, unusual))
    if unusual:
        return (0, *gravity_of(status, unusual))
    ordinary = Status(status) in (Status.NO_CLEAR_CHANGE, Status.SIMILAR) or unusual is False
    open_ = Status(status) is not Status.CANNOT_SAY or statement.get("beyond_chance")
    return (3 if ordinary else 2 if open_ else 4, *gravity_of(status, unusual))


def gravity_of(status: str | None, unusual: bool | None) -> tuple[int, int]:
    """A sort key: smaller is graver. What was judged and is not unusual comes after all that is."""
    place = GRAVITY.index(Status(status)) if status is not None else len(GRAVITY)
    return (place if unusual else place + len(GRAVITY), 0 if unusual else 1)
