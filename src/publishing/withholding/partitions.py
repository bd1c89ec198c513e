"""Whether parts make up their whole or a part of it, by what every reader sees: the sums that hold and those that may.

Lines of a table (places and periods) with a whole and columns of parts. Where all parts of a line are shown a sum holds
or not. Where some are withheld, what the shown ones leave over of the whole must lie between the number of those
withheld and as many times the threshold. No small value is read.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

FEWEST = 3  # lines in which some of many columns have to hold or may, before they are taken for a partition
SHARE = 0.9  # of the lines that can be checked; totals that a supplier rounds do not hold
FEW = 6  # of so many columns at most, some make up their whole as soon as one line allows it: there are few choices
SEX = re.compile(r"\b(boys?|girls?|males?|females?|men|women|m|f)\b", re.IGNORECASE)
AGE = re.compile(r"\b(under|over|aged?|years?|yrs?|unborn)\b|\d", re.IGNORECASE)
ALL_CHOICES = 10  # so many parts at most are tried in every choice of some of them


@dataclass(frozen=True)
class Lines:
    """`whole`: a figure for each line; `parts`: a row for each line and a column for each part.

    A number that is small, missing or not known is NaN, and `small`, `absent` (no row at all) or `hidden` (withheld by
    an earlier release, of whatever size) says so. `slack` is how far the line's numbers may be off altogether, as
    shares tell them.
    """

    whole: np.ndarray
    parts: np.ndarray
    small: np.ndarray
    absent: np.ndarray
    hidden: np.ndarray
    slack: np.ndarray


def find_partitions(
    lines: Lines, threshold: int, *, fewest: int = 1, some_of_few: bool = False, kinds: Sequence[tuple[int, ...]] = ()
) -> list[tuple[int, ...]]:
    """Every choice of columns that make up their whole, or may, as far as a reader can tell.

    Columns that are of one kind by their names (`kinds`) are tried first: sexes and age groups beside each other are
    two partitions. Then all of the others, then fewer. All of them, and all of a kind, are also taken where no line
    rules it out and `fewest` hold or allow it; some of them where three lines do, or as many of few columns
    (`some_of_few`). Of two of which one holds all that the other holds the larger is taken.
    """
    columns = lines.parts.shape[1]
    chosen = _list_masks(kinds, columns).astype(float)
    held, possible, refuted, marked = (np.zeros(len(chosen)) for _ in range(4))
    shown, parts = ~np.isnan(lines.parts), np.nan_to_num(lines.parts)
    for first in range(0, len(chosen), 4096):
        part = slice(first, first + 4096)
        held[part], possible[part], refuted[part], marked[part] = _count(lines, shown, parts, chosen[part].T, threshold)
    whole = chosen.sum(axis=1) == columns
    whole[: len(kinds)] = True
    fits_shown = (held >= FEWEST) & (held >= SHARE * (held + refuted))
    fits_marked = possible >= SHARE * marked
    not_seen_false = np.where(possible > 0, refuted <= held, held >= SHARE * (held + refuted))
    named = whole | (some_of_few and columns <= FEW)
    enough = held + possible >= np.where(named, fewest, FEWEST)
    rules = fits_shown & (whole | fits_marked) | fits_marked & not_seen_false & enough
    rules &= chosen.sum(axis=1) > 1
    of_kind = [kind for kind, holds in zip(kinds, rules, strict=False) if holds]
    settled = {column for kind in of_kind for column in kind}
    others = [tuple(np.flatnonzero(chosen[place]).tolist()) for place in np.flatnonzero(rules) if place >= len(kinds)]
    return of_kind + _drop_nested([choice for choice in others if not settled.intersection(choice)])


def find_disjoint(
    lines: Lines,
    threshold: int,
    *,
    fewest: int = 1,
    kinds: Sequence[tuple[int, ...]] = (),
    partitions: Sequence[tuple[int, ...]] = (),
) -> list[tuple[tuple[int, ...], np.ndarray]]:
    """Every choice of columns that may not overlap, with the lines in which what they leave of the whole matters.

    A reader who takes them for disjoint knows how many the others are, where nothing speaks against it: in no line
    does what is shown of them, and 1 for each that is withheld, come to more than the whole. It matters where the rest
    is small; beside withheld ones where it leaves them one value, and of all columns or a kind also where it bounds
    them. Columns of different `kinds` overlap, as a reader knows. What a choice leaves is said by any that holds all of
    it, and by `partitions`: only the largest are taken.
    """
    columns = lines.parts.shape[1]
    chosen = _list_masks(kinds, columns)
    if kinds:
        chosen = chosen[sum(chosen[:, list(kind)].any(axis=1).astype(int) for kind in kinds) <= 1]
    chosen = chosen[chosen.sum(axis=1) > 1].astype(float)
    if not len(chosen):
        return []
    named = [set(np.flatnonzero(mask)) in [set(range(columns)), *map(set, kinds)] for mask in chosen]
    rest = lines.whole[:, None] - np.nan_to_num(lines.parts) @ chosen.T
    small, slack = lines.small.astype(float) @ chosen.T, lines.slack[:, None]
    known = ~np.isnan(rest)
    refuted = (known & (rest < small - slack)).any(axis=0) | (known.sum(axis=0) < fewest)
    gaps = (np.isnan(lines.parts) & ~lines.small & ~lines.absent).astype(float) @ chosen.T
    most = np.where(named | (small == 0), threshold, 1) * np.maximum(small, 1)
    matters = known & (gaps == 0) & (rest >= 1 - slack) & (rest <= most + slack)
    usable = np.flatnonzero(~refuted & matters.any(axis=0))
    places = {tuple(np.flatnonzero(chosen[place]).tolist()): place for place in usable}
    largest = _drop_nested([*partitions, *sorted(places, key=len, reverse=True)])
    return [(choice, matters[:, places[choice]]) for choice in largest if choice not in partitions]


def group_by_kind(names: Sequence[str]) -> list[tuple[int, ...]]:
    """The places of the sexes among names of categories, and of the age groups, where there are two of a kind at least.

    A name that says both (boys under 13) is of neither kind.
    """
    sexes = [number for number, name in enumerate(names) if SEX.search(name)]
    ages = [number for number, name in enumerate(names) if AGE.search(name)]
    groups = [[number for number in kind if number not in other] for kind, other in ((sexes, ages), (ages, sexes))]
    return [tuple(group) for group in groups if len(group) > 1]


def _list_masks(kinds: Sequence[tuple[int, ...]], columns: int) -> np.ndarray:
    """The choices of columns to try, a row each: those of a kind, and then the others."""
    return np.array([*(_mask(kind, columns) for kind in kinds), *_list_choices(columns)])


def _mask(places: Sequence[int], columns: int) -> np.ndarray:
    mask = np.zeros(columns, dtype=bool)
    mask[list(places)] = True
    return mask


def _drop_nested(choices: list[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """The choices, the largest first, without those that lie within one before: both cannot make up one whole."""
    kept: list[tuple[int, ...]] = []
    for choice in choices:
        if not any(set(choice) <= set(larger) for larger in kept):
            kept.append(choice)
    return kept


def _list_choices(columns: int) -> Iterator[np.ndarray]:
    """Masks of columns, the largest first: every choice of few columns, of many all but one at most."""
    left_out = range(columns - 1) if columns <= ALL_CHOICES else range(2)
    for number in left_out:
        for without in combinations(range(columns), number):
            mask = np.ones(columns, dtype=bool)
            mask[list(without)] = False
            yield mask


def _count(
    lines: Lines, shown: np.ndarray, parts: np.ndarray, chosen: np.ndarray, threshold: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """For each choice of columns the lines in which it holds, may hold and does not, and those with marks."""
    rest = lines.whole[:, None] - parts @ chosen
    small, absent, hidden = (mask.astype(float) @ chosen for mask in (lines.small, lines.absent, lines.hidden))
    unknown = (~shown & ~lines.small & ~lines.absent & ~lines.hidden).astype(float) @ chosen
    several = (parts > 0).astype(float) @ chosen > 1
    known = ~np.isnan(lines.whole)[:, None] & (unknown == 0)
    seen = shown.astype(float) @ chosen
    marked = known & (small + absent + hidden > 0) & (absent + hidden <= seen)
    most = np.where(hidden > 0, np.inf, threshold * (small + absent) + lines.slack[:, None])
    within = (rest >= small - lines.slack[:, None]) & (rest <= most)
    complete = known & (small + absent + hidden == 0) & several
    holds = np.abs(np.nan_to_num(rest)) <= lines.slack[:, None]
    return (
        (complete & holds).sum(axis=0),
        (marked & within).sum(axis=0),
        (complete & ~holds).sum(axis=0),
        marked.sum(axis=0),
    )
