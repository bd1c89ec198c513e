"""Which withheld figures are fixed by one sum after another, and by which: the quick half of the audit in the search.

A sum whose other figures are all shown fixes the one that is not, and a fixed figure may complete another sum. Until
something else in those sums is withheld, the figure stays fixed, so that a search need look nowhere else.
"""

from collections.abc import Callable, Sequence

from publishing.withholding.constraints import Fact, Identity, Key, Sum, read_keys

Row = tuple[Key, ...]


def read_sums(facts: Sequence[Fact]) -> list[Row]:
    """The figures of every fact that, with all but one of them known, gives the last one exactly."""
    exact = [fact for fact in facts if isinstance(fact, Identity) or (isinstance(fact, Sum) and not fact.rest)]
    rows = [(tuple(read_keys([fact])), sum(len(part.terms) for part in fact.constraints())) for fact in exact]
    return [keys for keys, named in rows if len(keys) == named]


def find_determined(rows: Sequence[Row], is_known: Callable[[Key], bool]) -> dict[Key, frozenset[Row]]:
    """Every unknown figure that sums fix, with the sums that are used to do so."""
    determined: dict[Key, frozenset[Row]] = {}
    unknown = {row: [key for key in row if not is_known(key)] for row in rows}
    before = -1
    while before != (before := len(determined)):
        for row, keys in unknown.items():
            left = [key for key in keys if key not in determined]
            if len(left) == 1:
                determined[left[0]] = frozenset({row}).union(*(determined[key] for key in keys if key in determined))
    return determined
