"""Random small tables of observations, decided on many at a time, against counting every table that fits.

By default a sample; LSCB_NIGHTLY tries more (docs/disclosure.md gives what was run).
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.definitions.partnership import Disclosure
from analysis.periods import Period
from tests.nightly import NIGHTLY, sample

EXAMPLES, TABLES = (40, 150) if NIGHTLY else (2, 60)
YEAR, LARGEST, LAST = "2013-14", 12, 24
DECLARED = {
    "totals": [{"over": "area", "whole": "all", "indicators": ["offences"]}],
    "identities": [
        {
            "left": ["children", "-repeat_children"],
            "right": ["episodes", "-repeat_episodes"],
            "meaning": "Children missing once have one episode each.",
        }
    ],
}
PROFILES = {"sub_group": Disclosure(withhold_up_to=5), "public": Disclosure(withhold_up_to=7, round_to=5)}


@dataclass(frozen=True)
class Shape:
    """What a table shows: figures as rows (but for the number), each the sum of some of its cells."""

    figures: dict[tuple, tuple[int, ...]]
    cells: int
    left_over: tuple[int, ...] = ()  # cells that no figure shows, protected where all shown figures are large


def to_month(end):
    return Period(date(2013, 4, 1), end, "other", f"to {end:%B}")


def shape_of(kind: str, number: int) -> Shape:
    """Every table has a breakdown or an area of its own, so that nothing connects two of them."""
    if kind == "areas":
        places = {("offences", place, f"kind {number}", YEAR): (n,) for n, place in enumerate("abc")}
        return Shape(places | {("offences", "all", f"kind {number}", YEAR): (0, 1, 2)}, 3)
    area = f"{kind} {number}"
    if kind == "category":
        return Shape({("plans", area, "", YEAR): (0, 1), ("plans", area, "part", YEAR): (0,)}, 2, (1,))
    if kind == "share":
        return Shape({("children", area, "", YEAR): (0, 1), ("seen", area, "", YEAR): (0,)}, 2, (1,))
    if kind == "months":
        months = {("offences", area, "", f"2013-0{4 + n}"): (n,) for n in range(3)}
        return Shape(months | {("offences", area, "", "2013-14 Q1"): (0, 1, 2)}, 3)
    if kind == "to date":
        ends = [date(2013, 6, 30), date(2013, 9, 30), date(2013, 12, 31)]
        figures = {("offences", area, "", to_month(end)): tuple(range(n + 1)) for n, end in enumerate(ends)}
        return Shape(figures, 3, (1, 2))
    once, again, more = 0, 1, 2  # children missing once, children missing again, and their further episodes
    figures = {"children": (once, again), "repeat_children": (again,), "episodes": (once, again, more)}
    return Shape(
        {(name, area, "", "2013-04"): cells for name, cells in figures.items()}
        | {("repeat_episodes", area, "", "2013-04"): (again, more)},
        3,
    )


KINDS = ["areas", "category", "share", "months", "to date", "identity"]
WORLDS = {n: np.stack(np.meshgrid(*[np.arange(LAST + 1)] * n, indexing="ij"), -1).reshape(-1, n) for n in (2, 3)}


def add_up(shape: Shape, cells: np.ndarray) -> np.ndarray:
    """The figures of worlds: a row each."""
    return np.stack([cells[..., list(parts)].sum(axis=-1) for parts in shape.figures.values()], axis=-1)


def draw_tables(seed: int):
    chance = np.random.default_rng(seed)
    shapes = [shape_of(KINDS[number % len(KINDS)], number) for number in range(TABLES)]
    return shapes, [chance.integers(0, LARGEST + 1, shape.cells) for shape in shapes], chance


def decide_on(decide, shapes, truths, profile):
    rows = [
        (*figure, count)
        for shape, truth in zip(shapes, truths, strict=True)
        for figure, count in zip(shape.figures, add_up(shape, truth), strict=True)
    ]
    tried = decide(rows, profile=profile, **DECLARED)
    return tried, iter(np.split(tried.shown["numerator"].to_numpy(), np.cumsum([len(s.figures) for s in shapes])[:-1]))


def find_fitting(shape, shown, profile):
    """The worlds that show what is shown: the figure where there is one, at least 1 where there is a mark."""
    worlds = WORLDS[shape.cells]
    figures = add_up(shape, worlds)
    looks = np.floor(figures / profile.round_to + 0.5) * profile.round_to
    as_seen = np.where(
        np.isnan(shown), figures >= 1, (looks == shown) & ((figures > profile.withhold_up_to) | (figures == 0))
    )
    return worlds[as_seen.all(axis=1)]


def find_bound(shape, counts, profile):
    """The worlds that the marks of small counts and the zeros, which are always shown, leave whatever is withheld."""
    figures = add_up(shape, WORLDS[shape.cells])
    fits = np.where(is_small(counts, profile), figures >= 1, (figures == 0) | (counts != 0))
    return WORLDS[shape.cells][fits.all(axis=1)]


def is_small(counts, profile):
    return (counts >= 1) & (counts <= profile.withhold_up_to)


many = settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("profile", sample(PROFILES, tried=["public"]))
@many
@given(seed=st.integers(0, 10**6))
def test_every_value_of_every_small_count_is_in_some_table_that_fits(decide, profile, seed):
    profile, (shapes, truths, _) = PROFILES[profile], draw_tables(seed)
    _, seen = decide_on(decide, shapes, truths, profile)
    for shape, truth, shown in zip(shapes, truths, seen, strict=True):
        counts, fitting = add_up(shape, truth), find_fitting(shape, shown, profile)
        bound = find_bound(shape, counts, profile)
        for place in np.flatnonzero(is_small(counts, profile)):
            wanted = set(add_up(shape, bound)[:, place]) & set(range(1, profile.withhold_up_to + 1))
            assert wanted <= set(add_up(shape, fitting)[:, place]), (shape, truth, shown)
        if not is_small(counts, profile).any():
            for cell in (cell for cell in shape.left_over if is_small(truth[cell], profile)):
                assert set(range(1, profile.withhold_up_to + 1)) <= set(fitting[:, cell]), (shape, truth, shown)


@pytest.mark.parametrize("profile", sample(PROFILES, tried=["sub_group"]))
@many
@given(seed=st.integers(0, 10**6))
def test_tables_that_differ_only_in_small_counts_are_shown_alike(decide, profile, seed):
    profile, (shapes, truths, chance) = PROFILES[profile], draw_tables(seed)
    twins = [draw_twin(shape, truth, profile, chance) for shape, truth in zip(shapes, truths, strict=True)]
    assert any((truth != twin).any() for truth, twin in zip(truths, twins, strict=True))
    (one, seen), (other, also) = (decide_on(decide, shapes, each, profile) for each in (truths, twins))
    assert one.decision.withheld.equals(other.decision.withheld)
    assert all(np.array_equal(*pair, equal_nan=True) for pair in zip(seen, also, strict=True))


def draw_twin(shape, truth, profile, chance):
    """Another table with the same large figures and zeros, and other small counts in the same places."""
    counts, figures = add_up(shape, truth), add_up(shape, WORLDS[shape.cells])
    alike = np.where(is_small(counts, profile), is_small(figures, profile), figures == counts).all(axis=1)
    return chance.choice(WORLDS[shape.cells][alike])
