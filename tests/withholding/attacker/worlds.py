"""Random worlds: what happened in areas, categories and months, and what partners send of it.

A world is a table of whole numbers that nobody sees. A return gives sums of its cells as counts, or as shares and rates
without their counts; some of what adds up is declared, and some rows are left out or no longer sent.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

import numpy as np

ALL = "all"
Cell = tuple[int, int, int]  # of an area, a category and a month
Name = tuple[str, str, str]  # an area, a breakdown and a period


@dataclass(frozen=True)
class Figure:
    """A figure of a return: what it is of, the cells that it counts, and how it is written.

    `written` is `count`, `share` (of the children in `of`) or `rate` (of the population in `of`, for every 10,000). A
    `part` (of the `whole` that it lies in) and a `change` (from last year's) are of other cells: `of` is their number.
    """

    name: Name
    cells: frozenset[Cell]
    count: int
    written: str = "count"
    of: int = 0
    whole: frozenset[Cell] = frozenset()

    @property
    def value(self) -> float:
        """The figure as the partner writes it: shares and changes to a tenth of a per cent, a rate to one decimal."""
        if self.written in ("share", "part"):
            return round(self.count / self.of, 3)
        if self.written == "change":
            return round(self.count / self.of - 1, 3)
        return round(10_000 * self.count / self.of, 1) if self.written == "rate" else float(self.count)


@dataclass(frozen=True)
class World:
    """The returns of one world, one for each release of a chain, and what their contract declares.

    `rests` are what the categories leave of their wholes: counts that no return gives.
    """

    number: int
    kind: str
    returns: tuple[tuple[Figure, ...], ...]
    declared: tuple[dict, ...]
    profiles: tuple[str, ...]
    shape: tuple[int, int, int]
    rests: tuple[Figure, ...] = field(repr=False, default=())


KINDS = ("counts", "undeclared categories", "undeclared areas", "shares", "rates", "disjoint", "undeclared rest")
BY_CATEGORY = ("shares by category", "rates by category")
OF_COUNTS = ("shares of a whole", "changes")
OF_A_TOTAL = ("shares, one whole", "changes, one count")  # a partner gives the count of all areas together alone
OF_ANOTHER = ("whole of another source",)  # which gives all areas together, and the partner each of them
WRITTEN = {"shares": "share", "rates": "rate", "shares by category": "share", "rates by category": "rate"}
WITH_REST = ("disjoint", "undeclared rest")
SHAPES = ((2, 2, 1), (3, 2, 1), (4, 2, 1), (2, 3, 1), (3, 3, 1), (2, 2, 2), (3, 2, 2), (2, 2, 3))
PERIODS = ("2013-04", "2013-05", "2013-06")
YEARS = ("2012-13", "2013-14")


def draw_worlds(seed: int, number: int, kinds: tuple[str, ...] = KINDS) -> Iterator[World]:
    """So many worlds, the kinds, lengths of chains and profiles by turns."""
    chance = np.random.default_rng(seed)
    for place in range(number):
        yield draw_world(chance, place, kinds)


def draw_world(chance: np.random.Generator, number: int, kinds: tuple[str, ...]) -> World:
    """A world of one kind: its numbers at random, many of them small."""
    kind = kinds[number % len(kinds)]
    areas, categories, months = (int(size) for size in chance.choice(SHAPES))
    if kind in ("shares", "rates"):
        areas, categories, months = areas + 1, 1, min(months, 2)
    if kind in BY_CATEGORY:
        months = min(months, 2)
    if kind in OF_COUNTS + OF_A_TOTAL:
        months = 1 + kind.startswith("changes")
    if kind == "undeclared areas":
        areas, categories, months = 3, 2, 2  # a reader needs more than one line to see that areas add up
    cells = chance.choice([0, 1, 2, 3, 4, 5, 8, 9, 11, 14, 20, 27, 36], (areas, categories, months))
    every = tuple(_list_ratios(kind, cells) if kind in OF_COUNTS + OF_A_TOTAL else _list_figures(chance, kind, cells))
    last = f"kind {categories - 1}"  # no figure gives it where categories leave a rest
    rests = tuple(figure for figure in every if figure.name[1] == last) if kind in WITH_REST else ()
    if kind.startswith("changes"):  # a partner gives the counts of one year alone
        rests = tuple(each for each in every if each.written == "count" and each.name[2] == YEARS[number % 4 // 2])
    if kind in OF_A_TOTAL:
        rests += tuple(each for each in every if not each.whole and each.name[:2] != (ALL, "") and each not in rests)
    every = tuple(figure for figure in every if figure not in rests)
    length = 1 + number // len(kinds) % 3
    turn = number // (3 * len(kinds)) % 2
    profiles = tuple(("sub_group", "public")[(turn + step * (length == 3)) % 2] for step in range(length))
    returns = [every]
    for _ in range(length - 1):
        returns.append(_leave_out(chance, every))
    if number % 2:
        returns[0] = _leave_out_one_kind_of_row(chance, every)
    return World(number, kind, tuple(returns), _declare(kind, months), profiles, cells.shape, rests)


def _declare(kind: str, months: int) -> tuple[dict, ...]:
    over_areas = {"over": "area", "whole": ALL}
    over_categories = {"over": "breakdown", "whole": ""}
    over_months = [{"over": "period", "whole": "quarter"}] * (months == len(PERIODS))
    return {
        "counts": (over_areas, over_categories, *over_months),
        "undeclared categories": (over_areas, *over_months),
        "undeclared rest": (over_areas, *over_months),
        "undeclared areas": (over_categories,),
        "changes, one count": (over_areas, over_categories),
        "whole of another source": (over_categories,),
        "disjoint": (over_areas, over_categories | {"disjoint": True}, *over_months),
    }.get(kind, (over_areas,))


def _list_figures(chance: np.random.Generator, kind: str, cells: np.ndarray) -> Iterator[Figure]:
    """Every sum over areas, categories and months that a return of the kind gives."""
    areas, categories, months = (range(size) for size in cells.shape)
    places = {f"area {n}": [n] for n in areas} | {ALL: list(areas)}
    kinds = {"": list(categories)} | {f"kind {n}": [n] for n in categories}
    if kind in ("shares", "rates"):
        kinds = {"": list(categories)}
    spans = {PERIODS[n]: [n] for n in months}
    if len(months) == len(PERIODS) and kind not in WRITTEN:
        spans["2013-14 Q1"] = list(months)
    bases = {(n, m): int(chance.integers(40, 180)) + int(cells[n, :, m].sum()) for n in areas for m in months}
    written = WRITTEN.get(kind, "count")
    if written == "rate":
        bases = {(n, m): 40 * bases[n, 0] for n, m in bases}
    for (place, in_areas), (label, in_kinds), (period, in_months) in product(
        places.items(), kinds.items(), spans.items()
    ):
        inside = frozenset(product(in_areas, in_kinds, in_months))
        count = int(sum(cells[cell] for cell in inside))
        of = sum(bases[n, m] for n in in_areas for m in in_months)
        if kind == "shares by category":  # of the children of the category
            of = sum(bases[n, m] + 13 * k for n in in_areas for m in in_months for k in in_kinds)
        yield Figure((place, label, period), inside, count, written, of)


def _list_ratios(kind: str, cells: np.ndarray) -> Iterator[Figure]:
    """The counts of areas and categories in two years and their changes, or the wholes of a year and shares of them."""
    areas, categories, years = (range(size) for size in cells.shape)
    places = {f"area {n}": [n] for n in areas} | {ALL: list(areas)}
    kinds = {"": list(categories)} | {f"kind {n}": [n] for n in categories}
    for (place, in_areas), (label, in_kinds) in product(places.items(), kinds.items()):
        inside = [frozenset(product(in_areas, in_kinds, [year])) for year in years]
        counts = [int(sum(cells[cell] for cell in each)) for each in inside]
        if kind.startswith("changes"):
            for year in years:
                yield Figure((place, label, YEARS[year]), inside[year], counts[year])
            if counts[0]:
                yield Figure((place, label, YEARS[1]), inside[1], counts[1], "change", counts[0], inside[0])
        else:
            whole = frozenset(product(in_areas, categories, [0]))
            of = int(sum(cells[cell] for cell in whole))
            if not label:
                yield Figure((place, label, YEARS[1]), whole, of, "whole")
            elif of:
                yield Figure((place, label, YEARS[1]), inside[0], counts[0], "part", of, whole)


def _leave_out(chance: np.random.Generator, figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """A later return: as the first, or without the row of an area, a category or a total."""
    gone = chance.integers(0, 4)
    names = sorted({figure.name[0] for figure in figures}), sorted({figure.name[1] for figure in figures})
    if gone < 2 and len(names[gone]) > 2:
        one = chance.choice(names[gone])
        return tuple(figure for figure in figures if figure.name[gone] != one)
    return figures


def _leave_out_one_kind_of_row(chance: np.random.Generator, figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """A first return without one small row that other periods or categories have."""
    small = [figure for figure in figures if 1 <= figure.count <= 5 and figure.name[0] != ALL and figure.name[1]]
    if not small:
        return figures
    one = small[chance.integers(0, len(small))]
    others = [figure for figure in figures if figure.name[:2] == one.name[:2] and figure is not one]
    return tuple(figure for figure in figures if figure is not one) if others else figures
