"""The order in which statements are read, what a page's headline comes to, and which statement stands for a page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any

from analysis.words.statement import Statement, Status, ToSettle


class Group(StrEnum):
    """What a page's headline comes to, in the order of `headline_order`; the last stands for everything after it."""

    UNUSUAL = "Unusual"
    TO_SETTLE = "To settle before the figures are used"
    CHANGED = "Worse, or changed by more than chance: how unusual is not known"
    ORDINARY = "No clear change, or similar to other areas"
    UNJUDGED = "Cannot be judged, or nothing to judge"


TARGET_MET, TARGET_MISSED = "target met", "target missed"
TO_SETTLE = list(Group).index(Group.TO_SETTLE)


def by_gravity(statements: Iterable[Statement]) -> list[Statement]:
    """Statements, the most serious first; among those of one status what is unusual comes first."""
    return sorted(statements, key=lambda one: gravity_of(one.status, one.unusual))


def for_the_box(statements: Iterable[Statement | str]) -> list[Statement | str]:
    """What a page's box says: what is unusual, the gravest first; to settle, or more than chance; the unknown."""
    return sorted(statements, key=_box_order)


def _box_order(one: Statement | str) -> tuple[int, ...]:
    if not isinstance(one, Statement):
        return (1,) if isinstance(one, ToSettle) else (2,)
    if one.unusual:
        return (0, *gravity_of(one.status, one.unusual))
    return (1,) if one.beyond_chance else (3,) if one.status is Status.CANNOT_SAY else (2,)


def by_headline(statements: Iterable[Statement]) -> list[Statement]:
    """Statements in the order in which they can stand for a page."""
    return sorted(statements, key=lambda one: headline_order(one.describe()))


def quote_gravest(headlines: Iterable[Statement | str], most: int = 3) -> list[Statement | str]:
    """Other pages' gravest headlines for a summary: all that are unusual, and up to `most` that are worse or changed by
    more than chance; or that none of them is.

    Each is marked as `quoted`: its status is shown, but it is not one of the page's own.
    """
    heads = by_headline(one for one in headlines if isinstance(one, Statement))
    grave = [one for one in heads if one.unusual or one.beyond_chance or one.status is Status.WORSE]
    headed = grave[: max(most, sum(bool(one.unusual) for one in heads))]
    judged = [one for one in heads if one.unusual is not None]
    if judged and not headed:
        return [f"No headline on this page that we can judge ({len(judged)}) is unusual."]
    return [replace(one, facts={**one.facts, "quoted": True}) for one in headed]


def choose_headlines(pages: Sequence[Sequence[Mapping[str, Any]]]) -> list[int | None]:
    """The place of the statement, as a manifest keeps them, that stands for each page; None where none has a status.

    No two say the same finding where one of the pages has another as grave: the page on fewest indicators says it.
    """
    ranked = [sorted((headline_order(one), place) for place, one in enumerate(page) if one["status"]) for page in pages]
    chosen: dict[int, int | None] = {}
    said: set[tuple[str, str]] = set()
    breadth = [len({page[at]["indicator"] for _, at in own}) for page, own in zip(pages, ranked, strict=True)]
    for page in sorted(range(len(pages)), key=breadth.__getitem__):
        grave = [at for order, at in ranked[page] if order[0] == ranked[page][0][0][0]]
        findings = {at: (pages[page][at]["indicator"], pages[page][at]["breakdown"]) for at in grave}
        chosen[page] = next(iter([*(at for at in grave if findings[at] not in said), *grave]), None)
        said |= {findings[at] for at in (chosen[page],) if at is not None}
    return [chosen[page] for page in range(len(pages))]


def group_of(statement: Mapping[str, Any]) -> Group:
    """What a statement, as a manifest keeps it, comes to."""
    return list(Group)[min(headline_order(statement)[0], len(Group) - 1)]


def say_verdict(statement: Mapping[str, Any]) -> str:
    """A status with how sure it is, as one phrase: 'worse, and unusual', 'target missed'; '' for none."""
    status, unusual = statement["status"], statement.get("unusual")
    if status in (None, *map(str, (Status.NO_CLEAR_CHANGE, Status.SIMILAR, Status.CANNOT_SAY))):
        return status or ""
    if statement.get("kind") == "target":
        return TARGET_MET if status == Status.BETTER else TARGET_MISSED
    if unusual is not None:
        return f"{status}, {'and unusual' if unusual else 'but within what is usual'}"
    return f"{status}, {'by more than chance' if statement.get('beyond_chance') else 'but not tested'}"


def headline_order(statement: Mapping[str, Any]) -> tuple[int, ...]:
    """A sort key for the one statement, as a manifest keeps it, that stands for a page: smaller comes first.

    What is unusual, then what is more than chance or a direction that was not judged, then what is ordinary, then what
    cannot be said or is of another area (`elsewhere`), then what is `aside` of the page's subject, and last what has no
    status. `TO_SETTLE` is the place of what is no statement.
    """
    status, unusual = statement["status"], statement["unusual"]
    if status is None:
        return (6,)
    if statement.get("aside") and not unusual:
        return (5, *gravity_of(status, unusual))
    if statement.get("elsewhere"):
        return (4, *gravity_of(status, unusual))
    if unusual:
        return (0, *gravity_of(status, unusual))
    ordinary = Status(status) in (Status.NO_CLEAR_CHANGE, Status.SIMILAR) or unusual is False
    open_ = Status(status) is not Status.CANNOT_SAY or statement.get("beyond_chance")
    return (3 if ordinary else 2 if open_ else 4, *gravity_of(status, unusual))


def gravity_of(status: str | None, unusual: bool | None) -> tuple[int, int]:
    """A sort key: smaller is graver. What was judged and is not unusual comes after all that is."""
    place = list(Status).index(Status(status)) if status is not None else len(Status)
    return (place if unusual else place + len(Status), 0 if unusual else 1)
