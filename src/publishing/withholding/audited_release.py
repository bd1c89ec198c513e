"""A release as the audit sees it: its figures, what connects them, what rests on them, and what is left out of it."""

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Literal

from analysis.definitions.partnership import Disclosure
from analysis.refusals import DisclosureRefused
from publishing.withholding.constraints import Fact, Key, read_keys

Role = Literal["figure", "unshown", "implied"]


@dataclass(frozen=True)
class Figure:
    """One figure, wherever it stands.

    `role`: a `figure` as supplied (totals are figures too); `unshown` for what no page shows and anyone can work out,
    as the 1 that is left of 35 out of 36; `implied` for what no page shows but a share or rate tells, which is withheld
    with it. A value of None is not known to us. `importance` is set by people, beforehand: an important figure is only
    withheld where no other set of figures does.
    """

    key: Key
    value: int | None
    table: str = ""
    role: Role = "figure"
    importance: int = 0


@dataclass(frozen=True)
class Statement:
    """What is shown beside figures and rests on them: a share, a rate, a verdict, a sort order, an axis.

    It is withheld with any figure that it rests on. `fact` is what it tells; None where that cannot be put as one (a
    model's limits), which is safe because it is only shown while all it rests on is shown.
    """

    key: Key
    rests_on: tuple[Key, ...]
    fact: Fact | None = None
    table: str = ""


@dataclass(frozen=True)
class Release:
    """Everything that an outsider can hold together: this release, what the figures mean, and what is out already.

    `relations` are certain. `undeclared` are groups of sums that no source declares and that fit what is shown: a
    reader may believe in one or not, so that none of them can excuse what another reader works out.
    """

    figures: tuple[Figure, ...]
    relations: tuple[Fact, ...] = ()
    statements: tuple[Statement, ...] = ()
    earlier: tuple[Fact, ...] = ()
    undeclared: tuple[tuple[Fact, ...], ...] = ()

    def list_readings(self) -> "list[Release]":
        """The release as each reader may take it: by what is certain alone, and with each group of undeclared sums."""
        return [replace(self, relations=(*self.relations, *group), undeclared=()) for group in ((), *self.undeclared)]


@dataclass(frozen=True)
class Suppressions:
    """What is left out: figures by why, statements that rest on them, and tables by name."""

    primary: tuple[Key, ...] = ()
    secondary: tuple[Key, ...] = ()
    statements: tuple[Key, ...] = ()
    tables: tuple[str, ...] = ()

    @property
    def figures(self) -> frozenset[Key]:
        """Every figure whose place shows [c]."""
        return frozenset((*self.primary, *self.secondary))


def is_small(figure: Figure, profile: Disclosure) -> bool:
    """Whether a figure is one that the profile withholds."""
    return figure.value is not None and 1 <= figure.value <= profile.withhold_up_to


def has_place(figure: Figure) -> bool:
    """Whether the figure stands anywhere on a page."""
    return figure.role not in ("unshown", "implied")


def read_shown_value(figure: Figure, profile: Disclosure) -> int:
    """The number that the page would show: exact, or rounded with halves up where the profile rounds counts."""
    if figure.value is None:
        raise ValueError("a figure that is not known has no value to show")
    if profile.round_to == 1:
        return figure.value
    return (2 * figure.value + profile.round_to) // (2 * profile.round_to) * profile.round_to


def check_description(release: Release) -> None:
    """Refuse a release that is described so that its audit would prove nothing.

    Raises DisclosureRefused for a figure named twice, a value that is no whole number from 0 up, and a statement that
    tells of a figure on which it is not said to rest.
    """
    keys = [figure.key for figure in release.figures]
    for figure in release.figures:
        if figure.value is not None and (figure.value < 0 or figure.value != int(figure.value)):
            raise DisclosureRefused(f"The figure {figure.key!r} is no count: the audit takes whole numbers from 0 up.")
    for statement in release.statements:
        named = set(read_keys([statement.fact])) if statement.fact is not None else set()
        if not named.issubset(statement.rests_on):
            raise DisclosureRefused(f"The statement {statement.key!r} tells of figures that it is not said to rest on.")
    if len(set(keys)) < len(keys):
        raise DisclosureRefused("A figure is described twice. Give one figure one key, wherever it stands.")


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
