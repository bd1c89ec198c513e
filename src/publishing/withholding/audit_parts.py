"""The parts of a release that no fact connects: what is stated in one says nothing of another."""

from collections import defaultdict

from publishing.withholding.audited_release import Figure, Release
from publishing.withholding.constraints import Fact, Key, read_keys


def split_release(release: Release) -> list[Release]:
    """The parts of a release that no fact connects, each a release: they can be searched one by one."""
    neighbours = defaultdict(set)
    supposed = [fact for group in release.undeclared for fact in group]
    stated = [each.fact for each in release.statements if each.fact is not None]
    facts = [*release.relations, *supposed, *release.earlier, *stated]
    for fact in facts:
        keys = read_keys([fact])
        for key in keys:
            neighbours[keys[0]].add(key)
            neighbours[key].add(keys[0])
    groups: dict[Key, int] = {}
    for number, figure in enumerate(release.figures):
        waiting = [figure.key] if figure.key not in groups else []
        while waiting:
            if (key := waiting.pop()) not in groups:
                groups[key] = number
                waiting.extend(neighbours[key])
    parts = defaultdict(list)
    for figure in release.figures:
        parts[groups[figure.key]].append(figure)
    return [_select_part(release, tuple(figures), groups) for figures in parts.values()]


def _select_part(release: Release, figures: tuple[Figure, ...], groups: dict[Key, int]) -> Release:
    number = groups[figures[0].key]

    def belongs(fact: Fact) -> bool:
        return groups.get(read_keys([fact])[0]) == number

    return Release(
        figures,
        tuple(fact for fact in release.relations if belongs(fact)),
        tuple(each for each in release.statements if any(groups.get(key) == number for key in each.rests_on)),
        tuple(fact for fact in release.earlier if belongs(fact)),
        tuple(group for each in release.undeclared if (group := tuple(fact for fact in each if belongs(fact)))),
    )
