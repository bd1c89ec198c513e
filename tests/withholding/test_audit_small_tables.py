"""Brute force over small tables: what the audit and the search say, against counting every table that fits.

By default a sample; with LSCB_NIGHTLY set, every table of the sizes named (docs/disclosure.md gives what was run).
"""

import itertools
import random
from collections import defaultdict

import numpy as np
import pytest
from outsider import deduce

from analysis.definitions.partnership import Disclosure
from publishing.withholding.audit import audit, check_release, describe_view, read_protected
from publishing.withholding.audited_release import Figure, Release
from publishing.withholding.constraints import Between, Shown, Sum, Withheld
from publishing.withholding.search_space import limits_of_minimality
from publishing.withholding.suppression_search import find_suppressions
from tests.nightly import NIGHTLY

LARGEST = 8
SUB_GROUP = Disclosure(withhold_up_to=5)
SHAPES = [(1, 3), (2, 2), (2, 3)]


def name_parts(rows, columns):
    """Every inner cell, and every total with its parts: of rows, and with more than one row of columns and of all."""
    cells = [(row, column) for row in range(rows) for column in range(columns)]
    totals = {f"row{row}": [cell for cell in cells if cell[0] == row] for row in range(rows)}
    if rows > 1:
        totals |= {f"column{column}": [cell for cell in cells if cell[1] == column] for column in range(columns)}
        totals["all"] = cells
    keys = {cell: "cell{}{}".format(*cell) for cell in cells}
    return list(keys.values()), {total: tuple(keys[cell] for cell in parts) for total, parts in totals.items()}


def describe_table(shape, counts):
    cells, totals = name_parts(*shape)
    values = dict(zip(cells, counts, strict=True))
    figures = [Figure(cell, int(values[cell]), "table") for cell in cells]
    figures += [Figure(key, int(sum(values[p] for p in parts)), "table") for key, parts in totals.items()]
    return Release(tuple(figures), tuple(Sum(total, parts) for total, parts in totals.items()))


def count_all(shape, largest=LARGEST):
    """Every table with cells from 0 to the largest: one row each, cells and then totals."""
    cells, totals = name_parts(*shape)
    grid = np.stack(np.meshgrid(*[np.arange(largest + 1)] * len(cells), indexing="ij"), axis=-1).reshape(-1, len(cells))
    sums = [grid[:, [cells.index(part) for part in parts]].sum(axis=1) for parts in totals.values()]
    return [*cells, *totals], np.column_stack([grid, *sums])


@pytest.mark.parametrize("shape", SHAPES)
def test_the_audit_gives_the_limits_that_counting_every_table_gives(shape):
    keys, worlds = count_all(shape)
    chance = random.Random(5)
    for _ in range(2_000 if NIGHTLY else 15):
        truth = worlds[chance.randrange(len(worlds))]
        hidden = [place for place in range(len(keys)) if truth[place] > 0 and chance.random() < 0.5]
        facts = [Between(key, 0, LARGEST) for key in name_parts(*shape)[0]]
        facts += [Sum(total, parts) for total, parts in name_parts(*shape)[1].items()]
        facts += [Withheld(key) if place in hidden else Shown(key, int(truth[place])) for place, key in enumerate(keys)]
        shown = [place for place in range(len(keys)) if place not in hidden]
        fitting = worlds[(worlds[:, shown] == truth[shown]).all(axis=1) & (worlds[:, hidden] > 0).all(axis=1)]
        deduced = deduce(facts, [keys[place] for place in hidden])
        for place in hidden:
            counted = set(fitting[:, place].tolist())
            assert (deduced[keys[place]].low, deduced[keys[place]].high) == (min(counted), max(counted))
            whole = frozenset(range(1, 6))
            assert (next(audit(facts, {keys[place]: whole}), None) is None) == (whole <= counted)


@pytest.mark.parametrize("shape", SHAPES)
def test_every_small_table_passes_the_audit_once_suppressed(shape):
    chance = random.Random(6)
    cells = shape[0] * shape[1]
    everything = list(itertools.product(range(LARGEST + 1), repeat=cells)) if cells < 6 else None
    if everything is None or not NIGHTLY:
        everything = [tuple(chance.choices(range(LARGEST + 1), k=cells)) for _ in range(6_000 if NIGHTLY else 15)]
    for counts in everything:
        release = describe_table(shape, counts)
        left_out = find_suppressions(release, SUB_GROUP)
        check_release(release, left_out, SUB_GROUP)
        assert not any(figure.value == 0 for figure in release.figures if figure.key in left_out.figures)


@pytest.mark.parametrize("shape", [(1, 3), (2, 2)])
def test_counting_every_table_finds_the_whole_withheld_range_open(shape):
    """Tables of cells from 0 to 12 are counted: what 8 and 5 in one row can be exchanged for."""
    keys, worlds = count_all(shape, 12)
    chance = random.Random(7)
    for _ in range(3_000 if NIGHTLY else 30):
        release = describe_table(shape, chance.choices(range(LARGEST + 1), k=shape[0] * shape[1]))
        left_out = find_suppressions(release, SUB_GROUP)
        truth = np.array([figure.value for figure in release.figures])
        hidden = np.array([figure.key in left_out.figures for figure in release.figures])
        alike = worlds[(worlds == truth)[:, ~hidden].all(axis=1) & (worlds > 0)[:, hidden].all(axis=1)]
        protected = read_protected(release, SUB_GROUP)
        assert not left_out.tables
        assert all(wanted <= set(alike[:, keys.index(key)].tolist()) for key, wanted in protected.items())


@pytest.mark.parametrize("shape", [(1, 3), (2, 2)])
def test_no_cheaper_set_of_figures_passes_for_a_small_table(shape):
    chance = random.Random(8)
    for _ in range(300 if NIGHTLY else 10):
        release = describe_table(shape, chance.choices(range(LARGEST + 1), k=shape[0] * shape[1]))
        left_out = find_suppressions(release, SUB_GROUP)
        assert len(left_out.secondary) == count_fewest(release)


def count_fewest(release):
    """The size of the smallest set of further figures that passes the audit and its margin, by trying all of them."""
    protected = read_protected(release, SUB_GROUP)
    others = [figure for figure in release.figures if figure.value > 0 and figure.key not in protected]
    values = {figure.key: figure.value for figure in release.figures}
    costs = {key: (0, 1, value) for key, value in values.items() if value}
    sums = {(fact.whole, *fact.parts): len(release.relations) == 1 for fact in release.relations}
    for size in range(len(others) + 1):
        for more in itertools.combinations(others, size):
            hidden = {*protected, *(figure.key for figure in more)}
            facts = [Withheld(key) if key in hidden else Shown(key, value) for key, value in values.items()]
            facts += limits_of_minimality(sums, hidden, [figure.key for figure in more], costs, 1)
            if next(audit([*release.relations, *facts], protected), None) is None:
                return size
    return None


@pytest.mark.parametrize("shape", SHAPES)
def test_tables_that_differ_only_in_small_counts_are_suppressed_alike(shape):
    """The supplied totals are the same in both: every fact outside the small cells is."""
    _, worlds = count_all(shape)
    groups = defaultdict(list)
    for world in worlds if shape != (2, 3) else worlds[random.Random(9).sample(range(len(worlds)), 20_000)]:
        groups[tuple(np.where((world > 0) & (world <= 5), -1, world).tolist())].append(world)
    several = [group for group in groups.values() if len(group) > 1]
    for group in several if NIGHTLY and len(several) < 5_000 else random.Random(10).sample(several, 4):
        releases = [describe_table(shape, world[: shape[0] * shape[1]]) for world in (group[0], group[-1])]
        one, other = (find_suppressions(release, SUB_GROUP) for release in releases)
        assert one == other
        views = [describe_view(release, one, SUB_GROUP) for release in releases]
        assert views[0] == views[1]
