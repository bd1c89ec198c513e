"""Statements and pages in the order in which a board wants to see them: what is worse and getting worse first."""

from collections.abc import Iterable

from analysis.words.statement import GRAVITY, Statement, Status


def by_gravity(statements: Iterable[Statement]) -> list[Statement]:
    """Statements, the most serious first; among those of one status what is unusual comes first."""
    return sorted(statements, key=lambda one: gravity_of(one.status, one.unusual))


def gravity_of(status: str | None, unusual: bool | None) -> tuple[int, int]:
    """A sort key: smaller is graver. What was judged and is not unusual comes after all that is."""
    place = GRAVITY.index(Status(status)) if status is not None else len(GRAVITY)
    return (place if unusual else place + len(GRAVITY), 0 if unusual else 1)
