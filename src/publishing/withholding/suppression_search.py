"""The search for what else to withhold, so that the audit holds.

The search is handed a release whose small values are blanked, and takes every decision on what would be seen if the
release stopped there: two inputs that differ only in small values are searched alike.

The model of the problem is that of M. Fischetti and J.-J. Salazar-González, "Models and algorithms for optimizing
cell suppression in tabular data with linear constraints", Journal of the American Statistical Association 95 (2000);
instead of their branch and cut, sets of figures are tried from the cheapest on, each proved by the audit.
"""

import heapq
from collections.abc import Collection

from analysis.definitions.partnership import Disclosure
from publishing.withholding.audited_release import Release, Suppressions, check_description, is_small, split_release
from publishing.withholding.constraints import Key
from publishing.withholding.search_space import Search, prepare_search
from publishing.withholding.suppression_rules import hide_small_values, withhold

EFFORT_FOR_ALL = 300  # spent on all figures of a part at once; a set found within it is the cheapest there is
EFFORT_FOR_ONE = 150  # spent on one figure at a time, where the cheapest set for all takes longer
EFFORT_OF_AUDIT = 10  # of proving a set by the audit, where ruling one out because a sum fixes a figure is 1


def find_suppressions(release: Release, profile: Disclosure) -> Suppressions:
    """What has to be left out of a release so that every small figure keeps its whole withheld range.

    Small figures first; with them the statements that rest on them; then the least further figures: the least
    important, the fewest, the smallest as shown, the first listed. Where no figures suffice, the tables of the figure
    that fails are withheld by name. Raises DisclosureRefused for a release that is described so that an audit would
    prove nothing.
    """
    check_description(release)
    blanked = hide_small_values(release, profile)
    chosen: frozenset[Key] = frozenset()
    tables: frozenset[str] = frozenset()
    for part in split_release(blanked):
        if any(is_small(figure, profile) for figure in part.figures):
            more, gone = _search_part(prepare_search(part, profile))
            chosen, tables = chosen | more, tables | gone
    return withhold(release, chosen, tables, profile)


def _search_part(search: Search) -> tuple[frozenset[Key], frozenset[str]]:
    """The figures and the tables to withhold in one part of a release."""
    cheapest = _find_cheapest(search, frozenset(), search.protected, EFFORT_FOR_ALL)
    if cheapest is not None:
        return cheapest, frozenset()
    chosen: frozenset[Key] = frozenset()
    hopeless: list[Key] = []
    for key in search.protected:
        more = _find_for_one(search, chosen, key)
        chosen, hopeless = (chosen, [*hopeless, key]) if more is None else (more, hopeless)
    tables = _find_tables(search, chosen, hopeless)
    return _drop_needless(search, chosen, tables), tables


def _find_cheapest(
    search: Search, start: frozenset[Key], wanted: Collection[Key], effort: int
) -> frozenset[Key] | None:
    """The cheapest set of figures to withhold beyond a start, or None if none is found with the effort.

    Sets grow by figures of the sums that fix one, or else near one that fails, since no others help it; they are
    taken up from the cheapest on, so that the first to pass is the cheapest.
    """
    waiting: list[tuple[tuple[int, ...], tuple[int, ...], frozenset[Key]]] = [((0, 0, 0), (), start)]
    met = {start}
    while waiting and effort > 0:
        _, _, chosen = heapq.heappop(waiting)
        near = search.find_fixing(chosen, wanted)
        effort -= 1 if near is not None else EFFORT_OF_AUDIT
        if near is None:
            failing = search.find_failing(chosen, wanted)
            if failing is None:
                return chosen
            near = search.find_near(failing, chosen)
        for larger in (chosen | {key} for key in near):
            if larger not in met:
                met.add(larger)
                dearer = tuple(map(sum, zip(*(search.costs[key] for key in larger - start), strict=True)))
                heapq.heappush(waiting, (dearer, tuple(sorted(map(search.places.__getitem__, larger))), larger))
    return None


def _find_for_one(search: Search, chosen: frozenset[Key], key: Key) -> frozenset[Key] | None:
    """Enough for one figure: the cheapest set if it is soon found, or else the cheapest near figure again and again."""
    found = _find_cheapest(search, chosen, [key], EFFORT_FOR_ONE)
    if found is not None:
        return found
    while (failing := search.find_failing(chosen, [key])) is not None:
        near = search.find_near(failing, chosen)
        if not near:
            return None
        chosen |= {min(near, key=search.costs.__getitem__)}
    return chosen


def _find_tables(search: Search, chosen: frozenset[Key], hopeless: list[Key]) -> frozenset[str]:
    """Tables to withhold by name: those of the figures that fail, then, while any still fails, all of the part's."""
    tables: frozenset[str] = frozenset()
    by_key = {figure.key: figure for figure in search.release.figures}
    others = [figure.table for figure in search.release.figures]
    others += [statement.table for statement in search.release.statements]
    for key in hopeless:
        queue = [by_key[key].table, *others]
        while queue and search.find_failing(chosen, [key], tables) is not None:
            tables |= {queue.pop(0)} - {""}
    return tables


def _drop_needless(search: Search, chosen: frozenset[Key], tables: frozenset[str]) -> frozenset[Key]:
    """The chosen figures without those that the audit can do without, the dearest dropped first, until none is left."""
    before = None
    while before != (before := chosen):
        for key in sorted(chosen, key=lambda key: (search.costs[key], search.places[key]), reverse=True):
            fewer = chosen - {key}
            fixed = not tables and search.find_fixing(fewer, search.protected) is not None
            if not fixed and search.find_failing(fewer, search.protected, tables) is None:
                chosen = fewer
    return chosen
