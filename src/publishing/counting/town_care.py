"""The looked-after children of the made-up town."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publishing.counting.town import Town

FIRST, LAST = date(2020, 10, 1), date(2025, 3, 31)
NEXT = "PPBLTU"


def draw_care(town: Town, child: str) -> None:
    """One child in eight is looked after, some twice; one spell in twenty is a series of short-term placements."""
    born, sex = town.children[child]
    if not town.happens(0.12):
        return
    town.add("ssda903_header", child, sex, _write(born), "WBRI", "UN1", None, None)
    start = town.day(FIRST, LAST)
    for _ in range(town.draw.choice([1, 1, 1, 2])):
        start = _draw_spell(town, child, start) + timedelta(days=town.draw.randrange(1, 400))
        if start > LAST:
            break
    if town.happens(0.3):
        _draw_absences(town, child, born)


def _draw_spell(town: Town, child: str, start: date) -> date:
    """Episodes that follow each other without a gap; the last day."""
    legal, reason = ("V4" if town.happens(0.05) else town.draw.choice(["C1", "C2", "E1", "V2"])), "S"
    for number in reversed(range(town.draw.choice([1, 1, 2, 3, 5]))):
        end = start + timedelta(days=town.draw.choice([5, 40, 120, 300, 700]))
        if town.happens(0.1) and date(end.year, 3, 31) > start:
            end = date(end.year, 3, 31)
        is_over = end <= LAST
        ceased = "X1" if number else town.draw.choice(["E3", "E4A", "E11"])
        ends = (_write(end), ceased) if is_over else (None, None)
        town.add("ssda903_episodes", child, _write(start), reason, legal, "N1", "U1", "PR1", *ends)
        start, reason = end, town.draw.choice(NEXT)
        if not is_over:
            break
    return start


def _draw_absences(town: Town, child: str, born: date) -> None:
    for _ in range(town.draw.choice([1, 1, 2, 3])):
        start = town.day()
        end = start + timedelta(days=town.draw.randrange(4))
        kind = town.draw.choice("MMMA")
        town.add("ssda903_missing", child, _write(born), kind, _write(start), _write(end) if end <= LAST else None)


def _write(day: date) -> str:
    """A day as the return has it."""
    return f"{day:%d/%m/%Y}"
