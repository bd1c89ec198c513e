"""Which categories are of one kind by their names: a reader knows that age groups, or sexes, may make up a whole."""

import re
from collections.abc import Sequence

SEX = re.compile(r"\b(boys?|girls?|males?|females?|men|women|m|f)\b", re.IGNORECASE)
AGE = re.compile(r"\b(under|over|aged?|years?|yrs?|unborn)\b|\d", re.IGNORECASE)


def group_by_kind(names: Sequence[str]) -> list[tuple[int, ...]]:
    """The places of the sexes among names of categories, and of the age groups, where there are two of a kind at least.

    A name that says both (boys under 13) is of neither kind.
    """
    sexes = [number for number, name in enumerate(names) if SEX.search(name)]
    ages = [number for number, name in enumerate(names) if AGE.search(name)]
    groups = [[number for number in kind if number not in other] for kind, other in ((sexes, ages), (ages, sexes))]
    return [tuple(group) for group in groups if len(group) > 1]
