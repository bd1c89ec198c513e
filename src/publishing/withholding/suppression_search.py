"""The search for what else to withhold, so that the audit holds.

The search is handed a release whose small values are blanked, and takes every decision on what would be seen if the
release stopped there: two inputs that differ only in small values are searched alike.

The model of the problem is that of M. Fischetti and J.-J. Salazar-González, "Models and algorithms for optimizing
cell suppression in tabular data with linear constraints", Journal of the American Statistical Association 95 (2000);
instead of their branch and cut, sets of figures are tried from the cheapest on, each proved by the audit.
"""

import heapq
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from analysis.definitions.partnership import Disclosure
from publishing.withholding.audit import audit, describe_view, read_readings
from publishing.withholding.audit_bounds import Contradiction, tighten
from publishing.withholding.audit_parts import split_release
from publishing.withholding.audited_release import (
    Release,
    Suppressions,
    check_description,
    has_place,
    is_small,
    read_shown_value,
)
from publishing.withholding.constraints import Key, Sum, read_keys
from publishing.withholding.determined_cells import Row, find_determined, read_sums
from publishing.withholding.minimality import Cost, limits_of_minimality
from publishing.withholding.suppression_rules import hide_small_values, withhold

EFFORT_FOR_ALL = 300  # spent on all figures of a part at once; a set found within it is the cheapest there is
EFFORT_FOR_ONE = 150  # spent on one figure at a time, where the cheapest set for all takes longer
EFFORT_OF_AUDIT = 10  # of proving a set by the audit, where ruling one out because a sum fixes a figure is 1

Protected = Mapping[Key, frozenset[int]]  # the values that have to stay possible of each figure


@dataclass(frozen=True)
class Reading:
    """A part as one reader takes it: with the undeclared sums that this reader believes in, and what to protect."""

    release: Release
    protected: Protected
    sums: list[Row]


@dataclass(frozen=True)
class Search:
    """A part of a release with its small values blanked, what may be withheld in it at which cost, and what touches.

    `readings`: the part as each reader may take it; for every one of them its figures have to be protected.
    """

    release: Release
    profile: Disclosure
    readings: list[Reading]
    costs: dict[Key, Cost]
    places: dict[Key, int]
    shown: frozenset[Key]
    links: dict[Key, list[Row]]
    lines: dict[Row, bool]
    out: frozenset[Key]

    def place(self, key: Key) -> int:
        """Where a figure stands among those that may be withheld."""
        return self.places[key]

    def withhold(self, chosen: frozenset[Key], tables: frozenset[str] = frozenset()) -> Suppressions:
        """What is left out if these figures and tables are withheld too."""
        return withhold(self.release, chosen, tables, self.profile)

    @property
    def protected(self) -> list[Key]:
        """The figures that have to be protected, the same for every reader."""
        return list(self.readings[0].protected)

    def find_failing(
        self, chosen: frozenset[Key], wanted: Collection[Key], tables: frozenset[str] = frozenset()
    ) -> Key | None:
        """The first wanted figure that fails the audit, or None; what the search's habit tells is audited too."""
        left_out, limits = self.withhold(chosen, tables), []
        if not tables:
            lines = {row: alone for row, alone in self.lines.items() if not set(row).intersection(left_out.totals)}
            limits = limits_of_minimality(lines, left_out.figures, chosen, self.costs, self.profile.round_to)
        for reading in self.readings:
            view = [*describe_view(reading.release, left_out, self.profile), *limits]
            failing = next(audit(view, {key: reading.protected[key] for key in wanted}), None)
            if failing is not None:
                return failing
        return None

    def find_pinned(self, chosen: frozenset[Key], wanted: Collection[Key]) -> list[Key] | None:
        """What may be withheld in the sums that fix a protected figure, for the one with the least of it.

        None where no sum fixes one. As long as nothing in those sums is withheld, the figure stays fixed.
        """
        hidden = self.withhold(chosen).figures
        known, choices = self.out | (self.shown - hidden), []
        for reading in self.readings:
            pins = find_determined(reading.sums, known.__contains__)
            choices += [
                sorted({other for row in pins[key] for other in row if other in self.costs} - hidden, key=self.place)
                for key in wanted
                if key in pins and len(reading.protected[key]) > 1
            ]
        return min(choices, key=len, default=None)

    def find_near(self, key: Key, chosen: frozenset[Key]) -> list[Key]:
        """What may be withheld and stands in one fact with a figure, or with one that is hidden and linked to it."""
        hidden = self.withhold(chosen).figures
        seen, waiting, near = {key}, [key], set()
        while waiting:
            for other in {other for fact in self.links.get(waiting.pop(), ()) for other in fact} - seen:
                seen.add(other)
                if other in self.costs and other not in hidden:
                    near.add(other)
                if other in hidden or other not in self.costs or self.profile.round_to > 1:
                    waiting.append(other)
        return sorted(near, key=self.place)


def find_suppressions(release: Release, profile: Disclosure) -> Suppressions:
    """What has to be left out of a release so that every small figure keeps its whole withheld range.

    Small figures first; with them what rests on them (statements, the page's own totals); then the least further
    figures: the least important, the fewest, the page's own totals before others, the smallest as shown, the first
    listed. Where no figures suffice, the tables of the figure that fails are withheld by name. Raises DisclosureRefused
    for a release that is described so that an audit would prove nothing.
    """
    check_description(release)
    blanked = hide_small_values(release, profile)
    chosen: frozenset[Key] = frozenset()
    tables: frozenset[str] = frozenset()
    whole = frozenset(range(1, profile.withhold_up_to + 1))
    narrowed: list[Key] = []
    for part in split_release(blanked):
        if any(is_small(figure, profile) for figure in part.figures):
            search = _prepare(part, profile)
            more, gone = _search_part(search)
            chosen, tables = chosen | more, tables | gone
            narrowed += [
                key for key in search.protected if all(reading.protected[key] != whole for reading in search.readings)
            ]
    return replace(withhold(release, chosen, tables, profile), narrowed_before=tuple(narrowed))


def _prepare(part: Release, profile: Disclosure) -> Search:
    """The search of one part: what is out already, and zeros, are of no use and are not candidates."""
    out = _select_out(part)
    costs = {}
    for figure in part.figures:
        own = figure.role == "total"
        placed = has_place(figure) or figure.role == "implied"
        usable = figure.counts and placed and figure.value is not None and figure.key not in out
        if usable and read_shown_value(figure, profile) and not (own and profile.round_to > 1):
            costs[figure.key] = (figure.importance, int(not own), int(own), read_shown_value(figure, profile))
    exact = [figure for figure in part.figures if profile.round_to == 1 or not figure.counts]
    shown = frozenset(each.key for each in exact if has_place(each) and each.value is not None)
    relations = [*part.relations, *(fact for group in part.undeclared for fact in group)]
    facts = [*relations, *part.earlier, *(each.fact for each in part.statements if each.fact is not None)]
    links: dict[Key, list[Row]] = {}
    for fact in facts:
        keys = tuple(read_keys([fact]))
        for key in keys:
            links.setdefault(key, []).append(keys)
    places = {key: number for number, key in enumerate(costs)}
    uses = Counter(key for row in read_sums([*relations, *part.earlier]) for key in row)
    wholes = [(fact.whole, *fact.parts) for fact in relations if isinstance(fact, Sum) and not fact.rest]
    lines = {row: all(uses[key] == 1 for key in row) for row in wholes}
    readings = [
        Reading(reading, protected, read_sums([*reading.relations, *reading.earlier]))
        for reading, protected in read_readings(part, profile)
    ]
    return Search(part, profile, readings, costs, places, shown, links, lines, out)


def _select_out(part: Release) -> frozenset[Key]:
    """The figures that earlier releases tell exactly."""
    try:
        before, _ = tighten([each for fact in part.earlier for each in fact.constraints()])
    except Contradiction:
        return frozenset()
    return frozenset(key for key, (low, high) in before.items() if low == high)


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
    waiting: list[tuple[tuple[int, ...], tuple[int, ...], frozenset[Key]]] = [((0, 0, 0, 0), (), start)]
    met = {start}
    while waiting and effort > 0:
        _, _, chosen = heapq.heappop(waiting)
        near = search.find_pinned(chosen, wanted)
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
                heapq.heappush(waiting, (dearer, tuple(sorted(map(search.place, larger))), larger))
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
    others = [table for figure in search.release.figures for table in figure.tables]
    others += [table for statement in search.release.statements for table in statement.tables]
    for key in hopeless:
        queue = [by_key[key].tables, *((table,) for table in others)]
        while queue and search.find_failing(chosen, [key], tables) is not None:
            tables |= frozenset(queue.pop(0))
    return tables


def _drop_needless(search: Search, chosen: frozenset[Key], tables: frozenset[str]) -> frozenset[Key]:
    """The chosen figures without those that the audit can do without, the dearest dropped first, until none is left."""
    before = None
    while before != (before := chosen):
        for key in sorted(chosen, key=lambda key: (search.costs[key], search.place(key)), reverse=True):
            fewer = chosen - {key}
            fixed = not tables and search.find_pinned(fewer, search.protected) is not None
            if not fixed and search.find_failing(fewer, search.protected, tables) is None:
                chosen = fewer
    return chosen
