"""The offences and outcomes of the made-up town."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from publishing.counting.cover import add_months

if TYPE_CHECKING:
    from publishing.counting.town import Town

LAST = date(2025, 3, 31)
OUTCOMES = [
    "Youth caution",
    "Youth conditional caution",
    "Referral order",
    "Youth rehabilitation order",
    "Detention and training order",
    "Community resolution",
]


def draw_youth(town: Town, child: str) -> None:
    """One child in twenty has offences, some exactly twelve months after an outcome or proven eighteen after it."""
    born, sex = town.children[child]
    if not town.happens(0.05):
        return
    town.add("yj_people", child, born, {"1": "Male", "2": "Female"}[sex])
    index: date | None = None
    for _ in range(town.draw.choice([1, 1, 2, 3, 4])):
        committed = town.day()
        if index and town.happens(0.5):
            committed = add_months(index, 12) + timedelta(days=town.draw.choice([-200, -60, 0, 1]))
        outcome = committed + timedelta(days=town.draw.randrange(1, 150))
        if index and town.happens(0.2):
            outcome = max(committed, add_months(index, 18) + timedelta(days=town.draw.choice([0, 1])))
        if committed > LAST or outcome > LAST:
            continue
        offence = f"O{len(town.files['yj_offences']):06d}"
        town.add("yj_offences", offence, child, committed, outcome, town.draw.choice(OUTCOMES))
        index = index or outcome
