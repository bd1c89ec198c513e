"""What a search for suppressions looks at: a part of a release, what may be withheld in it, and what that leaves."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from analysis.definitions.partnership import Disclosure
from publishing.withholding.audit import audit, describe_view, read_readings
from publishing.withholding.audit_bounds import LARGEST, Contradiction, tighten
from publishing.withholding.audited_release import Release, Suppressions, has_place, read_shown_value
from publishing.withholding.constraints import Between, Fact, Identity, Key, Sum, read_keys
from publishing.withholding.suppression_rules import withhold

Row = tuple[Key, ...]
Cost = tuple[int, int, int]  # importance, how many figures, value as shown
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
        """The first wanted figure that fails the audit, or None; what the choice of the least tells is audited too."""
        left_out, limits = self.withhold(chosen, tables), []
        if not tables:
            limits = limits_of_minimality(self.lines, left_out.figures, chosen, self.costs, self.profile.round_to)
        for reading in self.readings:
            view = [*describe_view(reading.release, left_out, self.profile), *limits]
            failing = next(audit(view, {key: reading.protected[key] for key in wanted}), None)
            if failing is not None:
                return failing
        return None

    def find_fixing(self, chosen: frozenset[Key], wanted: Collection[Key]) -> list[Key] | None:
        """What may be withheld in the sums that fix a protected figure, for the one with least; None without one."""
        hidden = self.withhold(chosen).figures
        known, choices = self.out | (self.shown - hidden), []
        for reading in self.readings:
            fixed = find_determined(reading.sums, known.__contains__)
            for key in wanted:
                if key in fixed and len(reading.protected[key]) > 1:
                    usable = {other for row in fixed[key] for other in row if other in self.costs} - hidden
                    choices.append(sorted(usable, key=self.places.__getitem__))
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
        return sorted(near, key=self.places.__getitem__)


def limits_of_minimality(
    sums: Mapping[Row, bool], hidden: Collection[Key], chosen: Collection[Key], costs: Mapping[Key, Cost], base: int
) -> list[Between]:
    """The limit that each sum with both withheld and shown figures seems to set to the former (minimality attack).

    Of figures that could hide a small one the search takes the smallest. Who knows that reckons that no withheld figure
    of a sum is as large as the smallest one still shown beside it, and that 13 less a hidden figure below 8 is at least
    6. The choice is proved against that reckoning too: where two are so close that it would narrow the small one, one
    figure more is withheld.

    `sums` says of each whether it stands alone: in one whose figures stand in other sums too, there can be reasons to
    withhold a larger figure, and where the search had them nothing is reckoned; nor where it withheld a less important
    one. Where counts are rounded to a base, a figure shown as large as another may be half a base larger.
    """
    limits = []
    for row, alone in sums.items():
        withheld = [key for key in row if key in hidden]
        beside = [costs[key] for key in row if key in costs and key not in hidden]
        if withheld and beside:
            least = min(beside)
            stood_in = [costs[key] for key in withheld if key in chosen]
            if all(cost[:2] == least[:2] if alone else cost <= least for cost in stood_in):
                limits += [Between(key, 0, least[-1] + base // 2 - int(base == 1)) for key in withheld]
    return limits


def prepare_search(part: Release, profile: Disclosure) -> Search:
    """The search of one part: what is out already, and zeros, are of no use and are not candidates."""
    out = _select_out(part)
    costs = {}
    for figure in part.figures:
        usable = figure.value is not None if has_place(figure) else figure.role == "implied"
        shown_as = LARGEST if figure.value is None else read_shown_value(figure, profile)
        if usable and figure.key not in out and shown_as:
            costs[figure.key] = (figure.importance, 1, shown_as)
    exact = part.figures if profile.round_to == 1 else ()
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


def read_sums(facts: Sequence[Fact]) -> list[Row]:
    """The figures of every fact that, with all but one of them known, gives the last one exactly."""
    exact = [fact for fact in facts if isinstance(fact, Identity) or (isinstance(fact, Sum) and not fact.rest)]
    rows = [(tuple(read_keys([fact])), sum(len(part.terms) for part in fact.constraints())) for fact in exact]
    return [keys for keys, named in rows if len(keys) == named]


def find_determined(rows: Sequence[Row], is_known: Callable[[Key], bool]) -> dict[Key, frozenset[Row]]:
    """Every unknown figure that sums fix, with the sums that are used to do so.

    A sum whose other figures are all shown fixes the one that is not, and a fixed figure may complete another sum.
    """
    determined: dict[Key, frozenset[Row]] = {}
    unknown = {row: [key for key in row if not is_known(key)] for row in rows}
    before = -1
    while before != (before := len(determined)):
        for row, keys in unknown.items():
            left = [key for key in keys if key not in determined]
            if len(left) == 1:
                determined[left[0]] = frozenset({row}).union(*(determined[key] for key in keys if key in determined))
    return determined
