"""Months since something, joined into steps that are large enough to be told."""

from collections import defaultdict
from collections.abc import Iterable

from publishing.counting.aggregates import Counted
from publishing.counting.counting_words import UNFINISHED

AT_RISK, EVENTS = "at_risk", "events"


def name_months(months: int) -> list[str]:
    """The words for the single months, and for those to whom it did not happen; none for a measure without months."""
    return [*(f"month {number}" for number in range(1, months + 1)), "never"] if months else []


def name_step(first: int, last: int) -> str:
    return f"month {first}" if first == last else f"months {first} to {last}"


def join_steps(counted: Iterable[Counted], at_least: int, months: int) -> list[Counted]:
    """Each area's and period's children at risk and events, as a whole and by steps of months.

    A step ends with the month in which it has `at_least` events; what is left over joins the last step. `at_risk` are
    the children to whom it had not happened when the step began; all were followed
    to the end. Where some could not be, there is only the whole, which says so.
    """
    groups: dict[tuple[int, int], dict[str, Counted]] = defaultdict(dict)
    for row in counted:
        groups[row.area, row.period][row.breakdown] = row
    joined = []
    for (area, period), rows in groups.items():
        unfinished = sum(row.counts[UNFINISHED] for row in rows.values())
        events = {number: _children(rows, f"month {number}") for number in range(1, months + 1)}
        at_risk = sum(events.values()) + _children(rows, "never")
        whole = {AT_RISK: at_risk, EVENTS: sum(events.values()), UNFINISHED: unfinished}
        joined.append(Counted(area, period, "", whole))
        if unfinished:
            continue
        for first, last in _bounds(events, at_least):
            happened = sum(events[number] for number in range(first, last + 1))
            counts = {AT_RISK: at_risk, EVENTS: happened, UNFINISHED: unfinished}
            joined.append(Counted(area, period, name_step(first, last), counts))
            at_risk -= happened
    return joined


def _children(rows: dict[str, Counted], word: str) -> int:
    return rows[word].counts["children"] if word in rows else 0


def _bounds(events: dict[int, int], at_least: int) -> list[tuple[int, int]]:
    """The first and last month of each step."""
    bounds, first, seen = [], 1, 0
    for number, happened in events.items():
        seen += happened
        if seen >= at_least:
            bounds.append((first, number))
            first, seen = number + 1, 0
    end = max(events)
    if not bounds:
        return [(1, end)]
    if first > end:
        return bounds
    if seen == 0:
        return [*bounds, (first, end)]  # a stretch in which nothing happened tells nothing of a child
    return [*bounds[:-1], (bounds[-1][0], end)]
