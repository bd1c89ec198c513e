"""Icons of variation and assurance, drawn after those of NHS England's "Making Data Count".

Variation says whether a change is unusual, and for the better or worse: a grey wave (no unusual change), an orange sign
(worse), a blue one (better), a purple arrow (neither way is better). Assurance says whether a target is met. Each icon
stands beside its words, so that it is hidden from a screen reader.
"""

from analysis.model.item_position import Meets
from analysis.words.statement import Status

GREY, BLUE, ORANGE, PURPLE = "#484f54", "#12436d", "#a8430c", "#801650"  # each at least 4.5 to 1 on white
SIZE = 28
WAVE = "M6 14c2-7 5-7 8 0s6 7 8 0"
UP, DOWN = "M8 19l6-10 6 10", "M8 9l6 10 6-10"
DRAWN = {
    Status.NO_CLEAR_CHANGE: (GREY, WAVE),
    Status.BETTER: (BLUE, "M7 15l5 5 9-12"),
    Status.WORSE: (ORANGE, "M14 7v9M14 19.5v1.5"),
    Status.HIGHER: (PURPLE, UP),
    Status.LOWER: (PURPLE, DOWN),
}


def draw_variation(status: Status) -> str:
    """The icon of a change; nothing where nothing can be said of it."""
    return _draw(*DRAWN[status]) if status in DRAWN else ""


def draw_assurance(meets: Meets) -> str:
    """The icon of a target: met, not met, or a question mark where the limits leave both open."""
    if not meets.sure:
        return _draw(GREY, "M10.5 11c0-5 7-5 7 0 0 3-3.5 3-3.5 6M14 20v1.5")
    return _draw(BLUE, "M11 21V7h4a4 4 0 010 8h-4") if meets.meets else _draw(ORANGE, "M11 21V7h7M11 13h6")


def _draw(colour: str, path: str) -> str:
    return (
        f'<svg class="icon" viewBox="0 0 {SIZE} {SIZE}" aria-hidden="true">'
        f'<circle cx="14" cy="14" r="12.5" fill="#fff" stroke="{colour}" stroke-width="2"/>'
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2.2" '
        'stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )
