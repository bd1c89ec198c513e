"""What follows from facts: limits by interval arithmetic in whole numbers, and what must be solved together."""

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from publishing.withholding.constraints import Constraint, Fact, Key

UNLIMITED = 10**24
LARGEST = 10**9  # no count of this kind is larger; a limit above it is none
STEPS = 60  # how often each constraint may be looked at again; tightening that is cut short is still true


class Contradiction(ValueError):
    """No counts at all fit the facts."""


@dataclass(frozen=True)
class Component:
    """Unknowns that depend on one another: rows of (position, coefficient), and limits of rows and of unknowns."""

    rows: tuple[tuple[tuple[int, int], ...], ...]
    row_limits: tuple[tuple[int, int], ...]
    limits: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Knowledge:
    """The limits of every figure, and for those that are not settled by limits alone, their component and place."""

    limits: dict[Key, tuple[int, int]]
    places: dict[Key, tuple[Component, int]]


def read_knowledge(facts: Sequence[Fact]) -> Knowledge:
    """Everything that intervals can tell of the facts. Raises Contradiction where no counts fit them.

    A figure without a place can take every value within its limits: nothing open binds it, or what does is a tree of
    plain sums, on which limits that no sum can narrow further are exact.
    """
    constraints = [constraint for fact in facts for constraint in fact.constraints()]
    limits, settled = tighten(constraints)
    reduced = dict.fromkeys(_reduce(constraint, limits) for constraint in constraints)
    return Knowledge(limits, _read_places([row for row in reduced if row is not None], limits, settled))


def tighten(constraints: Sequence[Constraint]) -> tuple[dict[Key, tuple[int, int]], bool]:
    """The limits that intervals alone give each figure, none below zero, and whether they can be narrowed no further.

    Raises Contradiction.
    """
    limits = {key: (0, UNLIMITED) for constraint in constraints for key, _ in constraint.terms}
    touching = defaultdict(list)
    for number, constraint in enumerate(constraints):
        for key, _ in constraint.terms:
            touching[key].append(number)
    waiting, queued = deque(range(len(constraints))), set(range(len(constraints)))
    steps = STEPS * len(constraints)
    while waiting and steps:
        steps -= 1
        number = waiting.popleft()
        queued.discard(number)
        for key in _tighten_one(constraints[number], limits):
            fresh = [other for other in touching[key] if other not in queued]
            waiting.extend(fresh)
            queued.update(fresh)
    return limits, not waiting


def _tighten_one(constraint: Constraint, limits: dict[Key, tuple[int, int]]) -> list[Key]:
    """Narrow the limits of a constraint's figures in place; the keys of those that became narrower."""
    least, most = _span(constraint.terms, limits)
    low, high = _row_limits(constraint)
    if least > high or most < low:
        raise Contradiction("no counts fit what is shown")
    narrower = []
    for key, factor in constraint.terms:
        below, above = limits[key]
        term_least, term_most = sorted((factor * below, factor * above))
        room_low, room_high = low - (most - term_most), high - (least - term_least)
        if factor < 0:
            room_low, room_high, factor = -room_high, -room_low, -factor
        new_below, new_above = max(below, -(-room_low // factor)), room_high // factor
        new_above = min(above, new_above) if new_above < LARGEST else above
        if new_below > new_above:
            raise Contradiction("no counts fit what is shown")
        if (new_below, new_above) != (below, above):
            limits[key] = (new_below, new_above)
            narrower.append(key)
            least, most = _span(constraint.terms, limits)
    return narrower


def _span(terms: Iterable[tuple[Key, int]], limits: dict[Key, tuple[int, int]]) -> tuple[int, int]:
    """The least and the most that a sum can come to."""
    least = most = 0
    for key, factor in terms:
        below, above = limits[key]
        least += factor * (below if factor > 0 else above)
        most += factor * (above if factor > 0 else below)
    return least, most


def _row_limits(constraint: Constraint) -> tuple[int, int]:
    low = -UNLIMITED if constraint.low is None else constraint.low
    return low, UNLIMITED if constraint.high is None else constraint.high


def _reduce(constraint: Constraint, limits: dict) -> tuple[tuple[tuple[Key, int], ...], int, int] | None:
    """The constraint over figures that are still open, or None where their limits alone keep it."""
    unknown = tuple((key, factor) for key, factor in constraint.terms if limits[key][0] < limits[key][1])
    settled = sum(factor * limits[key][0] for key, factor in constraint.terms if limits[key][0] == limits[key][1])
    low, high = _row_limits(constraint)
    low, high = low - settled if low > -UNLIMITED else low, high - settled if high < UNLIMITED else high
    least, most = _span(unknown, limits)
    return None if not unknown or (least >= low and most <= high) else (unknown, low, high)


def _read_places(rows: list, limits: dict, settled: bool) -> dict[Key, tuple[Component, int]]:
    """Each open figure's component, with figures numbered in the order of the constraints that name them."""
    leader: dict[Key, Key] = {}

    def find(key: Key) -> Key:
        while leader.setdefault(key, key) != key:
            leader[key] = leader[leader[key]]
            key = leader[key]
        return key

    for terms, _, _ in rows:
        for key, _ in terms:
            leader[find(key)] = find(terms[0][0])
    groups = defaultdict(list)
    for row in rows:
        groups[find(row[0][0][0])].append(row)
    to_solve = [group for group in groups.values() if not (settled and _is_tree_of_sums(group))]
    return {key: place for group in to_solve for key, place in _place(group, limits).items()}


def _is_tree_of_sums(group: list) -> bool:
    """Whether the rows of a component add and subtract figures as they are, and close no circle."""
    links = sum(len(terms) for terms, _, _ in group)
    figures = {key for terms, _, _ in group for key, _ in terms}
    plain = all(abs(factor) == 1 for terms, _, _ in group for _, factor in terms)
    return plain and links == len(group) + len(figures) - 1


def _place(group: list, limits: dict) -> dict[Key, tuple[Component, int]]:
    keys = list(dict.fromkeys(key for terms, _, _ in group for key, _ in terms))
    number = {key: position for position, key in enumerate(keys)}
    component = Component(
        tuple(tuple((number[key], factor) for key, factor in terms) for terms, _, _ in group),
        tuple((low, high) for _, low, high in group),
        tuple(limits[key] for key in keys),
    )
    return {key: (component, number[key]) for key in keys}
