"""What an outsider reads of releases: a number, a mark or nothing for each figure, from tables as they are shown."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np
from worlds import ALL, Figure, Name

BASE, LEAST = 5, 8  # under `public`: counts to the nearest 5, and none from 1 to 7


@dataclass(frozen=True)
class Seen:
    """What one release shows of a figure: a number as it is written, or None for the mark of what is withheld.

    `may_be_none`: a mark may stand for none, where a whole table or the number that a share is of is withheld too.
    """

    figure: Figure
    number: float | None
    profile: str
    may_be_none: bool = False


def bound(seen: Seen, beside: Mapping[Name, Seen], summed: Collection[str]) -> tuple[float, float]:
    """The least and most that a count can be, by what one release shows of it.

    A share or rate is true to half a unit of its last decimal; one that is withheld says that its count is not 0. Of
    rounded counts a total may be the sum of its rounded parts, where a contract declares that it is one (`summed`: over
    what) and all of them are shown; it then tells nothing that these do not.
    """
    if seen.number is None:
        return 0 if seen.may_be_none else 1, float("inf")
    if seen.figure.written == "share":
        return (seen.number - 0.0005) * seen.figure.of, (seen.number + 0.0005) * seen.figure.of
    if seen.figure.written == "rate":
        return (seen.number - 0.05) * seen.figure.of / 10_000, (seen.number + 0.05) * seen.figure.of / 10_000
    if seen.profile == "sub_group":
        return seen.number, seen.number
    if seen.number == 0:
        return 0, 0
    if any(all(part.number is not None for part in parts) for parts in list_parts(seen, beside, summed)):
        return 1, float("inf")
    return max(LEAST, seen.number - BASE // 2), seen.number + BASE // 2


def bound_ratio(seen: Seen) -> list[tuple[float, float, float]]:
    """What a share of a count, or a change of it, tells: its part less so many times the whole is from, and up to."""
    ratio = seen.number + (seen.figure.written == "change")
    return [(ratio - 0.0005, -1e-6, np.inf), (ratio + 0.0005, -np.inf, 1e-6)]


def list_parts(seen: Seen, beside: Mapping[Name, Seen], summed: Collection[str]) -> list[list[Seen]]:
    """The declared ways in which a figure is made up of others beside it: of areas, of categories, of months."""
    area, label, period = seen.figure.name
    ways = []
    if area == ALL and "area" in summed:
        ways.append([each for name, each in beside.items() if name[0] != ALL and name[1:] == (label, period)])
    if label == "" and "breakdown" in summed:
        ways.append([each for name, each in beside.items() if name[1] and (name[0], name[2]) == (area, period)])
    if "Q" in period and "period" in summed:
        ways.append([each for name, each in beside.items() if "Q" not in name[2] and name[:2] == (area, label)])
    return [way for way in ways if way]


def list_atoms(shape: tuple[int, int, int]) -> list[tuple[int, int, int]]:
    """The cells of a world, in order."""
    return list(product(*map(range, shape)))
