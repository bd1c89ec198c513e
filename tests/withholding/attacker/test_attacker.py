"""An attacker with an integer program of its own reads chains of releases of random worlds, and pins nothing.

By day a world or two of each kind, most in chains of releases; LSCB_NIGHTLY tries 9,000 (docs/disclosure.md gives what
was run).
"""

from collections import Counter
from functools import cache

import pytest
from program import Attack
from releasing import PROFILES, release_worlds
from worlds import BY_CATEGORY, KINDS, OF_A_TOTAL, OF_ANOTHER, OF_COUNTS, World, draw_worlds

from tests.nightly import NIGHTLY

SEED, AT_ONCE = 20261127, 50
BY_DAY = {
    KINDS: (7, 9, 11, 13, 17, 29, 40),  # sent two or three times, for one profile, the other, and both by turns
    BY_CATEGORY: (2, 3),
    OF_COUNTS: (2, 3),
    OF_A_TOTAL: (2, 3),
    OF_ANOTHER: (1,),
}
"""The numbers of the worlds that the suite tries of each group of kinds."""
AT_NIGHT = {kinds: 5_000 if kinds == KINDS else 1_000 for kinds in BY_DAY}
FALSE_SUM, NO_LONGER_SENT = (2412, 2912, 4568), (2388, 2770)
"""Worlds in which small counts were once worked out, by what had excused them: the first of each by day."""


def list_batches() -> list[tuple[tuple[str, ...], tuple[int, ...]]]:
    """The worlds to try, by their kinds and numbers, those together that are decided on together."""
    if not NIGHTLY:
        return list(BY_DAY.items())
    firsts = ((kinds, first) for kinds, number in AT_NIGHT.items() for first in range(0, number, AT_ONCE))
    return [(kinds, tuple(range(first, first + AT_ONCE))) for kinds, first in firsts]


def draw(numbers: tuple[int, ...], kinds: tuple[str, ...] = KINDS) -> list[World]:
    """The worlds of these numbers."""
    every = _draw_all(AT_NIGHT[kinds] if NIGHTLY else max(numbers) + 1, kinds)
    return [every[number] for number in numbers]


@cache
def _draw_all(number: int, kinds: tuple[str, ...]) -> list[World]:
    return list(draw_worlds(SEED, number, kinds))


def list_targets(world: World):
    """The small counts of a world that some return gave, told or left over, by the lowest threshold of its chain."""
    threshold = min(PROFILES[name].withhold_up_to for name in world.profiles)
    given = {figure for figures in (*world.returns, world.rests) for figure in figures}
    return [figure for figure in sorted(given, key=lambda each: each.name) if 1 <= figure.count <= threshold]


def attack(worlds) -> tuple[Counter, list]:
    """How many small counts were attacked, how many keep their whole range, and those that have one value left."""
    described, pinned = Counter(), []
    for chain in release_worlds(worlds):
        targets = list_targets(chain.world)
        outsider = Attack(chain.world, chain.releases) if targets else None
        for figure in targets:
            low, high = outsider.limit(figure)
            described[chain.world.kind] += 1
            described["narrowed"] += low > 1 or high < 5
            if low == high:
                pinned.append((chain.world.number, chain.world.kind, chain.world.profiles, figure.name, low))
    return described, pinned


@pytest.mark.parametrize(("kinds", "numbers"), list_batches())
def test_no_small_count_of_any_world_has_one_value_left(kinds, numbers):
    described, pinned = attack(draw(numbers, kinds))
    assert pinned == []
    assert all(described[kind] for kind in kinds)


@pytest.mark.parametrize("numbers", [FALSE_SUM, pytest.param(NO_LONGER_SENT, marks=pytest.mark.nightly)])
def test_worlds_in_which_small_counts_were_once_worked_out(numbers):
    assert attack(draw(numbers if NIGHTLY else numbers[:1]))[1] == []


def test_the_attacker_pins_a_count_where_nothing_else_is_withheld():
    """Without secondary suppression there is much to find: the attacker can find it."""
    from reading import Seen

    found = 0
    for world in draw_worlds(SEED, 60):
        for figures in world.returns[:1]:
            seen = [Seen(each, None if 1 <= each.count <= 5 else each.value, "sub_group") for each in figures]
            outsider = Attack(world, [seen])
            found += sum(len(set(outsider.limit(figure))) == 1 for figure in list_targets(world))
    assert found > 50
