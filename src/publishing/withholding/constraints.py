"""What an outsider knows of a release, as constraints in whole numbers on the figures that it hides.

Every figure has one key wherever it stands, so that the same figure in two tables is one unknown. Nothing here is
rounded or floating: a share of 2% is a pair of inequalities between integers, with both ways of rounding a half
admitted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from analysis.refusals import DisclosureRefused

Key = str | tuple[str, ...]


@dataclass(frozen=True)
class Constraint:
    """low <= sum of coefficient x figure <= high; None where there is no limit on that side."""

    terms: tuple[tuple[Key, int], ...]
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True)
class Shown:
    """A figure shown as it is."""

    key: Key
    value: int

    def constraints(self) -> list[Constraint]:
        """The figure is the value."""
        return [Constraint(((self.key, 1),), self.value, self.value)]


@dataclass(frozen=True)
class Rounded:
    """A figure shown to the nearest `base`, under a rule that withholds 1 to `above`: what is shown is 0 or more."""

    key: Key
    value: int
    base: int
    above: int

    def constraints(self) -> list[Constraint]:
        """Half a base either side, and not what would have been withheld.

        Raises DisclosureRefused for a base so large that a figure over the threshold would be shown as 0.
        """
        if self.base >= 2 * (self.above + 1):
            raise DisclosureRefused(f"Rounding to {self.base} cannot be audited where 1 to {self.above} is withheld.")
        if self.value == 0:
            return [Constraint(((self.key, 1),), 0, 0)]
        low, high = _ceiling(Fraction(2 * self.value - self.base, 2)), (2 * self.value + self.base) // 2
        return [Constraint(((self.key, 1),), max(low, self.above + 1), high)]


@dataclass(frozen=True)
class Withheld:
    """A figure whose place shows [c]: 1 or more, since zeros are always shown. Which rule withheld it is not said."""

    key: Key

    def constraints(self) -> list[Constraint]:
        """The figure is at least 1."""
        return [Constraint(((self.key, 1),), 1, None)]


@dataclass(frozen=True)
class Between:
    """A figure known to lie between limits: from an axis, a verdict, a sentence or another publication."""

    key: Key
    low: int = 0
    high: int | None = None

    def constraints(self) -> list[Constraint]:
        """The limits."""
        return [Constraint(((self.key, 1),), self.low, self.high)]


@dataclass(frozen=True)
class Sum:
    """A whole and its parts; with `rest`, the parts may leave something of the whole over."""

    whole: Key
    parts: tuple[Key, ...]
    rest: bool = False

    def constraints(self) -> list[Constraint]:
        """The parts add up to the whole, or to no more than it."""
        terms = ((self.whole, 1), *((part, -1) for part in self.parts))
        return [Constraint(terms, 0, None if self.rest else 0)]


@dataclass(frozen=True)
class Identity:
    """Two sums that are equal by what the figures mean.

    Children missing once are episodes of children missing once: children + repeat episodes = episodes + repeat
    children.
    """

    left: tuple[Key, ...]
    right: tuple[Key, ...]

    def constraints(self) -> list[Constraint]:
        """Left and right add up to the same."""
        return [Constraint((*((key, 1) for key in self.left), *((key, -1) for key in self.right)), 0, 0)]


@dataclass(frozen=True)
class Ratio:
    """A share or rate shown to some decimals: per x part / whole.

    The whole is a figure, or a number where it is known (a population). As the shown value is a number, the inequality
    is linear in both figures, so that a withheld whole needs no approximation.
    """

    part: Key
    whole: Key | int
    shown: str
    per: int = 100
    decimals: int = 0

    def constraints(self) -> list[Constraint]:
        """Half a unit of the last decimal either side, both ends included."""
        unit = 10**self.decimals
        twice = int(2 * unit * Fraction(self.shown))
        scale = 2 * unit * self.per
        if isinstance(self.whole, int):
            low, high = _ceiling(Fraction((twice - 1) * self.whole, scale)), (twice + 1) * self.whole // scale
            return [Constraint(((self.part, 1),), low, high)]
        return [
            Constraint(((self.whole, 1),), 1, None),
            Constraint(((self.part, scale), (self.whole, 1 - twice)), 0, None),
            Constraint(((self.part, scale), (self.whole, -1 - twice)), None, 0),
        ]


Fact = Shown | Rounded | Withheld | Between | Sum | Identity | Ratio


def read_keys(facts: Sequence[Fact]) -> list[Key]:
    """The figures that facts speak of, each once, in the order in which they are first named."""
    return list(dict.fromkeys(key for fact in facts for part in fact.constraints() for key, _ in part.terms))


def _ceiling(number: Fraction) -> int:
    return -(-number.numerator // number.denominator)
