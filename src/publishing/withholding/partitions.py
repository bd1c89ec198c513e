"""Whether parts make up their whole, by what every reader sees of a table: the sums that hold and those that may.

Lines of a table (places and periods) with a whole and columns of parts. Where all parts of a line are shown a sum holds
or not. Where some are withheld, what the shown ones leave over of the whole must lie between the number of those
withheld and as many times the threshold. No small value is read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

FEWEST = 3  # lines in which a sum has to hold before it is taken for a rule, unless it may hold in every withheld line
SHARE = 0.9  # of those lines; totals that a supplier rounds do not hold
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


def find_partition(lines: Lines, threshold: int, fewest: int = 1) -> tuple[int, ...] | None:
    """The columns that make up their whole, or may, as far as a reader can tell; None where there are none.

    All of them are tried first, then fewer. All are also taken for a partition where no line rules it out and `fewest`
    lines at least hold or allow it; some of them only where a reader can check it in three lines.
    """
    columns = lines.parts.shape[1]
    chosen = np.array(list(_list_choices(columns)), dtype=float)
    held, possible, refuted, marked = (np.zeros(len(chosen)) for _ in range(4))
    shown, parts = ~np.isnan(lines.parts), np.nan_to_num(lines.parts)
    for first in range(0, len(chosen), 4096):
        part = slice(first, first + 4096)
        held[part], possible[part], refuted[part], marked[part] = _count(lines, shown, parts, chosen[part].T, threshold)
    fits_shown = (held >= FEWEST) & (held >= SHARE * (held + refuted))
    fits_marked = possible >= SHARE * marked
    not_seen_false = np.where(possible > 0, refuted <= held, held >= SHARE * (held + refuted))
    whole = chosen.sum(axis=1) == columns
    enough = held + possible >= np.where(whole, fewest, FEWEST)
    rules = fits_shown & (whole | fits_marked) | fits_marked & not_seen_false & enough
    rules &= chosen.sum(axis=1) > 1
    found = np.flatnonzero(rules)
    return tuple(np.flatnonzero(chosen[found[0]]).tolist()) if len(found) else None


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
